"""A scheme as a workbook: taken home, and brought back into a draft."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.ratings.schemes import commands, queries, sheets
from partybuild.ratings.schemes.feature import MANAGE, READ, rating_schemes
from partybuild.ratings.schemes.forms import WorkbookForm
from partybuild.ratings.schemes.scheme import Scheme
from partybuild.ratings.schemes.sheets import Read
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import submit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FILE = "请选择要导入的工作簿。"


@rating_schemes.page("/<int:policy_id>/workbook.xlsx", needs=READ)
def workbook(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """The version as a workbook."""
    read = queries.readable(actor, policy_id, clock.today())
    with TemporaryDirectory() as folder:
        path = Path(folder, "scheme.xlsx")
        sheets.write(read.scheme, path, clock.today())
        content = BytesIO(path.read_bytes())
    name = f"{read.policy.label}第{read.policy.version}版.xlsx"
    return send_file(content, XLSX, as_attachment=True, download_name=name)


@rating_schemes.page("/<int:policy_id>/workbook", needs=MANAGE)
def ask_workbook(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """The form for a workbook that replaces what a draft says."""
    return _asked(actor, policy_id, WorkbookForm(), Read())


def _asked(
    actor: Actor, policy_id: int, form: WorkbookForm, found: Read, status: int = 200
) -> ResponseReturnValue:
    draft = queries.own_draft(actor, policy_id)
    form.seen.data = queries.seal(draft.content)
    return respond.page(
        "ratings/schemes/workbook.html", status=status, policy=draft, form=form, found=found
    )


@rating_schemes.action("/<int:policy_id>/workbook/said", needs=MANAGE, files=1)
def take_workbook(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """The draft says what the workbook says, or every fault is shown and nothing changes."""
    queries.own_draft(actor, policy_id)
    form, found = WorkbookForm(request.form), Read()
    try:
        found = _read(request.files.get("file"), queries.scheme(policy_id))
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
    if found.scheme is None:
        return _asked(actor, policy_id, form, found, 422)
    if not _taken(actor, policy_id, form, found.scheme):
        return _asked(actor, policy_id, form, found, 422)
    flash("".join(["草稿内容已由工作簿替换，请核对后发布。", *found.notes]), "fine")
    return respond.done(url_for(".show", policy_id=policy_id))


def _read(file: FileStorage | None, base: Scheme) -> Read:
    if file is None or not file.filename:
        raise RuleBroken(NO_FILE)
    with TemporaryDirectory() as folder:
        name = Path(file.filename.replace("\\", "/")).name[-200:]
        path = Path(folder, "upload")
        file.save(path)
        return sheets.taken(path, name, base)


def _taken(actor: Actor, policy_id: int, form: WorkbookForm, said: Scheme) -> bool:
    def run(actor: Actor) -> bool:
        commands.edit(actor, policy_id, form.seen.data or "", "导入工作簿", lambda old: said)
        return True

    return submit(form, actor, run) is not None
