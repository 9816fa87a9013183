"""What the pages of rounds show beside the round itself: how many, judged how, for which rule."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, under, visible
from partybuild.db import db
from partybuild.rectification.kinds import ProposalState, RoundState
from partybuild.rectification.models import ScreeningGround, ScreeningProposal, ScreeningRound
from partybuild.rectification.screening import policy, rounds, rules
from partybuild.rectification.screening.rules import Rules
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

_P = ScreeningProposal
TOTAL = "proposed"
PERCENTS = (5, 10)
MOST_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A round with its unit."""

    row: ScreeningRound
    unit: Region

    def own(self, actor: Actor) -> bool:
        """Whether this person's unit runs it and they may carry it on."""
        here = actor.reach.unit
        runs = actor.reach.everything or (here is not None and here.id == self.unit.id)
        return runs and actor.may(Permission.RECTIFICATION_DECIDE)

    @property
    def running(self) -> bool:
        """Whether it is still looking through the area."""
        return self.row.state is RoundState.RUNNING

    def least(self) -> list[tuple[int, int]]:
        """(percent, how many make it) of those looked at: for information."""
        return [(percent, rules.least(percent, self.row.screened)) for percent in PERCENTS]


def listed(actor: Actor) -> list[Shown]:
    """The latest rounds of the actor's unit and of those above and below it, latest first."""
    query = _concerning(actor)
    if query is None:
        return []
    order = (ScreeningRound.day.desc(), ScreeningRound.id.desc())
    rows = db.session.scalars(query.order_by(*order).limit(MOST_ROUNDS)).all()
    units = regions.named([row.unit_id for row in rows])
    return [Shown(row, units[row.unit_id]) for row in rows]


def _concerning(actor: Actor) -> Select[Any] | None:
    query = select(ScreeningRound).join(Region, Region.id == ScreeningRound.unit_id)
    here = actor.reach.unit
    if actor.reach.everything or here is None:
        return query if actor.reach.everything else None
    above = [int(part) for part in here.path.strip("/").split("/")]
    return query.where(or_(under(Region.path, here.path), Region.id.in_(above)))


def shown(actor: Actor, round_id: int) -> Shown:
    """One round that concerns the actor; OutOfReach otherwise."""
    policy.demand_area(actor)
    row = rounds.round_of(actor, round_id)
    return Shown(row, regions.region(row.unit_id))


def counts(actor: Actor, ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """By round how many proposals in reach stand how, with `proposed`."""
    query = visible(actor, _P, _P.round_id, _P.state, func.count()).where(_P.round_id.in_(ids))
    found: dict[int, Counter[str]] = {number: Counter() for number in ids}
    for number, state, count in db.session.execute(query.group_by(_P.round_id, _P.state)):
        found[number][state.value] = count
        found[number][TOTAL] += count
    return found


def waiting(actor: Actor) -> int:
    """How many proposals in reach are to be judged, of rounds and of others."""
    query = visible(actor, _P, func.count()).where(_P.state == ProposalState.OPEN)
    return db.session.scalar(query) or 0


def by_rule(actor: Actor, round_id: int, of: Rules) -> list[tuple[str, str, Mapping[str, int]]]:
    """(key, label, counts by state with `proposed`) of the rules that the round's proposals rest on.

    A proposal that rests on several rules is counted with each.
    """
    ground = ScreeningGround
    own = ScopeMark(ground.proposal_id == _P.id, ground.__tablename__)
    query = (
        visible(actor, _P, ground.rule, _P.state, func.count())
        .join(ground, ground.proposal_id == _P.id)
        .where(own, _P.round_id == round_id)
        .group_by(ground.rule, _P.state)
    )
    found: dict[str, Counter[str]] = {}
    for rule, state, count in db.session.execute(query):
        tally = found.setdefault(rule, Counter())
        tally[state.value] = count
        tally[TOTAL] += count
    return [(each.key, each.label, found[each.key]) for each in of.rules if each.key in found]
