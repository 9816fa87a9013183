"""One Party organization as its page shows it, today or on a past day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import OPEN, db
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.party import beyond, rules
from partybuild.party.beyond import on
from partybuild.party.models import (
    CoverageLink,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
)
from partybuild.party.standing import Facts, facts_on
from partybuild.regions.queries import region

LINES = 60


@dataclass(frozen=True, slots=True)
class Covered:
    """An organization that a Party organization covers, as it was on the day."""

    id: int
    name: str
    kind: str
    number: str
    state: str
    living: bool
    since: date
    inferred: bool
    full: int | None
    probationary: int | None
    link_id: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Superior:
    """A superior, subordinate or lead organization; `id` None where it is out of reach."""

    id: int | None
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """A secretary from the first day to the last, inclusive; None while in office."""

    name: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Display:
    """A Party organization on a day. `facts.profile` is None where it did not exist then."""

    row: PartyOrganization
    day: date
    today: bool
    facts: Facts
    warnings: Sequence[rules.Warning]
    superior: Superior | None
    lead: Superior | None
    place: str
    covered: Sequence[Covered]
    foreign: int
    """Organizations it covers that are out of the reader's reach."""
    children: Sequence[Superior]
    secretaries: Sequence[Served]
    """Former and present, newest first."""
    version: int

    @property
    def counted(self) -> int:
        """Organizations of the list that count: living ones."""
        return sum(each.living for each in self.covered)


def party(actor: Actor, number: int) -> PartyOrganization:
    """One Party organization in reach; none is found elsewhere (404)."""
    found: PartyOrganization = db.session.scalars(
        visible(actor, PartyOrganization).where(PartyOrganization.id == number)
    ).one()
    return found


def display(actor: Actor, number: int, day: date) -> Display:
    """Everything the page of a Party organization says of it on a day."""
    row = party(actor, number)
    facts = facts_on(actor, [number], day)[number]
    profile = facts.profile
    covered = covered_on(actor, number, day)
    return Display(
        row=row,
        day=day,
        today=day == clock.today(),
        facts=facts,
        warnings=facts.warnings(day),
        superior=_party_link(actor, profile.parent_id) if profile else None,
        lead=_lead(actor, profile.lead_organization_id) if profile else None,
        place=region(row.unit_id).name,
        covered=covered,
        foreign=facts.covered - sum(each.living for each in covered),
        children=_children(actor, number, day),
        secretaries=_secretaries(actor, number),
        version=row.version,
    )


def _party_link(actor: Actor, number: int | None) -> Superior | None:
    if number is None:
        return None
    seen = db.session.scalar(
        visible(actor, PartyOrganization, PartyOrganization.id).where(
            PartyOrganization.id == number
        )
    )
    return Superior(seen, beyond.party_names([number]).get(number, ""))


def _lead(actor: Actor, number: int | None) -> Superior | None:
    if number is None:
        return None
    seen = db.session.scalar(
        visible(actor, Organization, Organization.id).where(Organization.id == number)
    )
    return Superior(seen, beyond.organization_names([number]).get(number, ""))


def covered_on(actor: Actor, number: int, day: date) -> list[Covered]:
    """Organizations in reach that it covers on a day, ended ones among them marked, by name."""
    links = db.session.scalars(
        visible(actor, CoverageLink)
        .join(Organization, Organization.id == CoverageLink.organization_id)
        .where(
            scope_of(actor, Organization),
            CoverageLink.party_organization_id == number,
            *on(CoverageLink, day),
        )
        .order_by(Organization.sort_key, Organization.id)
    ).all()
    ids = [link.organization_id for link in links]
    facts = organizations.facts_on(actor, ids, day, "profile", "standing", "headcount")
    numbers = {each.id: each.number for each in organizations.organizations(actor, ids)}
    return [_covered(link, facts[link.organization_id], numbers) for link in links]


def _covered(link: CoverageLink, facts: organizations.Facts, numbers: Mapping[int, str]) -> Covered:
    profile, standing, count = facts.profile, facts.standing, facts.headcount
    return Covered(
        id=link.organization_id,
        name=profile.name if profile else "—",
        kind=profile.kind.label if profile else "",
        number=numbers[link.organization_id],
        state=standing.state.label if standing else "",
        living=standing is not None and standing.state.living,
        since=link.valid_from,
        inferred=link.inferred,
        full=count.full if count else None,
        probationary=count.probationary if count else None,
        link_id=link.id,
        last_day=rules.last_day_of(link.valid_to),
    )


def _children(actor: Actor, number: int, day: date) -> list[Superior]:
    rows = db.session.scalars(
        visible(actor, PartyProfile)
        .where(
            PartyProfile.parent_id == number,
            *on(PartyProfile, day),
        )
        .order_by(PartyProfile.name)
        .limit(LINES)
    )
    return [Superior(row.party_organization_id, row.name, row.kind.label) for row in rows]


def _secretaries(actor: Actor, number: int) -> list[Served]:
    rows = db.session.scalars(
        visible(actor, PartySecretary)
        .where(PartySecretary.party_organization_id == number, PartySecretary.known_to == OPEN)
        .order_by(PartySecretary.valid_from.desc())
    )
    return [Served(row.name, row.valid_from, rules.last_day_of(row.valid_to)) for row in rows]
