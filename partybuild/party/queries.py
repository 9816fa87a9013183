"""Reading Party organizations."""

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Body
from partybuild.access.scope import system
from partybuild.db import OPEN, db
from partybuild.party.models import InstructorAssignment, PartyOrganization


def body(party_organization_id: int) -> Body:
    """A Party organization as a place of reach, for loading an actor."""
    with system("装载岗位范围"):
        row = db.session.scalars(
            select(PartyOrganization).where(PartyOrganization.id == party_organization_id)
        ).one()
    return Body(row.id, row.code, row.name, row.body_path)


def assigned_to(person_key: str) -> set[int]:
    """Organizations to which an instructor is assigned today, for loading an actor."""
    today = clock.today()
    with system("装载岗位范围"):
        return set(
            db.session.scalars(
                select(InstructorAssignment.organization_id).where(
                    InstructorAssignment.person_key == person_key,
                    InstructorAssignment.valid_from <= today,
                    InstructorAssignment.valid_to > today,
                    InstructorAssignment.known_to == OPEN,
                )
            )
        )
