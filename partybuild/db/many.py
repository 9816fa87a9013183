"""Many rows into one table, with their values made ready for the driver beforehand.

SQLAlchemy prepares each row on its own; of 63,000 rows that costs more than the database does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.engine import Dialect

from partybuild.access.scope import SYSTEM, Scoped, UnscopedWrite, system
from partybuild.db import FLUSHING, db
from partybuild.db.guard import BULK

WAS = "was_"
"""In front of a column's name: not what the column is to be, but what it must still be."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Rows of one table as tuples of what the driver takes."""

    table: Table
    names: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    shifts: Mapping[str, int]
    """Columns that hold ids counted from 0 → what one id is worth in them."""


def ready(
    table: Any, rows: Sequence[Mapping[str, Any]], shifts: Mapping[str, int] | None = None
) -> Ready:
    """The rows, all with the same columns, prepared; needs no transaction of its own."""
    names = tuple(rows[0]) if rows else ()
    dialect = db.engine.dialect
    columns = [_column(dialect, table, name, rows) for name in names]
    return Ready(table, names, list(zip(*columns, strict=True)), shifts or {})


def _column(
    dialect: Dialect, table: Table, name: str, rows: Sequence[Mapping[str, Any]]
) -> Iterable[Any]:
    process = table.c[name.removeprefix(WAS)].type.dialect_impl(dialect).bind_processor(dialect)
    values = [row[name] for row in rows]
    return values if process is None else map(process, values)


def pour(prepared: Ready, first: int = 0, **constants: Any) -> None:
    """Insert the rows; `constants` fill columns that all rows share, ids count from `first`.

    Inside `work` and, for a scoped table, inside `bulk` or `system`.
    """
    refuse_unmarked(prepared.table)
    if not prepared.rows:
        return
    connection = db.session.connection()
    with system("成批写入"):
        send(connection, prepared.table.name, prepared, first, constants)


def send(
    connection: Connection,
    name: str,
    prepared: Ready,
    first: int = 0,
    constants: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Send the rows to the table of this name. Inside `system`."""
    if connection.dialect.name == "postgresql":
        _copy(connection, name, prepared, first, constants)
    else:
        _insert(connection, name, prepared, first, constants)


def insert_many(table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns. As `pour`."""
    pour(ready(table, rows))


def refuse_unmarked(table: Table) -> None:
    """UnscopedWrite for a scoped table outside `bulk` and `system`."""
    scoped = table.name in Scoped.registry_of_scoped
    if scoped and not (BULK.get() or FLUSHING.get() or SYSTEM.get()):
        raise UnscopedWrite(f"Write {table} by the session or by bulk(actor, …).")


def _insert(
    connection: Connection, name: str, prepared: Ready, first: int, constants: Mapping[str, Any]
) -> None:
    marks = [
        f"? + {first * prepared.shifts[column]}" if first and column in prepared.shifts else "?"
        for column in prepared.names
    ]
    fixed = [f"{int(value)}" for value in constants.values()]
    names = ", ".join(f'"{column}"' for column in (*prepared.names, *constants))
    statement = f"INSERT INTO {name} ({names}) VALUES ({', '.join([*marks, *fixed])})"
    connection.exec_driver_sql(statement, list(prepared.rows))


def _copy(
    connection: Connection, name: str, prepared: Ready, first: int, constants: Mapping[str, Any]
) -> None:
    names = ", ".join(f'"{column}"' for column in (*prepared.names, *constants))
    moved = [
        (place, first * prepared.shifts[column])
        for place, column in enumerate(prepared.names)
        if first and column in prepared.shifts
    ]
    fixed = tuple(int(value) for value in constants.values())
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy,
    ):
        for row in prepared.rows:
            if moved:
                cells = list(row)
                for place, shift in moved:
                    cells[place] += shift
                copy.write_row((*cells, *fixed))
            else:
                copy.write_row((*row, *fixed))
