"""Counts of verdicts as they are kept: of a unit, month by month, for every day of the month. Pure.

A verdict is counted where it is the newest of its rule; by the month of its trigger it is counted
whether or not a newer one followed.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.clock.days import month_start
from partybuild.gates.kinds import Verdict
from partybuild.gates.rules import FOREVER
from partybuild.organizations.kinds import OrganizationKind

DEEPEST = 3
"""Kept down to the county: what lies in a county is counted from the verdicts themselves."""
Place = tuple[int, bool]
"""(unit id, own)."""
Cell = tuple[str, Verdict, OrganizationKind]
"""(rule, verdict, kind of organization)."""
Moves = Mapping[tuple[str, date], int]
"""(cell as text, day) → by how much its count changes on that day."""


def text_of(rule: str, verdict: Verdict, kind: OrganizationKind) -> str:
    """A cell as it is written."""
    return f"{rule}|{verdict.value}|{kind.value}"


def cell_of(text: str) -> Cell:
    """A cell from what was written."""
    rule, verdict, kind = text.rsplit("|", 2)
    return rule, Verdict(verdict), OrganizationKind(kind)


def places(row: Mapping[str, Any]) -> list[Place]:
    """Where a verdict counts: in its own unit and in all above down to the county, the top aside."""
    above = [row[f"level{n}_id"] for n in range(1, DEEPEST + 1)]
    found: list[Place] = [(unit, False) for unit in above if unit is not None]
    if found and row[f"level{DEEPEST + 1}_id"] is None:
        found.append((row["unit_id"], True))
    return found


@dataclass
class Changes:
    """By how much counts change: of current verdicts by day, of each month's triggers by day."""

    current: dict[Place, Counter[tuple[str, date]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    triggered: dict[Place, dict[date, Counter[tuple[str, date]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )

    def note(self, number: int, row: Mapping[str, Any]) -> None:
        """So many verdicts like this came (went, if negative)."""
        cell = text_of(row["rule"], row["verdict"], row["kind"])
        start, end = row["valid_from"], row["valid_to"]
        newest, month = min(end, row["next_on"]), month_start(row["trigger_on"])
        for place in places(row):
            _add(self.current[place], cell, start, newest, number)
            _add(self.triggered[place][month], cell, start, end, number)

    def months(self, place: Place) -> Mapping[date, Moves]:
        """Changes of the triggers of each month in a place."""
        return self.triggered.get(place, {})

    def units(self) -> set[int]:
        """Units in which anything changes."""
        return {place[0] for place in self.current}


def _add(counts: Counter[tuple[str, date]], cell: str, start: date, end: date, number: int) -> None:
    if start < end:
        counts[cell, start] += number
        if end != FOREVER:
            counts[cell, end] -= number


@dataclass(frozen=True, slots=True)
class Month:
    """What is kept of a place for one month, as it is written."""

    standing: Mapping[str, int]
    """Current verdicts at the end of the day before the month."""
    moves: Mapping[str, Mapping[str, int]]
    """By day of the month: changes of these."""
    triggered: Mapping[str, Mapping[str, int]]
    """By day, however late: changes of all verdicts on triggers of this month."""


NOTHING = Month({}, {}, {})


def moved(
    known: Mapping[date, Month], moves: Moves, triggered: Mapping[date, Moves]
) -> dict[date, Month]:
    """What is kept of a place for those months after the changes; `known` names all its months."""
    found = {}
    for month, standing, inside in _by_month(moves, sorted(known)):
        was = known[month]
        found[month] = Month(
            _sum(was.standing, standing),
            _sums(was.moves, inside),
            _sums(was.triggered, triggered.get(month, {})),
        )
    return found


def _by_month(
    moves: Moves, months: Sequence[date]
) -> Iterator[tuple[date, Mapping[str, int], Moves]]:
    """Each month with the changes before it, summed, and those inside it."""
    ordered = sorted(moves.items(), key=lambda item: item[0][1])
    running: Counter[str] = Counter()
    at = 0
    for month in months:
        while at < len(ordered) and ordered[at][0][1] < month:
            (cell, _), number = ordered[at]
            running[cell] += number
            at += 1
        inside = {}
        for (cell, day), number in ordered[at:]:
            if month_start(day) != month:
                break
            inside[cell, day] = number
        yield month, dict(running), inside


def _sum(was: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Sums without zeros."""
    if not any(more.values()):
        return dict(was)
    sums = {cell: was.get(cell, 0) + more.get(cell, 0) for cell in {**was, **more}}
    return {cell: number for cell, number in sums.items() if number}


def _sums(was: Mapping[str, Mapping[str, int]], more: Moves) -> dict[str, Mapping[str, int]]:
    by_day: dict[str, dict[str, int]] = defaultdict(dict)
    for (cell, day), number in more.items():
        by_day[day.isoformat()][cell] = number
    sums = dict(was) | {day: _sum(was.get(day, {}), cells) for day, cells in by_day.items()}
    return {day: cells for day, cells in sums.items() if cells}


def on(
    standing: Mapping[str, int], moves: Mapping[str, Mapping[str, int]], day: date
) -> Mapping[str, int]:
    """The counts at the end of a day."""
    last, found = day.isoformat(), Counter(standing)
    for moved_on, cells in moves.items():
        if moved_on <= last:
            found.update(cells)
    return {cell: number for cell, number in found.items() if number}


def by_rule(
    counts: Mapping[str, int], kinds: Collection[OrganizationKind] = ()
) -> dict[str, Counter[Verdict]]:
    """By rule the counts of each verdict, of these kinds only if any are given."""
    found: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for text, number in counts.items():
        rule, verdict, kind = cell_of(text)
        if not kinds or kind in kinds:
            found[rule][verdict] += number
    return dict(found)
