"""How a source draws its count and its rows from one scoped query: the same rows, by due day."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_

from partybuild import clock
from partybuild.db import FOREVER, db
from partybuild.deadlines.ports import Tally, Wanted
from partybuild.deadlines.rules import Standing


def tally(query: Select[Any], due: Any, soon: int) -> Tally:
    """Count the rows of a scoped query by the standing of their `due` day, in one statement."""
    today = clock.today()
    late, near = (
        func.coalesce(func.sum(case((_of(standing, due, today, soon), 1), else_=0)), 0)
        for standing in (Standing.LATE, Standing.SOON)
    )
    columns = (func.count(), late, near, func.min(due))
    row = db.session.execute(query.with_only_columns(*columns).order_by(None)).one()
    return Tally(*row)


def drawn(query: Select[Any], due: Any, key: Any, wanted: Wanted, soon: int) -> Select[Any]:
    """The rows asked for, by due day and id; those without a due day last."""
    last = func.coalesce(due, FOREVER)
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
