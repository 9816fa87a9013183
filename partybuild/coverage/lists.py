"""The list behind a count of organizations, page by page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import kept, keyset, ordering, pooled, queries, yearly
from partybuild.coverage.asked import Asked
from partybuild.coverage.basis import Basis, cover_under
from partybuild.coverage.figures import contributions
from partybuild.coverage.keyset import Cursor
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.narrowing import Sieve
from partybuild.coverage.ordering import Heads
from partybuild.coverage.reading import as_span
from partybuild.db import OPEN, db
from partybuild.organizations.models import BuildPlan, Organization
from partybuild.regions import queries as regions

MEMBERS = {"full_members": S.full, "probationary_members": S.probationary}
_LACKS = {
    "should_build": "应建未建",
    "members_no_condition": "有党员不符合条件",
    "unsurveyed": "无党员（未摸排）",
    "no_member": "无党员",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned for an organization without Party cover."""

    reason: str = ""
    measure: str = ""
    planned_on: date | None = None
    responsible: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An organization in a list, as it was on the day of the list."""

    id: int
    code: str
    name: str
    unit: str
    kind: str
    state: str
    cover: str
    covered: bool
    full: int | None
    probationary: int | None
    lack: str
    in_reach: bool
    """Whether it is in reach today, so that its page may be opened."""
    plan: Plan
    region_id: int
    industry: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, with the number that was clicked and what its rows add up to."""

    rows: Sequence[Any]
    count: int
    number: int
    """`count`, or for members the sum of their column."""
    previous: str
    next: str


def query(
    actor: Actor,
    asked: Asked,
    field: str,
    year: int | None,
    sieve: Sieve,
    change: int = OPEN,
) -> Select[Any]:
    """Select the spans behind `field` as known at a change, in no order."""
    if field in yearly.FIELDS:
        found = yearly.listed(actor, asked.scope, field, year, asked.day, change)
    else:
        found = queries.listed(actor, asked.scope, field, asked.day, asked.basis, change)
    if asked.narrow is not None:
        found = found.where(asked.narrow.organizations())
    return found.where(*sieve.organizations()).order_by(None)


SORTS = ("name", "members", "unit", "registered")


def page(
    actor: Actor,
    asked: Asked,
    found: Select[Any],
    field: str,
    sort: str,
    cursor: str,
    back: bool,
    *,
    whole: bool = False,
) -> Page:
    """One page of the list `found`, ordered by `sort` (with "-" falling).

    `whole`: nothing but its figure narrows it, so that what is kept of that is its number.
    """
    kinds = ordering.sort_keys(actor, sort.removeprefix("-"), asked.day)[1]
    at = Cursor(keyset.decode(cursor, kinds) if cursor else (), back and bool(cursor))
    known = _kept_total(actor, asked, field) if whole else None
    placed, count, number = _placed(actor, asked, found, field, sort, at, known)
    heads, before, after = keyset.turned(placed, at)
    return Page(
        rows(actor, _spans(found, [head[0] for head in heads]), asked.day, asked.basis),
        count,
        number,
        keyset.encode(heads[0][1:]) if before and heads else "",
        keyset.encode(heads[-1][1:]) if after and heads else "",
    )


def _placed(
    actor: Actor,
    asked: Asked,
    found: Select[Any],
    field: str,
    sort: str,
    at: Cursor,
    known: int | None,
) -> tuple[Heads, int, int]:
    """(what stands on the page and one more, how many rows the list has, the number behind it)."""
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    keys, _ = ordering.sort_keys(actor, key, asked.day)
    region = None if field in yearly.FIELDS else asked.scope.region
    if key == "members" and region is not None and pooled.serves(asked.scope, asked.day):
        found = found.where(S.level1_id == region.level1_id)
        among = ordering.heaps(found)
        column = MEMBERS[field].key if field in MEMBERS else "count"
        count, number = (sum(getattr(heap, name) for heap in among) for name in ("count", column))
        return ordering.by_members(found, among, keys, falling, at), count, number
    count, number = totals(found, field) if known is None else (known, known)
    # Today units stand in the tree as their organizations did; else they may since have moved.
    below = asked.today and region is not None and not asked.scope.own
    if key == "unit" and below and count > ordering.MANY:
        return ordering.by_unit(found, asked.scope, keys, falling, at), count, number
    # The keys alone are ordered first: what filters a list stands in an index, the rows do not.
    placed = found.with_only_columns(S.id, *keys, maintain_column_froms=True)
    return db.session.execute(keyset.page(placed, keys, falling, at)).all(), count, number


