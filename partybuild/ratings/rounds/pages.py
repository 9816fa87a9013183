"""What the pages of rounds show beside the round itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import scopes
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.ratings import listing, queries
from partybuild.ratings.kinds import LeftOut, Stage
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.rounds.taking_part import Candidate
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Scheme
from partybuild.regions import queries as regions
from partybuild.regions.models import Region


@dataclass(frozen=True, slots=True)
class Shown:
    """A round with its unit and its scheme."""

    row: RatingRound
    unit: Region
    scheme: Scheme

    @property
    def area(self) -> str:
        """The unit's name, 本级 where nothing below takes part."""
        return f"{self.unit.name}本级" if self.row.own else self.unit.name

    def own(self, actor: Actor) -> bool:
        """Whether it is the actor's own unit that runs the round."""
        here = actor.reach.unit
        return actor.reach.everything or (here is not None and here.id == self.unit.id)


def listed(actor: Actor) -> Sequence[Shown]:
    """Every round that concerns the actor, the latest year first; others' drafts are not told."""
    found = [_shown(row) for row in queries.rounds(actor)]
    return [each for each in found if each.row.state.value != "draft" or each.own(actor)]


def shown(actor: Actor, round_id: int) -> Shown:
    """One round that concerns the actor; OutOfReach otherwise."""
    return _shown(queries.round_of(actor, round_id))


def _shown(row: RatingRound) -> Shown:
    return Shown(row, regions.region(row.unit_id), schemes.scheme(row.scheme_id))


def counts(actor: Actor, round_ids: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """By round how many of each stage are in the actor's reach, with `taking`, those who do."""
    query = visible(actor, Assessment, Assessment.round_id, Assessment.stage, func.count())
    query = query.where(Assessment.round_id.in_(round_ids))
    found: dict[int, Counter[str]] = {number: Counter() for number in round_ids}
    rows = db.session.execute(query.group_by(Assessment.round_id, Assessment.stage))
    for number, stage, count in rows:
        found[number][stage.value] = count
        found[number][listing.TAKING] += count if stage is not Stage.OUT else 0
    return found


def left_out(actor: Actor, round_id: int) -> Mapping[LeftOut, int]:
    """How many take no part, by reason, in the order of the reasons."""
    query = visible(actor, Assessment, Assessment.left_out, func.count()).where(
        Assessment.round_id == round_id, Assessment.stage == Stage.OUT
    )
    rows = db.session.execute(query.group_by(Assessment.left_out))
    found = {reason: count for reason, count in rows}
    return {reason: found[reason] for reason in LeftOut if reason in found}


def tallied(found: Sequence[Candidate]) -> list[tuple[LeftOut | None, int]]:
    """Of a draft's list how many take part and how many are left out for which reason."""
    tally = Counter(each.left_out for each in found)
    return [(None, tally[None]), *((each, tally[each]) for each in LeftOut if tally[each])]


def offered(actor: Actor) -> list[Any]:
    """The published schemes with which a round may be opened today."""
    day = clock.today()
    return [(policy, schemes.scheme(policy.id)) for policy in schemes.published(day)]


def scope(actor: Actor, found: Shown, code: str) -> Scope | None:
    """The unit asked for, else the narrower of the actor's own top and the round's area.

    None for those who have neither unit nor body.
    """
    if code:
        return scopes.of_region(actor, code)
    reach = actor.reach
    if reach.unit is None and reach.body is None and not reach.everything:
        return None
    top = scopes.top(actor)
    if top.region is not None and found.unit.path.startswith(top.region.path):
        return Scope(region=found.unit, own=found.row.own)
    return top
