"""Numbers for rows that refer to each other before they are inserted."""

from typing import Any

from sqlalchemy import func, select

from partybuild.access.scope import system
from partybuild.db import db


def reserve(model: Any, count: int) -> list[int]:
    """So many ids for new rows of `model`, in order; nobody else gets them. Inside `work`."""
    if not count:
        return []
    table = model.__table__
    if db.session.connection().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        series = func.generate_series(1, count).table_valued("n")
        return list(db.session.scalars(select(func.nextval(sequence)).select_from(series)))
    with system("编号"):
        last = db.session.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + 1 + count))
