"""The first rows of a sheet as a grid of texts, with what merged cells spread."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from partybuild.imports.cells import Cell, Merge, shown
from partybuild.imports.headings import Heading

_TITLE = re.compile("[:：]|台账|名册|名单|一览表|汇总表|统计表|明细表|登记表|花名册|模板")
_LONGEST_GROUP = 20
_MOST_GROUP_ROWS = 2


@dataclass(frozen=True)
class Spot:
    """A text and the row and column of the cell that holds it."""

    text: str
    row: int
    column: int


class Window:
    """The head of a sheet; rows are counted from 1, columns from 0."""

    def __init__(self, rows: Iterable[tuple[int, list[Cell]]], merges: Iterable[Merge]) -> None:
        self.spots: dict[tuple[int, int], Spot] = {}
        self.width = 0
        for number, cells in rows:
            self.width = max(self.width, len(cells))
            for column, cell in enumerate(cells):
                text = shown(cell).strip()
                if text:
                    self.spots[number, column] = Spot(text, number, column)
        self.numbers = sorted({number for number, _ in self.spots})
        self.merged = False
        for merge in merges:
            self._spread(merge)

    def _spread(self, merge: Merge) -> None:
        top, left, bottom, right = merge
        spot = self.spots.get((top, left))
        if spot is None or not self.numbers:
            return
        self.merged = True
        self.width = max(self.width, right + 1)
        for row in range(top, min(bottom, self.numbers[-1]) + 1):
            for column in range(left, right + 1):
                self.spots[row, column] = spot

    def texts(self) -> Iterable[str]:
        """Every text once."""
        return (spot.text for place, spot in self.spots.items() if place == (spot.row, spot.column))

    def head_rows(self, leaf: int) -> list[int]:
        """The group rows over a leaf row, from the top, and the leaf row itself."""
        rows = [leaf]
        while len(rows) <= _MOST_GROUP_ROWS and self._groups(rows[0] - 1):
            rows.insert(0, rows[0] - 1)
        return rows

    def _groups(self, row: int) -> bool:
        spots = {self.spots[row, c] for c in range(self.width) if (row, c) in self.spots}
        return len(spots) > 1 and not any(
            _TITLE.search(spot.text) or len(spot.text) > _LONGEST_GROUP for spot in spots
        )

    def headings(self, rows: list[int]) -> list[tuple[Heading, bool]]:
        """The headings under these head rows, each with whether it stands in the last of them."""
        found = []
        for column in range(self.width):
            path = self._path(rows, column)
            if path:
                heading = Heading(column, tuple(spot.text for spot in path[:-1]), path[-1].text)
                found.append((heading, path[-1].row == rows[-1]))
        return found

    def _path(self, rows: list[int], column: int) -> list[Spot]:
        leaf = self.spots.get((rows[-1], column))
        if leaf is None and self.merged:
            return []
        path: list[Spot] = []
        for row in rows:
            spot = self.spots.get((row, column))
            if spot is None and leaf is not None and row != rows[-1] and not self.merged:
                spot = self._left_of(row, column)
            if spot is not None and spot not in path:
                path.append(spot)
        return path

    def _left_of(self, row: int, column: int) -> Spot | None:
        """A file without merged cells writes a group's name over its first column only."""
        places = ((row, c) for c in range(column - 1, -1, -1))
        return next((self.spots[place] for place in places if place in self.spots), None)
