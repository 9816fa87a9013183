"""A campaign's figures in two steps: inspections that count alike are put together first.

The columns that tell them apart stand in this order in `ix_inspection_figures`, so the first step
reads a province in that index from end to end, without a look at the rows, and sorts nothing; the
second adds up some hundred heaps.
"""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, case, func, literal_column, select, union_all
from sqlalchemy.sql import visitors

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.scopes import Scope
from partybuild.inspections.measure import CONDITIONS
from partybuild.inspections.models import ALIKE, Inspection
from partybuild.regions.levels import Level

_POOL = "pool"


def sums(
    actor: Actor, campaign_id: int, scope: Scope, names: Collection[str]
) -> Select[Any] | None:
    """Select the figures `names` for each unit directly below a scope, its id or 0 for the own as
    the first column. None where the index does not serve: for bodies, and below a county.
    """
    region = scope.region
    if region is None or scope.own or region.level > Level.COUNTY:
        return None
    told = [getattr(Inspection, name) for name in ALIKE[: _last(frozenset(names)) + 1]]
    child = getattr(Inspection, f"level{region.level + 1}_id")
    deeper = [getattr(Inspection, f"level{n}_id") for n in range(region.level + 2, 6)]
    above = [
        getattr(Inspection, f"level{n}_id") == getattr(region, f"level{n}_id")
        for n in range(1, region.level + 1)
    ]
    counted = (
        func.count().label("alike"),
        func.count(Inspection.published_on).label("published"),
        func.count(Inspection.submitted_on).label("submitted"),
    )
    pool = union_all(
        *(
            visible(actor, Inspection, key.label("child"), *told, *counted)
            .where(Inspection.campaign_id == campaign_id, Inspection.expected, *above, there)
            .group_by(key, *told)
            for key, there in (
                (child, child.is_not(None)),
                (func.coalesce(*deeper, 0), child.is_(None)),
            )
        )
    ).subquery(_POOL)
    key = _in_pool("child")
    figures = [func.sum(_adds(name)).label(name) for name in names]
    return select(key, *figures).select_from(pool).group_by(key)


def _last(names: Collection[str]) -> int:
    """The place in ALIKE of the last column that these figures ask for."""
    asked = {part.key for name in names for part in _parts(name)}
    return max((ALIKE.index(key) for key in asked if key in ALIKE), default=0)


def _parts(name: str) -> Iterator[Any]:
    return (part for part in visitors.iterate(CONDITIONS[name]) if isinstance(part, Column))


@cache
def _adds(name: str) -> ColumnElement[int]:
    """What a heap adds to a figure; days count by how many of the heap have them."""
    if name in {"published", "submitted"}:
        return _in_pool(name)
    alike = _in_pool("alike")
    if name == "ready":
        inspected, evaluated = _pooled(CONDITIONS["inspected"]), _in_pool("evaluation").is_not(None)
        return case((inspected & evaluated, alike - _in_pool("published")), else_=0)
    return case((_pooled(CONDITIONS[name]), alike), else_=0)


def _pooled(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    def place(part: Any, **_: Any) -> ColumnElement[Any] | None:
        return _in_pool(part.key, part.type) if isinstance(part, Column) else None

    swap: Any = place
    found: ColumnElement[bool] = visitors.replacement_traverse(condition, {}, swap)
    return found


def _in_pool(name: str, type_: Any = None) -> ColumnElement[Any]:
    found: ColumnElement[Any] = literal_column(f"{_POOL}.{name}", type_=type_)
    return found
