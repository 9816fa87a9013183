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
FEW = 500
"""So many rows are sooner put in order than sought in an index that is in order."""

Keys = tuple[Sequence[Any], Sequence[type]]
"""Columns that put a list in one order, the id last, with their kinds."""


@dataclass(frozen=True, slots=True)
class Roll:
    """What is listed: the rows in no order, the ways to order them, and how they are shown."""

    query: Select[Any]
    row: Any
    """The key of a row."""
    number: Any
    """The id of the thing that a row is about."""
    sorts: Mapping[str, Keys]
    shown: Callable[[Sequence[Any]], Sequence[Any]]
    by_name: Select[Any] | None = None
    """The same rows, asked so that they are read in order of names, where there are many."""
    pinned: bool = True
    """Whether it reads what was known at a change number; else what stands while it is read."""
    kept: Callable[[], int | None] = lambda: None
    """How many rows there are where that is kept; None where they must be counted."""

    def total(self) -> int:
        """How many rows there are."""
        kept = self.kept()
        if kept is not None:
            return kept
        return db.session.scalar(count_of(self._only(self.number))) or 0

    def ids(self) -> list[int]:
        """The ids of all the things listed."""
        return sorted(db.session.scalars(self._only(self.number)))

    def _only(self, *columns: Any) -> Select[Any]:
        return self.query.with_only_columns(*columns, maintain_column_froms=True)

    def after(
        self, sort: str, at: Cursor, limit: int, *, many: bool
    ) -> tuple[Sequence[Any], Sequence[Any]]:
        """(rows from a cursor on, the keys of each), at most `limit`; backwards when it says so."""
        keys, _ = self.sorts[sort.removeprefix("-")]
        in_order = many and sort.removeprefix("-") == "name"
        query = self.by_name if in_order and self.by_name is not None else self.query
        # The keys alone are ordered first: they stand in an index, the rows do not.
        ordered = keyset.page(
            query.with_only_columns(self.row, *keys, maintain_column_froms=True),
            keys,
            sort.startswith("-"),
            at,
        )
        found = db.session.execute(ordered.limit(limit)).all()
        wanted = self.query.where(self.row.in_([row[0] for row in found]))
        rows = {row.id: row for row in db.session.scalars(wanted)}
        return [rows[row[0]] for row in found], [tuple(row[1:]) for row in found]


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
    total = roll.total()
    rows, keys = roll.after(sort, at, size + 1, many=total > FEW)
    more = len(rows) > size
    rows, keys = rows[:size], keys[:size]
    if at.backwards:
        rows, keys = rows[::-1], keys[::-1]
    before, after = (more, True) if at.backwards else (bool(at.keys), more)
    return Page(
        roll.shown(rows),
        total,
        keyset.encode(keys[0]) if before and rows else "",
        keyset.encode(keys[-1]) if after and rows else "",
    )


def walk(roll: Roll, sort: str) -> Iterator[Sequence[Any]]:
    """All rows in order, as `shown` gives them, in batches.

    A list pinned to a change number is read in transactions that last a batch; any other in one.
    """
    at = Cursor()
    while True:
        rows, keys = roll.after(sort, at, BATCH, many=True)
        shown = roll.shown(rows)
        at = Cursor(keys[-1]) if keys else at
        more = len(rows) == BATCH
        if roll.pinned:
            db.session.rollback()
        yield shown
        if not more:
            return
