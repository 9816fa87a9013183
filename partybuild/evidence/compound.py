"""An OLE2 container, as old office files are: its streams by name."""

import struct
from dataclasses import dataclass

from partybuild.rules import RuleBroken

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = frozenset({"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros"})
"""Folders that hold macros."""
PASSWORD = frozenset({"EncryptedPackage", "EncryptionInfo"})

_END_OF_CHAIN = 0xFFFFFFFA
_ENTRY = 128


@dataclass(frozen=True)
class Entry:
    """A stream or folder of the container."""

    name: str
    start: int
    size: int


class Compound:
    """An opened OLE2 container; RuleBroken(`damaged`) where its tables contradict each other."""

    def __init__(self, data: bytes, damaged: str) -> None:
        self.damaged = damaged
        try:
            self._open(data)
        except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
            raise RuleBroken(self.damaged) from error

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
            raise RuleBroken(self.damaged) from error
        return b"".join(pieces)[: entry.size]


def _entry(raw: bytes) -> Entry:
    length = struct.unpack_from("<H", raw, 64)[0]
    name = raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le")
    start, size = struct.unpack_from("<LL", raw, 116)
    return Entry(name, start, size)
