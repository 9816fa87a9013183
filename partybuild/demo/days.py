"""Days of the demo world: relative to today, always working weekdays. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from partybuild.clock.days import months_back


@dataclass(frozen=True, slots=True)
class Days:
    """Today, and the two years of history before this month."""

    today: date

    @property
    def first(self) -> date:
        """启用日: two years before the first of this month."""
        return months_back(self.today, 24)

    @property
    def inspected(self) -> int:
        """The year whose annual inspection has run its window (March to May of the next)."""
        return self.today.year - (1 if self.today >= date(self.today.year, 6, 1) else 2)

    def recent(self, rng: Random, after: date | None = None) -> date:
        """Some day of the history, evenly, after 启用日 and after `after`; today at the latest."""
        start = max(self.first, after or self.first) + timedelta(days=1)
        return weekday(between(rng, min(start, self.today), self.today), start)

    def old(self, rng: Random) -> date:
        """Some day before 启用日, rather late than early."""
        back = int(30 + 9000 * rng.random() ** 1.6)
        return weekday(self.first - timedelta(days=back), date.min)

    def this_year(self, rng: Random) -> date:
        """Some day of this year up to today."""
        return between(rng, self.today.replace(month=1, day=1), self.today)


def between(rng: Random, start: date, end: date) -> date:
    """Some day from `start` to `end`, both included."""
    return start + timedelta(days=rng.randint(0, max(0, (end - start).days)))


def weekday(day: date, earliest: date) -> date:
    """The day, or the Friday before a weekend, unless that is too early."""
    back = day - timedelta(days=max(0, day.weekday() - 4))
    return back if back >= earliest else day
