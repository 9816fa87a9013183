"""Rows laid into temporary tables before the lock; under it one statement a table brings them over.

A temporary table belongs to one connection. Where another one holds the lock, the same rows are
sent from memory: slower, and no different.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import count
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam, update

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.db.many import WAS, Ready, pour, refuse_unmarked, send
from partybuild.db.work import current_work

REASON = "导入备料"
_NUMBERS = count(1)


class Act(Enum):
    """What becomes of rows once they are switched in."""

    ADD = "add"
    CLOSE = "close"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Staged:
    """Rows to be added, ids of rows to be superseded, or rows to be changed, and where they lie."""

    prepared: Ready
    name: str
    act: Act = Act.ADD


def closing(table: Any, ids: Sequence[int]) -> Ready:
    """The rows with these ids, for `stage` to lay down as those that are superseded."""
    return Ready(table, ("id",), [(number,) for number in sorted(ids)], {})


def stage(
    added: Sequence[Ready], closed: Sequence[Ready] = (), changed: Sequence[Ready] = ()
) -> list[Staged]:
    """Lay rows down in a transaction that locks nothing: `closed`, then `changed`, then `added`.

    Rows of `changed` have an `id`, the columns to be set, and, named with `WAS` in front, columns
    as they must still be.
    """
    db.session.rollback()
    with mode("stage"), system(REASON):
        connection = db.session.connection()
        staged = [
            _lay(connection, one, act)
            for act, several in ((Act.CLOSE, closed), (Act.CHANGE, changed), (Act.ADD, added))
            for one in several
            if one.rows
        ]
        db.session.commit()
    return staged


def unlaid(
    added: Sequence[Ready], closed: Sequence[Ready] = (), changed: Sequence[Ready] = ()
) -> list[Staged]:
    """The same rows for `switch` without laying them down: few, sent from memory under the lock."""
    return [
        Staged(one, "", act)
        for act, several in ((Act.CLOSE, closed), (Act.CHANGE, changed), (Act.ADD, added))
        for one in several
        if one.rows
    ]


def _lay(connection: Connection, prepared: Ready, act: Act) -> Staged:
    name = f"staged_{next(_NUMBERS)}"
    columns = ", ".join(f'"{column.removeprefix(WAS)}" AS "{column}"' for column in prepared.names)
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {name} AS SELECT {columns} FROM {prepared.table.name} LIMIT 0"
    )
    send(connection, name, _by_name(prepared) if act is Act.ADD else prepared)
    return Staged(prepared, name, act)


def _by_name(prepared: Ready) -> Ready:
    """In order of names where the rows are numbered as they come: indexes by name fill faster."""
    if "id" in prepared.names or "sort_key" not in prepared.names:
        return prepared
    name = itemgetter(prepared.names.index("sort_key"))
    return replace(prepared, rows=sorted(prepared.rows, key=name))


def switch(staged: Staged, first: int = 0, **constants: Any) -> int:
    """Supersede, change or add what was staged; how many rows that are.

    Arguments as of `pour`; inside `bulk` or `system`.
    """
    refuse_unmarked(staged.prepared.table)
    with system(REASON):
        connection = db.session.connection()
        if not _lies_here(connection, staged.name):
            return _from_memory(connection, staged, first, constants)
        done = connection.exec_driver_sql(_statement(staged, first, constants)).rowcount
        connection.exec_driver_sql(f"DROP TABLE {staged.name}")
        return done


def _statement(staged: Staged, first: int, constants: dict[str, Any]) -> str:
    table = staged.prepared.table.name
    if staged.act is Act.CHANGE:
        return _change(staged)
    if staged.act is Act.CLOSE:
        return (
            f"UPDATE {table} SET known_to = {current_work().change} "
            f"WHERE id IN (SELECT id FROM {staged.name})"
        )
    return _insertion(staged, first, constants)


def _change(staged: Staged) -> str:
    table, said = staged.prepared.table.name, _said(staged.prepared)
    sets = ", ".join(f'"{name}" = s."{name}"' for name in said)
    same = [f'{table}."{name.removeprefix(WAS)}" = s."{name}"' for name in _was(staged.prepared)]
    where = " AND ".join([f"{table}.id = s.id", *same])
    return f"UPDATE {table} SET {sets} FROM {staged.name} AS s WHERE {where}"


def _said(prepared: Ready) -> list[str]:
    return [name for name in prepared.names if name != "id" and not name.startswith(WAS)]


def _was(prepared: Ready) -> list[str]:
    return [name for name in prepared.names if name.startswith(WAS)]


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
    """Whether this very connection has the table; a blank name is that of rows never laid down."""
    if not name:
        return False
    if connection.dialect.name == "postgresql":
        query = f"SELECT to_regclass('pg_temp.{name}') IS NOT NULL"
    else:
        query = f"SELECT count(*) FROM sqlite_temp_master WHERE name = '{name}'"
    return bool(connection.exec_driver_sql(query).scalar())


def _from_memory(
    connection: Connection, staged: Staged, first: int, constants: dict[str, Any]
) -> int:
    prepared = staged.prepared
    if staged.act is Act.ADD:
        pour(prepared, first, **constants)
        return len(prepared.rows)
    if staged.act is Act.CHANGE:
        return _lay_and_change(connection, prepared)
    table: Table = prepared.table
    connection.execute(
        update(table).where(table.c.id == bindparam("row")).values(known_to=current_work().change),
        [{"row": number} for (number,) in prepared.rows],
    )
    return len(prepared.rows)


def change_many(prepared: Ready) -> int:
    """Change rows as `stage` says of `changed`, in one statement; how many were as they had to be.

    Inside `work` and `bulk` or `system`.
    """
    refuse_unmarked(prepared.table)
    if not prepared.rows:
        return 0
    with system(REASON):
        return _lay_and_change(db.session.connection(), prepared)


def _lay_and_change(connection: Connection, prepared: Ready) -> int:
    laid = _lay(connection, prepared, Act.CHANGE)
    done = connection.exec_driver_sql(_change(laid)).rowcount
    connection.exec_driver_sql(f"DROP TABLE {laid.name}")
    return done
