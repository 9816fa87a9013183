"""A case: shown on a desk or a phone, printed, and the steps that need no page of their own."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.rectification.cases import own, showing, steps
from partybuild.rectification.cases.feature import BASE, KEEP, READ, rectification
from partybuild.rectification.cases.showing import Shown
from partybuild.rectification.seeing.feature import BASE as BOARD
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import perform


@rectification.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """The board; for a secretary the cases of the own branch."""
    if not showing.on_phone(actor):
        return respond.done(BOARD)
    return respond.page("rectification/cases/index.html", rows=own.listed(actor))


@rectification.page("/<int:case_id>", needs=READ)
def show(actor: Actor, case_id: int) -> ResponseReturnValue:
    """One case: what it holds, what can be done now and what not yet."""
    return _show(actor, showing.shown(actor, case_id))


def _show(actor: Actor, found: Shown, status: int = 200, typed: Any = None) -> ResponseReturnValue:
    name = "hand" if showing.on_phone(actor) else "show"
    return respond.page(
        f"rectification/cases/{name}.html",
        status=status,
        found=found,
        file=found.file,
        typed=typed,
        labels=showing.labels(found.file),
        today=clock.today(),
    )


@rectification.page("/<int:case_id>/sheet", needs=READ)
def sheet(actor: Actor, case_id: int) -> ResponseReturnValue:
    """一支部一策 on paper."""
    found = showing.shown(actor, case_id)
    return respond.page("rectification/cases/sheet.html", found=found, file=found.file)


@rectification.action("/<int:case_id>/steps/<action>", needs=KEEP)
def step(actor: Actor, case_id: int, action: str) -> ResponseReturnValue:
    """Take a step that a note, a number or a day is enough for."""
    typed = steps.read(request.form, action)
    try:
        perform(actor, lambda who: steps.take(who, case_id, typed))
    except RuleBroken as broken:
        told = {**typed.fields, "action": action, "sentence": str(broken)}
        return _show(actor, showing.shown(actor, case_id), 422, told)
    flash(f"已办理“{typed.label}”。", "fine")
    return respond.done(f"{BASE}/{case_id}")
