"""The OLE2 container of an old .xls: its streams, and what the workbook stream holds."""

import struct
from dataclasses import dataclass

from partybuild.imports import limits
from partybuild.imports.archive import DAMAGED
from partybuild.imports.parts import HAS_MACROS
from partybuild.rules import RuleBroken

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HAS_PASSWORD = "文件设有密码，请取消密码并另存为 .xlsx 再导入。"
NOT_A_WORKBOOK = "文件不是 Excel 工作簿，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"

_END_OF_CHAIN = 0xFFFFFFFA
_ENTRY = 128
_HEADER = struct.Struct("<HH")
_RECORD = struct.Struct("<4H")
_MANY_CELLS = 0x00BD
_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, _MANY_CELLS})
_SUBSTREAM, _SHEET, _PASSWORD = 0x0809, 0x0085, 0x002F
_STRUCTURE = frozenset({_MANY_CELLS, _SUBSTREAM, _SHEET, _PASSWORD})
_MAX_RECORDS = 2_000_000


@dataclass(frozen=True)
class Entry:
    """A stream or folder of the container."""

    name: str
    start: int
    size: int


class Compound:
    """An opened OLE2 container; raises RuleBroken when its tables contradict each other."""

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
            raise RuleBroken(DAMAGED) from error

    def _open(self, data: bytes) -> None:
        self.data = data
        self.shift, self.mini_shift = struct.unpack_from("<HH", data, 30)
        if self.shift not in (9, 12) or self.mini_shift != 6:
            raise ValueError(self.shift)
        fats, first_entry = struct.unpack_from("<LL", data, 44)
        self.cutoff, first_mini, _, extension, _ = struct.unpack_from("<5L", data, 56)
        fat = b"".join(self._sector(n) for n in self._fat_sectors(fats, extension))
        self.fat = struct.unpack(f"<{len(fat) // 4}L", fat)
        directory = self._chain(first_entry)
        self.entries = [
            _entry(directory[at : at + _ENTRY])
            for at in range(0, len(directory), _ENTRY)
            if directory[at + 66] in (1, 2, 5)
        ]
        self.root = self.entries[0]
        mini = self._chain(first_mini)
        self.mini_fat = struct.unpack(f"<{len(mini) // 4}L", mini)

    def _fat_sectors(self, count: int, extension: int) -> list[int]:
        numbers = list(struct.unpack_from("<109L", self.data, 76))
        per_sector = (1 << self.shift) // 4
        while extension < _END_OF_CHAIN and len(numbers) < count:
            more = struct.unpack(f"<{per_sector}L", self._sector(extension))
            numbers.extend(more[:-1])
            extension = more[-1]
        return numbers[:count]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) << self.shift
        sector = self.data[at : at + (1 << self.shift)]
        if not sector:
            raise ValueError(number)
        return sector.ljust(1 << self.shift, b"\0")

    def _chain(self, number: int) -> bytes:
        sectors: list[bytes] = []
        while number < _END_OF_CHAIN:
            if len(sectors) > len(self.fat):
                raise ValueError(number)
            sectors.append(self._sector(number))
            number = self.fat[number]
        return b"".join(sectors)

    def stream(self, entry: Entry) -> bytes:
        """The bytes of a stream."""
        try:
            if entry.size >= self.cutoff:
                return self._chain(entry.start)[: entry.size]
            home, number = self._chain(self.root.start), entry.start
            pieces: list[bytes] = []
            while number < _END_OF_CHAIN and len(pieces) <= len(self.mini_fat):
                pieces.append(home[number << 6 : (number + 1) << 6])
                number = self.mini_fat[number]
        except (struct.error, IndexError, ValueError) as error:
            raise RuleBroken(DAMAGED) from error
        return b"".join(pieces)[: entry.size]


def _entry(raw: bytes) -> Entry:
    length = struct.unpack_from("<H", raw, 64)[0]
    name = raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le")
    start, size = struct.unpack_from("<LL", raw, 116)
    return Entry(name, start, size)


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
    container = Compound(data)
    names = {entry.name: entry for entry in container.entries}
    if names.keys() & {"EncryptedPackage", "EncryptionInfo"}:
        raise RuleBroken(HAS_PASSWORD)
    book = names.get("Workbook") or names.get("Book")
    if book is None:
        raise RuleBroken(NOT_A_WORKBOOK)
    if names.keys() & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
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
