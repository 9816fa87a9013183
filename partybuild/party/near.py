"""Who could take an organization in, and with whom it could form a joint branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, scope_of, visible
from partybuild.db import db
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Headcount, Organization, OrganizationProfile
from partybuild.organizations.thresholds import MOST_IN_JOINT
from partybuild.party.beyond import LIVING, on
from partybuild.party.joint_rules import Neighbour, Proposal, proposal
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import CoverageLink, PartyOrganization
from partybuild.party.narrowing import standing
from partybuild.party.standing import Facts, facts_on
from partybuild.regions.models import Region
from partybuild.regions.queries import region

MANY = 60
OFFERED = 8
SHARED = (Formation.JOINT, Formation.REGIONAL, Formation.INDUSTRY)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A branch that could take an organization in: where it is near, what it covers now."""

    id: int
    code: str
    name: str
    why: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organization is and what it does, as far as neighbours go."""

    organization: Organization
    street: Region | None
    county: Region | None
    industry: str


def place_of(actor: Actor, organization_id: int) -> Place:
    """Street, county and industry of an organization today; OutOfReach or none found: 404."""
    row = organizations.organization(actor, organization_id)
    facts = organizations.facts_on(actor, [organization_id], clock.today(), "profile")
    profile = facts[organization_id].profile
    where = region(profile.region_id) if profile else None
    above = [where.level4_id, where.level3_id] if where else [None, None]
    street, county = (region(number) if number else None for number in above)
    return Place(row, street, county, profile.industry if profile else "")


def candidates(actor: Actor, organization_id: int) -> list[Candidate]:
    """Branches shared by several organizations near it: same street first, then trade, county."""
    place, today = place_of(actor, organization_id), clock.today()
    found: dict[int, tuple[PartyOrganization, str]] = {}
    for why, condition in _nearness(place):
        query = (
            visible(actor, PartyOrganization)
            .where(
                PartyOrganization.kind == PartyKind.BRANCH,
                standing(today),
                exists().where(*_covers_one(today), condition).correlate(PartyOrganization),
            )
            .order_by(PartyOrganization.sort_key, PartyOrganization.id)
            .limit(MANY)
        )
        for row in db.session.scalars(query):
            found.setdefault(row.id, (row, why))
    facts = facts_on(actor, list(found), today)
    return [
        Candidate(row.id, row.code, row.name, why, facts[row.id])
        for row, why in found.values()
        if _has_room(facts[row.id])
    ][:OFFERED]


def _nearness(place: Place) -> list[tuple[str, Any]]:
    ways: list[tuple[str, Any]] = []
    if place.street is not None:
        ways.append((f"同街道：{place.street.name}", Region.level4_id == place.street.id))
    if place.industry:
        ways.append((f"同行业：{place.industry}", OrganizationProfile.industry == place.industry))
    if place.county is not None:
        ways.append((f"同县区：{place.county.name}", Region.level3_id == place.county.id))
    return ways


def _covers_one(today: Any) -> list[Any]:
    """A living organization that the Party organization of the SELECT around covers today."""
    return [
        ScopeMark(
            CoverageLink.party_organization_id == PartyOrganization.id, CoverageLink.__tablename__
        ),
        ScopeMark(Organization.id == CoverageLink.organization_id, Organization.__tablename__),
        ScopeMark(
            OrganizationProfile.organization_id == Organization.id,
            OrganizationProfile.__tablename__,
        ),
        Region.id == OrganizationProfile.region_id,
        Organization.state.in_(LIVING),
        *on(CoverageLink, today),
        *on(OrganizationProfile, today),
    ]


def _has_room(facts: Facts) -> bool:
    """Shared by several, and a joint one not full yet."""
    if facts.profile is None or not facts.profile.social or facts.formation not in SHARED:
        return False
    return facts.formation is not Formation.JOINT or facts.covered < MOST_IN_JOINT


def proposals(actor: Actor, organization_id: int) -> list[Proposal]:
    """Groups of uncovered organizations of its street, else of its trade, that could unite."""
    place = place_of(actor, organization_id)
    own = _neighbours(actor, visible(actor, Organization).where(Organization.id == organization_id))
    found: list[Any] = []
    for why, condition in _nearness(place):
        others = _neighbours(actor, _uncovered(actor, organization_id, condition))
        one = proposal(why, own[0], others)
        if one is not None and one.together not in [each.together for each in found]:
            found.append(one)
    return found


def _uncovered(actor: Actor, organization_id: int, condition: Any) -> Select[Any]:
    today = clock.today()
    linked = (
        exists()
        .where(
            ScopeMark(CoverageLink.organization_id == Organization.id, CoverageLink.__tablename__)
        )
        .where(*on(CoverageLink, today))
        .correlate(Organization)
    )
    return (
        visible(actor, Organization)
        .join(OrganizationProfile, OrganizationProfile.organization_id == Organization.id)
        .join(Region, Region.id == OrganizationProfile.region_id)
        .join(Headcount, Headcount.organization_id == Organization.id)
        .where(
            scope_of(actor, OrganizationProfile),
            scope_of(actor, Headcount),
            Organization.id != organization_id,
            Organization.state.in_(LIVING),
            *on(OrganizationProfile, today),
            *on(Headcount, today),
            Headcount.full > 0,
            condition,
            ~linked,
        )
        .order_by(Headcount.full.desc(), Organization.id)
        .limit(MANY)
    )


def _neighbours(actor: Actor, query: Select[Any]) -> Sequence[Neighbour]:
    rows = db.session.scalars(query).all()
    facts = organizations.facts_on(actor, [row.id for row in rows], clock.today(), "headcount")
    found: list[Any] = []
    for row in rows:
        count = facts[row.id].headcount
        full, probationary = (count.full, count.probationary) if count else (None, None)
        found.append(Neighbour(row.id, row.name, row.number, full, probationary))
    return found
