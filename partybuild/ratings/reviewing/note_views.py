"""一票否决 and site visits, entered beside the scores."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.evidence.arrivals import Paper, received
from partybuild.evidence.held import hold, taken_back
from partybuild.evidence.rules import Slot
from partybuild.ratings.reviewing import noting
from partybuild.ratings.reviewing.board_views import day, page, tried
from partybuild.ratings.reviewing.feature import REVIEW, rating_reviews
from partybuild.rules import RuleBroken
from partybuild.web import respond

SLOT = Slot("visit", "现场照片和记录", False)


def _field(name: str) -> str:
    return request.form.get(name, "")


def _answer(
    actor: Actor, assessment_id: int, status: int, errors: dict[str, str], action: str, done: str
) -> ResponseReturnValue:
    """On, or the page with what was typed."""
    if errors:
        typed = {"action": action, "sentence": errors[""], "words": request.form}
        return page(actor, assessment_id, status, typed=typed)
    flash(done, "fine")
    return respond.done(url_for(".show", assessment_id=assessment_id, _anchor="notes"))


@rating_reviews.action("/<int:assessment_id>/vetoes", needs=REVIEW)
def veto(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """A veto stands, with its document."""
    version = request.form.get("version", type=int)
    words = _field("veto"), _field("document"), _field("note")
    status, errors = tried(actor, lambda who: noting.veto(who, assessment_id, version, *words))
    return _answer(actor, assessment_id, status, errors, "veto", "已登记一票否决。")


@rating_reviews.action("/<int:assessment_id>/vetoes/<int:veto_id>/lifting", needs=REVIEW)
def lift(actor: Actor, assessment_id: int, veto_id: int) -> ResponseReturnValue:
    """A veto holds no more, with the reason."""
    reason = _field("note")
    status, errors = tried(actor, lambda who: noting.lift(who, assessment_id, veto_id, reason))
    return _answer(actor, assessment_id, status, errors, f"lift-{veto_id}", "已撤回一票否决。")


@rating_reviews.action("/<int:assessment_id>/visits", needs=REVIEW, files=4)
def visit(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """A site visit stands, with its pictures."""
    papers, gone = taken_back(actor, [SLOT])
    try:
        if gone:
            raise RuleBroken(gone[0])
        papers += received(request.files, [SLOT])
        status, errors = _visited(actor, assessment_id, papers)
    except RuleBroken as broken:
        status, errors = 422, {"": str(broken)}
    if errors:
        hold(actor, papers)
    return _answer(actor, assessment_id, status, errors, "visit", "已登记实地查看。")


def _visited(actor: Actor, assessment_id: int, papers: list[Paper]) -> tuple[int, dict[str, str]]:
    when = day(_field("visited_on"))
    words = _field("people"), _field("words")
    return tried(actor, lambda who: noting.visit(who, assessment_id, when, *words, papers))
