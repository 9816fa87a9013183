"""Marks errors in a copy of the user's own .xlsx; runs in a process of its own (see `alone`).

`main([FILE, JOB, OUT])`: JOB is JSON as `errors` writes it. Formulas become their cached values,
so that nothing computed by a stranger's file comes back, and identity numbers are blanked.
"""

import json
import sys
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from partybuild.imports.cells import letters
from partybuild.imports.headings import TROUBLE
from partybuild.imports.identity import holds_identity_number

_RED = PatternFill("solid", fgColor="FFF4B6B0")
_WORDS = Font(color="FF9C1C12")
_RISKY = ("=", "+", "-", "@")


def main(arguments: list[str]) -> None:
    """The marked copy lies in OUT."""
    job = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    book = load_workbook(arguments[0], data_only=True)
    for page in book.worksheets:
        _blank_identity_numbers(page)
        if page.title in job:
            _mark(page, job[page.title])
    book.save(arguments[2])


def _blank_identity_numbers(page: Worksheet) -> None:
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                if holds_identity_number(cell.value):
                    _write(cell, None)
                elif cell.value.startswith(_RISKY):
                    _write(cell, cell.value)


def _mark(page: Worksheet, sheet: dict[str, Any]) -> None:
    """Columns are counted from 0, rows from 1."""
    column = sheet["trouble"] if sheet["trouble"] is not None else page.max_column
    _write(page.cell(sheet["head"], column + 1), TROUBLE)
    page.column_dimensions[letters(column)].width = 60
    for row in range(sheet["head"] + 1, page.max_row + 1):
        for index in sheet["identity"]:
            _write(page.cell(row, index + 1), None)
        words = sheet["messages"].get(str(row))
        if words or sheet["trouble"] is not None:
            _write(page.cell(row, column + 1), words)
            page.cell(row, column + 1).font = _WORDS
    for row, index in sheet["cells"]:
        page.cell(row, index + 1).fill = _RED


def _write(cell: Cell | MergedCell, text: str | None) -> None:
    """Text stays text, whatever it begins with."""
    if isinstance(cell, Cell):
        cell.value = text
        if text is not None:
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(_RISKY)


if __name__ == "__main__":
    main(sys.argv[1:])
