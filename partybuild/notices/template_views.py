"""文书模板: an area's own templates and office names, for the security administrator."""

from io import BytesIO
from typing import Any

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import OutOfReach
from partybuild.notices import checking, offices, rendering, templating
from partybuild.notices.forms import OfficeForm, TemplateForm
from partybuild.notices.kinds import KINDS, Side
from partybuild.notices.templating import Draft
from partybuild.notices.views import DOCX, notices
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import perform, submit

MANAGE = Permission.POLICIES_MANAGE
STATES = {"draft": "草稿", "published": "使用中", "superseded": "已停用"}


@notices.page("/templates", needs=MANAGE)
def templates(actor: Actor) -> ResponseReturnValue:
    """What is in use, what was before, and the forms for something new."""
    return _page(TemplateForm(), OfficeForm())


def _page(form: TemplateForm, office: OfficeForm, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "notices/templates.html",
        status=status,
        versions=templating.versions(),
        offices=offices.entered(),
        form=form,
        office=office,
        kinds=KINDS,
        states=STATES,
    )


@notices.action("/templates", needs=MANAGE)
def upload(actor: Actor) -> ResponseReturnValue:
    """Check the upload in a child process and keep it as a draft."""
    form = TemplateForm(request.form)
    draft = _draft(form) if form.validate() else None
    if draft is None or submit(form, actor, lambda actor: templating.add(actor, draft)) is None:
        return _page(form, OfficeForm(), 422)
    if draft.unknown:
        flash("模板里有不认识的栏目，已存为草稿但不能发布；改好后重新上传。", "soon")
    else:
        flash("模板已检查并存为草稿，可以发布。", "fine")
    return respond.done(url_for(".templates"))


def _draft(form: TemplateForm) -> Draft | None:
    """The checked upload; None with the reason in the form."""
    file = request.files.get("file")
    kind = KINDS[form.kind.data]
    try:
        content = file.read(checking.MAX_BYTES + 1) if file else b""
        if not content:
            raise RuleBroken("请选择模板文件（.docx）。")
        unknown = checking.unknown_fields(kind, content)
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
        return None
    name = (file.filename if file else "") or "模板.docx"
    return Draft(kind, form.unit_code.data, name, content, unknown, form.source.data)


@notices.action("/templates/<int:template_id>/publish", needs=MANAGE)
def publish(actor: Actor, template_id: int) -> ResponseReturnValue:
    """Papers are made with it from now on."""
    perform(actor, lambda actor: templating.publish(actor, template_id))
    flash("模板已发布。", "fine")
    return respond.done(url_for(".templates"))


@notices.page("/templates/<int:template_id>.docx", needs=MANAGE)
def template(actor: Actor, template_id: int) -> ResponseReturnValue:
    """A version as it was uploaded."""
    name, content = templating.content_of(template_id)
    return send_file(BytesIO(content), DOCX, as_attachment=True, download_name=name)


@notices.page("/templates/shipped/<kind>.docx", needs=MANAGE)
def shipped(actor: Actor, kind: str) -> ResponseReturnValue:
    """The template that comes with the product, to start from."""
    if kind not in KINDS:
        raise OutOfReach
    content = BytesIO(rendering.shipped(KINDS[kind]))
    name = f"{KINDS[kind].name}（模板）.docx"
    return send_file(content, DOCX, as_attachment=True, download_name=name)


@notices.action("/offices", needs=MANAGE)
def name_office(actor: Actor) -> ResponseReturnValue:
    """Set the name and 字 of an office."""
    form = OfficeForm(request.form)

    def named(actor: Actor) -> Any:
        side, name, stem = Side(form.side.data), form.name.data, form.stem.data
        return templating.name_office(actor, form.unit_code.data, side, name, stem)

    if submit(form, actor, named) is None:
        return _page(TemplateForm(), form, 422)
    flash("发文机关已设置。", "fine")
    return respond.done(url_for(".templates"))
