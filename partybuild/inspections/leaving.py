"""Who the frozen list leaves out, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, count_of, visible
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.inspections.kinds import Exclusion
from partybuild.inspections.models import Expected
from partybuild.organizations.models import Organization

PAGE = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Rows (organization id, name, code, reason, note, day and person of a later decision)."""

    rows: Sequence[Any]
    total: int
    next: int | None


def page(
    actor: Actor, campaign_id: int, reason: Exclusion | None, scope: Scope | None, after: int
) -> Page:
    """A page of those left out, for one reason or for all, in the order of the list."""
    columns = (
        Expected.id,
        Expected.organization_id,
        Organization.name,
        Organization.code,
        Organization.filing_number,
        Expected.reason,
        Expected.note,
        Expected.added_on,
        Expected.added_by,
    )
    query = (
        visible(actor, Expected, *columns)
        .join(Organization, Organization.id == Expected.organization_id)
        .where(
            ScopeMark(Organization.id == Expected.organization_id, Organization.__tablename__),
            Expected.campaign_id == campaign_id,
            Expected.reason == reason if reason is not None else Expected.reason.is_not(None),
        )
    )
    if scope is not None:
        query = query.where(scope.inside(Expected))
    total = db.session.scalar(count_of(query)) or 0
    ordered = query.where(Expected.id > after).order_by(Expected.id).limit(PAGE + 1)
    rows = db.session.execute(ordered).all()
    return Page(rows[:PAGE], total, rows[PAGE - 1].id if len(rows) > PAGE else None)
