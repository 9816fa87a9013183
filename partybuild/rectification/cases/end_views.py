"""撤销党组织, guided: members' way, each organization's, the decision."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.evidence.rules import Slot
from partybuild.rectification.cases import dissolving, ending, showing
from partybuild.rectification.cases.feature import BASE, DECIDE, rectification
from partybuild.rectification.cases.submitting import submitted
from partybuild.rules import RuleBroken
from partybuild.web import respond

DECISION = (Slot("decision", "批复文件", required=False),)


@rectification.page("/heirs", needs=DECIDE)
def heirs(actor: Actor) -> ResponseReturnValue:
    """Party organizations that may cover and answer to what is typed."""
    return respond.page("party/_options.html", options=dissolving.heirs(actor, request.args))


@rectification.page("/<int:case_id>/dissolution", needs=DECIDE)
def dissolution(actor: Actor, case_id: int) -> ResponseReturnValue:
    """What a dissolution has to settle, step by step."""
    found = showing.shown(actor, case_id)
    return _page(actor, found, dissolving.form(found))


def _page(actor: Actor, found: Any, form: Any, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "rectification/cases/dissolution.html",
        status=status,
        found=found,
        file=found.file,
        form=form,
        answers=dissolving.answers(actor, found, request.form),
        slots=DECISION,
        may=found.may("dissolve"),
        why=found.why_not("dissolve"),
    )


@rectification.action("/<int:case_id>/dissolution", needs=DECIDE, files=4)
def dissolve(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The Party organization is dissolved; coverage changes from the day named."""
    found = showing.shown(actor, case_id)
    form = dissolving.form(found, request.form)
    answered = dissolving.answers(actor, found, request.form)

    def keep(who: Actor, papers: Any) -> Any:
        if request.form.get("confirmed") != "y":
            raise RuleBroken("请勾选“我已核对，确认撤销”。")
        said = dissolving.said(who, form, answered, papers)
        return ending.dissolve(who, case_id, form.seen(), said)

    done, status = submitted(form, actor, DECISION, keep)
    if not done:
        return _page(actor, showing.shown(actor, case_id), form, status)
    flash("已撤销党组织，覆盖情况从撤销之日起变动。", "fine")
    return respond.done(f"{BASE}/{case_id}")
