"""Review days (复查日) of organizations that could not found a Party organization yet."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import FOREVER, OPEN, db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import BuildPlan, Organization

SOON = 7
AHEAD = 30
"""So many days before its review day a plan begins to stand among the to-dos."""
FEW = 4
"""From this level down a unit has few organizations: streets and communities."""
LIVING = [state for state in OrganizationState if state.living]


def _due(actor: Actor, *columns: Any) -> Select[Any]:
    today = clock.today()
    own = ScopeMark(BuildPlan.organization_id == Organization.id, BuildPlan.__tablename__)
    query = visible(actor, Organization, *columns)
    query = query.join(BuildPlan, BuildPlan.organization_id == Organization.id)
    return query.where(
        own,
        Organization.state.in_(LIVING),
        BuildPlan.known_to == OPEN,
        BuildPlan.valid_from <= today,
        BuildPlan.valid_to > today,
        _reviewed(actor) <= today + timedelta(days=AHEAD),
    )


def _reviewed(actor: Actor) -> ColumnElement[date]:
    """The review day. Wide areas go by its index; in a street, as an expression, it leaves the few
    organizations to lead to their plans.
    """
    day: Any = BuildPlan.review_on
    unit = actor.reach.unit
    return day if unit is None or unit.level < FEW else func.coalesce(day, FOREVER)


def count(actor: Actor) -> Tally:
    """How many review days have come or come within thirty days."""
    return drawing.tally(_due(actor, Organization.id), BuildPlan.review_on, SOON)


def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """The organizations by their review day."""
    columns = Organization.id, Organization.name, BuildPlan.reason, BuildPlan.review_on
    query = drawing.drawn(_due(actor, *columns), BuildPlan.review_on, Organization.id, wanted, SOON)
    return [_item(*row) for row in db.session.execute(query)]


def _item(number: int, name: str, reason: str, review_on: date) -> OpenItem:
    why = f"未建原因：{reason}" if reason else "看看条件是否已经具备"
    arguments = {"organization_id": number}
    return OpenItem(number, name, why, review_on, "organizations.show", arguments, "登记的复查日")


REVIEWS = Source(
    "reviews",
    "未建复查",
    "家未建原因到了或将到复查日",
    "看看条件是否已经具备",
    Permission.ORGANIZATIONS_READ,
    count,
    rows,
    soon=SOON,
)
