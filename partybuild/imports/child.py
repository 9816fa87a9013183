"""Reads an admitted file and leaves neutral JSON: one file of rows a sheet, and an index.

Runs in a process of its own (see `alone`): `main([FILE, OUT, KIND, ENCODING])`. OUT receives
`0.jsonl`, `1.jsonl`, … and, last of all, `book.json` with what there is to know of each sheet.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from partybuild.imports.cells import Cell, Fault, Merge, dumped
from partybuild.imports.delimited import lines_of
from partybuild.imports.limits import MAX_COLUMNS, MAX_ROWS
from partybuild.imports.marks import Marks, marks_of_archive
from partybuild.imports.old_marks import marks_of_compound

INDEX = "book.json"
_LARGEST_WHOLE = 10**15
_GUARDED = tuple("=+-@\t\r\n\0＝＋－＠")


@dataclass
class SheetFacts:
    """What the index says of a sheet; rows are counted from 1."""

    name: str
    rows: int = 0
    hidden: bool = False
    formulas: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def main(arguments: list[str]) -> None:
    """The file's sheets lie in OUT."""
    file, out, kind, encoding = Path(arguments[0]), Path(arguments[1]), *arguments[2:]
    if kind == "csv":
        sheets = [SheetFacts("CSV")]
        _spool(out, 0, sheets[0], enumerate(_texts(file, encoding), start=1))
    else:
        sheets = _read_workbook(file, out, kind)
    index = json.dumps([asdict(sheet) for sheet in sheets], ensure_ascii=False)
    (out / INDEX).write_text(index, encoding="utf-8")


def _texts(file: Path, encoding: str) -> Iterator[list[Cell]]:
    for line in lines_of(file, encoding):
        yield [_unguarded(text) or None for text in line[:MAX_COLUMNS]]


def _unguarded(text: str) -> str:
    """R44: exports put one apostrophe before what could be taken for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text


def _read_workbook(file: Path, out: Path, kind: str) -> list[SheetFacts]:
    by_name = marks_of_archive(file) if kind == "xlsx" else {}
    by_order = marks_of_compound(file) if kind == "xls" else []
    sheets: list[SheetFacts] = []
    with CalamineWorkbook.from_path(file) as book:
        for number, known in enumerate(book.sheets_metadata):
            if known.typ != SheetTypeEnum.WorkSheet:
                continue
            marks = by_name.get(known.name, by_order[number] if number < len(by_order) else Marks())
            sheet = book.get_sheet_by_index(number)
            facts = SheetFacts(known.name, hidden=known.visible != SheetVisibleEnum.Visible)
            facts.merges = _merges(sheet.merged_cell_ranges or [])
            left = sheet.start[1] if sheet.start else 0
            _spool(out, len(sheets), facts, _rows(sheet.iter_rows(), left, marks, facts))
            sheets.append(facts)
    return sheets


def _merges(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> list[Merge]:
    return [
        (top + 1, left, min(bottom + 1, MAX_ROWS), min(right, MAX_COLUMNS - 1))
        for (top, left), (bottom, right) in ranges
    ]


def _rows(
    lines: Iterable[Iterable[object]], left: int, marks: Marks, facts: SheetFacts
) -> Iterator[tuple[int, list[Cell]]]:
    places: dict[int, list[int]] = {}
    for row, column in marks.errors | marks.formulas:
        places.setdefault(row, []).append(column)
    padding: list[Cell] = [None] * left
    for row, line in enumerate(lines):
        cells = padding + [_plain(value) for value in line]
        for column in places.get(row, ()):
            facts.formulas += _mark(cells, row, column, marks)
        if row in marks.hidden and any(cell is not None for cell in cells):
            facts.hidden_rows.append(row + 1)
        yield row + 1, cells


def _plain(value: object) -> Cell:
    if value == "":
        return None
    if isinstance(value, float):
        if not isfinite(value):
            return Fault("error", "#NUM!")
        return int(value) if value.is_integer() and abs(value) < _LARGEST_WHOLE else value
    return value if isinstance(value, str | int | date) else str(value)


def _mark(cells: list[Cell], row: int, column: int, marks: Marks) -> bool:
    """Whether the cell is a formula whose cached value was read."""
    cells.extend([None] * (column + 1 - len(cells)))
    if (row, column) in marks.errors:
        cells[column] = Fault("error", marks.errors[row, column])
    elif cells[column] is None and not marks.formulas[row, column]:
        cells[column] = Fault("formula", "公式")
    return not isinstance(cells[column], Fault)


def _spool(
    out: Path, number: int, facts: SheetFacts, rows: Iterable[tuple[int, list[Cell]]]
) -> None:
    with (out / f"{number}.jsonl").open("w", encoding="utf-8") as spool:
        for row, cells in rows:
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                facts.rows += 1
                spool.write(dumped(row, cells) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
