"""From what was typed into a form to what is said of a time line. Pure.

A form shows the facts of one day. What differs from them was touched; it holds from the effective
day until the line already says something else, so that an older count entered late never
overwrites a newer one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from partybuild.facts.rules import Row


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values that are to hold on the days [valid_from, valid_to)."""

    values: Mapping[str, Any]
    valid_from: date
    valid_to: date


def row_on(rows: Sequence[Row], day: date) -> Row | None:
    """The row of a time line that holds on a day."""
    return next((row for row in rows if row.valid_from <= day < row.valid_to), None)


def touched(shown: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed otherwise than shown; a blank text is the same as nothing."""
    return {
        name: value
        for name, value in typed.items()
        if (None if value == "" else value) != (None if shown.get(name) == "" else shown.get(name))
    }


def changed_from(
    rows: Sequence[Row], typed: Mapping[str, Any], names: Sequence[str], day: date
) -> list[Stretch]:
    """The touched values `names` from `day` on, each until the line itself says otherwise.

    Where the line says nothing on `day`, all that was typed holds until it begins to.
    """
    here = row_on(rows, day)
    if here is None:
        later = [row.valid_from for row in rows if row.valid_from > day]
        return [Stretch(dict(typed), day, min(later, default=date.max))]
    ends = {name: _run(rows, name, here)[1] for name in names}
    return _grouped({name: (day, end) for name, end in ends.items()}, typed)


def corrected(
    rows: Sequence[Row],
    typed: Mapping[str, Any],
    names: Sequence[str],
    day: date,
    born: date,
) -> list[Stretch]:
    """The touched values `names` over all days of the run of equal values that holds on `day`.

    Where the line says nothing on `day`, all that was typed holds from `born` until it begins to.
    """
    here = row_on(rows, day)
    if here is None:
        start = born if row_on(rows, born) is None else day
        return changed_from(rows, typed, names, start)
    return _grouped({name: _run(rows, name, here) for name in names}, typed)


def _run(rows: Sequence[Row], name: str, here: Row) -> tuple[date, date]:
    """First day and end of the unbroken run of days around `here` with the same value of `name`."""
    ordered = sorted(rows, key=lambda row: row.valid_from)
    start, end = here.valid_from, here.valid_to
    for earlier, later in reversed(list(pairwise(ordered))):
        if later.valid_from == start and _joined(earlier, later, name):
            start = earlier.valid_from
    for earlier, later in pairwise(ordered):
        if earlier.valid_to == end and _joined(earlier, later, name):
            end = later.valid_to
    return start, end


def _joined(earlier: Row, later: Row, name: str) -> bool:
    same = bool(earlier.values.get(name) == later.values.get(name))
    return earlier.valid_to == later.valid_from and same


def _grouped(days: Mapping[str, tuple[date, date]], typed: Mapping[str, Any]) -> list[Stretch]:
    groups: dict[tuple[date, date], dict[str, Any]] = defaultdict(dict)
    for name, stretch in days.items():
        groups[stretch][name] = typed[name]
    return [Stretch(values, *stretch) for stretch, values in sorted(groups.items())]
