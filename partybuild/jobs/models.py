"""Long work: the row is the truth, whatever the worker thinks."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped
from partybuild.db import Json, Model


class Job(Scoped, Model):
    """One piece of long work, asked for by a user in an appointment, theirs alone."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state", "state", "id"),)

    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    state: Mapped[str] = mapped_column(String(12))
    """queued, running, done, failed or cancelled."""
    arguments: Mapped[dict[str, Any]] = mapped_column(Json)
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(500), default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    """How often a worker has taken it up."""
    queued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """The user's own jobs."""
        return cls.user_id == reach.user_id if reach.user_id is not None else false()

    def covers(self, reach: Reach) -> bool:
        """Whether this new job is the user's own."""
        return reach.everything or self.user_id == reach.user_id
