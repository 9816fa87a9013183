"""The error cells of an .xls, which python-calamine reads as blanks."""

import struct
from collections.abc import Iterator
from pathlib import Path

from partybuild.evidence.compound import Compound
from partybuild.imports.archive import DAMAGED
from partybuild.imports.marks import Marks

_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BEGIN, _END, _SHEET, _BOOL_OR_ERROR, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0205, 0x0006


def marks_of_compound(path: Path) -> list[Marks]:
    """Marks of an .xls in the order of its sheets."""
    container = Compound(path.read_bytes(), DAMAGED)
    names = {entry.name: entry for entry in container.entries}
    book = container.stream(names.get("Workbook") or names["Book"])
    starts = [
        struct.unpack_from("<L", body)[0] for kind, body in _records(book, 0) if kind == _SHEET
    ]
    return [_marks_from(book, start) for start in starts]


def _marks_from(book: bytes, start: int) -> Marks:
    marks = Marks()
    for kind, body in _records(book, start):
        code = _error_code(kind, body)
        if code is not None:
            row, column = struct.unpack_from("<HH", body)
            marks.errors[row, column] = _TEXTS.get(code, "#N/A")
    return marks


def _error_code(kind: int, body: bytes) -> int | None:
    if kind == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
        return body[6]
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, up to its end."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 0:
            return
        at += 4 + length
