"""Finding Party organizations and instructors for those who give out reach."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from partybuild.access.scope import system, under
from partybuild.accounts.ports import Placed
from partybuild.db import OPEN, db
from partybuild.organizations.models import Organization
from partybuild.party.models import InstructorAssignment, PartyOrganization
from partybuild.regions.models import Region


def by_code(code: str) -> Placed | None:
    """The Party organization with this 党组织编码, whoever asks."""
    with system("装载岗位范围"):
        row = db.session.execute(
            select(PartyOrganization.id, PartyOrganization.name, PartyOrganization.unit_id).where(
                PartyOrganization.code == code.strip().upper()
            )
        ).one_or_none()
    return Placed(*row) if row else None


def names(ids: Collection[int]) -> Mapping[int, str]:
    """Names by id, for the list of accounts."""
    wanted = sorted(set(ids))
    with system("装载岗位范围"):
        rows = db.session.execute(
            select(PartyOrganization.id, PartyOrganization.name).where(
                PartyOrganization.id.in_(wanted)
            )
        )
        return {row.id: row.name for row in rows}


def instructors(name: str, path: str) -> Mapping[str, str]:
    """Person key → workplace of the instructors of this name in the units under `path`."""
    assignment = InstructorAssignment
    with system("装载岗位范围"):
        rows = db.session.execute(
            select(assignment.person_key, assignment.workplace)
            .join(Organization, Organization.id == assignment.organization_id)
            .join(Region, Region.id == Organization.unit_id)
            .where(assignment.name == name, assignment.known_to == OPEN, under(Region.path, path))
            .distinct()
        )
        return {row.person_key: row.workplace for row in rows}
