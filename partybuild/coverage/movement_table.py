"""The table of a movement: its columns, its rows, and the items that add up to them. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Column(StrEnum):
    """Why a number moved; INTERNAL is a transfer inside the scope, which moves nothing."""

    ADDED = "added"
    REMOVED = "removed"
    IN = "in"
    OUT = "out"
    RECLASSIFIED = "reclassified"
    CORRECTED = "corrected"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Item:
    """One cause behind one number; `amount` is signed as it moves the indicator. It is about an
    organization or about a Party organization.
    """

    indicator: str
    column: Column
    amount: int
    organization_id: int | None
    code: str | None
    name: str
    event: str
    day: date
    party_organization_id: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator; removed and moved_out are positive, `internal` is only shown (划转)."""

    indicator: str
    opening: int
    added: int
    removed: int
    moved_in: int
    moved_out: int
    reclassified: int
    corrected: int
    closing: int
    internal: int

    @property
    def balances(self) -> bool:
        """Whether opening and all that moved give the closing."""
        entered = self.added - self.removed + self.moved_in - self.moved_out
        return self.opening + entered + self.reclassified + self.corrected == self.closing

    def as_row(self) -> dict[str, str | int]:
        """The row of the contract, keys in its order."""
        return {
            "indicator": self.indicator,
            "opening": self.opening,
            "added": self.added,
            "removed": self.removed,
            "in": self.moved_in,
            "out": self.moved_out,
            "reclassified": self.reclassified,
            "corrected": self.corrected,
            "closing": self.closing,
        }


class Movement(NamedTuple):
    """A row for each of INDICATORS; by day the items that add up to its columns; and the transfers
    inside the scope, which cancel and are shown in a line of their own.
    """

    rows: tuple[Row, ...]
    items: tuple[Item, ...]
    transfers: tuple[Item, ...]


def in_order(rows: Iterable[Row], items: Iterable[Item]) -> Movement:
    """The movement of these rows; items by day, of organizations before Party organizations."""
    items = sorted(
        items,
        key=lambda item: (item.day, item.party_organization_id or 0, item.organization_id or 0),
    )
    return Movement(
        tuple(rows),
        tuple(item for item in items if item.column is not Column.INTERNAL),
        tuple(item for item in items if item.column is Column.INTERNAL),
    )


def moved(items: Iterable[Item]) -> Counter[tuple[str, Column]]:
    """What the items add up to, by indicator and column."""
    found = Counter[tuple[str, Column]]()
    for item in items:
        found[item.indicator, item.column] += item.amount
    return found


def row_of(name: str, opening: int, closing: int, moved: Mapping[tuple[str, Column], int]) -> Row:
    """The row of one indicator from what moved in its columns."""
    return Row(
        name,
        opening,
        moved[name, Column.ADDED],
        -moved[name, Column.REMOVED],
        moved[name, Column.IN],
        -moved[name, Column.OUT],
        moved[name, Column.RECLASSIFIED],
        moved[name, Column.CORRECTED],
        closing,
        moved[name, Column.INTERNAL],
    )
