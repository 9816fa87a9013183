"""A year of the working-day calendar as a page shows it."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.clock.workdays import ESTIMATED, KNOWN_YEARS, is_workday
from partybuild.deadlines import calendar, keeping

SHIPPED = "国务院办公厅放假安排（系统随附日历）"
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: 休 on a weekday that rests, 班 on a weekend that is worked, else no mark."""

    day: date
    worked: bool
    mark: str
    basis: str
    today: bool


@dataclass(frozen=True, slots=True)
class Special:
    """A day that differs from the weekend, with the source of its entry."""

    cell: Cell
    weekday: str
    entered_by: str
    entered_at: Any
    own: bool


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months of weeks (None outside the month), and every day that is special."""

    year: int
    months: Sequence[tuple[int, Sequence[Sequence[Cell | None]]]]
    specials: Sequence[Special]
    note: str
    """暂按周末推算 where the year is not known yet, else where the whole year comes from."""
    estimated: bool
    working: int
    first: int
    last: int


def year(number: int) -> Year:
    """The calendar of a year; ValueError outside 1990 to 2100."""
    if not 1990 <= number <= 2100:
        raise ValueError(number)
    entered = keeping.sources_of(number)
    cells = {day: _cell(day, entered) for day in _days(number)}
    loaded = keeping.loaded(number)
    estimated = calendar.estimated(date(number, 1, 1))
    note = ESTIMATED if estimated else loaded.basis if loaded else SHIPPED
    return Year(
        number,
        [(month, _weeks(number, month, cells)) for month in range(1, 13)],
        [_special(cell, entered) for cell in cells.values() if cell.mark or cell.day in entered],
        note,
        estimated,
        sum(cell.worked for cell in cells.values()),
        KNOWN_YEARS[0],
        KNOWN_YEARS[-1],
    )


def _days(number: int) -> list[date]:
    first, beyond = date(number, 1, 1).toordinal(), date(number + 1, 1, 1).toordinal()
    return [date.fromordinal(n) for n in range(first, beyond)]


def _cell(day: date, entered: dict[date, Any]) -> Cell:
    worked = entered[day].worked if day in entered else is_workday(day)
    weekend = day.weekday() >= 5
    mark = "班" if weekend and worked else "休" if not weekend and not worked else ""
    basis = entered[day].basis if day in entered else SHIPPED if mark else ""
    return Cell(day, worked, mark, basis, day == clock.today())


def _weeks(number: int, month: int, cells: dict[date, Cell]) -> list[list[Cell | None]]:
    weeks = Calendar().monthdatescalendar(number, month)
    return [[cells[day] if day.month == month else None for day in week] for week in weeks]


def _special(cell: Cell, entered: dict[date, Any]) -> Special:
    row = entered.get(cell.day)
    return Special(
        cell,
        f"周{WEEKDAYS[cell.day.weekday()]}",
        row.entered_by if row else "",
        row.entered_at if row else None,
        row is not None,
    )
