"""Who covers an organization beside and with Party organizations, and whom an instructor serves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.organizations.thresholds import ENOUGH_MEMBERS
from partybuild.party import beyond, rules
from partybuild.party.beyond import on
from partybuild.party.joint_rules import needs_of
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    MassCover,
    PartyOrganization,
)

MANY = 200


@dataclass(frozen=True, slots=True)
class Covering:
    """A live link as the organization's page shows it; `party_id` None where it is out of reach."""

    link_id: int
    party_id: int | None
    name: str
    since: date
    last_day: date | None
    inferred: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A live assignment of an instructor or liaison officer."""

    row_id: int
    kind: str
    name: str
    workplace: str
    telephone: str
    since: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Mass:
    """A mass organization that stands in the organization."""

    row_id: int
    name: str
    since: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Panel:
    """How an organization is covered today, line by line."""

    organization: Organization
    living: bool
    full: int | None
    """Its full members; None where nobody has counted."""
    links: Sequence[Covering]
    instructors: Sequence[Sent]
    mass: Sequence[Mass]

    @property
    def should_build(self) -> bool:
        """Whether it has the members for a Party organization and none covers it."""
        return not self.links and (self.full or 0) >= ENOUGH_MEMBERS


def panel(actor: Actor, organization_id: int) -> tuple[str, Mapping[str, Any]]:
    """The panel 党的组织和工作覆盖 of an organization's page: template and context."""
    return "party/_covering.html", {"covering": covering(actor, organization_id)}


def covering(actor: Actor, organization_id: int) -> Panel:
    """What covers an organization today; OutOfReach where it is not the actor's."""
    row = organizations.organization(actor, organization_id)
    near = organizations.close_up(actor, [organization_id])
    facts = organizations.facts_on(near, [organization_id], clock.today(), "headcount")
    count = facts[organization_id].headcount
    return Panel(
        row,
        row.state.living,
        count.full if count else None,
        _links(actor, organization_id),
        [
            Sent(
                each.id,
                each.kind.label,
                each.name,
                each.workplace,
                each.telephone,
                each.valid_from,
                rules.last_day_of(each.valid_to),
            )
            for each in _rows(near, InstructorAssignment, organization_id)
        ],
        [
            Mass(each.id, each.kind.label, each.valid_from, rules.last_day_of(each.valid_to))
            for each in _rows(near, MassCover, organization_id)
            if each.present
        ],
    )


def _links(actor: Actor, organization_id: int) -> list[Covering]:
    rows = _rows(actor, CoverageLink, organization_id)
    if not rows:
        return []
    ids = [row.party_organization_id for row in rows]
    names = beyond.party_names(ids)
    query = visible(actor, PartyOrganization, PartyOrganization.id)
    seen = set(db.session.scalars(query.where(PartyOrganization.id.in_(ids))))
    existing = beyond.standing_on(ids, clock.today())
    return [
        Covering(
            row.id,
            row.party_organization_id if row.party_organization_id in seen else None,
            names[row.party_organization_id],
            row.valid_from,
            rules.last_day_of(row.valid_to),
            row.inferred,
        )
        for row in rows
        if row.party_organization_id in existing
    ]


def _rows(actor: Actor, model: type[Any], organization_id: int) -> Sequence[Any]:
    today = clock.today()
    return db.session.scalars(
        visible(actor, model)
        .where(
            model.organization_id == organization_id,
            *on(model, today),
        )
        .order_by(model.valid_from, model.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Known:
    """An instructor already at work in reach: a row of theirs, and how many they serve."""

    row_id: int
    words: str


def known_instructors(actor: Actor) -> list[Known]:
    """Instructors and liaisons assigned in reach today, by name, each person once."""
    today = clock.today()
    model = InstructorAssignment
    query = (
        visible(actor, model, func.min(model.id), model.name, model.workplace, func.count())
        .where(*on(model, today))
        .group_by(model.person_key, model.name, model.workplace)
        .order_by(model.name, model.workplace)
        .limit(MANY)
    )
    return [
        Known(row_id, f"{name}（{workplace or '单位未填'}） 现联系 {count} 家")
        for row_id, name, workplace, count in db.session.execute(query)
    ]


def instructor(actor: Actor, row_id: int) -> InstructorAssignment:
    """An assignment in reach, for sending the same person elsewhere too."""
    found: InstructorAssignment = db.session.scalars(
        visible(actor, InstructorAssignment).where(InstructorAssignment.id == row_id)
    ).one()
    return found


@dataclass(frozen=True, slots=True)
class Mine:
    """An organization of an instructor or secretary, and what it still needs."""

    id: int
    name: str
    since: date | None
    full: int | None
    probationary: int | None
    party: Sequence[tuple[int, str]]
    needs: Sequence[str]


def my_organizations(actor: Actor) -> list[Mine]:
    """The reach's own organizations by name: since when, members, cover, what each still needs."""
    ids = sorted(actor.reach.organization_ids)
    rows = organizations.organizations(actor, ids)
    facts = organizations.facts_on(actor, ids, clock.today())
    links = _by_organization(actor, CoverageLink, ids)
    sent = _by_organization(actor, InstructorAssignment, ids)
    names = beyond.party_names([e.party_organization_id for each in links.values() for e in each])
    found = []
    for row in rows:
        count = facts[row.id].headcount
        full, probationary = (count.full, count.probationary) if count else (None, None)
        party = [
            (each.party_organization_id, names[each.party_organization_id])
            for each in links.get(row.id, [])
        ]
        since = min((each.valid_from for each in sent.get(row.id, [])), default=None)
        needs = needs_of(bool(party), full, probationary) if row.state.living else []
        found.append(Mine(row.id, row.name, since, full, probationary, party, needs))
    return found


def _by_organization(actor: Actor, model: type[Any], ids: Sequence[int]) -> dict[int, list[Any]]:
    today = clock.today()
    found: dict[int, list[Any]] = {}
    query = visible(actor, model).where(
        model.organization_id.in_(ids),
        *on(model, today),
    )
    for row in db.session.scalars(query.order_by(model.id)):
        found.setdefault(row.organization_id, []).append(row)
    return found
