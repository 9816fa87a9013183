"""Pages of rounds: begun, looked through, judged, closed."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.party.answers import tried
from partybuild.rectification.kinds import ProposalState
from partybuild.rectification.screening import pages, policy, preparing, rounds, working
from partybuild.rectification.screening.feature import DECIDE, KEEP, READ, screening
from partybuild.rectification.screening.forms import RoundForm
from partybuild.web import respond
from partybuild.web.forms import perform


@screening.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """The rounds of the area with how far they are, and what waits to be judged."""
    return _index(actor, RoundForm(title=f"{clock.today().year}年软弱涣散党组织排查"))


def _index(actor: Actor, form: RoundForm, status: int = 200) -> ResponseReturnValue:
    policy.demand_area(actor)
    found = pages.listed(actor)
    return respond.page(
        "rectification/screening/index.html",
        status=status,
        rounds=found,
        most=pages.MOST_ROUNDS,
        counts=pages.counts(actor, [each.row.id for each in found]),
        waiting=pages.waiting(actor),
        held=policy.today(actor),
        begins=actor.may(DECIDE) and actor.reach.body is None,
        keeps=actor.may(KEEP),
        form=form,
    )


@screening.action("/rounds", needs=DECIDE)
def begin(actor: Actor) -> ResponseReturnValue:
    """A round: of a small area at once, of a large one by a job."""
    form, unit = RoundForm(request.form), policy.unit_of(actor)
    title = form.title.data or ""
    if preparing.size(actor, unit) > preparing.AT_ONCE:
        made, status = tried(form, actor, lambda who: rounds.ask(who, title)[0])
    else:
        held, day = policy.holding(unit, clock.today()), clock.today()
        ready = preparing.prepared(actor, unit, (held.id, held.rules), day)
        made, status = tried(form, actor, lambda who: rounds.begin(who, title, ready))
    if made is None:
        return _index(actor, form, status)
    return respond.done(url_for(".show", round_id=made))


@screening.page("/<int:round_id>", needs=READ)
def show(actor: Actor, round_id: int) -> ResponseReturnValue:
    """A round in numbers, each its list; its progress while it runs."""
    found = pages.shown(actor, round_id)
    of = policy.version(found.row.rules_id)
    return respond.page(
        "rectification/screening/show.html",
        found=found,
        counts=pages.counts(actor, [round_id])[round_id],
        by_rule=pages.by_rule(actor, round_id, of),
        states=ProposalState,
        job=working.under_way(round_id) if found.running else None,
        own=found.own(actor),
    )


@screening.page("/<int:round_id>/progress", needs=READ, quiet=True)
def progress(actor: Actor, round_id: int) -> ResponseReturnValue:
    """How far the job of a round is; the whole page once it is done."""
    found = pages.shown(actor, round_id)
    job = working.under_way(round_id) if found.running else None
    if job is None:
        return respond.done(url_for(".show", round_id=round_id))
    return respond.page("rectification/screening/_progress.html", found=found, job=job)


@screening.action("/<int:round_id>/jobs", needs=DECIDE)
def again(actor: Actor, round_id: int) -> ResponseReturnValue:
    """Look through the area once more where the job did not come to its end."""
    perform(actor, lambda who: rounds.ask_again(who, round_id))
    return respond.done(url_for(".show", round_id=round_id))


@screening.action("/<int:round_id>/closing", needs=DECIDE)
def close(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The round is history."""
    version = request.form.get("version", type=int) or 0
    perform(actor, lambda who: rounds.close(who, round_id, version))
    flash("这一轮排查已结束。", "fine")
    return respond.done(url_for(".show", round_id=round_id))
