"""Deadlines follow the calendar: clocks whose days have changed are counted anew."""

from datetime import date

from sqlalchemy import select

from partybuild.access.actor import command_line
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.deadlines import clocks
from partybuild.deadlines.models import CaseClock

BATCH = 500


def recompute(first: date, last: date) -> int:
    """Count anew the running clocks that may cross the days; how many due days moved.

    Inside `work`, by whoever keeps the calendar: the clocks are in nobody's reach but the system's.
    """
    moved = 0
    with system("工作日历改动后重算期限"):
        query = select(CaseClock).where(
            CaseClock.state == "running",
            CaseClock.started_on < last,
            CaseClock.due_on >= first,
        )
        rows = db.session.scalars(query.order_by(CaseClock.id)).all()
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            pauses = clocks.pauses_of(command_line("工作日历"), [row.id for row in part])
            for row in part:
                due = clocks.due_of(row, pauses.get(row.id, ()))
                moved += due != row.due_on
                row.due_on = due
        db.session.flush()
    return moved
