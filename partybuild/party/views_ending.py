"""Ending and correcting one row of cover."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.party import cover, cover_commands
from partybuild.party.answers import back, kept, tried
from partybuild.party.cover_commands import Right
from partybuild.party.feature import party
from partybuild.party.forms_cover import CorrectionForm, EndingForm
from partybuild.party.telling import Why
from partybuild.web import respond

KEEP = Permission.PARTY_KEEP
ROW = "/cover/<kind>/<int:row_id>"


@party.page(ROW, needs=KEEP)
def covered(actor: Actor, kind: str, row_id: int) -> ResponseReturnValue:
    """One link, assignment or mass organization: from when to when, and how to end it."""
    line = cover.line(actor, kind, row_id)
    return _covered(line, EndingForm(last_day=clock.today()), _correction(line))


@party.action(f"{ROW}/ending", needs=KEEP)
def end(actor: Actor, kind: str, row_id: int) -> ResponseReturnValue:
    """It holds up to and on the last day given."""
    line = cover.line(actor, kind, row_id)
    form = EndingForm(request.form)
    made, status = tried(
        form,
        actor,
        lambda who: cover_commands.end_cover(who, kind, row_id, form.last_day.data, _why(form)),
    )
    if made is None:
        return _covered(line, form, _correction(line), status)
    return kept("结束", back(f"/organizations/{line.organization_id}"))


@party.action(f"{ROW}/correction", needs=KEEP)
def correct(actor: Actor, kind: str, row_id: int) -> ResponseReturnValue:
    """What was entered wrongly is put right, or taken back."""
    line = cover.line(actor, kind, row_id)
    form = CorrectionForm(request.form)
    made, status = tried(
        form,
        actor,
        lambda who: cover_commands.correct_cover(who, kind, row_id, _right(form), _why(form)),
    )
    if made is None:
        return _covered(line, EndingForm(last_day=clock.today()), form, status)
    return kept("更正", back(f"/organizations/{line.organization_id}"))


def _why(form: Any) -> Why:
    return Why(clock.today(), form.reason.data, form.document.data)


def _right(form: CorrectionForm) -> Right:
    return Right(form.first.data, form.last.data, form.void.data)


def _correction(line: cover.Line) -> CorrectionForm:
    return CorrectionForm(first=line.valid_from, last=line.last_day)


def _covered(
    line: cover.Line, ending: EndingForm, correction: CorrectionForm, status: int = 200
) -> ResponseReturnValue:
    return respond.page(
        "party/covered.html",
        status=status,
        line=line,
        ending=ending,
        correction=correction,
        next=request.args.get("next", ""),
    )
