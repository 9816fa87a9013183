"""What a person's own records name beyond their reach, and what rules must know of it.

Nothing here is shown but names and numbers that already stand in a record the caller has read
through `visible`; rules use the rest.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from partybuild.access.scope import system, under
from partybuild.db import OPEN, db
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import Organization, OrganizationStanding
from partybuild.party.models import CoverageLink, PartyOrganization, PartyProfile

DEEPEST = 12
LIVING = [state for state in OrganizationState if state.living]


def party_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of Party organizations that a record in reach refers to."""
    wanted = sorted({number for number in ids if number is not None})
    if not wanted:
        return {}
    with system("记录中提到的党组织名称"):
        rows = db.session.execute(
            select(PartyOrganization.id, PartyOrganization.name).where(
                PartyOrganization.id.in_(wanted)
            )
        )
        return {row.id: row.name for row in rows}


def organization_names(ids: Collection[int | None]) -> dict[int, str]:
    """Names of organizations that a record in reach refers to, as a lead organization."""
    wanted = sorted({number for number in ids if number is not None})
    with system("记录中提到的社会组织名称"):
        rows = db.session.execute(
            select(Organization.id, Organization.name).where(Organization.id.in_(wanted))
        )
        return {row.id: row.name for row in rows}


def superiors(number: int, day: date) -> set[int]:
    """A Party organization and all that stand above it on any day from `day` on."""
    found: set[int] = set()
    asked = {number}
    with system("核对党组织的上级"):
        for _ in range(DEEPEST):
            found |= asked
            asked = {
                parent
                for parent in db.session.scalars(
                    select(PartyProfile.parent_id).where(
                        PartyProfile.party_organization_id.in_(sorted(asked)),
                        PartyProfile.known_to == OPEN,
                        PartyProfile.valid_to > day,
                    )
                )
                if parent is not None
            } - found
            if not asked:
                break
    return found


def standing_on(ids: Collection[int | None], day: date) -> set[int]:
    """Which of these Party organizations exist on a day."""
    wanted = sorted({number for number in ids if number is not None})
    with system("核对上级是否存续"):
        return set(
            db.session.scalars(
                select(PartyProfile.party_organization_id).where(
                    PartyProfile.party_organization_id.in_(wanted),
                    *on(PartyProfile, day),
                )
            )
        )


def linked(number: int, day: date) -> set[int]:
    """Organizations, wherever they are, whose link to a Party organization lasts to `day` or on."""
    with system("核对全部覆盖关系"):
        return set(
            db.session.scalars(
                select(CoverageLink.organization_id).where(
                    CoverageLink.party_organization_id == number,
                    CoverageLink.known_to == OPEN,
                    CoverageLink.valid_to > day,
                )
            )
        )


def covering(organization_id: int, day: date) -> list[int]:
    """The Party organizations, wherever they are, whose link to an organization lasts to `day`."""
    with system("核对全部覆盖关系"):
        query = select(CoverageLink.party_organization_id).where(
            CoverageLink.organization_id == organization_id,
            CoverageLink.known_to == OPEN,
            CoverageLink.valid_to > day,
        )
        return sorted(set(db.session.scalars(query)))


def children(number: int, day: date) -> list[tuple[int, str]]:
    """(id, name) of all Party organizations that stand under one on `day` or later."""
    with system("核对下级党组织"):
        rows = db.session.execute(
            select(PartyProfile.party_organization_id, PartyProfile.name)
            .where(
                PartyProfile.parent_id == number,
                PartyProfile.known_to == OPEN,
                PartyProfile.valid_to > day,
            )
            .distinct()
        )
        return [(child, name) for child, name in rows]


def covered(ids: Collection[int], day: date) -> dict[int, int]:
    """How many living organizations, wherever they are, each Party organization covers on a day."""
    with system("数覆盖的组织"):
        rows = db.session.execute(
            select(CoverageLink.party_organization_id, func.count())
            .join(
                OrganizationStanding,
                OrganizationStanding.organization_id == CoverageLink.organization_id,
            )
            .where(
                CoverageLink.party_organization_id.in_(sorted(ids)),
                *on(CoverageLink, day),
                *on(OrganizationStanding, day),
                OrganizationStanding.state.in_(LIVING),
            )
            .group_by(CoverageLink.party_organization_id)
        )
        return {row[0]: row[1] for row in rows}


def on(model: type[Any], day: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions for rows of a dated model that hold on a day as known now."""
    return model.known_to == OPEN, model.valid_from <= day, model.valid_to > day


def under_it(row: PartyOrganization) -> list[int]:
    """All Party organizations, wherever they are, that stand below one today."""
    with system("重算下级党组织"):
        query = select(PartyOrganization.id).where(
            under(PartyOrganization.body_path, row.body_path)
        )
        return list(db.session.scalars(query.where(PartyOrganization.id != row.id)))
