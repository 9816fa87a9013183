"""A year's calendar before it is saved: from the shipped calendar, and what it would change."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.clock.workdays import KNOWN_YEARS, is_workday
from partybuild.deadlines import calendar
from partybuild.deadlines.entries import Entry

WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A day that would rest or be worked other than now."""

    day: date
    before: bool
    after: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the year would be. `seal` names the list and the calendar it was compared with."""

    entries: Sequence[Entry]
    changes: Sequence[Change]
    before: int
    after: int
    """Working days of the year."""
    seal: str

    @property
    def lines(self) -> str:
        """The list as it can be pasted again."""
        return "\n".join(
            f"{each.day:%Y-%m-%d}，{'班' if each.worked else '休'}，{each.basis}"
            for each in self.entries
        )


def days_of(year: int) -> list[date]:
    """Every day of a year."""
    first, beyond = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    return [date.fromordinal(number) for number in range(first, beyond)]


def shipped(year: int, basis: str = "") -> list[Entry]:
    """What the shipped calendar says of a year beside the weekends; nothing of a year it has not."""
    if year not in KNOWN_YEARS:
        return []
    return [
        Entry(day, is_workday(day), basis)
        for day in days_of(year)
        if is_workday(day) != (day.weekday() < WEEKEND)
    ]


def plan(year: int, entries: Sequence[Entry]) -> Plan:
    """The year as `entries` say, weekends besides, against the calendar that stands now."""
    own = calendar.exceptions()
    listed = {entry.day: entry for entry in entries}
    before = {day: is_workday(day, own) for day in days_of(year)}
    after = {
        day: listed[day].worked if day in listed else day.weekday() < WEEKEND for day in before
    }
    changes = [
        Change(day, before[day], after[day], listed[day].basis if day in listed else "按周末")
        for day in before
        if before[day] is not after[day]
    ]
    ordered = sorted(entries, key=lambda entry: entry.day)
    said = repr((year, ordered, sorted(before.items())))
    seal = hashlib.sha256(said.encode()).hexdigest()[:32]
    return Plan(ordered, changes, sum(before.values()), sum(after.values()), seal)
