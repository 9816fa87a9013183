"""Arithmetic with days and months. Pure; nothing here knows what day it is."""

from calendar import monthrange
from datetime import date


def month_start(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """The corresponding day `months` on (back if negative).

    Where that month has no such day, its last day: 民法典 第二百零二条. So 31 January + 1 is
    the last of February, and there and back need not give the day one came from.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def months_back(day: date, months: int) -> date:
    """The first day of the month that lies `months` before the day's month."""
    return months_later(month_start(day), -months)


def years_later(day: date, years: int) -> date:
    """The corresponding day `years` on (back if negative).

    29 February becomes 28 February in a year without one (民法典 第二百零二条): a term of five
    years that begins on 2024-02-29 corresponds to 2029-02-28, never to 1 March.
    """
    return months_later(day, years * 12)


def days_left(today: date, due: date) -> int:
    """Calendar days until `due`: 0 on the day itself, negative when it has passed."""
    return (due - today).days
