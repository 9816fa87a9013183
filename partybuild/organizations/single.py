"""One organization read whole: each time line once, the facts of a day taken from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.organizations import queries
from partybuild.organizations.models import Headcount, OrganizationProfile, OrganizationStanding
from partybuild.organizations.queries import Facts


@dataclass(frozen=True, slots=True)
class Lines:
    """The known rows of three time lines, each in order of days."""

    profiles: Sequence[OrganizationProfile]
    standings: Sequence[OrganizationStanding]
    headcounts: Sequence[Headcount]

    @property
    def life(self) -> tuple[date, date | None]:
        """Day of registration and first day after the end, as `queries.life` says them."""
        return queries.life_of(self.profiles, self.standings)


def lines(near: Actor, organization_id: int) -> Lines:
    """The time lines of an organization in reach; read for somebody who was made near to it."""
    models: Sequence[Any] = (OrganizationProfile, OrganizationStanding, Headcount)
    return Lines(*(queries.timeline(near, model, organization_id) for model in models))


def facts(near: Actor, organization_id: int, read: Lines, day: date) -> Facts:
    """The facts at the end of `day` as `queries.facts_on` gives them; only the others are asked."""
    wanted = ("contact", "board", "plan")
    others = queries.facts_on(near, [organization_id], day, *wanted)[organization_id]
    return replace(
        others,
        profile=_on(read.profiles, day),
        standing=_on(read.standings, day),
        headcount=_on(read.headcounts, day),
    )


def _on(rows: Sequence[Any], day: date) -> Any:
    return next((row for row in rows if row.valid_from <= day < row.valid_to), None)
