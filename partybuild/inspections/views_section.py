"""The Party section on a phone: one block after another, saved as one goes."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import work
from partybuild.evidence import forms as evidence
from partybuild.inspections import filling, pages, questions, section, sections
from partybuild.inspections.feature import inspections
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import ChineseForm

FILL = Permission.INSPECTIONS_FILL


@inspections.page("/mine", needs=FILL)
def mine(actor: Actor) -> ResponseReturnValue:
    """The inspections that wait for this person's filling in."""
    return respond.page("inspections/mine.html", rows=sections.waiting(actor))


@inspections.page("/records/<int:inspection_id>/section", needs=FILL)
def fill(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """One block of the section, or the survey of all with what is missing."""
    return _page(actor, inspection_id, request.args.get("block", ""))


def _page(
    actor: Actor,
    inspection_id: int,
    key: str,
    status: int = 200,
    typed: Any = None,
    errors: Any = (),
) -> ResponseReturnValue:
    shown = sections.sheet(actor, inspection_id, key, typed)
    template = "inspections/block.html" if shown.block else "inspections/section.html"
    return respond.page(template, status=status, shown=shown, errors=errors)


@inspections.action("/records/<int:inspection_id>/section/<key>", needs=FILL)
def save(actor: Actor, inspection_id: int, key: str) -> ResponseReturnValue:
    """The block is kept; on to the next."""
    block = questions.block(key)
    fields = block.fields if block else ()
    read = {field.key: section.read(field, request.form.get(field.key, "")) for field in fields}
    errors = [sentence for _, sentence in read.values() if sentence]
    if not errors:
        values = {name: value for name, (value, _) in read.items()}
        try:
            with work(actor) as running:
                filling.save_block(running.actor, inspection_id, key, values)
        except RuleBroken as broken:
            errors.append(str(broken))
    if errors:
        typed = {field.key: request.form.get(field.key, "") for field in fields}
        return _page(actor, inspection_id, key, 422, typed, errors)
    following = questions.after(key)
    here = url_for("inspections.fill", inspection_id=inspection_id)
    return respond.done(f"{here}?block={following.key}" if following else here)


@inspections.action("/records/<int:inspection_id>/submission", needs=FILL, files=3)
def hand_in(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """The section is handed in, with the signed paper where there is one."""
    version = request.form.get("version", type=int)
    form = ChineseForm()

    def take(who: Actor, papers: Any) -> bool:
        filling.submit(who, inspection_id, version, papers)
        return True

    made = evidence.submit(form, actor, request.files, pages.SLOTS, take)
    if made is None:
        return _page(actor, inspection_id, "", 422, None, form.form_errors)
    flash("党建部分已报送，请等候党务部门评价。", "fine")
    own = url_for("inspections.mine")
    back = url_for("inspections.record", inspection_id=inspection_id)
    return respond.done(back if actor.may(Permission.INSPECTIONS_READ) else own)
