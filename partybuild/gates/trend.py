"""同步率 of each item over 24 months: organizations by the month in which the trigger fell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.access.actor import Actor
from partybuild.clock.days import months_back
from partybuild.coverage.asked import Asked
from partybuild.gates import kept, queries
from partybuild.gates.listing import RATED
from partybuild.gates.matrix import address, items, place
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
    first = months_back(asked.day, MONTHS - 1)
    return [_line(actor, asked, rule, label, first) for rule, label in items()]


def _line(actor: Actor, asked: Asked, rule: str, label: str, first: date) -> Line:
    found = kept.under_mark(
        actor,
        ("cohorts", *place(asked), rule, asked.day),
        lambda: queries.cohorts(actor, asked.scope, rule, asked.day, first),
    )
    base = address(asked, value=None)
    points = []
    for back in range(MONTHS - 1, -1, -1):
        month = f"{months_back(asked.day, back):%Y-%m}"
        link = f"{base}&rule={rule}&month={month}&verdict={RATED}"
        points.append((month, rate(found.get(month, {})), link))
    return Line(rule, label, points)
