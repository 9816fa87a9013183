"""Organization life of a year, and whose life a person may enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Span
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.party.beyond import on
from partybuild.party.life_rules import LifeLine, Meeting, year_of_life
from partybuild.party.models import CoverageLink, OrganizationLife, PartyOrganization
from partybuild.party.narrowing import standing
from partybuild.party.standing import Facts

MANY = 20


@dataclass(frozen=True, slots=True)
class Year:
    """A year's organization life: the lines entered, latest first, and each kind's sum."""

    year: int
    entered: Sequence[OrganizationLife]
    kinds: Sequence[LifeLine]


def year_of(actor: Actor, row: PartyOrganization, facts: Facts, day: date) -> Year:
    """The life of the year of `day`, up to that day, against what is usual."""
    entered = db.session.scalars(
        visible(actor, OrganizationLife)
        .where(
            OrganizationLife.party_organization_id == row.id,
            OrganizationLife.held_on >= date(day.year, 1, 1),
            OrganizationLife.held_on <= day,
            OrganizationLife.known_to == OPEN,
        )
        .order_by(OrganizationLife.held_on.desc(), OrganizationLife.id.desc())
    ).all()
    profile = facts.profile
    of = Meeting(row.kind, profile.has_committee if profile else None, row.founded_on)
    held = [(each.kind, each.held_on) for each in entered]
    return Year(day.year, entered, year_of_life(held, of, day.year, day))


def own(actor: Actor, also: int | None = None) -> Sequence[PartyOrganization]:
    """Party organizations whose life this person enters by hand, by name.

    A secretary's are those that cover theirs today; anybody else's is the one asked for (`also`).
    """
    today = clock.today()
    query = visible(actor, PartyOrganization).where(standing(today))
    if actor.span(Permission.LIFE_RECORD) is Span.SELF:
        links = visible(actor, CoverageLink, CoverageLink.party_organization_id).where(
            CoverageLink.organization_id.in_(sorted(actor.reach.organization_ids)),
            *on(CoverageLink, today),
        )
        query = query.where(PartyOrganization.id.in_(links))
    else:
        query = query.where(PartyOrganization.id == (also or 0))
    query = query.order_by(PartyOrganization.sort_key, PartyOrganization.id)
    return db.session.scalars(query.limit(MANY)).all()


def line(actor: Actor, life_id: int) -> OrganizationLife:
    """One line of organization life in reach; none is found elsewhere (404)."""
    found: OrganizationLife = db.session.scalars(
        visible(actor, OrganizationLife).where(OrganizationLife.id == life_id)
    ).one()
    return found
