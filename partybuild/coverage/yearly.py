"""Registered and ended in a year: the first and the last span of an organization's life."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, exists, extract, func, select

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.scopes import Scope, known
from partybuild.db import FOREVER, OPEN, db
from partybuild.organizations.kinds import OrganizationKind
from partybuild.rules import RuleBroken

FIELDS = ("registered_in", "ended_in")
LABELS = {"registered_in": "当年登记", "ended_in": "当年注销、撤销、吊销"}
FIRST_YEAR = 1949


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


def counts(actor: Actor, scope: Scope, field: str, first_year: int, day: date) -> Mapping[int, int]:
    """How many were registered, or ended, in each year from `first_year` up to `day`."""
    year = extract("year", _edge(S, field))
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


def _edge(model: Any, field: str) -> Any:
    return model.valid_from if field == "registered_in" else model.valid_to


def _edges(
    actor: Actor, scope: Scope, field: str, begin: date, end: date, change: int = OPEN
) -> Select[Any]:
    """Known spans whose edge lies in [begin, end] with no other span of their life beyond it."""
    life, edge = whole_life(change).c, _edge(S, field)
    # As an expression the day leaves a county to its own index: SQLite would otherwise skip through
    # the province's, which a range of days seems to narrow.
    day = func.coalesce(edge, FOREVER)
    # Spans of a life never overlap: what lies beyond an end begins there or later.
    registered = field == "registered_in"
    beyond = life.valid_from < edge if registered else life.valid_from >= edge
    return (
        visible(actor, S)
        .where(
            scope.inside(S),
            known(S, change),
            S.kind != OrganizationKind.FILED,
            day >= begin,
            day <= end,
            ~exists().where(life.organization_id == S.organization_id, beyond),
        )
        .order_by(S.sort_key, S.organization_id)
    )
