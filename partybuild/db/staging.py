"""Rows laid into temporary tables before the lock; under it one statement a table brings them over.

A temporary table belongs to one connection. Where another one holds the lock, the same rows are
sent from memory: slower, and no different.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, bindparam, update

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.db.many import Ready, pour, refuse_unmarked, send
from partybuild.db.work import current_work

REASON = "导入备料"
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Staged:
    """Rows to be added (or, with `closes`, ids of rows to be superseded) and where they lie."""

    prepared: Ready
    name: str
    closes: bool = False


def closing(table: Any, ids: Sequence[int]) -> Ready:
    """The rows with these ids, for `stage` to lay down as those that are superseded."""
    return Ready(table, ("id",), [(number,) for number in sorted(ids)], {})


def stage(added: Sequence[Ready], closed: Sequence[Ready] = ()) -> list[Staged]:
    """Lay rows down: first `closed`, then `added`, in a transaction that locks nothing."""
    db.session.rollback()
    with mode("stage"), system(REASON):
        connection = db.session.connection()
        staged = [_lay(connection, one, closes=True) for one in closed if one.rows]
        staged += [_lay(connection, one, closes=False) for one in added if one.rows]
        db.session.commit()
    return staged


def _lay(connection: Connection, prepared: Ready, *, closes: bool) -> Staged:
    name = f"staged_{next(_NUMBERS)}"
    columns = ", ".join(f'"{column}"' for column in prepared.names)
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {name} AS SELECT {columns} FROM {prepared.table.name} LIMIT 0"
    )
    send(connection, name, prepared)
    return Staged(prepared, name, closes)


def switch(staged: Staged, first: int = 0, **constants: Any) -> None:
    """Supersede, or add, what was staged; arguments as of `pour`. Inside `bulk` or `system`."""
    table = staged.prepared.table
    refuse_unmarked(table)
    with system(REASON):
        connection = db.session.connection()
        if not _lies_here(connection, staged.name):
            _from_memory(connection, staged, first, constants)
            return
        if staged.closes:
            connection.exec_driver_sql(
                f"UPDATE {table.name} SET known_to = {current_work().change} "
                f"WHERE id IN (SELECT id FROM {staged.name})"
            )
        else:
            connection.exec_driver_sql(_insertion(staged, first, constants))
        connection.exec_driver_sql(f"DROP TABLE {staged.name}")


def _insertion(staged: Staged, first: int, constants: dict[str, Any]) -> str:
    prepared = staged.prepared
    given = [
        f'"{name}" + {first * prepared.shifts[name]}' if name in prepared.shifts else f'"{name}"'
        for name in prepared.names
    ]
    given += [f"{int(value)}" for value in constants.values()]
    names = ", ".join(f'"{name}"' for name in (*prepared.names, *constants))
    return (
        f"INSERT INTO {prepared.table.name} ({names}) SELECT {', '.join(given)} FROM {staged.name}"
    )


def _lies_here(connection: Connection, name: str) -> bool:
    """Whether this very connection has the table."""
    if connection.dialect.name == "postgresql":
        query = f"SELECT to_regclass('pg_temp.{name}') IS NOT NULL"
    else:
        query = f"SELECT count(*) FROM sqlite_temp_master WHERE name = '{name}'"
    return bool(connection.exec_driver_sql(query).scalar())


def _from_memory(
    connection: Connection, staged: Staged, first: int, constants: dict[str, Any]
) -> None:
    if not staged.closes:
        pour(staged.prepared, first, **constants)
        return
    table: Table = staged.prepared.table
    connection.execute(
        update(table).where(table.c.id == bindparam("row")).values(known_to=current_work().change),
        [{"row": number} for (number,) in staged.prepared.rows],
    )
