"""Was a workbook changed since it was issued? Values only: a plain re-save changes nothing.

Issued values come from rebuilding the workbook in the layout version that its record names.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from partybuild.imports.cells import Fault
from partybuild.imports.reading import Sheet
from partybuild.sheets.tally import column_letters
from partybuild.sheets.values import Row, Value, canonical_rows, row_digest

NOTHING, NO_ROW = "（空）", "（无此行）"
_PAIRS_COMPARED = 40_000


class Difference(NamedTuple):
    """One place where a found workbook differs; `cell` is an address, a row, or empty."""

    sheet: str
    cell: str
    issued: str
    found: str


def values_of(path: Path) -> dict[str, list[Row]]:
    """The canonical values of every sheet, formulas by their cached value; rows begin at row 1.

    The file must have passed the workbook gate.
    """
    from openpyxl import load_workbook  # slow to load, and few commands read workbooks

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        found: dict[str, list[Row]] = {}
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found[sheet.title] = canonical_rows(sheet.iter_rows(values_only=True))
        return found
    finally:
        book.close()


def values_of_sheets(sheets: Iterable[Sheet]) -> dict[str, list[Row]]:
    """The same of a workbook that was read through the gate; an error counts as its text."""
    return {sheet.name: canonical_rows(_padded(sheet)) for sheet in sheets}


def _padded(sheet: Sheet) -> Iterator[Sequence[object]]:
    """Every row from the first on, also those that hold nothing."""
    last = 0
    for number, cells in sheet.rows():
        yield from [()] * (number - 1 - last)
        yield [cell.text if isinstance(cell, Fault) else cell for cell in cells]
        last = number


def digests(rows: Sequence[Row]) -> bytes:
    """The digests of the rows in order, joined, as `Book.digests` makes them while writing."""
    return b"".join(map(row_digest, rows))


def digest(rows: Sequence[Row]) -> str:
    """The digest of a sheet: of its rows in order."""
    return sheet_digest(digests(rows))


def sheet_digest(joined: bytes) -> str:
    """The digest of a sheet whose rows have these digests."""
    return hashlib.sha256(joined).hexdigest()


def compare(
    issued: Mapping[str, Sequence[Row]], found: Mapping[str, Sequence[Row]]
) -> list[Difference]:
    """Every difference, sheet by sheet, in the order of the issued sheets; none if unchanged."""
    differences: list[Difference] = []
    for name, rows in issued.items():
        if name in found:
            differences += _compare_rows(name, rows, found[name])
        else:
            differences.append(Difference(name, "", "有此工作表", "缺少此工作表"))
    extra = [name for name in found if name not in issued]
    return differences + [Difference(n, "", "无此工作表", "多出此工作表") for n in extra]


def _compare_rows(sheet: str, issued: Sequence[Row], found: Sequence[Row]) -> list[Difference]:
    if list(issued) == list(found):
        return []
    lost, new = _unmatched(issued, found), _unmatched(found, issued)
    if not lost and not new:
        return [Difference(sheet, "", "行的顺序如签发时", "行的顺序或空行已变")]
    differences: list[Difference] = []
    for old_at, new_at in _pairs(issued, found, lost, new):
        lost.remove(old_at)
        new.remove(new_at)
        differences += _compare_cells(sheet, new_at, issued[old_at], found[new_at])
    gone = [Difference(sheet, f"第{at + 1}行", _said(issued[at]), NO_ROW) for at in lost]
    added = [Difference(sheet, f"第{at + 1}行", NO_ROW, _said(found[at])) for at in new]
    return differences + gone + added


def _unmatched(rows: Sequence[Row], others: Sequence[Row]) -> list[int]:
    """Where the rows stand that have no equal among `others`; empty rows aside."""
    left = Counter(others)
    unmatched = []
    for at, row in enumerate(rows):
        if left[row]:
            left[row] -= 1
        elif row:
            unmatched.append(at)
    return unmatched


def _pairs(
    issued: Sequence[Row], found: Sequence[Row], lost: Sequence[int], new: Sequence[int]
) -> list[tuple[int, int]]:
    """The changed rows beside what became of them: those with most cells in common first."""
    if len(lost) * len(new) > _PAIRS_COMPARED:
        return [(at, at) for at in sorted(set(lost) & set(new))]
    scored = sorted((-_alike(issued[a], found[b]), abs(a - b), a, b) for a in lost for b in new)
    same_size = len(issued) == len(found)
    pairs: list[tuple[int, int]] = []
    taken_lost: set[int] = set()
    taken_new: set[int] = set()
    for score, shift, a, b in scored:
        kin = -2 * score >= len(issued[a]) or (same_size and not shift)
        if kin and a not in taken_lost and b not in taken_new:
            pairs.append((a, b))
            taken_lost.add(a)
            taken_new.add(b)
    return sorted(pairs, key=lambda pair: pair[1])


def _alike(one: Row, other: Row) -> int:
    return sum(a == b and a is not None for a, b in zip(one, other, strict=False))


def _compare_cells(sheet: str, at: int, issued: Row, found: Row) -> list[Difference]:
    width = max(len(issued), len(found))
    old, new = (row + (None,) * (width - len(row)) for row in (issued, found))
    return [
        Difference(sheet, f"{column_letters(column)}{at + 1}", _text(a), _text(b))
        for column, (a, b) in enumerate(zip(old, new, strict=True))
        if a != b
    ]


def _text(value: Value) -> str:
    return NOTHING if value is None else str(value)


def _said(row: Row) -> str:
    return "｜".join(str(value) for value in row if value is not None)
