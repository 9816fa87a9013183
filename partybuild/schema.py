"""Bringing a database up to date."""

from typing import TYPE_CHECKING

from sqlalchemy import inspect, select

from partybuild.audit.models import AuditHead
from partybuild.audit.rules import FIRST
from partybuild.config import resources
from partybuild.db import db, declared
from partybuild.db.engine import mode

# Alembic is imported where it is used: it takes a seventh of the start of every command.
if TYPE_CHECKING:
    from alembic.config import Config


def configuration() -> "Config":
    """Alembic's configuration for the running app's database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(revision: str = "head") -> None:
    """Run the migrations that are missing, then install triggers and search tables."""
    from alembic import command

    db.session.rollback()
    with mode("write"):
        with db.engine.begin() as connection:
            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        with db.engine.begin() as connection:
            declared.install(connection)
        if db.session.scalars(select(AuditHead)).first() is None:
            db.session.add(AuditHead(number=0, digest=FIRST))
            db.session.commit()
        db.session.rollback()


def is_empty() -> bool:
    """Whether the database holds no tables yet."""
    return not inspect(db.engine).has_table("audit_head")


def revisions() -> tuple[str | None, str | None]:
    """The revision the database stands at, and the one this version of the product wants."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    wanted = ScriptDirectory.from_config(configuration()).get_current_head()
    standing = MigrationContext.configure(db.session.connection()).get_current_revision()
    db.session.rollback()
    return standing, wanted


def is_current() -> bool:
    """Whether the database has the structure of this version."""
    standing, wanted = revisions()
    return standing == wanted
