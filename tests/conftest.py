"""One schema a worker and database, each test in a transaction that is rolled back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from partybuild import create_app, schema
from partybuild.access.permissions import Role
from partybuild.accounts import queries as accounts
from partybuild.accounts.models import AppointmentOrganization
from partybuild.config import Instance
from partybuild.db import GuardedSession, db
from partybuild.db.engine import mode
from partybuild.db.work import work
from tests.support import world
from tests.support.client import Client, sign_in
from tests.support.world import ROOT

NOW = "2026-11-20T09:30:00"
BACKENDS = os.environ.get("PARTYBUILD_TEST_DATABASES", "sqlite,postgresql").split(",")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """Tests run on a Friday in November 2026; a test may set its own day."""
    monkeypatch.setenv("PARTYBUILD_NOW", NOW)


@pytest.fixture(scope="session", params=BACKENDS)
def app(request, tmp_path_factory):
    """The application on an upgraded database that holds the small world of tests."""
    os.environ["PARTYBUILD_NOW"] = NOW
    folder = tmp_path_factory.mktemp(f"instance-{request.param}")
    with _url(request.param, folder) as url:
        app = create_app(
            Instance(folder), TESTING=True, SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=url
        )
        app.test_client_class = Client
        with app.app_context():
            schema.upgrade()
            world.build()
            db.session.remove()
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _url(backend: str, folder) -> Iterator[str]:
    if backend == "sqlite":
        yield f"sqlite:///{folder / 'test.sqlite'}"
        return
    from tests.support.postgres import postgres_url

    with postgres_url() as url:
        if url is None:
            pytest.skip("没有找到 PostgreSQL 服务器程序（postgresql 未安装）")
        yield url


@pytest.fixture
def database(app):
    """The database inside a transaction that is rolled back when the test ends."""
    with app.app_context():
        engine = db.engine
        with mode("write"):
            connection = engine.connect()
            outer = connection.begin()
        session = db.session
        db.engines[None] = connection
        db.session = db._make_scoped_session(
            {
                "class_": GuardedSession,
                "autoflush": False,
                "expire_on_commit": False,
                "join_transaction_mode": "create_savepoint",
            }
        )
        try:
            yield db
        finally:
            db.session.remove()
            db.session = session
            db.engines[None] = engine
            outer.rollback()
            connection.close()


@pytest.fixture
def cast(database):
    """The standing cast: officers of each level, and everybody else, as actors by name."""
    return world.cast()


@pytest.fixture
def as_actor(app, database):
    """A client signed in as the given actor, CSRF token already sent."""
    return lambda actor: sign_in(app, actor)


@pytest.fixture
def queries(database):
    """Count the statements sent to the database: `with queries() as sent: …`."""

    @contextmanager
    def counting():
        sent: list[str] = []

        def record(conn, cursor, statement, *rest):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
                sent.append(statement)

        engine = db.engine.engine
        event.listen(engine, "before_cursor_execute", record)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", record)

    return counting


@pytest.fixture
def secretary(database):
    """A secretary of the organizations given."""

    def appoint(*organizations, login="shuji"):
        with work(ROOT) as running:
            post = world.add_person(login, Role.SECRETARY, "610103")
            db.session.add_all(
                AppointmentOrganization(appointment_id=post, organization_id=number)
                for number in organizations
            )
            running.audited = True
        return accounts.actor_by_login(login)

    return appoint
