"""Who takes part in a round, and why the others do not."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import OPEN, db
from partybuild.organizations.models import OrganizationProfile
from partybuild.party.kinds import PASSING, PartyKind
from partybuild.party.models import CoverageLink, PartyOrganization, PartyProfile
from partybuild.ratings.kinds import LeftOut
from partybuild.ratings.models import RatingRound
from partybuild.ratings.schemes.rules import Scheme, category_of
from partybuild.regions.models import Region
from partybuild.regions.placing import PLACING

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """One Party organization of the area: taking part, or left out with the reason."""

    id: int
    name: str
    founded_on: date
    parent_id: int | None
    lead_id: int | None
    lead: str
    category: str
    left_out: LeftOut | None
    placing: Mapping[str, Any]


def candidates(
    actor: Actor,
    row: RatingRound,
    scheme: Scheme,
    unit: Region,
    day: date,
    only: Collection[int] = (),
) -> list[Candidate]:
    """Every Party organization of social organizations in the round's area on `day`, by name.

    `only`: of these, where some are named.
    """
    found = _rows(actor, row, unit, day, only)
    links = _first_links(actor, [each.id for each in found], day)
    leads = {each.id: each.lead_organization_id or links.get(each.id) for each in found}
    kinds = _kinds(actor, {lead for lead in leads.values() if lead is not None}, day)
    return [
        _candidate(each, row, scheme, each.id in links, leads[each.id], kinds) for each in found
    ]


def _candidate(
    found: Any,
    row: RatingRound,
    scheme: Scheme,
    covers: bool,
    lead_id: int | None,
    kinds: Mapping[int, tuple[str, str, bool]],
) -> Candidate:
    name, kind, trade = kinds.get(lead_id or 0, ("", "", False))
    category = category_of(scheme, kind, trade) if kind else None
    taking_part = category is not None and category.key in row.categories
    reason = None
    if found.formation in PASSING:
        reason = LeftOut.TEMPORARY
    elif not covers or not kind:
        reason = LeftOut.NO_ORGANIZATION
    elif found.founded_on > row.founded_by:
        reason = LeftOut.NEW
    elif not taking_part:
        reason = LeftOut.OTHER_CATEGORY
    placing = {column: getattr(found, column) for column in PLACING}
    return Candidate(
        found.id,
        found.name,
        found.founded_on,
        found.parent_id,
        lead_id if kind else None,
        name,
        category.key if category else "",
        reason,
        placing,
    )


def _rows(
    actor: Actor, row: RatingRound, unit: Region, day: date, only: Collection[int]
) -> Sequence[Any]:
    party = PartyOrganization
    columns = (
        party.id,
        party.name,
        party.founded_on,
        party.parent_id,
        PartyProfile.formation,
        PartyProfile.lead_organization_id,
        *(getattr(party, name) for name in PLACING),
    )
    own = ScopeMark(PartyProfile.party_organization_id == party.id, PartyProfile.__tablename__)
    query = (
        visible(actor, party, *columns)
        .join(
            PartyProfile, _holds(PartyProfile, PartyProfile.party_organization_id == party.id, day)
        )
        .where(own, PartyProfile.social, inside(unit, row.own))
        .where(party.kind != PartyKind.WORK_COMMITTEE)
        .where(or_(party.dissolved_on.is_(None), party.dissolved_on > day))
        .order_by(party.sort_key, party.id)
    )
    if only:
        query = query.where(party.id.in_(only))
    return db.session.execute(query).all()


def inside(unit: Region, own: bool) -> ColumnElement[bool]:
    """Party organizations of a round's area."""
    if own:
        return PartyOrganization.unit_id == unit.id
    if unit.level == 0:
        return true()
    below: ColumnElement[bool] = getattr(PartyOrganization, f"level{unit.level}_id") == unit.id
    return below


def _first_links(actor: Actor, ids: Collection[int], day: date) -> dict[int, int]:
    """By Party organization the organization that it has covered the longest."""
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    link = CoverageLink
    columns = (link.party_organization_id, link.valid_from, link.organization_id)
    for part in _parts(ids):
        holds = _holds(link, link.party_organization_id.in_(part), day)
        for number, since, organization in db.session.execute(
            visible(actor, link, *columns).where(holds)
        ):
            found[number].append((since, organization))
    return {number: min(rows)[1] for number, rows in found.items()}


def _kinds(actor: Actor, ids: Collection[int], day: date) -> dict[int, tuple[str, str, bool]]:
    """By organization its name, kind and whether it is a 行业协会商会."""
    found: dict[int, tuple[str, str, bool]] = {}
    profile = OrganizationProfile
    columns = (profile.organization_id, profile.name, profile.kind, profile.trade)
    for part in _parts(ids):
        holds = _holds(profile, profile.organization_id.in_(part), day)
        for number, name, kind, trade in db.session.execute(
            visible(actor, profile, *columns).where(holds)
        ):
            found[number] = (name, kind.value, trade)
    return found


def _holds(model: Any, condition: ColumnElement[bool], day: date) -> ColumnElement[bool]:
    return and_(condition, model.known_to == OPEN, model.valid_from <= day, model.valid_to > day)


def _parts(ids: Collection[int]) -> Sequence[list[int]]:
    ordered = sorted(ids)
    return [ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)]
