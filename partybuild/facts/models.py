"""Rows that say what was true from when to when, and since when we know it."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ColumnElement, Index, String, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import FOREVER, OPEN, Json

HOLDING = ("known_to", "valid_from", "valid_to")
"""What says whether a row holds on a day, in the order of an index."""


class Dated:
    """Mixin of facts: half-open days, half-open change numbers; only `known_to` is ever updated.

    `KEY` names the columns that make one time line: at most one known row of it holds on a day.
    """

    KEY: ClassVar[tuple[str, ...]] = ()

    valid_from: Mapped[date]
    valid_to: Mapped[date] = mapped_column(default=FOREVER)
    known_from: Mapped[int] = mapped_column(BigInteger)
    known_to: Mapped[int] = mapped_column(BigInteger, default=OPEN)

    @classmethod
    def values(cls) -> tuple[str, ...]:
        """Names of the columns that say what is true: all but key, days and numbers."""
        own = {"id", "valid_from", "valid_to", "known_from", "known_to", *cls.KEY}
        columns: Any = cls.__table__.columns  # type: ignore[attr-defined]
        return tuple(column.name for column in columns if column.name not in own)


def from_above(table: str, subject: str) -> Index:
    """The index of a history by which its few lines from above are found."""
    marked: ColumnElement[bool] = literal_column("mark != ''")
    return Index(
        f"ix_{table}_marked", subject, "change", sqlite_where=marked, postgresql_where=marked
    )


class Event:
    """Mixin of history lines: what changed, from which day, by whom, why. Written once."""

    change: Mapped[int] = mapped_column(BigInteger, index=True)
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(40))
    changes: Mapped[list[dict[str, str]]] = mapped_column(Json)
    """[{label, before, after}], all as shown on screen; telephones masked."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    actor: Mapped[str] = mapped_column(String(200))
    mark: Mapped[str] = mapped_column(String(20), default="")
    """代填 or 上级更正 where a write came from above."""
