"""How a source draws its count and its rows from one scoped query: the same rows, by due day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_

from partybuild import clock
from partybuild.db import FOREVER, db
from partybuild.deadlines.ports import Tally, Wanted
from partybuild.deadlines.rules import Standing


def tally(query: Select[Any], due: Any, soon: int) -> Tally:
    """Count the rows of a scoped query by the standing of their `due` day, in one statement."""
    days = query.with_only_columns(due, func.count()).group_by(due).order_by(None)
    return told(((day, number) for day, number in db.session.execute(days)), soon)


def told(days: Iterable[tuple[date | None, int]], soon: int) -> Tally:
    """The tally of so many items a day; those of no day are only open."""
    today = clock.today()
    until = today + timedelta(days=soon)
    number, late, near, nearest = 0, 0, 0, None
    for day, count in days:
        number += count
        if day is None:
            continue
        nearest = day if nearest is None else min(nearest, day)
        if day < today:
            late += count
        elif day <= until:
            near += count
    return Tally(number, late, near, nearest)


def drawn(
    query: Select[Any], due: Any, key: Any, wanted: Wanted, soon: int, *, dated: bool = False
) -> Select[Any]:
    """The rows asked for, by due day and id; those without a due day last.

    `dated`: every row has its day, so an index that holds it gives the order.
    """
    last = due if dated else func.coalesce(due, FOREVER)
    after = wanted.after
    if wanted.standing is not None:
        query = query.where(_of(wanted.standing, due, clock.today(), soon))
    if after.due > date.min:
        query = query.where(or_(last > after.due, and_(last == after.due, key > after.id)))
    return query.order_by(last, key).limit(wanted.limit)


def _of(standing: Standing, due: Any, today: date, soon: int) -> ColumnElement[bool]:
    until = today + timedelta(days=soon)
    conditions: dict[Standing, ColumnElement[bool]] = {
        Standing.LATE: due < today,
        Standing.SOON: and_(due >= today, due <= until),
        Standing.OPEN: or_(due.is_(None), due > until),
    }
    return conditions[standing]
