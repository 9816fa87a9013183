"""What the workbook stream of an old .xls holds."""

import struct
from dataclasses import dataclass

from partybuild.evidence.compound import MACROS, PASSWORD, Compound
from partybuild.imports import limits
from partybuild.imports.archive import DAMAGED
from partybuild.imports.parts import HAS_MACROS
from partybuild.rules import RuleBroken

HAS_PASSWORD = "文件设有密码，请取消密码并另存为 .xlsx 再导入。"
NOT_A_WORKBOOK = "文件不是 Excel 工作簿，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"

_HEADER = struct.Struct("<HH")
_RECORD = struct.Struct("<4H")
_MANY_CELLS = 0x00BD
_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, _MANY_CELLS})
_SUBSTREAM, _SHEET, _PASSWORD = 0x0809, 0x0085, 0x002F
_STRUCTURE = frozenset({_MANY_CELLS, _SUBSTREAM, _SHEET, _PASSWORD})
_MAX_RECORDS = 2_000_000


@dataclass
class Records:
    """What the records of the workbook stream add up to."""

    sheets: int = 0
    rows: int = 0
    cells: int = 0
    columns: int = 0

    def structure(self, kind: int, body: bytes) -> None:
        """Takes in a record that is no single cell; refuses passwords and macro sheets."""
        if kind == _PASSWORD:
            raise RuleBroken(HAS_PASSWORD)
        if kind == _SHEET:
            self.sheets += 1
            if len(body) > 5 and body[5] in (1, 6):
                raise RuleBroken(HAS_MACROS)
        elif kind == _MANY_CELLS and len(body) >= 6:
            first, last = _HEADER.unpack(body[2:4] + body[-2:])
            self.cells += max(last - first, 0)
            self.columns = max(self.columns, last + 1)


def check_compound(data: bytes) -> None:
    """Raises RuleBroken unless this is an open .xls without macros, inside the limits."""
    container = Compound(data, DAMAGED)
    names = {entry.name: entry for entry in container.entries}
    if names.keys() & PASSWORD:
        raise RuleBroken(HAS_PASSWORD)
    book = names.get("Workbook") or names.get("Book")
    if book is None:
        raise RuleBroken(NOT_A_WORKBOOK)
    if names.keys() & MACROS:
        raise RuleBroken(HAS_MACROS)
    found = _read(container.stream(book))
    for count, limit, sentence in (
        (found.sheets, limits.MAX_SHEETS, limits.TOO_MANY_SHEETS),
        (found.rows, limits.MAX_ROWS, limits.TOO_MANY_ROWS),
        (found.columns, limits.MAX_COLUMNS, limits.TOO_MANY_COLUMNS),
        (found.cells, limits.MAX_CELLS, limits.TOO_MANY_CELLS),
    ):
        if count > limit:
            raise RuleBroken(sentence)


def _read(book: bytes) -> Records:
    found, at, records, end = Records(), 0, 0, len(book) - 4
    book += b"\0" * 4
    rows: set[int] = set()
    cells, widest = 0, -1
    while at <= end and records <= _MAX_RECORDS:
        kind, length, row, column = _RECORD.unpack_from(book, at)
        if kind in _CELLS:
            rows.add(row)
            cells += 1
            widest = max(column, widest)
        if kind in _STRUCTURE:
            found.structure(kind, book[at + 4 : at + 4 + length])
            if kind == _SUBSTREAM:
                found.rows += len(rows)
                rows = set()
        records += 1
        at += 4 + length
    if at > end + 4 or records > _MAX_RECORDS:
        raise RuleBroken(DAMAGED)
    found.rows += len(rows)
    found.cells += cells
    found.columns = max(found.columns, widest + 1)
    return found
