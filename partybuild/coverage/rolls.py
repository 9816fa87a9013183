"""A list in some order: page by page for the screen, batch by batch for a file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from partybuild.access.scope import count_of
from partybuild.coverage import keyset
from partybuild.coverage.keyset import Cursor
from partybuild.db import db

SIZES = (50, 100)
BATCH = 1000

Keys = tuple[Sequence[Any], Sequence[type]]
"""Columns that put a list in one order, the id last, with their kinds."""


@dataclass(frozen=True, slots=True)
class Roll:
    """What is listed: the rows in no order, the ways to order them, and how they are shown."""

    query: Select[Any]
    number: Any
    """The id of the thing that a row is about."""
    sorts: Mapping[str, Keys]
    shown: Callable[[Sequence[Any]], Sequence[Any]]

    def total(self) -> int:
        """How many rows there are."""
        only = self.query.with_only_columns(self.number, maintain_column_froms=True)
        return db.session.scalar(count_of(only)) or 0

    def ids(self) -> list[int]:
        """The ids of all the things listed."""
        only = self.query.with_only_columns(self.number, maintain_column_froms=True)
        return sorted(db.session.scalars(only))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `previous` and `next` are cursors, blank where there is nothing."""

    rows: Sequence[Any]
    total: int
    previous: str
    next: str


def page(roll: Roll, sort: str, cursor: str, back: bool, size: int) -> Page:
    """One page of the list ordered by `sort` (falling with "-"), after or before a cursor."""
    _, kinds = roll.sorts[sort.removeprefix("-")]
    at = Cursor(keyset.decode(cursor, kinds) if cursor else (), back and bool(cursor))
    found = _after(roll, sort, at, size + 1)
    more, part = len(found) > size, found[:size]
    if at.backwards:
        part = part[::-1]
    before, after = (more, True) if at.backwards else (bool(at.keys), more)
    return Page(
        roll.shown([row[0] for row in part]),
        roll.total(),
        keyset.encode(part[0][1:]) if before and part else "",
        keyset.encode(part[-1][1:]) if after and part else "",
    )


def walk(roll: Roll, sort: str, *, pinned: bool) -> Iterator[Sequence[Any]]:
    """All rows in order, as `shown` gives them, in batches.

    A list `pinned` to a change number is read in transactions that last a batch; any other in one.
    """
    at = Cursor()
    while True:
        found = _after(roll, sort, at, BATCH)
        shown = roll.shown([row[0] for row in found])
        at = Cursor(tuple(found[-1][1:])) if found else at
        more = len(found) == BATCH
        if pinned:
            db.session.rollback()
        yield shown
        if not more:
            return


def _after(roll: Roll, sort: str, at: Cursor, limit: int) -> Sequence[Any]:
    keys, _ = roll.sorts[sort.removeprefix("-")]
    query = roll.query.add_columns(*keys)
    wanted = keyset.page(query, keys, sort.startswith("-"), at).limit(limit)
    return db.session.execute(wanted).all()
