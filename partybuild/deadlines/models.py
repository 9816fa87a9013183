"""The office's own calendar, the clocks that run by it, and the log of reminders."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, exists
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, ScopeMark
from partybuild.db import Model
from partybuild.deadlines.rules import Channel, Term
from partybuild.regions.placing import Filed


class CalendarDay(Model):
    """A day on which offices rest or work other than the shipped calendar or the weekend says."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(unique=True)
    worked: Mapped[bool]
    basis: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime]


class CalendarYear(Model):
    """A year whose whole official calendar has been entered."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(unique=True)
    basis: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime]


class CaseClock(Filed, Model):
    """A term that runs on a case or another subject; `due_on` is kept, None while paused."""

    __tablename__ = "case_clock"
    __table_args__ = (
        Index("ix_case_clock_due", "kind", "state", "due_on", "id"),
        Index("ix_case_clock_subject", "subject_kind", "subject_id"),
    )

    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    """Which term: names the source of to-dos it stands in."""
    title: Mapped[str] = mapped_column(String(200))
    basis: Mapped[str] = mapped_column(String(200), default="")
    started_on: Mapped[date]
    days: Mapped[int]
    working: Mapped[bool]
    rolls: Mapped[bool]
    state: Mapped[str] = mapped_column(String(8), default="running")
    """running, paused or stopped."""
    due_on: Mapped[date | None]
    stopped_on: Mapped[date | None]

    @property
    def term(self) -> Term:
        """What the rules count with."""
        return Term(self.started_on, self.days, self.working, self.rolls)


class ClockPause(Scoped, Model):
    """A stretch of days on which a clock stands still, with its reason."""

    __tablename__ = "clock_pause"

    clock_id: Mapped[int] = mapped_column(ForeignKey("case_clock.id"), index=True)
    paused_on: Mapped[date]
    resumed_on: Mapped[date | None]
    """First day that runs again, None while it stands still."""
    reason: Mapped[str] = mapped_column(String(300))
    by: Mapped[str] = mapped_column(String(200))

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Pauses of the clocks inside `reach`."""
        condition = ScopeMark(CaseClock.within(reach), CaseClock.__tablename__)
        own = CaseClock.id == cls.clock_id
        return exists(CaseClock.id).where(own, condition).correlate(cls)

    def anchor(self) -> tuple[type[Scoped], int | None]:
        """Its clock."""
        return CaseClock, self.clock_id


class Reminder(Filed, Model):
    """Somebody was reminded of a due day, or the system's to-dos first said so."""

    __tablename__ = "reminder"
    __table_args__ = (Index("ix_reminder_subject", "subject_kind", "subject_id", "due_on"),)

    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    due_on: Mapped[date]
    rung: Mapped[int | None]
    """Days of the step of the ladder, -1 once overdue, None before the first."""
    channel: Mapped[Channel]
    sent_on: Mapped[date]
    by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(300), default="")
