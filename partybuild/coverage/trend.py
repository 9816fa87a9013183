"""Figures of many days in one statement, and the points of the 24-month line."""

from collections import Counter
from collections.abc import Mapping, Sequence
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
    longer does; a day's count is the sum of the pairs that enclose it.
    """
    first, beyond = _place(S.valid_from, days), _place(S.valid_to, days)
    sums = [func.sum(amount(field, basis)).label(field) for field in fields]
    rows = db.session.execute(
        visible(actor, S, first.label("first"), beyond.label("beyond"), *sums)
        .where(
            scope.inside(S),
            S.known_to == OPEN,
            S.valid_from <= days[-1],
            S.valid_to > days[0],
        )
        .group_by(first, beyond)
    ).mappings()
    found: list[Counter[str]] = [Counter(dict.fromkeys(fields, 0)) for _ in days]
    for row in rows:
        for number in range(row["first"], row["beyond"]):
            found[number].update({field: row[field] or 0 for field in fields})
    return {day: dict(counts) for day, counts in zip(days, found, strict=True)}


def _place(column: Any, days: Sequence[date]) -> ColumnElement[int]:
    """Which of the days is the first at or after the column; their number when none is."""
    return case(*((column <= day, number) for number, day in enumerate(days)), else_=len(days))
