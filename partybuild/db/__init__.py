"""The one database handle, and the defaults every model shares."""

import enum
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from partybuild.access.scope import Scoped, UnscopedRead
from partybuild.db.encrypted import EncryptedText

FLUSHING: ContextVar[bool] = ContextVar("partybuild_flushing", default=False)
FOREVER = date.max
OPEN = 2**62
"""`known_to` of what is still held to be true."""

# Sorting and ranges go by code point on both databases.
CodeText = sa.String().with_variant(sa.String(collation="C"), "postgresql")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


class Model(DeclarativeBase):
    """Base of every table: an integer key, named constraints, enums stored by value."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        enum.Enum: sa.Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=False,
            length=24,
            values_callable=lambda kind: [member.value for member in kind],
        ),
        datetime: sa.DateTime(timezone=False),
    }

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


class GuardedSession(Session):
    """A session that never hands out a scoped row by its number alone."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """Refuse scoped models: the identity map knows no reach."""
        if isinstance(entity, type) and issubclass(entity, Scoped):
            raise UnscopedRead(f"Start from visible(actor, {entity.__name__}), not from get().")
        return super().get(entity, ident, **options)

    def flush(self, objects: Any = None) -> None:
        """Write what the flush guard has let through."""
        token = FLUSHING.set(True)
        try:
            super().flush(objects)
        finally:
            FLUSHING.reset(token)


db = SQLAlchemy(
    metadata=Model.metadata,
    session_options={"class_": GuardedSession, "autoflush": False, "expire_on_commit": False},
)

__all__ = [
    "FLUSHING",
    "FOREVER",
    "OPEN",
    "CodeText",
    "EncryptedText",
    "GuardedSession",
    "Json",
    "Model",
    "db",
]
