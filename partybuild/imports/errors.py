"""The error workbook: what the user mends and sends again."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from partybuild.imports.cells import Cell, Fault, column_of
from partybuild.imports.headings import ROW_NUMBER, TROUBLE, plain
from partybuild.imports.heads import Head, Heads
from partybuild.imports.identity import holds_identity_number
from partybuild.imports.limits import MARKED_ROWS
from partybuild.imports.process import Limits, run_alone
from partybuild.imports.reading import Workbook
from partybuild.imports.row import RowError
from partybuild.imports.rows import data_rows
from partybuild.imports.windows import Window
from partybuild.rules import RuleBroken

MARKING = Limits(seconds=120, megabytes=2048)

_RISKY = tuple("=+-@\t\r\n")
# A workbook written twice is the same byte for byte.
_WRITTEN = datetime(2026, 1, 1)


@dataclass
class _Troubles:
    """The errors of one sheet by row: their words and their columns (from 0)."""

    words: dict[int, str]
    columns: dict[int, set[int]]

    @classmethod
    def of(cls, sheet: str, errors: Iterable[RowError]) -> "_Troubles":
        found = cls({}, {})
        for error in errors:
            if error.sheet == sheet:
                text = f"{error.column}：{error.message}"
                found.words[error.row] = f"{found.words.get(error.row, '')}{text}"[:30_000]
                columns = found.columns.setdefault(error.row, set())
                if error.letter:
                    columns.add(column_of(error.letter))
        return found


def write_error_workbook(
    workbook: Workbook,
    heads: Heads,
    errors: Iterable[RowError],
    out: Path,
    limits: Limits = MARKING,
) -> None:
    """An .xlsx that names every error lies at `out`, without identity numbers and formulas.

    Up to 5,000 rows an .xlsx comes back as the user's own with red cells and a column 错误说明, a
    CSV or .xls with all its rows; above, the heads and the refused rows with 原行号.
    """
    listed = list(errors)
    small = sum(sheet.row_count for sheet in workbook.sheets) <= MARKED_ROWS
    if small and workbook.admitted.kind == "xlsx":
        try:
            _mark_own(workbook, _jobs(heads, listed), out, limits)
        except RuleBroken:
            # What openpyxl cannot open is written anew from what was read.
            _write_anew(heads, listed, out, refused_only=False)
    else:
        _write_anew(heads, listed, out, refused_only=not small)


def _mark_own(workbook: Workbook, jobs: dict[str, object], out: Path, limits: Limits) -> None:
    with tempfile.TemporaryDirectory(prefix="partybuild-errors-") as folder:
        file = Path(folder, "job.json")
        file.write_text(json.dumps(jobs, ensure_ascii=False), encoding="utf-8")
        run_alone("marking", [str(workbook.admitted.path), str(file), str(out)], limits)


def _jobs(heads: Heads, errors: list[RowError]) -> dict[str, object]:
    return {head.sheet.name: _job(head, errors) for head in heads.found}


def _job(head: Head, errors: list[RowError]) -> dict[str, object]:
    troubles = _Troubles.of(head.sheet.name, errors)
    return {
        "head": head.last_row,
        "identity": [heading.index for heading in head.matching.dropped],
        "trouble": next((h.index for h in head.headings if plain(h.text) == TROUBLE), None),
        "messages": troubles.words,
        "cells": [(row, index) for row, found in troubles.columns.items() for index in found],
    }


def _write_anew(heads: Heads, errors: list[RowError], out: Path, *, refused_only: bool) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # slow to load, and few commands write workbooks

    book = xlsxwriter.Workbook(str(out), options)
    book.set_properties({"created": _WRITTEN})
    for head in heads.found:
        troubles = _Troubles.of(head.sheet.name, errors)
        _Page(book, head).write(troubles, refused_only=refused_only)
    book.close()


class _Page:
    """One sheet written anew: the rows of the head as they were, data, 原行号, 错误说明."""

    def __init__(self, book: Any, head: Head) -> None:
        self.head = head
        self.page = book.add_worksheet(head.sheet.name)
        ours = [h.index for h in head.headings if plain(h.text) in (ROW_NUMBER, TROUBLE)]
        self.width = min(ours, default=max(h.index for h in head.headings) + 1)
        self.blank = {heading.index for heading in head.matching.dropped}
        shapes = {False: {}, True: {"bg_color": "#F4B6B0"}}
        self.texts = {red: book.add_format({**s, "num_format": "@"}) for red, s in shapes.items()}
        self.days = {
            red: book.add_format({**s, "num_format": "yyyy-mm-dd"}) for red, s in shapes.items()
        }
        self.numbers = {red: book.add_format(s) for red, s in shapes.items()}
        quoted = {"num_format": "@", "quote_prefix": True}
        self.quoted = {red: book.add_format({**s, **quoted}) for red, s in shapes.items()}
        self.page.set_column(self.width + 1, self.width + 1, 60)

    def write(self, troubles: _Troubles, *, refused_only: bool) -> None:
        """All rows, or only those with troubles."""
        at = 0
        for at, cells in enumerate(self._head_rows(), start=1):
            self._row(at - 1, cells, set())
        self.page.write_string(at - 1, self.width, ROW_NUMBER)
        self.page.write_string(at - 1, self.width + 1, TROUBLE)
        self.page.freeze_panes(at, 0)
        for number, cells in data_rows(self.head, []):
            words = troubles.words.get(number)
            if words is None and refused_only:
                continue
            kept = [None if index in self.blank else cell for index, cell in enumerate(cells)]
            self._row(at, kept, troubles.columns.get(number, set()))
            self.page.write_number(at, self.width, number)
            if words:
                self.page.write_string(at, self.width + 1, words)
            at += 1

    def _head_rows(self) -> Iterator[list[Cell]]:
        """Titles and heads; a merged head is written into each of its cells."""
        head = self.head
        top = takewhile(lambda row: row[0] <= head.last_row, head.sheet.rows())
        window = Window(top, [m for m in head.sheet.merges if m[0] >= head.first_row])
        for number in range(1, head.last_row + 1):
            spots = (window.spots.get((number, column)) for column in range(window.width))
            yield [spot.text if spot else None for spot in spots]

    def _row(self, at: int, cells: list[Cell], red: set[int]) -> None:
        for index, cell in enumerate(cells[: self.width]):
            if isinstance(cell, Fault):
                self.page.write_string(at, index, cell.text, self.texts[index in red])
            elif isinstance(cell, str):
                self._text(at, index, cell, index in red)
            elif isinstance(cell, bool | int | float):
                self.page.write(at, index, cell, self.numbers[index in red])
            elif cell is not None:
                self.page.write_datetime(at, index, cell, self.days[index in red])
            elif index in red:
                self.page.write_blank(at, index, None, self.texts[True])

    def _text(self, at: int, index: int, text: str, red: bool) -> None:
        if holds_identity_number(text):
            return
        shapes = self.quoted if text.startswith(_RISKY) else self.texts
        self.page.write_string(at, index, text, shapes[red])
