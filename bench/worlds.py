"""The world that is measured: built once, kept under bench/results/ while its schema holds."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from flask import Flask
from sqlalchemy import URL, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from partybuild import clock, create_app, demo, schema
from partybuild.config import Instance
from partybuild.db import db, encrypted

RESULTS = Path(__file__).parent / "results"
STAMP = "stamp.json"


@contextmanager
def opened(total: int, seed: int, postgresql: str = "") -> Iterator[Flask]:
    """The application on the world of `total` organizations, inside its context.

    The database behind `postgresql` must be empty, or hold a world that was built here.
    """
    folder = RESULTS / f"world-{total}-{seed}{'-postgresql' if postgresql else ''}"
    wanted = {"organizations": total, "seed": seed, "schema": _schema()}
    if not postgresql:
        # Over night the job process keeps the figures of a new day; nobody does here.
        wanted["day"] = clock.today().isoformat()
    stamp = folder / STAMP
    if folder.exists() and not postgresql and _read(stamp) != wanted:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    app = _app(folder, postgresql)
    with app.app_context():
        if _read(stamp) != wanted:
            print(f"建立 {total:,} 个组织的世界 …", flush=True)
            schema.upgrade()
            demo.world(total, seed, _say)
            db.session.remove()
            _settle()
            stamp.write_text(json.dumps(wanted), "utf-8")
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def scratch(folder: Path) -> Iterator[Flask]:
    """An application on an empty database of its own, inside its context: in `folder`, or beside
    the one that is open where that is PostgreSQL.

    The keys of the application that was open before come back afterwards.
    """
    ring, url = encrypted._ring, db.engine.url
    with _beside(url) if url.drivername.startswith("postgresql") else nullcontext("") as own:
        app = _app(folder, own)
        with app.app_context():
            schema.upgrade()
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()
                if ring.keys:
                    encrypted.configure(ring.keys, ring.current)


@contextmanager
def _beside(url: URL) -> Iterator[str]:
    """The address of an empty database on the same server, gone afterwards."""
    own = url.set(database="partybuild_bench_scratch")
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {own.database}")
        connection.exec_driver_sql(f"CREATE DATABASE {own.database}")
    try:
        yield own.render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {own.database}")
        server.dispose()


def accounts(app: Flask) -> dict[str, str]:
    """Passwords of the world's accounts by login."""
    instance: Instance = app.config["INSTANCE"]
    return {account.login: account.password for account in demo.load_accounts(instance)}


def _app(folder: Path, postgresql: str) -> Flask:
    settings: dict[str, object] = {"TESTING": False}
    url = postgresql or f"sqlite:///{folder / 'partybuild.sqlite'}"
    return create_app(Instance(folder), SQLALCHEMY_DATABASE_URI=url, **settings)


def _settle() -> None:
    """What either database does by itself over night: counts its rows for the planner."""
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        cursor = raw.cursor()
        cursor.execute("ANALYZE")
        raw.commit()
        cursor.close()


def _say(done: int, total: int, message: str) -> None:
    print(f"  {message} {done:,}/{total:,}", flush=True)


def _schema() -> str:
    """A digest of tables and indexes: a world of another shape is built anew."""
    parts = [
        str(statement)
        for table in db.metadata.sorted_tables
        for statement in (CreateTable(table), *map(CreateIndex, sorted(table.indexes, key=_name)))
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _name(index: object) -> str:
    return str(getattr(index, "name", ""))


def _read(path: Path) -> object:
    return json.loads(path.read_text("utf-8")) if path.exists() else None
