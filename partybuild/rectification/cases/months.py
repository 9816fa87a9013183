"""Monthly progress: which months of a case are to be reported, and by when. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from partybuild.clock.days import month_start, months_later


@dataclass(frozen=True, slots=True)
class Month:
    """A month of putting right."""

    first: date
    due_on: date
    """The last day on which its report is in time."""
    told: bool

    def late(self, today: date) -> bool:
        """Whether its report is missing and overdue."""
        return not self.told and self.due_on < today

    def ended(self, today: date) -> bool:
        """Whether the month has passed."""
        return months_later(self.first, 1) <= today


def months(since: date, today: date, told: Collection[date], progress_day: int) -> list[Month]:
    """Every month from that of the approval up to today's, the first first."""
    found, first = [], month_start(since)
    while first <= today:
        following = months_later(first, 1)
        found.append(Month(first, following.replace(day=progress_day), first in told))
        first = following
    return found


def wanted(found: list[Month], today: date) -> Month | None:
    """The month that is to be reported now: the first one missing, else this month's."""
    ended = (each for each in found if not each.told and each.ended(today))
    return next(ended, found[-1] if found else None)
