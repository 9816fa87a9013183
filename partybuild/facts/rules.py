"""Splicing a new fact into a time line. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A known row of one time line: its id, its days [valid_from, valid_to), its values."""

    id: int
    valid_from: date
    valid_to: date
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class New:
    """What is said now: from a day to a day, these values; None ends the fact there."""

    valid_from: date
    valid_to: date
    values: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Splice:
    """Rows no longer held to be true, and rows held instead. Both empty when nothing changes."""

    closed: tuple[Row, ...]
    added: tuple[New, ...]


def splice(known: Sequence[Row], new: New) -> Splice:
    """Put `new` over the known rows of its time line.

    What it overlaps is closed and what sticks out is said again, so that afterwards the days of
    `new` have its values, every other day keeps what it had, and nothing is overwritten.
    """
    if not new.valid_from < new.valid_to:
        return Splice((), ())
    touched = [
        row for row in known if row.valid_from < new.valid_to and new.valid_from < row.valid_to
    ]
    if not touched:
        return Splice((), (new,) if new.values is not None else ())
    if new.values is not None and _says_so(touched, new):
        return Splice((), ())
    added = [New(new.valid_from, new.valid_to, new.values)] if new.values is not None else []
    for row in touched:
        if row.valid_from < new.valid_from:
            added.append(New(row.valid_from, new.valid_from, row.values))
        if new.valid_to < row.valid_to:
            added.append(New(new.valid_to, row.valid_to, row.values))
    return Splice(tuple(touched), tuple(sorted(added, key=lambda piece: piece.valid_from)))


def _says_so(touched: Iterable[Row], new: New) -> bool:
    """Whether one known row already says all of `new`."""
    return any(
        row.valid_from <= new.valid_from
        and row.valid_to >= new.valid_to
        and dict(row.values) == dict(new.values or {})
        for row in touched
    )
