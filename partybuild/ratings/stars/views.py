"""Pages of a round's stars: the result, computing, ties, another star with its reason."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.ratings.rounds import pages as rounds
from partybuild.ratings.stars import choosing, results, showing
from partybuild.ratings.stars.feature import MANAGE, READ, rating_stars
from partybuild.ratings.stars.forms import ComputeForm, OpenForm, OverrideForm, PickForm
from partybuild.ratings.stars.queries import candidates as candidates_of
from partybuild.web import respond
from partybuild.web.forms import submit


@rating_stars.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Every round with what waits in it, and the lists that follow."""
    return respond.page("ratings/stars/index.html", rows=showing.index(actor))


@rating_stars.page("/<int:round_id>", needs=READ)
def show(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The result of a round."""
    return _show(actor, round_id)


def _show(actor: Actor, round_id: int, status: int = 200, **forms: Any) -> ResponseReturnValue:
    shown = rounds.shown(actor, round_id)
    asked = showing.asked(request.args)
    found = showing.result(actor, shown, asked)
    opening = forms.setdefault("opening", OpenForm())
    opening.expected.data = str(found.counted.scored) if found.counted else ""
    ready: dict[str, Any] = {"computing": ComputeForm(), "picking": PickForm(), "picked": 0}
    return respond.page(
        "ratings/stars/show.html",
        status=status,
        shown=shown,
        found=found,
        asked=asked,
        kinds=results.SHOWN,
        own=actor.user_id,
        **ready | forms,
    )


@rating_stars.action("/<int:round_id>/computing", needs=MANAGE)
def compute(actor: Actor, round_id: int) -> ResponseReturnValue:
    """Compute: at once where few, by a job where many."""
    form = ComputeForm(request.form)
    made = submit(form, actor, lambda who: showing.compute(who, round_id, form.leave_open.data))
    if made is None:
        return _show(actor, round_id, 422, computing=form)
    return _computed(round_id, made)


def _computed(round_id: int, made: tuple[str, int]) -> ResponseReturnValue:
    what, number = made
    if what == "job":
        return respond.done(url_for("jobs.show", job_id=number))
    flash(f"已计算 {number} 个星级。", "fine")
    return respond.done(url_for("rating_stars.show", round_id=round_id))


@rating_stars.action("/<int:round_id>/ties", needs=MANAGE)
def pick(actor: Actor, round_id: int) -> ResponseReturnValue:
    """Who of a tie has the star; then everything is computed again."""
    form = PickForm(request.form)
    ids = [number for text in request.form.getlist("chosen") if (number := showing.number(text))]

    def run(who: Actor) -> bool:
        choosing.pick(who, round_id, ids, form.reason.data or "")
        return True

    if submit(form, actor, run) is None:
        tie = showing.number(request.form.get("tie")) or 0
        return _show(actor, round_id, 422, picking=form, picked=tie)
    again = ComputeForm()
    made = submit(again, actor, lambda who: showing.compute(who, round_id, True))
    return (
        _show(actor, round_id, 422, computing=again) if made is None else _computed(round_id, made)
    )


@rating_stars.action("/<int:round_id>/publicity", needs=MANAGE)
def open_publicity(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The computed stars are shown: at once where few, by a job where many."""
    form = OpenForm(request.form)
    expected = showing.number(form.expected.data)
    made = submit(form, actor, lambda who: showing.show(who, round_id, expected))
    if made is None:
        return _show(actor, round_id, 422, opening=form)
    if made[0] == "job":
        return respond.done(url_for("jobs.show", job_id=made[1]))
    flash("公示已开始，可以打印公示名单。", "fine")
    return respond.done(url_for("rating_stars.publicity_page", publicity_id=made[1]))


@rating_stars.page("/assessments/<int:assessment_id>", needs=READ)
def star(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """One star: from which score, what held it, which facts were read."""
    return showing_one(actor, assessment_id)


def showing_one(
    actor: Actor, assessment_id: int, status: int = 200, **forms: Any
) -> ResponseReturnValue:
    """The page of one star with these forms."""
    found = showing.one(actor, assessment_id)
    ready: dict[str, Any] = {
        "overriding": showing.overriding(found),
        "rejudging": showing.rejudging(found),
    }
    return respond.page("ratings/stars/star.html", status=status, found=found, **ready | forms)


@rating_stars.action("/assessments/<int:assessment_id>/star", needs=MANAGE)
def override(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """Another star than computed, with the reason."""
    form = OverrideForm(request.form)

    def run(who: Actor) -> bool:
        choosing.override(who, assessment_id, int(form.star.data), form.reason.data or "")
        return True

    if submit(form, actor, run) is None:
        return showing_one(actor, assessment_id, 422, overriding=form)
    flash("已改定，理由随公示名单公布。", "fine")
    return respond.done(url_for("rating_stars.star", assessment_id=assessment_id))


@rating_stars.page("/candidates", needs=READ)
def candidates(actor: Actor) -> ResponseReturnValue:
    """One star or none: what screening may read; nothing is sent there."""
    return respond.page("ratings/stars/candidates.html", rows=candidates_of(actor))
