"""Chinese working days: weekends, public holidays and the days worked in exchange (调休). Pure.

`exceptions` are an office's own entries, True for a day that is worked; they stand first.
Holidays are announced year by year: beyond the years known, weekends are taken, and pages say so.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from chinese_calendar import holidays, workdays

Exceptions = Mapping[date, bool]

ESTIMATED = "暂按周末推算"
KNOWN_YEARS = range(min(holidays).year, max(holidays).year + 1)

_NONE: Exceptions = MappingProxyType({})
_DAY = timedelta(days=1)
_SATURDAY = 5


def is_workday(day: date, exceptions: Exceptions = _NONE) -> bool:
    """Whether offices work that day; from the weekend alone where `estimated`."""
    if day in exceptions:
        return exceptions[day]
    if day in workdays:
        return True
    return day.weekday() < _SATURDAY and day not in holidays


def estimated(day: date, loaded_years: Collection[int] = ()) -> bool:
    """Whether the day is judged from weekends only, and so shown with `ESTIMATED`.

    `loaded_years` are the years whose whole official calendar stands in the office's exceptions.
    """
    return day.year not in KNOWN_YEARS and day.year not in loaded_years


def add_workdays(day: date, count: int, exceptions: Exceptions = _NONE) -> date:
    """The `count`-th working day after `day`, which itself is not counted; before it if negative.

    With a count of 0 it is `day`, worked or not.
    """
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day, exceptions)
    return day


def workdays_between(start: date, end: date, exceptions: Exceptions = _NONE) -> int:
    """Working days after `start` up to and including `end`; what `add_workdays` undoes.

    With `start` today and `end` a due day these are the working days left: 0 on the due day,
    negative once it has passed.
    """
    if end < start:
        return -sum(is_workday(day, exceptions) for day in _days(end, start))
    return sum(is_workday(day, exceptions) for day in _days(start + _DAY, end + _DAY))


def _days(first: date, beyond: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((beyond - first).days))
