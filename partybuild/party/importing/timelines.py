"""Reading the time line of a fact as an import needs it. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from partybuild.facts.rules import Row
from partybuild.organizations.timelines import Stretch, changed_from, corrected
from partybuild.party.importing.change import When

Rows = Sequence[Row]


def ordered(rows: Rows) -> list[Row]:
    """The rows in order of days."""
    return sorted(rows, key=lambda row: row.valid_from)


def stretch(rows: Rows, row: Row, same: Callable[[Mapping[str, Any]], Any]) -> tuple[date, date]:
    """The days [from, to) around a row on which `same` gives of the values what it gives there."""
    first, after, wanted = row.valid_from, row.valid_to, same(row.values)
    for earlier in reversed(ordered(rows)):
        if earlier.valid_to == first and same(earlier.values) == wanted:
            first = earlier.valid_from
    for later in ordered(rows):
        if later.valid_from == after and same(later.values) == wanted:
            after = later.valid_to
    return first, after


def holding(rows: Rows, values: Mapping[str, Any], when: When) -> Iterator[Stretch]:
    """Changed values from the day on, or if they correct, over the days they were wrong."""
    names = list(values)
    if not names:
        return
    if when.correct:
        found = corrected(rows, values, names, when.day, when.founded_on)
    else:
        found = changed_from(rows, values, names, when.day)
    for each in found:
        if each.valid_from < min(each.valid_to, when.end):
            yield Stretch(each.values, each.valid_from, min(each.valid_to, when.end))
