"""Triggers and search tables, which Alembic neither sees nor keeps: reinstalled after upgrades."""

import re

from sqlalchemy import Connection

APPEND_ONLY = ("audit_row", "workflow_event")

_SQLITE = [
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ),
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5("
    "terms, content='search_entry', content_rowid='id', tokenize=\"unicode61 tokenchars '_'\")",
    "CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_index(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER IF NOT EXISTS search_entry_gone AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE OF terms ON search_entry BEGIN "
    "INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', old.id, old.terms); "
    "INSERT INTO search_index(rowid, terms) VALUES (new.id, new.terms); END",
]
_POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger AS "
    "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql",
    *(
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION append_only()"
        for table in APPEND_ONLY
    ),
    "CREATE INDEX IF NOT EXISTS ix_search_entry_terms ON search_entry "
    "USING gin (to_tsvector('simple', terms))",
]

_NAME = re.compile(
    r"CREATE (?:OR REPLACE )?(?:VIRTUAL )?(?:TRIGGER|TABLE|INDEX|FUNCTION) (?:IF NOT EXISTS )?(\w+)"
)


def install(connection: Connection) -> None:
    """Make sure every trigger and search table stands; harmless where they do already."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def analyze(connection: Connection) -> None:
    """Let the planner know how the tables are filled; without it SQLite picks the wrong index."""
    if connection.dialect.name == "sqlite":
        # Fewer, and all levels of units look alike: the index of a province serves a county.
        connection.exec_driver_sql("PRAGMA analysis_limit=100000")
    connection.exec_driver_sql("ANALYZE")


def expected(dialect: str) -> list[str]:
    """The statements that `install` runs, for doctor and tests."""
    return list(_SQLITE if dialect == "sqlite" else _POSTGRESQL)


def missing(connection: Connection) -> list[str]:
    """Names of the triggers, functions, tables and indexes that should stand and do not."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master"
    else:
        query = (
            "SELECT tgname FROM pg_trigger UNION SELECT proname FROM pg_proc "
            "UNION SELECT relname FROM pg_class"
        )
    standing = {name for (name,) in connection.exec_driver_sql(query)}
    wanted = (_NAME.search(statement) for statement in expected(connection.dialect.name))
    return [found[1] for found in wanted if found and found[1] not in standing]
