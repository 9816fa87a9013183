"""The register in figures: by kind, level and flag on a day, and its growth year by year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import pooled, trend, yearly
from partybuild.coverage.asked import Asked
from partybuild.coverage.basis import FLAGS
from partybuild.coverage.counting import in_basis
from partybuild.coverage.lines import UNNAMED
from partybuild.coverage.listings import LEVELS
from partybuild.coverage.models import ALIKE
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.narrowing import NONE
from partybuild.coverage.row import rate
from partybuild.coverage.scopes import on
from partybuild.db import db
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import YearTotal

KINDS = tuple(kind for kind in OrganizationKind if kind.registered)
HEADS = (
    ("合计", ()),
    ("登记层级", (*LEVELS, UNNAMED)),
    ("其中", tuple(FLAGS.values())),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A kind, or all legal persons: by level and by flag, in the order of HEADS."""

    label: str
    lists: str
    cells: Sequence[tuple[str, int]]
    """(what is added to `lists`, number)."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year: stock at its end, registered and ended in it; `typed` where it is 补录."""

    year: int
    day: date
    stock: int
    registered: int | None
    ended: int | None
    typed: bool
    reconstructed: bool
    lists: str
    """Query of the lists of this year; blank where the totals were typed in."""
    totals: str = ""
    """Query of the page of typed-in totals, with the place on it; blank for counted years."""
    growth: str = "—"


@dataclass(frozen=True, slots=True)
class Register:
    """All that the page shows; `growth` runs from the first of the years to the last."""

    asked: Asked
    rows: Sequence[Row]
    years: Sequence[Year]
    growth: str


def register(actor: Actor, asked: Asked) -> Register:
    """The register as of the day asked, and the five years up to it."""
    years = _years(actor, asked)
    return Register(asked, _rows(actor, asked), years, growth(years[0].stock, years[-1].stock))


def growth(before: int, now: int) -> str:
    """By how much `now` is more than `before`, in per cent with a sign; — from nothing."""
    found = rate(abs(now - before), before)
    if found is None:
        return "—"
    sign = "＋" if now > before else "－" if now < before else ""
    return f"{sign}{found}%"


def _rows(actor: Actor, asked: Asked) -> list[Row]:
    counts: dict[OrganizationKind | None, Counter[str]] = {
        kind: Counter() for kind in (None, *OrganizationKind)
    }
    for kind, level, number, *flagged in db.session.execute(_by_kind_and_level(actor, asked)):
        added = Counter({"": number, level if level in LEVELS else NONE: number})
        added.update(dict(zip(FLAGS, flagged, strict=True)))
        counts[kind].update(added)
        if kind.registered:
            counts[None].update(added)
    base = asked.address(by=None, value=None)
    legal = [
        _row(kind.label, f"{base}&field=organizations&kind={kind.value}", counts[kind])
        for kind in KINDS
    ]
    filed = OrganizationKind.FILED
    return [
        *legal,
        _row("合计", f"{base}&field=organizations", counts[None]),
        _row(filed.label, f"{base}&field=filed", counts[filed]),
    ]


def _by_kind_and_level(actor: Actor, asked: Asked) -> Select[Any]:
    """Select kind, level, how many, and how many of them with each flag."""
    of = {flag: func.sum(case((getattr(S, flag), 1), else_=0)).label(flag) for flag in FLAGS}
    number = func.count().label("number")
    scope, day, told = asked.scope, asked.day, in_basis(asked.basis)
    if pooled.serves(scope, day):
        return _pooled(actor, asked, number, of, told)
    counted = [number, *of.values()]
    found = visible(actor, S, S.kind, S.level, *counted).where(scope.inside(S), on(S, day), told)
    return found.group_by(S.kind, S.level)


def _pooled(
    actor: Actor,
    asked: Asked,
    number: ColumnElement[int],
    of: Mapping[str, ColumnElement[int]],
    told: ColumnElement[bool],
) -> Select[Any]:
    """The same from heaps of spans that are alike; flags that tell heaps apart count a heap whole."""
    alike = [flag for flag in of if flag in ALIKE]
    others = [column for flag, column in of.items() if flag not in ALIKE]
    named = ("kind", "level", *alike)
    pool = pooled.pool_of(actor, asked.scope, asked.day, named, number, *others, where=told)
    heaps = pool.c
    flags = [
        func.sum(case((heaps[flag], heaps.number), else_=0) if flag in ALIKE else heaps[flag])
        for flag in of
    ]
    key = heaps.kind, heaps.level
    return select(*key, func.sum(heaps.number), *flags).group_by(*key)


def _row(label: str, lists: str, counts: Mapping[str, int]) -> Row:
    levels = [(f"&level={level}", counts.get(level, 0)) for level in (*LEVELS, NONE)]
    flags = [(f"&flag={flag}", counts.get(flag, 0)) for flag in FLAGS]
    return Row(label, lists, [("", counts.get("", 0)), *levels, *flags])


def _years(actor: Actor, asked: Asked) -> list[Year]:
    first_day = asked.first_day
    days = [*yearly.year_ends(asked.day), asked.day]
    stocks = trend.figures_on(actor, asked, days, ("organizations",))
    typed = _typed(actor, asked, days[0].year)
    counts = yearly.counts(actor, asked.scope, asked.basis, days)
    registered, ended = (counts[field] for field in yearly.FIELDS)
    found: list[Year] = []
    for day in days:
        year = Year(
            day.year,
            day,
            stocks[day].organizations,
            registered.get(day.year, 0),
            ended.get(day.year, 0),
            typed=False,
            reconstructed=day < first_day,
            lists=asked.address(by=None, value=None, day=None),
        )
        year = typed.get(day.year, year) if day < first_day else year
        found.append(replace(year, growth=growth(found[-1].stock, year.stock) if found else "—"))
    return found


def _typed(actor: Actor, asked: Asked, first_year: int) -> dict[int, Year]:
    """Years whose totals were typed in for this very unit, all kinds together."""
    region = asked.scope.region
    if region is None or asked.scope.own:
        return {}
    query = visible(actor, YearTotal).where(
        YearTotal.unit_id == region.id, YearTotal.year >= first_year, YearTotal.kind.in_(KINDS)
    )
    heaps: dict[int, list[Any]] = {}
    for row in db.session.scalars(query):
        heaps.setdefault(row.year, []).append(row)
    return {
        year: Year(
            year,
            date(year, 12, 31),
            sum(row.total for row in rows),
            _sum([row.registered for row in rows]),
            _sum([row.ended for row in rows]),
            typed=True,
            reconstructed=False,
            lists="",
            totals=f"unit={region.code}#y{year}",
        )
        for year, rows in heaps.items()
    }


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
