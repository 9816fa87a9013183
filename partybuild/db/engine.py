"""Which database is opened, and how: the SQLite gate, pragmas, read-only snapshots."""

import importlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, event

MODE: ContextVar[str] = ContextVar("partybuild_mode", default="read")
BUSY_SECONDS = 15
CACHE, ROOMY_CACHE = "-65536", "-262144"
"""KiB of pages that a connection keeps; while it writes more, or a large import spills pages from
the cache and reads them back with the lock held. Only what is touched is taken up.
"""
# Versions in which the WAL-reset fault is mended (reliability.md §1.1).
_MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def sqlite_module() -> ModuleType:
    """The one SQLite library of this process: pysqlite3 where a wheel exists, else Python's."""
    try:
        return importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite may use WAL; the others fall back to a rollback journal."""
    return version >= _MENDED[0] or any(
        version[:2] == mended[:2] and version >= mended for mended in _MENDED[1:]
    )


def engine_options(url: str) -> dict[str, Any]:
    """Options for `create_engine` that fit the database behind `url`."""
    # The connection given back last goes out first: what lies staged on it is found again.
    common = {"pool_use_lifo": True, "json_serializer": _json}
    if url.startswith("sqlite"):
        return common | {
            "module": sqlite_module(),
            "connect_args": {"isolation_level": None, "timeout": BUSY_SECONDS},
        }
    return common | {"pool_pre_ping": True, "connect_args": {"options": "-c lock_timeout=15s"}}


_json = json.JSONEncoder(ensure_ascii=False).encode
"""Chinese as it stands: escaped it takes twice the room, in the file and under the lock."""


def prepare(engine: Engine) -> None:
    """Set pragmas on each connection and begin each transaction in the mode asked for."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "begin", _postgresql_begin)


@contextmanager
def mode(name: str) -> Iterator[None]:
    """Begin the transactions inside in mode `read` (a snapshot), `write` (locked at once) or
    `stage` (nothing is locked, for what only fills temporary tables).
    """
    token = MODE.set(name)
    try:
        yield
    finally:
        MODE.reset(token)


def _sqlite_connect(connection: Any, record: Any) -> None:
    library = sqlite_module()
    cursor = connection.cursor()
    journal = "WAL" if wal_is_safe(library.sqlite_version_info) else "DELETE"
    for pragma in (
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "temp_store=MEMORY",
        f"cache_size={CACHE}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Any) -> None:
    asked = MODE.get()
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if asked == 'read' else 'OFF'}")
    room = ROOMY_CACHE if asked == "write" else CACHE
    connection.exec_driver_sql(f"PRAGMA cache_size={room}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if asked == "write" else "BEGIN")


def _postgresql_begin(connection: Any) -> None:
    if MODE.get() == "read":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
