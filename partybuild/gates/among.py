"""Asking for many organizations at once: ids in parts, and as a range where they follow closely."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement

CHUNK = 5000
DENSE = 3
"""Where at least every third number of a range is asked for, the whole range is read."""


def parts(ids: Collection[int]) -> Iterator[list[int]]:
    """The ids in order, in parts that fit one statement."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def among(column: Any, part: list[int]) -> ColumnElement[bool]:
    """Rows of these ids and perhaps of others between them, which the reader leaves aside.

    A list of thousands of numbers costs more to write than the rows between cost to read.
    """
    found: ColumnElement[bool]
    if len(part) > DENSE and part[-1] - part[0] < DENSE * len(part):
        found = column.between(part[0], part[-1])
    else:
        found = column.in_(part)
    return found
