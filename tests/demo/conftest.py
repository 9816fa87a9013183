"""One demo world a session, on a database of its own beside the shared one."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from partybuild import create_app, demo, schema
from partybuild.access.actor import command_line
from partybuild.config import Instance
from partybuild.db import db, encrypted
from tests.conftest import NOW
from tests.support.client import Client


@contextmanager
def scratch(folder):
    """An application on an empty database in `folder`; the shared one's keys come back after."""
    ring = encrypted._ring
    url = f"sqlite:///{folder / 'demo.sqlite'}"
    app = create_app(Instance(folder), TESTING=True, SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=url)
    app.test_client_class = Client
    own = encrypted._ring
    with app.app_context():
        schema.upgrade()
    try:
        yield SimpleNamespace(app=app, folder=folder, ring=own)
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        encrypted._ring = ring


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The demo world as `run --demo` shows it, with its accounts."""
    with pytest.MonkeyPatch.context() as patch, scratch(tmp_path_factory.mktemp("demo")) as made:
        patch.setenv("PARTYBUILD_NOW", NOW)
        with made.app.app_context():
            made.accounts = demo.build()
            db.session.remove()
        yield made


@pytest.fixture
def shown(built, monkeypatch):
    """The demo world, opened for one test; `actor` reads everything."""
    monkeypatch.setattr(encrypted, "_ring", built.ring)
    with built.app.app_context():
        db.session.remove()
        built.actor = command_line("测试")
        yield built
        db.session.remove()
