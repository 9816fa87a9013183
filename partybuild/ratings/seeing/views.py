"""Figures of a round on screen; each number opens the list of exactly these rows."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.coverage.scopes import Scope
from partybuild.db.work import OutOfReach
from partybuild.ratings import listing, queries
from partybuild.ratings.kinds import RoundState, Stage
from partybuild.ratings.rounds import pages
from partybuild.ratings.rounds.pages import Shown
from partybuild.ratings.seeing import averages, counting
from partybuild.ratings.seeing.feature import MANAGE, READ, rating_figures
from partybuild.web import respond


@rating_figures.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """On to the latest round that has begun, or to the list of rounds."""
    for row in queries.rounds(actor):
        if row.state is not RoundState.DRAFT:
            return respond.done(url_for(".funnel", round_id=row.id))
    return respond.done(url_for("rating_rounds.index"))


def _asked(actor: Actor, round_id: int) -> tuple[Shown, Scope | None]:
    """The round and the unit that the address asks for; OutOfReach for a draft."""
    found = pages.shown(actor, round_id)
    if found.row.state is RoundState.DRAFT:
        raise OutOfReach
    return found, pages.scope(actor, found, request.args.get("unit", ""))


@rating_figures.page("/<int:round_id>", needs=READ)
def funnel(actor: Actor, round_id: int) -> ResponseReturnValue:
    """How many stand where, by area."""
    found, scope = _asked(actor, round_id)
    return respond.page(
        "ratings/figures/funnel.html",
        found=found,
        scope=scope,
        table=counting.funnel(actor, round_id, scope),
        stages=listing.STAGES,
        tab="funnel",
    )


@rating_figures.page("/<int:round_id>/stars", needs=READ)
def stars(actor: Actor, round_id: int) -> ResponseReturnValue:
    """Which stars, by area and category, and from which star to which."""
    found, scope = _asked(actor, round_id)
    categories, moves = counting.crossed(actor, round_id, scope)
    return respond.page(
        "ratings/figures/stars.html",
        found=found,
        scope=scope,
        table=counting.stars(actor, round_id, scope),
        categories=categories,
        moves=moves,
        earlier=counting.earlier(found.row, queries.rounds(actor)),
        words=listing.form(found.scheme).options,
        stars=counting.STARS,
        tab="stars",
    )


@rating_figures.page("/<int:round_id>/indicators", needs=READ)
def indicators(actor: Actor, round_id: int) -> ResponseReturnValue:
    """Where branches lose points: averages of the items, those that lose most first."""
    found, scope = _asked(actor, round_id)
    if scope is None:
        raise OutOfReach
    rows, made = averages.averages(actor, round_id, scope, found.scheme)
    by_loss = request.args.get("sort") != "order"
    if by_loss:
        rows = sorted(rows, key=lambda each: each.rate if each.rate is not None else 101)
    return respond.page(
        "ratings/figures/indicators.html",
        found=found,
        scope=scope,
        rows=rows,
        made=made,
        by_loss=by_loss,
        finished=averages.finished(actor, round_id),
        runs=actor.may(MANAGE) and found.own(actor),
        stages=Stage,
        tab="indicators",
    )


@rating_figures.action("/<int:round_id>/averages", needs=MANAGE)
def compute(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The averages are computed now, by a job where there are many."""
    job = averages.ask(actor, round_id)
    if job is not None:
        return respond.done(url_for("jobs.show", job_id=job))
    flash("各指标平均分已按现在的得分算出。", "fine")
    return respond.done(url_for(".indicators", round_id=round_id))
