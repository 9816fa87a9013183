"""An import as it is remembered: who, when, which file, what it did."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped
from partybuild.db import Json, Model


class ImportBatch(Scoped, Model):
    """One uploaded file from check to commit, its maker's own."""

    __tablename__ = "import_batch"

    kind: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    actor: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    filename: Mapped[str] = mapped_column(String(255))
    file_digest: Mapped[str] = mapped_column(String(64))
    folder: Mapped[str] = mapped_column(String(64))
    """Name of its folder under the instance's imports/."""
    state: Mapped[str] = mapped_column(String(12))
    """uploaded, checking, checked, refused, writing, done, failed or withdrawn."""
    options: Mapped[dict[str, Any]] = mapped_column(Json)
    """take, accept, unit, partial, correct."""
    effective_on: Mapped[date]
    summary: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """rows, created, updated, unchanged, rejected, absent, notes, warnings."""
    job_id: Mapped[int | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    change: Mapped[int | None] = mapped_column(BigInteger)
    """The change that wrote it."""

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """The user's own imports."""
        return cls.user_id == reach.user_id if reach.user_id is not None else false()

    def covers(self, reach: Reach) -> bool:
        """Whether this new batch is the user's own."""
        return reach.everything or self.user_id == reach.user_id
