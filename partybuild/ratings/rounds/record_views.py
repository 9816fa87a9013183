"""The page that explains one assessment, and what the unit that runs the round does with it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.party.answers import tried
from partybuild.ratings.kinds import STAR_LABELS, Stage
from partybuild.ratings.rounds import corrections
from partybuild.ratings.rounds.explaining import explained
from partybuild.ratings.rounds.feature import MANAGE, READ, rating_rounds
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import ChineseForm


@rating_rounds.page("/assessments/<int:assessment_id>", needs=READ)
def assessment(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """Scores, star and every reason for it, to everybody in reach."""
    return _page(actor, assessment_id)


def _page(
    actor: Actor, assessment_id: int, typed: Any = None, status: int = 200
) -> ResponseReturnValue:
    return respond.page(
        "ratings/rounds/assessment.html",
        status=status,
        shown=explained(actor, assessment_id),
        stars=STAR_LABELS,
        stages=Stage,
        typed=typed,
        may=actor.may,
    )


def _step(
    actor: Actor, assessment_id: int, action: str, run: Callable[[Actor], None], done: str
) -> ResponseReturnValue:
    form = ChineseForm(request.form)
    made, status = tried(form, actor, run)
    if made is None:
        typed = {
            "action": action,
            "note": request.form.get("note", ""),
            "document": "",
            "sentence": str(form.form_errors[0]),
        }
        return _page(actor, assessment_id, typed, status)
    flash(done, "fine")
    return respond.done(url_for(".assessment", assessment_id=assessment_id))


def _seen() -> tuple[int | None, str]:
    return request.form.get("version", type=int), request.form.get("note", "")


@rating_rounds.action("/assessments/<int:assessment_id>/leave", needs=MANAGE)
def leave(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """It takes no part any more."""
    version, reason = _seen()
    run: Callable[[Actor], None] = lambda who: corrections.leave(
        who, assessment_id, version, reason
    )
    return _step(actor, assessment_id, "leave", run, "已注明不参评。")


@rating_rounds.action("/assessments/<int:assessment_id>/restore", needs=MANAGE)
def restore(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """It takes part again."""
    version, reason = _seen()
    run: Callable[[Actor], None] = lambda who: corrections.restore(
        who, assessment_id, version, reason
    )
    return _step(actor, assessment_id, "restore", run, "已恢复参评，可以继续填报。")


@rating_rounds.action("/assessments/<int:assessment_id>/extend", needs=MANAGE)
def extend(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """It may be filled in for longer."""
    version, reason = _seen()
    text = request.form.get("last", "")

    def run(who: Actor) -> None:
        corrections.extend(who, assessment_id, version, reason, _day(text))

    return _step(actor, assessment_id, "extend", run, "已延长填报时间。")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RuleBroken("请填写延长到哪一天，如 2026-12-10。") from None
