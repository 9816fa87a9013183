"""Figures of many days in one statement, and the points of the 24-month line."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.clock.days import month_end, month_start
from partybuild.coverage import kept
from partybuild.coverage.asked import Asked
from partybuild.coverage.basis import Basis
from partybuild.coverage.counting import amount
from partybuild.coverage.figures import Figures
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.scopes import Scope
from partybuild.db import OPEN, db

MONTHS = 24
DRAWN = ("organizations", "covered")


def month_ends(day: date, count: int = MONTHS) -> list[date]:
    """The last `count` ends of months up to `day`, oldest first."""
    last = day if day == month_end(day) else month_start(day) - timedelta(1)
    found = [last]
    while len(found) < count:
        found.append(month_start(found[-1]) - timedelta(1))
    return found[::-1]


def points(actor: Actor, asked: Asked, now: Figures) -> list[tuple[date, Figures]]:
    """(day, figures with at least DRAWN) of the last 24 month ends and of the day itself, whose
    figures are `now`.
    """
    found = figures_on(actor, asked, month_ends(asked.day), DRAWN)
    return sorted({**found, asked.day: now}.items())


def figures_on(
    actor: Actor, asked: Asked, days: Sequence[date], fields: Sequence[str]
) -> Mapping[date, Figures]:
    """Figures with at least `fields` on each of `days`, kept ones where they stand."""
    found = kept.wholes(actor, asked.scope, days, asked.basis)
    missing = [day for day in days if day not in found]
    if not missing:
        return found
    counted = on_days(actor, asked.scope, missing, asked.basis, fields)
    return {**found, **{day: Figures(**counts) for day, counts in counted.items()}}


def on_days(
    actor: Actor, scope: Scope, days: Sequence[date], basis: Basis, fields: Sequence[str]
) -> Mapping[date, Mapping[str, int]]:
    """Counts of organizations on each of `days` (ascending) in one pass over the spans.

    Each span is put between the first of the days on which it holds and the first on which it no
    longer does; a day's count is the sum of the pairs that enclose it. Under a basis that asks for
    age each is put between two more: the first day on which it is old enough, and too old.
    """
    places = {"first": _place(S.valid_from, days), "beyond": _place(S.valid_to, days)}
    places |= _ages(basis, days)
    ageless = replace(basis, exclude_younger=None, exclude_older=None)
    sums = [func.sum(amount(field, ageless)).label(field) for field in fields]
    rows = db.session.execute(
        visible(actor, S, *(place.label(name) for name, place in places.items()), *sums)
        .where(
            scope.inside(S),
            S.known_to == OPEN,
            S.valid_from <= days[-1],
            S.valid_to > days[0],
        )
        .group_by(*places.values())
    ).mappings()
    found: list[Counter[str]] = [Counter(dict.fromkeys(fields, 0)) for _ in days]
    for row in rows:
        first = max(row["first"], row.get("young", 0))
        for number in range(first, min(row["beyond"], row.get("old", len(days)))):
            found[number].update({field: row[field] or 0 for field in fields})
    return {day: dict(counts) for day, counts in zip(days, found, strict=True)}


def _ages(basis: Basis, days: Sequence[date]) -> dict[str, ColumnElement[int]]:
    """Which of the days is the first on which a span is old enough, and on which it is too old."""
    found = {}
    bound = [basis.on(day) for day in days]
    by, since = [one.registered_by for one in bound], [one.registered_since for one in bound]
    if basis.exclude_younger is not None:
        found["young"] = _first(S.registered_on <= day for day in by)
    if basis.exclude_older is not None:
        found["old"] = _first(S.registered_on < day for day in since)
    return found


def _place(column: Any, days: Sequence[date]) -> ColumnElement[int]:
    """Which of the days is the first at or after the column; their number when none is."""
    return _first(column <= day for day in days)


def _first(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[int]:
    """Which of the conditions is the first to hold; their number when none does."""
    numbered = [(condition, number) for number, condition in enumerate(conditions)]
    return case(*numbered, else_=len(numbered))
