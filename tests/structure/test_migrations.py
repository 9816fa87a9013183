"""Migrations: numbered without gaps, one head, both ways, equal to the models."""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from partybuild import create_app, schema
from partybuild.config import Instance
from partybuild.db import EncryptedText, Model, db, declared
from partybuild.db.engine import mode
from tests.conftest import BACKENDS, _url

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"


@pytest.fixture(params=BACKENDS)
def empty(request, tmp_path):
    """An application on an empty database of its own."""
    with _url(request.param, tmp_path) as url:
        app = create_app(Instance(tmp_path), SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=url)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def test_no_number_is_given_twice_and_each_follows_a_lower_one():
    numbers = [re.match(r"(\d{4})_", path.name)[1] for path in VERSIONS.glob("*.py")]
    scripts = list(ScriptDirectory.from_config(schema.configuration()).walk_revisions())

    assert sorted(numbers) == sorted(script.revision for script in scripts)
    assert all((script.down_revision or "") < script.revision for script in scripts)


def test_one_head(empty):
    assert len(ScriptDirectory.from_config(schema.configuration()).get_heads()) == 1


def test_the_schema_after_all_migrations_equals_the_models(empty):
    schema.upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": _compare_type, "include_object": _is_ours}
        )
        assert compare_metadata(context, Model.metadata) == []


def _is_ours(thing, name, kind, reflected, compare_to):
    return not name.startswith("search_index") and name != "ix_search_entry_terms"


def _compare_type(context, inspected, column, found, wanted):
    return False if isinstance(wanted, EncryptedText) else None


def test_each_goes_up_and_down(empty):
    def run(step, revision):
        with mode("write"), db.engine.begin() as connection:
            config = schema.configuration()
            config.attributes["connection"] = connection
            step(config, revision)

    for revision in reversed(
        list(ScriptDirectory.from_config(schema.configuration()).walk_revisions())
    ):
        run(command.upgrade, revision.revision)
        run(command.downgrade, "-1")
        run(command.upgrade, revision.revision)
    run(command.downgrade, "base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()


def test_migrations_import_nothing_of_the_application():
    for path in VERSIONS.glob("*.py"):
        assert "partybuild" not in path.read_text("utf-8"), path


def test_upgrading_twice_changes_nothing_and_triggers_stand(empty):
    schema.upgrade()
    schema.upgrade()
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            names = set(
                connection.exec_driver_sql(
                    "SELECT name FROM sqlite_master WHERE type IN ('trigger')"
                ).scalars()
            )
            assert {"audit_row_no_UPDATE", "audit_row_no_DELETE", "search_entry_added"} <= names
        assert declared.expected(connection.dialect.name)
