"""What lists are ordered by, and one page of a long list without putting all of it in order.

By members: lists are counted by how many members their organizations have, in the order of the
index of lists; only those that can stand on the page are looked at. By unit: unit after unit, each
in order of names, as their index has them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of
from partybuild.coverage import keyset, yearly
from partybuild.coverage.keyset import PAGE, Cursor
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.scopes import Scope
from partybuild.db import FOREVER, OPEN, db
from partybuild.organizations.models import BuildPlan
from partybuild.regions.models import Region

MANY = 3000
"""So many rows are put in order at once; of more, an index in their order is followed."""
WIDER = 4
"""So many times as many units are read together, each time the page is not full yet."""
Heads = Sequence[Any]
"""(id of a span, *sort keys), one more than a page."""


@dataclass(frozen=True, slots=True)
class Heap:
    """The rows of a list with so many members each, and what their columns add up to."""

    members: int
    count: int
    full: int
    probationary: int


def sort_keys(actor: Actor, key: str, day: date) -> tuple[Sequence[Any], list[type]]:
    """Columns that order a list, with their kinds, and the id last so that the order is one."""
    first, kind = {
        "name": (S.sort_key, str),
        "members": (func.coalesce(S.full, 0) + func.coalesce(S.probationary, 0), int),
        "unit": (select(Region.code).where(Region.id == S.unit_id).scalar_subquery(), str),
        "registered": (_first_day(), date),
        "planned": (_planned_on(actor, day), date),
    }[key]
    if key == "name":
        return (first, S.organization_id), [str, int]
    return (first, S.sort_key, S.organization_id), [kind, str, int]


def _first_day() -> ColumnElement[date]:
    """The first day on which an organization counted: the day of its registration."""
    life = yearly.whole_life().c
    first = select(func.min(life.valid_from)).where(life.organization_id == S.organization_id)
    return first.scalar_subquery()


def _planned_on(actor: Actor, day: date) -> ColumnElement[date]:
    """拟建日期, those without one last."""
    planned = (
        select(BuildPlan.planned_on)
        .where(
            scope_of(actor, BuildPlan),
            BuildPlan.organization_id == S.organization_id,
            BuildPlan.known_to == OPEN,
            BuildPlan.valid_from <= day,
            BuildPlan.valid_to > day,
        )
        .scalar_subquery()
    )
    return func.coalesce(planned, literal(FOREVER))


def heaps(found: Select[Any]) -> list[Heap]:
    """The whole list by how many members its organizations have."""
    told = S.kind, S.cover, S.full, S.probationary
    alike = found.with_only_columns(*told, func.count().label("alike"), maintain_column_froms=True)
    # Those without an end stand together in the index, in this order.
    parts = (
        alike.where(ends).group_by(*told) for ends in (S.valid_to == FOREVER, S.valid_to < FOREVER)
    )
    pool = union_all(*parts).subquery("heap").c
    full, probationary = func.coalesce(pool.full, 0), func.coalesce(pool.probationary, 0)
    members = full + probationary
    sums = (func.sum(each * pool.alike) for each in (full, probationary))
    query = select(members, func.sum(pool.alike), *sums).group_by(members)
    return [Heap(*map(int, row)) for row in db.session.execute(query)]


def by_members(
    found: Select[Any], among: Sequence[Heap], keys: Sequence[Any], falling: bool, at: Cursor
) -> Heads:
    """The page of the list `found` by members, whose heaps are `among`."""
    placed = found.with_only_columns(S.id, *keys, maintain_column_froms=True)
    rows: list[Any] = []
    ahead = _ahead(among, falling != at.backwards, at)
    while ahead and len(rows) <= PAGE:
        part = _together(ahead)
        ahead = ahead[len(part) :]
        rows += db.session.execute(_of_heaps(placed, part, keys, falling, at)).all()
    return rows[: PAGE + 1]


def _ahead(among: Sequence[Heap], down: bool, at: Cursor) -> list[Heap]:
    """The heaps in which the page lies, in its order; the first may begin before it."""
    found: list[Heap] = []
    sure = 0
    for heap in sorted(among, key=lambda heap: heap.members, reverse=down):
        begun = bool(at.keys) and heap.members == at.keys[0]
        if at.keys and not begun and (heap.members > at.keys[0]) == down:
            continue
        found.append(heap)
        sure += 0 if begun else heap.count
        if sure > PAGE:
            break
    return found


def _together(ahead: Sequence[Heap]) -> Sequence[Heap]:
    """The first of the heaps, with all after it that can be put in order with it at once."""
    count = 0
    for number, heap in enumerate(ahead):
        count += heap.count
        if count > MANY:
            return ahead[: max(number, 1)]
    return ahead


def _of_heaps(
    placed: Select[Any], part: Sequence[Heap], keys: Sequence[Any], falling: bool, at: Cursor
) -> Select[Any]:
    members = keys[0]
    if len(part) > 1:
        most, least = part[0].members, part[-1].members
        inside = members.between(min(most, least), max(most, least))
        return keyset.page(placed.where(inside), keys, falling, at)
    # Without the number in the order, the index in order of names is followed.
    begun = bool(at.keys) and at.keys[0] == part[0].members
    after = Cursor(at.keys[1:] if begun else (), at.backwards)
    return keyset.page(placed.where(members == part[0].members), keys[1:], falling, after)


def by_unit(
    found: Select[Any], scope: Scope, keys: Sequence[Any], falling: bool, at: Cursor
) -> Heads:
    """The page of the list `found`, of today and of a unit with all below it, by unit: the first
    unit alone, then more and more of them together until the page is full.
    """
    rows: list[Any] = []
    ahead, width = _units_ahead(scope, falling != at.backwards, at), 1
    while ahead and len(rows) <= PAGE:
        part, ahead = ahead[:width], ahead[width:]
        rows += db.session.execute(_of_units(found, part, keys, falling, at)).all()
        width *= WIDER
    return rows[: PAGE + 1]


def _units_ahead(scope: Scope, down: bool, at: Cursor) -> Sequence[Any]:
    """(id, code) of the units in which the page may lie, in its order."""
    query = select(Region.id, Region.code).where(scope.inside(Region))
    if at.keys:
        query = query.where(Region.code <= at.keys[0] if down else Region.code >= at.keys[0])
    return db.session.execute(query.order_by(Region.code.desc() if down else Region.code)).all()


def _of_units(
    found: Select[Any], part: Sequence[Any], keys: Sequence[Any], falling: bool, at: Cursor
) -> Select[Any]:
    if len(part) > 1:
        placed = found.with_only_columns(S.id, *keys, maintain_column_froms=True)
        inside = S.unit_id.in_([unit.id for unit in part])
        return keyset.page(placed.where(inside), keys, falling, at)
    # Without the unit in the order, its own index in order of names is followed.
    (unit,) = part
    told = S.id, literal(unit.code), *keys[1:]
    placed = found.with_only_columns(*told, maintain_column_froms=True)
    begun = bool(at.keys) and at.keys[0] == unit.code
    after = Cursor(at.keys[1:] if begun else (), at.backwards)
    return keyset.page(placed.where(S.unit_id == unit.id), keys[1:], falling, after)
