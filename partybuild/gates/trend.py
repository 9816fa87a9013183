"""同步率 of each item over 24 months: organizations by the month in which the trigger fell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.access.actor import Actor
from partybuild.clock.days import months_back
from partybuild.coverage.asked import Asked
from partybuild.gates import kept, queries
from partybuild.gates.kinds import Verdict
from partybuild.gates.listing import RATED
from partybuild.gates.matrix import address, items
from partybuild.gates.rules import rate

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One item: its points as (month, rate or None, query of its list)."""

    rule: str
    label: str
    points: Sequence[tuple[str, str | None, str]]

    @property
    def empty(self) -> bool:
        """Whether no month has anything to divide."""
        return all(value is None for _, value, _ in self.points)

    def drawn(self, lists: str) -> list[tuple[str, str | None, str]]:
        """The points as the chart takes them; `lists` ends in `?`."""
        return [
            (month.replace("-", "."), value, lists + link) for month, value, link in self.points
        ]


def lines(actor: Actor, asked: Asked) -> list[Line]:
    """The lines of the items in force, as of the day asked."""
    months = [months_back(asked.day, back) for back in range(MONTHS - 1, -1, -1)]
    found = kept.cohorts(actor, asked.scope, asked.day, months)
    shown = items()
    if found is None:
        found = {
            rule: queries.cohorts(actor, asked.scope, rule, asked.day, months[0])
            for rule, _ in shown
        }
    return [_line(asked, rule, label, months, found.get(rule, {})) for rule, label in shown]


def _line(
    asked: Asked,
    rule: str,
    label: str,
    months: Sequence[date],
    found: Mapping[str, Mapping[Verdict, int]],
) -> Line:
    base = address(asked, value=None)
    points = []
    for first in months:
        month = f"{first:%Y-%m}"
        link = f"{base}&rule={rule}&month={month}&verdict={RATED}"
        points.append((month, rate(found.get(month, {})), link))
    return Line(rule, label, points)
