"""Changes of the working-day calendar; the deadlines they move are counted anew with them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, extract, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.clock.workdays import KNOWN_YEARS, is_workday
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.deadlines import calendar
from partybuild.deadlines.entries import Entry
from partybuild.deadlines.models import CalendarDay, CalendarYear
from partybuild.deadlines.recomputing import recompute
from partybuild.rules import RuleBroken


@needs(Permission.CALENDAR_KEEP, "修改工作日历")
def set_day(actor: Actor, entry: Entry, reason: str) -> int:
    """One day rests or is worked by the office's own entry; how many deadlines moved."""
    before = is_workday(entry.day, calendar.exceptions())
    _clear([entry.day])
    _add(actor, [entry])
    audit_detail(
        object=("calendar", entry.day.toordinal()),
        day=entry.day.isoformat(),
        before=before,
        after=entry.worked,
        reason=reason,
    )
    return _moved(actor, [entry.day])


@needs(Permission.CALENDAR_KEEP, "取消工作日历条目")
def clear_day(actor: Actor, day: date, reason: str) -> int:
    """The office's entry for a day is gone; how many deadlines moved."""
    if day not in calendar.exceptions():
        raise RuleBroken(f"{day:%Y-%m-%d} 没有本单位另行登记的条目，不用取消。")
    _clear([day])
    audit_detail(object=("calendar", day.toordinal()), day=day.isoformat(), reason=reason)
    return _moved(actor, [day])


@needs(Permission.CALENDAR_KEEP, "载入全年工作日历")
def load_year(actor: Actor, year: int, entries: Sequence[Entry], basis: str, reason: str) -> int:
    """The year's calendar is what `entries` say, weekends besides; how many deadlines moved."""
    check_year(year, entries)
    kept = [day for day in calendar.exceptions() if day.year == year]
    listed = {entry.day for entry in entries}
    _clear(kept)
    _add(actor, [*entries, *_weekdays_again(year, listed, basis)])
    db.session.execute(delete(CalendarYear).where(CalendarYear.year == year))
    db.session.add(
        CalendarYear(year=year, basis=basis, entered_by=actor.label, entered_at=clock.local_now())
    )
    audit_detail(object=("calendar", year), entries=len(entries), basis=basis, reason=reason)
    return _moved(actor, [date(year, 1, 1), date(year, 12, 31)])


def check_year(year: int, entries: Sequence[Entry]) -> None:
    """RuleBroken unless these can be the list of that year."""
    if not any(not entry.worked for entry in entries):
        raise RuleBroken(f"没有 {year} 年的休息日，请粘贴全年的放假和调休安排。")
    stray = [entry.day for entry in entries if entry.day.year != year]
    if stray:
        raise RuleBroken(f"{stray[0]:%Y-%m-%d} 不在 {year} 年，请删去或改正。")


def _weekdays_again(year: int, listed: Collection[date], basis: str) -> list[Entry]:
    """What the shipped calendar says of other days of the year is overruled: the list is whole."""
    if year not in KNOWN_YEARS:
        return []
    first = date(year, 1, 1).toordinal()
    days = (date.fromordinal(first + n) for n in range(366))
    return [
        Entry(day, day.weekday() < 5, basis)
        for day in days
        if day.year == year and day not in listed and is_workday(day) != (day.weekday() < 5)
    ]


def _clear(days: Collection[date]) -> None:
    db.session.execute(delete(CalendarDay).where(CalendarDay.day.in_(sorted(days))))


def _add(actor: Actor, entries: Sequence[Entry]) -> None:
    db.session.add_all(
        CalendarDay(
            day=entry.day,
            worked=entry.worked,
            basis=entry.basis,
            entered_by=actor.label,
            entered_at=clock.local_now(),
        )
        for entry in entries
    )
    db.session.flush()
    calendar.forget()


def _moved(actor: Actor, days: Sequence[date]) -> int:
    db.session.flush()
    calendar.forget()
    moved = recompute(min(days), max(days))
    audit_detail(moved=moved)
    return moved


def sources_of(year: int) -> dict[date, Any]:
    """The office's entries of a year by day, with who made them and on what basis."""
    query = select(CalendarDay).where(extract("year", CalendarDay.day) == year)
    return {row.day: row for row in db.session.scalars(query)}


def loaded(year: int) -> CalendarYear | None:
    """How the whole year was entered, None where it was not."""
    return db.session.scalars(select(CalendarYear).where(CalendarYear.year == year)).one_or_none()