def _kept_total(actor: Actor, asked: Asked, field: str) -> int | None:
    """How many rows the whole list has, where that is kept; not of members, whose sum is kept."""
    if field in MEMBERS or field in yearly.FIELDS:
        return None
    figures = kept.wholes(actor, asked.scope, [asked.day], asked.basis).get(asked.day)
    return None if figures is None else int(getattr(figures, field))


def _spans(found: Select[Any], ids: Sequence[int]) -> list[S]:
    """These spans of a list, in the order of their ids."""
    read = {span.id: span for span in db.session.scalars(found.where(S.id.in_(ids)))}
    return [read[number] for number in ids]


def first(actor: Actor, asked: Asked, found: Select[Any], most: int) -> list[Row]:
    """The first rows of a list by name."""
    keys, _ = ordering.sort_keys(actor, "name", asked.day)
    spans = db.session.scalars(found.order_by(*keys).limit(most)).all()
    return rows(actor, spans, asked.day, asked.basis)


def totals(found: Select[Any], field: str) -> tuple[int, int]:
    """(how many rows the list has, the number it stands behind)."""
    column = MEMBERS.get(field)
    summed = func.coalesce(func.sum(column), 0) if column is not None else func.count()
    count, number = db.session.execute(
        found.with_only_columns(func.count(), summed, maintain_column_froms=True)
    ).one()
    return int(count), int(number or 0)


def rows(actor: Actor, spans: Sequence[S], day: date, basis: Basis) -> list[Row]:
    """The spans as rows, with names of units and today's reach."""
    units = regions.named([span.unit_id for span in spans])
    ids = [span.organization_id for span in spans]
    reached, planned = in_reach(actor, ids), plans(actor, ids, day)
    return [
        _row(span, units[span.unit_id].name, basis, reached, planned.get(span.organization_id))
        for span in spans
    ]


def _row(span: S, unit: str, basis: Basis, reached: Collection[int], plan: Plan | None) -> Row:
    as_counted = as_span(span)
    added = contributions(as_counted, basis)
    cover = cover_under(as_counted, basis)
    return Row(
        id=span.organization_id,
        code=span.code,
        name=span.name,
        unit=unit,
        kind=span.kind.label.partition("（")[0],
        state=span.state.label,
        cover=cover.label,
        covered=cover.by_party,
        full=span.full,
        probationary=span.probationary,
        lack=next((word for field, word in _LACKS.items() if added.get(field)), ""),
        in_reach=span.organization_id in reached,
        plan=plan or Plan(),
        region_id=span.region_id,
        industry=span.industry,
    )


def in_reach(actor: Actor, ids: Sequence[int]) -> set[int]:
    """Those of these organizations that this person may open today."""
    found = visible(actor, Organization, Organization.id).where(Organization.id.in_(sorted(ids)))
    return set(db.session.scalars(found))


def plans(actor: Actor, ids: Sequence[int], day: date) -> Mapping[int, Plan]:
    """未建原因 and what is planned, as it stood on `day`; only of organizations in reach today."""
    found = visible(
        actor,
        BuildPlan,
        BuildPlan.organization_id,
        BuildPlan.reason,
        BuildPlan.measure,
        BuildPlan.planned_on,
        BuildPlan.responsible,
        BuildPlan.review_on,
    ).where(
        BuildPlan.organization_id.in_(sorted(ids)),
        BuildPlan.known_to == OPEN,
        BuildPlan.valid_from <= day,
        BuildPlan.valid_to > day,
    )
    return {number: Plan(*values) for number, *values in db.session.execute(found)}
