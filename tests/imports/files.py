"""Builders of good and hostile import files for the tests of this room."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(path: Path, sheets: Mapping[str, Iterable[Iterable[object]]]) -> Path:
    """An .xlsx with the given rows by sheet name."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(number, column, value)
    book.close()
    return path


def patched(path: Path, changes: Mapping[str, bytes | None], source: Path | None = None) -> Path:
    """A copy of a small workbook with parts replaced, added or (None) taken away."""
    origin = source or workbook(path.with_name("origin.xlsx"), {"名册": [["组织名称"], ["甲"]]})
    with zipfile.ZipFile(origin) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, content in {**parts, **changes}.items():
            if content is not None:
                new.writestr(name, content)
    return path


def sheet(rows: bytes, after: bytes = b"") -> bytes:
    """The XML of one worksheet."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>'
    return head.encode() + rows + b"</sheetData>" + after + b"</worksheet>"


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A plain zip, names repeated as given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 container whose streams are all padded to whole sectors above the small limit."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    padded = {
        name: body.ljust(-(-max(len(body), 4096) // 512) * 512, b"\0")
        for name, body in streams.items()
    }
    total = sum(len(body) for body in padded.values()) // 512
    folder_sectors = -(-(len(streams) + 1) // 4)
    fat_sectors = next(n for n in range(1, 110) if n * 128 >= n + folder_sectors + total)
    fat = [fat_sector] * fat_sectors
    fat += [*range(len(fat) + 1, len(fat) + folder_sectors), end]
    entries, body = [_entry("Root Entry", 5, end, 0, 1)], b""
    for number, (name, content) in enumerate(padded.items(), start=1):
        entries.append(_entry(name, 2, len(fat), len(streams[name].ljust(4096)), number + 1))
        fat += [*range(len(fat) + 1, len(fat) + len(content) // 512), end]
        body += content
    fat += [free] * (fat_sectors * 128 - len(fat))
    header = SIGNATURE + bytes(16) + struct.pack("<5H6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<3L", 0, fat_sectors, fat_sectors)
    header += struct.pack("<6L", 0, 4096, end, 0, end, 0)
    header += struct.pack("<109L", *range(fat_sectors), *[free] * (109 - fat_sectors))
    folder = b"".join(entries).ljust(folder_sectors * 512, b"\0")
    return header + struct.pack(f"<{len(fat)}L", *fat) + folder + body


def _entry(name: str, kind: int, start: int, size: int, following: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    links = (0xFFFFFFFF, 0xFFFFFFFF, 1) if kind == 5 else (0xFFFFFFFF, following, 0xFFFFFFFF)
    raw = encoded.ljust(64, b"\0") + struct.pack("<HBB3L", len(encoded), kind, 1, *links)
    return raw.ljust(116, b"\0") + struct.pack("<LLL", start, size, 0)


def record(kind: int, body: bytes) -> bytes:
    """One record of an old workbook stream."""
    return struct.pack("<HH", kind, len(body)) + body


def old_book(rows: Iterable[Iterable[str | float]], extra: bytes = b"") -> bytes:
    """The Workbook stream of an .xls with one sheet of texts and numbers."""
    cells = b""
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells += record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
            else:
                cells += record(0x0203, place + struct.pack("<d", value))
    start = struct.pack("<HHHHLL", 0x0600, 0x0005, 0, 0, 0, 0)
    name = "名册".encode("utf-16-le")
    top = record(0x0809, start) + extra
    at = len(top) + 4 + 8 + len(name) + 4
    top += record(0x0085, struct.pack("<LHBB", at, 0, 2, 1) + name) + record(0x000A, b"")
    page = record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x0010, 0, 0, 0, 0))
    return top + page + cells + record(0x000A, b"")
