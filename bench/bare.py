"""The same rows sent to the same tables by nothing but the driver: what writing is held against."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Text, cast, select

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.imports.reading import read

Rows = dict[Any, list[Any]]
"""By table the rows as the driver gives and takes them."""


def every_row(left_out: tuple[str, ...]) -> Rows:
    """Every row of every filled table whose name does not begin like one of those left out."""
    tables = [t for t in db.metadata.sorted_tables if not t.name.startswith(left_out)]
    return {table: rows for table in tables if (rows := rows_of(table))}


def rows_of(table: Any) -> list[Any]:
    """Every row of a table."""
    columns = [cast(c, Text) if _is_json(c) else c for c in table.columns]
    with system("测速"):
        query = select(*columns).compile(dialect=db.engine.dialect)
        raw: Any = db.session.connection().connection.dbapi_connection
        cursor = raw.cursor()
        cursor.execute(str(query))
        rows = list(cursor.fetchall())
        cursor.close()
    db.session.remove()
    return rows


def _is_json(column: Any) -> bool:
    """Of these PostgreSQL's driver gives what it does not take."""
    return isinstance(column.type, JSON) and db.engine.dialect.name == "postgresql"


def read_through(path: Path) -> None:
    """Read every cell of a file with the reader that imports use."""
    with read(path, path.name) as workbook:
        for sheet in workbook.sheets:
            for _ in sheet.rows():
                pass


@contextmanager
def bare(checked: bool = True) -> Iterator[Any]:
    """A cursor inside one write transaction; with `checked` off foreign keys are not looked at."""
    sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        cursor = raw.cursor()
        if sqlite:
            cursor.execute("PRAGMA query_only=OFF")
            cursor.execute(f"PRAGMA foreign_keys={'ON' if checked else 'OFF'}")
            cursor.execute("BEGIN IMMEDIATE")
        elif not checked:
            cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("COMMIT")
        cursor.close()


def add(cursor: Any, table: Any, rows: Sequence[Any]) -> None:
    """INSERT by `executemany`."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join([_mark()] * len(table.columns))
    cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)


def change(cursor: Any, table: Any, names: Sequence[str], rows: Sequence[Any]) -> None:
    """UPDATE by `executemany`: these columns of each row, found by its id."""
    at = [column.name for column in table.columns]
    places = [at.index(name) for name in (*names, "id")]
    sets = ", ".join(f'"{name}" = {_mark()}' for name in names)
    values = [[row[place] for place in places] for row in rows]
    cursor.executemany(f"UPDATE {table.name} SET {sets} WHERE id = {_mark()}", values)


def _mark() -> str:
    return "?" if db.engine.dialect.name == "sqlite" else "%s"
