"""Counts behind formulas: the same criteria as COUNTIFS text and as a number, from one pass."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeVar

R = TypeVar("R", bound=Sequence[Any])

Where = Mapping[str, tuple[str, ...]]
"""Heading → the texts that count."""


def flag(value: bool | None) -> str:
    """A yes or no as lists print it; unknown is blank."""
    return "" if value is None else ("是" if value else "否")


@dataclass(frozen=True)
class Extent:
    """Where a list stands in a workbook: its sheet, headings, first and last row (from 0)."""

    sheet: str
    headings: Sequence[str]
    first: int
    last: int

    def column(self, heading: str) -> str:
        """The absolute address of one column's data, sheet included."""
        letters = column_letters(self.headings.index(heading))
        sheet = self.sheet.replace("'", "''")
        return f"'{sheet}'!${letters}${self.first + 1}:${letters}${self.last + 1}"


def column_letters(index: int) -> str:
    """A from 0, Z from 25, AA from 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def countifs(extent: Extent, key: tuple[str, str], where: Where) -> str:
    """A formula counting the rows with `key` (heading, cell address) and one of `where`'s texts."""
    parts = [f"COUNTIFS({criteria})" for criteria in _criteria(extent, key, where)]
    return "=" + "+".join(parts)


def sumifs(extent: Extent, heading: str, key: tuple[str, str], where: Where) -> str:
    """A formula adding up the column `heading` over the rows that `countifs` would count."""
    column = extent.column(heading)
    parts = [f"SUMIFS({column},{criteria})" for criteria in _criteria(extent, key, where)]
    return "=" + "+".join(parts)


def _criteria(extent: Extent, key: tuple[str, str], where: Where) -> list[str]:
    texts = [f"{extent.column(key[0])},{key[1]}"]
    for heading, values in where.items():
        column = extent.column(heading)
        texts = [f'{text},{column},"{value}"' for value in values for text in texts]
    return texts


class Tally:
    """How many rows each combination of texts has, by the text under `group`, and their sums."""

    def __init__(
        self, headings: Sequence[str], group: str, keys: Sequence[str], sums: Sequence[str] = ()
    ) -> None:
        self._keys, self._sums = tuple(keys), tuple(sums)
        self._key_at = [headings.index(key) for key in (group, *keys)]
        self._sum_at = [headings.index(name) for name in sums]
        self._cells: dict[Any, list[int]] = {}

    def through(self, rows: Iterable[R]) -> Iterator[R]:
        """Hand on `rows` unchanged, counting each on its way."""
        pick, sum_at, cells = itemgetter(*self._key_at), self._sum_at, self._cells
        for row in rows:
            key = pick(row)
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = [0] * (1 + len(sum_at))
            cell[0] += 1
            for at, column in enumerate(sum_at, 1):
                cell[at] += row[column] or 0
            yield row

    def groups(self) -> dict[str, "Group"]:
        """What was counted so far, by the text under `group`."""
        found: dict[str, Group] = {}
        for key, cell in self._cells.items():
            first, *rest = map(_printed, key if self._keys else (key,))
            group = found.setdefault(first, Group(self._sums, []))
            group.counted.append((dict(zip(self._keys, rest, strict=True)), cell))
        return found


@dataclass(frozen=True)
class Group:
    """The combinations of texts met in one group, each with its count and then its sums."""

    sums: Sequence[str]
    counted: list[tuple[dict[str, str], list[int]]]

    def figure(self, where: Where, heading: str | None = None) -> int:
        """How many rows agree with `where`, or what `heading` adds up to in them."""
        at = 0 if heading is None else 1 + self.sums.index(heading)
        return sum(cell[at] for texts, cell in self.counted if _agrees(texts, where))


def _agrees(texts: Mapping[str, str], where: Where) -> bool:
    return all(texts[heading] in values for heading, values in where.items())


def _printed(value: object) -> str:
    if value is None or isinstance(value, bool):
        return flag(value)
    return str(value)
