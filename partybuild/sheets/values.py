"""What a cell says whoever saved the file last, and digests of what whole rows say.

Office suites change the bytes of a workbook at every save; these values they leave alone.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from math import isfinite

from partybuild.sheets.text import clean

Value = str | int | float | date | None
Row = tuple[Value, ...]

DIGEST_SIZE = 16
"""Bytes of a row's digest."""

_ESCAPE = re.compile("_x([0-9a-fA-F]{4})_")


def canonical(value: object) -> Value:
    """`value` as any office suite keeps it: numbers, days, NFC text; empty text is nothing."""
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float) and isfinite(value):
        return int(value) if value == int(value) else round(value, 9)
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value.isoformat()
    if isinstance(value, date) or value is None:
        return value
    return canonical_text(str(value))


def canonical_text(text: str) -> str | None:
    """NFC text with LF line ends; without _xHHHH_, which suites write, keep or double."""
    while "_x" in text and _ESCAPE.search(text):
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return unicodedata.normalize("NFC", clean(text)) or None


def canonical_rows(rows: Iterable[Iterable[object]]) -> list[Row]:
    """The rows with canonical values, without empty cells and rows behind the last filled one."""
    made = [_trimmed([canonical(value) for value in row]) for row in rows]
    while made and not made[-1]:
        made.pop()
    return made


def marked(value: Value) -> str:
    """A canonical value with its kind, as it goes into a digest."""
    if value is None:
        return ""
    if isinstance(value, str):
        return "t" + value
    return f"d{value.isoformat()}" if isinstance(value, date) else f"n{value!r}"


def row_digest(row: Row) -> bytes:
    """The digest of one row's canonical values and their kinds."""
    return _digest([marked(value) for value in row])


class RowDigests:
    """The digests of a sheet's rows, made while its cells are written from top to bottom."""

    def __init__(self) -> None:
        self._closed = bytearray()
        self._filled = 0
        self._row = 0
        self._cells: list[str] = []

    def add(self, row: int, column: int, mark: str) -> None:
        """Take in one `marked` cell; a row is done when a later one begins."""
        if row != self._row:
            self._close(row)
        cells = self._cells
        ahead = column - len(cells)
        if ahead < 0:
            cells[column] = mark
            return
        if ahead:
            cells.extend([""] * ahead)
        cells.append(mark)

    def whole(self) -> bytes:
        """The digests of all rows up to the last filled one, joined."""
        self._close(self._row + 1)
        return bytes(self._closed[: self._filled])

    def _close(self, row: int) -> None:
        if row < self._row:
            raise ValueError(f"row {row} is written after row {self._row}")
        for at in range(self._row, row):
            self._closed += _digest(self._cells if at == self._row else [])
            if at == self._row and any(self._cells):
                self._filled = len(self._closed)
        self._row, self._cells = row, []


def _digest(cells: list[str]) -> bytes:
    said = "\x1f".join(cells).rstrip("\x1f")
    return hashlib.blake2b(said.encode(), digest_size=DIGEST_SIZE).digest()


def _trimmed(row: list[Value]) -> Row:
    while row and row[-1] is None:
        row.pop()
    return tuple(row)
