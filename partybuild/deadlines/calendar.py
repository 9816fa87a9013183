"""Working days as this office counts them: the shipped calendar and its own entries over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from partybuild.clock import workdays
from partybuild.clock.workdays import Exceptions
from partybuild.db import db
from partybuild.deadlines import rules
from partybuild.deadlines.models import CalendarDay, CalendarYear
from partybuild.deadlines.rules import Term

KEPT = "partybuild_calendar"


@dataclass(frozen=True, slots=True)
class Own:
    """What the office has entered: days, and years entered as a whole."""

    days: Mapping[date, bool]
    years: frozenset[int]


def own() -> Own:
    """The office's entries, read once in a transaction."""
    session = db.session()
    kept = session.info.get(KEPT)
    if kept is not None and kept[0] is session.get_transaction():
        found: Own = kept[1]
        return found
    days = db.session.execute(select(CalendarDay.day, CalendarDay.worked))
    years = db.session.scalars(select(CalendarYear.year))
    found = Own({row.day: row.worked for row in days}, frozenset(years))
    session.info[KEPT] = (session.get_transaction(), found)
    return found


def forget() -> None:
    """Read the entries again: they have been changed in this transaction."""
    db.session().info.pop(KEPT, None)


def exceptions() -> Exceptions:
    """The office's own days, True for a day that is worked."""
    return own().days


def estimated(day: date) -> bool:
    """Whether the day is judged from weekends only, and so shown with 暂按周末推算."""
    return workdays.estimated(day, own().years)


def due(start: date, days: int, working: bool, rolls: bool = False) -> date:
    """The last day of a term of so many days; `start`, the day of the event, is not counted."""
    last = rules.due(Term(start, days, working, rolls), (), exceptions())
    assert last is not None  # only a pause leaves it open
    return last


def left(today: date, last: date, working: bool) -> int:
    """Days until `last`, 0 on it; once it has passed, calendar days since, negative."""
    return rules.left(today, last, working, exceptions())


def words(today: date, last: date, working: bool) -> str:
    """还剩 3 个工作日, 今天到期 or 逾期 2 天; 暂按周末推算 is added where it may still move."""
    said = rules.words(today, last, left(today, last, working), working)
    if working and today <= last and estimated(last):
        return f"{said}（{workdays.ESTIMATED}）"
    return said
