"""Whether somebody at a unit or body can take a step there."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from partybuild import clock
from partybuild.access.permissions import GRANTS, Permission
from partybuild.accounts.models import Appointment, User
from partybuild.db import db


def staffed(
    permission: Permission,
    unit_id: int | None,
    body_id: int | None,
    besides: Collection[int] = (),
) -> bool:
    """Whether an active appointment at this very unit or body grants the permission today.

    Users in `besides` are not counted: they have played another part already.
    """
    today = clock.today()
    roles = [role for role, grants in GRANTS.items() if permission in grants]
    places: list[ColumnElement[bool]] = []
    if unit_id is not None:
        places.append((Appointment.region_id == unit_id) & Appointment.body_id.is_(None))
    if body_id is not None:
        places.append(Appointment.body_id == body_id)
    for place in places:
        query = (
            select(Appointment.id)
            .join(User, User.id == Appointment.user_id)
            .where(
                place,
                Appointment.role.in_(roles),
                Appointment.valid_from <= today,
                Appointment.valid_to > today,
                User.disabled_on.is_(None) | (User.disabled_on > today),
                User.id.not_in(sorted(besides)),
            )
        )
        if db.session.scalar(query.limit(1)) is not None:
            return True
    return False
