"""Registered and ended in a year: the first and the last span of an organization's life."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, extract, func, select

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage import kept
from partybuild.coverage.basis import Basis
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.scopes import Scope, known
from partybuild.db import FOREVER, OPEN, db
from partybuild.organizations.kinds import OrganizationKind
from partybuild.rules import RuleBroken

FIELDS = ("registered_in", "ended_in")
LABELS = {"registered_in": "当年登记", "ended_in": "当年注销、撤销、吊销"}
FIRST_YEAR = 1949
YEARS = 5
"""So many years before this one stand beside it."""
_EDGES: Mapping[str, tuple[Any, Any]] = {
    "registered_in": (S.is_first, S.valid_from),
    "ended_in": (S.is_last, S.valid_to),
}
"""Field → (whether a span is such an edge of a life, its day)."""


def listed(
    actor: Actor, scope: Scope, field: str, year: int | None, day: date, change: int = OPEN
) -> Select[Any]:
    """Select the first spans of those registered in `year` up to `day`, or the last of those ended.

    Filed organizations are left out: they are no legal persons. Where they count is where they
    counted then.
    """
    if year is None or not FIRST_YEAR <= year <= day.year:
        raise RuleBroken(f"年份应在 {FIRST_YEAR} 至 {day.year} 之间，请从登记数据页重新进入。")
    return _edges(actor, scope, field, date(year, 1, 1), min(date(year, 12, 31), day), change)


def until(field: str, day: date) -> ColumnElement[bool]:
    """First spans of those registered in the year of `day` up to it, or last spans of those ended."""
    return _between(field, date(day.year, 1, 1), day)


def edges(row: Mapping[str, Any]) -> Sequence[tuple[str, date]]:
    """What a span adds to the years: (field, day), as `until` counts it."""
    if row["kind"] == OrganizationKind.FILED:
        return ()
    first = [("registered_in", row["valid_from"])] if row["is_first"] else []
    return [*first, ("ended_in", row["valid_to"])] if row["is_last"] else first


def year_ends(day: date) -> list[date]:
    """The last days of the YEARS years before that of `day`, oldest first."""
    return [date(year, 12, 31) for year in range(day.year - YEARS, day.year)]


def counts(
    actor: Actor, scope: Scope, basis: Basis, days: Sequence[date]
) -> Mapping[str, Mapping[int, int]]:
    """How many were registered and ended in the years of `days` (ascending, one a year), up to each.

    As kept where they stand, else counted over the spans of their years.
    """
    kept_then = kept.counts(actor, scope, days, basis)
    found = {
        field: {day.year: counted.get(field, 0) for day, counted in kept_then.items()}
        for field in FIELDS
    }
    missing = [day for day in days if day not in kept_then]
    if missing:
        for field in FIELDS:
            found[field] |= _counted(actor, scope, field, missing[0].year, days[-1])
    return found


def _counted(
    actor: Actor, scope: Scope, field: str, first_year: int, day: date
) -> Mapping[int, int]:
    year = extract("year", _EDGES[field][1])
    found = _edges(actor, scope, field, date(first_year, 1, 1), day)
    rows = db.session.execute(
        found.with_only_columns(year, func.count(), maintain_column_froms=True)
        .order_by(None)
        .group_by(year)
    )
    return {int(year): number for year, number in rows}


def whole_life(change: int = OPEN) -> Subquery:
    """The spans of organizations wherever they stood, as known at a change.

    They tell the first and the last of a life from others, and nothing about what stood in them.
    """
    marked = ScopeMark(known(S, change), S.__tablename__)
    return select(S.organization_id, S.valid_from, S.valid_to).where(marked).subquery("life")


def _edges(
    actor: Actor, scope: Scope, field: str, begin: date, end: date, change: int = OPEN
) -> Select[Any]:
    """Known spans with which a life begins, or ends, in [begin, end]."""
    return (
        visible(actor, S)
        .where(scope.inside(S), known(S, change), _between(field, begin, end))
        .order_by(S.sort_key, S.organization_id)
    )


def _between(field: str, begin: date, end: date) -> ColumnElement[bool]:
    told, edge = _EDGES[field]
    # As an expression the day leaves a county to its own index: SQLite would otherwise skip through
    # the province's, which a range of days seems to narrow.
    day = func.coalesce(edge, FOREVER)
    return and_(told, S.kind != OrganizationKind.FILED, day >= begin, day <= end)
