"""Policy as data: published versions that never change."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import Json, Model


class Policy(Model):
    """One version of one named policy; content is read by the room that owns `kind`."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("kind", "name", "version"),)

    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    """draft, published or superseded."""
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(300))
    author: Mapped[str] = mapped_column(String(120))
    published_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
