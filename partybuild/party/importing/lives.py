"""From when to when organizations exist, where they count, and the days their units began."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.organizations.models import (
    Organization,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.party.models import CoverageLink
from partybuild.regions import queries as regions

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Life:
    """An organization's days and places; `ended_on` is the first day on which it is no more."""

    id: int
    number: str
    name: str
    unit_id: int
    body_id: int | None
    registered_on: date
    ended_on: date | None = None

    def lives_on(self, day: date) -> bool:
        """Whether it exists at the end of the day."""
        return self.registered_on <= day and (self.ended_on is None or day < self.ended_on)


def lives(actor: Actor, ids: Collection[int]) -> dict[int, Life]:
    """The organizations in reach among `ids`."""
    found: dict[int, Life] = {}
    for part in chunks(ids):
        ends = _ends(actor, part)
        days = _registered(actor, part)
        query = visible(actor, Organization).where(Organization.id.in_(part))
        for row in db.session.scalars(query):
            if row.id in days:
                place = row.unit_id, row.body_id
                days_of = days[row.id], ends.get(row.id)
                found[row.id] = Life(row.id, row.number, row.name, *place, *days_of)
    return found


def _registered(actor: Actor, part: list[int]) -> dict[int, date]:
    table = OrganizationProfile
    query = visible(actor, table, table.organization_id, table.registered_on).where(
        table.organization_id.in_(part), table.known_to == OPEN
    )
    return {row[0]: row[1] for row in db.session.execute(query.order_by(table.valid_from))}


def _ends(actor: Actor, part: list[int]) -> dict[int, date]:
    """The first day of the state in which it has ended, for those that have."""
    table = OrganizationStanding
    query = visible(actor, table, table.organization_id, table.state, table.valid_from).where(
        table.organization_id.in_(part), table.known_to == OPEN
    )
    found: dict[int, date] = {}
    for number, state, day in db.session.execute(query.order_by(table.valid_from)):
        if state.living:
            found.pop(number, None)
        else:
            found.setdefault(number, day)
    return found


@dataclass(frozen=True, slots=True)
class Link:
    """A known row of cover of an organization in reach."""

    organization_id: int
    party_id: int
    valid_from: date
    valid_to: date


def links_of_party(actor: Actor, ids: Collection[int]) -> Iterator[Link]:
    """All links of these Party organizations to organizations in reach."""
    return _links(actor, CoverageLink.party_organization_id, ids)


def links_of_organizations(actor: Actor, ids: Collection[int]) -> Iterator[Link]:
    """All links of these organizations in reach."""
    return _links(actor, CoverageLink.organization_id, ids)


def _links(actor: Actor, column: object, ids: Collection[int]) -> Iterator[Link]:
    table = CoverageLink
    columns = table.organization_id, table.party_organization_id, table.valid_from, table.valid_to
    for part in chunks(ids):
        query = visible(actor, table, *columns).where(
            column.in_(part),  # type: ignore[attr-defined]
            table.known_to == OPEN,
        )
        yield from (Link(*row) for row in db.session.execute(query))


class FirstDays:
    """启用日 by unit, each asked for once."""

    def __init__(self) -> None:
        self._of = cache(lambda unit_id: regions.first_day(regions.region(unit_id)))

    def of(self, unit_id: int) -> date:
        """启用日 of a unit."""
        return self._of(unit_id)


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """The ids in order, in parts that fit one statement."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
