"""Sums over a province's or city's spans in two steps: spans that count alike are put together first.

The columns that tell them apart stand in this order in `ix_coverage_span_now`, so the first step
reads the province in that index from end to end, without a look at the rows, and sorts nothing;
the second adds up some hundred rows.
"""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Subquery,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.sql import visitors

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.basis import Basis
from partybuild.coverage.counting import amount
from partybuild.coverage.figures import INDICATORS
from partybuild.coverage.models import ALIKE
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.scopes import Scope, known
from partybuild.db import FOREVER
from partybuild.regions.levels import Level

_POOL = "pool"
_ALIKE: Any = literal_column(f"{_POOL}.alike")


def sums(
    actor: Actor, scope: Scope, key: ColumnElement[Any], day: date, basis: Basis
) -> Select[Any] | None:
    """Select all indicators for each value of the column `key`, with it as `key`.

    None where the index does not serve: below a city, and for columns that are not in it.
    """
    if (
        not serves(scope, day) or basis.aged
    ):  # days of registration do not stand in front in the index
        return None
    named = _columns(basis) | {key.key}
    if not named <= set(ALIKE):
        return None
    pool = pool_of(actor, scope, day, named, func.count().label("alike"), where=true())
    value = _in_pool(key).label("key")
    columns: list[Any] = [_summed(field, basis).label(field) for field in INDICATORS]
    return select(*columns, value).select_from(pool).group_by(value)


def serves(scope: Scope, day: date) -> bool:
    """Whether the index serves: for a province, or a city of today, with all below it.

    On past days a city may have stood in another province.
    """
    if scope.region is None or scope.own:
        return False
    level = scope.region.level
    return level == Level.PROVINCE or (level == Level.CITY and day == clock.today())


def pool_of(
    actor: Actor, scope: Scope, day: date, named: Collection[Any], *columns: Any, where: Any
) -> Subquery:
    """Spans of the day that are alike in these of ALIKE put together, with `columns` of each heap."""
    assert scope.region is not None
    told = [getattr(S, name) for name in ALIKE[: max(map(ALIKE.index, named)) + 1]]
    # Most spans that hold today have no end: as an equality it keeps the order of the index.
    lasting = S.valid_to == FOREVER, (S.valid_to > day) & (S.valid_to < FOREVER)
    province = S.level1_id == scope.region.level1_id
    return union_all(
        *(
            visible(actor, S, *told, *columns)
            .where(province, scope.inside(S), known(S), S.valid_from <= day, ends, where)
            .group_by(*told)
            for ends in lasting
        )
    ).subquery(_POOL)


@cache
def _columns(basis: Basis) -> frozenset[str]:
    """Names of the columns that decide what a span adds."""
    found: set[str] = set()
    for field in INDICATORS:
        parts: Iterator[Any] = visitors.iterate(amount(field, basis))
        found |= {part.key for part in parts if _is_column(part)}
    return frozenset(found)


@cache
def _summed(field: str, basis: Basis) -> ColumnElement[int]:
    replace: Any = _pooled
    adds = visitors.replacement_traverse(amount(field, basis), {}, replace)
    total: ColumnElement[int] = func.sum(adds * _ALIKE)
    return total


def _pooled(part: Any, **_: Any) -> ColumnElement[Any] | None:
    """The column of the pool in the place of the span's; all else stays."""
    return _in_pool(part) if _is_column(part) else None


def _in_pool(column: Any) -> ColumnElement[Any]:
    found: ColumnElement[Any] = literal_column(f'{_POOL}."{column.key}"', type_=column.type)
    return found


def _is_column(part: Any) -> bool:
    return isinstance(part, Column)
