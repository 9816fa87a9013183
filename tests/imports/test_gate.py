"""R41: what may not be read is refused at the gate, within two seconds, each in its own words."""

import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.imports import archive, compound, delimited, gate, limits, parts
from partybuild.rules import RuleBroken
from tests.imports import files

Build = Callable[[Path], Path]

ENTITY = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet/>'
BOMB = b"<row><c/></row>" * (1 << 20)


def raw(name: str, content: bytes) -> Build:
    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return build


def zipped(*names: str) -> Build:
    return raw("表.xlsx", files.zipped((name, b"<a/>") for name in names))


def part(content: bytes | None, name: str = files.SHEET) -> Build:
    return lambda folder: files.patched(folder / "表.xlsx", {name: content})


def rows(*cells: bytes) -> Build:
    return part(files.sheet(b"".join(cells)))


def sheets(count: int) -> Build:
    names = [f"第{number}张" for number in range(count)]
    return lambda folder: files.workbook(folder / "表.xlsx", {name: [["x"]] for name in names})


def old(name: str, *streams: tuple[str, bytes]) -> Build:
    return raw(name, files.compound(dict(streams)))


def damaged(change: Callable[[bytearray], bytes]) -> Build:
    def build(folder: Path) -> Path:
        path = files.workbook(folder / "表.xlsx", {"名册": [["甲"]]})
        path.write_bytes(change(bytearray(path.read_bytes())))
        return path

    return build


def overlapping(data: bytearray) -> bytes:
    """The second entry of the directory points into the first part."""
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = bytes(4)
    return bytes(data)


def encrypted(data: bytearray) -> bytes:
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying(data: bytearray) -> bytes:
    """The directory says that the first part is shorter than what comes out of it."""
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<L", 10)
    return bytes(data)


def many_members(folder: Path) -> Path:
    extra = {f"xl/media/{number}.bin": b"x" for number in range(limits.MAX_MEMBERS)}
    return files.patched(folder / "表.xlsx", extra)


def repeated_member(folder: Path) -> Path:
    path = files.patched(folder / "表.xlsx", {})
    with zipfile.ZipFile(path, "a") as book:
        book.writestr(files.SHEET.upper(), b"<worksheet/>")
    return path


def csv_text(text: str, encoding: str = "utf-8") -> Build:
    return raw("表.csv", text.encode(encoding))


HOSTILE: dict[str, tuple[Build, str]] = {
    "empty": (raw("表.xlsx", b""), gate.EMPTY),
    "too large": (raw("表.xlsx", b"PK\x03\x04" + bytes(limits.MAX_BYTES)), gate.TOO_LARGE),
    "wps by name": (raw("表.et", b"x"), gate.WPS_TABLE),
    "open document by name": (raw("表.ods", b"x"), gate.OPEN_DOCUMENT),
    "macro by name": (raw("表.xlsm", b"x"), parts.HAS_MACROS),
    "binary by name": (raw("表.xlsb", b"x"), parts.BINARY_WORKBOOK),
    "another kind": (raw("表.pdf", b"%PDF"), gate.OTHER_KIND),
    "no suffix": (raw("表", b"x"), gate.OTHER_KIND),
    "renamed page": (raw("表.xls", b"\r\n<html><table></table></html>"), gate.WEB_PAGE),
    "renamed web archive": (raw("表.xls", b"MIME-Version: 1.0\r\n"), gate.WEB_PAGE),
    "page as csv": (raw("表.csv", b"<table><tr></tr></table>"), gate.WEB_PAGE),
    "xml table": (raw("表.xls", b'<?xml version="1.0"?><Workbook/>'), gate.XML_TABLE),
    "plain text": (raw("表.xlsx", "组织名称".encode()), compound.NOT_A_WORKBOOK),
    "open document inside": (
        raw(
            "表.xlsx", files.zipped([("content.xml", b"<a/>"), ("META-INF/manifest.xml", b"<a/>")])
        ),
        gate.OPEN_DOCUMENT,
    ),
    "word inside": (
        raw(
            "表.xlsx", files.zipped([("[Content_Types].xml", b"<Types/>"), ("word/d.xml", b"<d/>")])
        ),
        compound.NOT_A_WORKBOOK,
    ),
    "truncated": (damaged(lambda data: bytes(data[: len(data) // 2])), archive.DAMAGED),
    "last byte lost": (damaged(lambda data: bytes(data[:-1])), archive.DAMAGED),
    "lying size": (damaged(lying), archive.DAMAGED),
    "wrong check sum": (
        damaged(lambda data: bytes(data[:60]) + bytes([data[60] ^ 255]) + bytes(data[61:])),
        archive.DAMAGED,
    ),
    "overlapping parts": (damaged(overlapping), archive.OVERLAPPING_MEMBERS),
    "encrypted part": (damaged(encrypted), archive.ENCRYPTED_MEMBERS),
    "many parts": (many_members, archive.TOO_MANY_MEMBERS),
    "repeated part": (repeated_member, archive.DUPLICATE_MEMBERS),
    "bomb": (part(files.sheet(BOMB * 16)), archive.TOO_LARGE_INSIDE),
    "bomb under the limit": (rows(BOMB), limits.TOO_MANY_ROWS),
    "entity": (part(ENTITY), parts.DECLARES_ENTITIES),
    "entity in UTF-16": (part(ENTITY.decode().encode("utf-16")), parts.DECLARES_ENTITIES),
    "entity in UTF-16 without mark": (
        part(ENTITY.decode().encode("utf-16-be")),
        parts.DECLARES_ENTITIES,
    ),
    "entity in UTF-32": (part(ENTITY.decode().encode("utf-32")), parts.DECLARES_ENTITIES),
    "entity behind a long text": (
        part(files.sheet(b"", b"<x>" + b"a" * (1 << 19) + b"</x><!ENTITY a 'b'>")),
        parts.DECLARES_ENTITIES,
    ),
    "UTF-16 sheet": (
        part(files.sheet(b"").decode().encode("utf-16")),
        parts.OTHER_ENCODING,
    ),
    "declared encoding": (
        part(b'<?xml version="1.0" encoding="UTF-7"?><worksheet/>'),
        parts.OTHER_ENCODING,
    ),
    "stray last cell": (rows(b'<row r="1"><c r="XFD1048576"/></row>'), parts.OUTSIDE_GRID),
    "stray lower case": (rows(b"<row><c s='1' r = 'xfd1'/></row>"), parts.OUTSIDE_GRID),
    "stray row": (rows(b'<row r="1048576" spans="1:2"/>'), parts.OUTSIDE_GRID),
    "stray column": (rows(b'<row r="1"><c r="CW1"/></row>'), parts.OUTSIDE_GRID),
    "stray behind many": (
        rows(b'<row r="1"><c r="A1"/></row>' * 50_000, b'<row><c r="A200001"/></row>'),
        parts.OUTSIDE_GRID,
    ),
    "no references": (rows(b"<row>" + b"<c/>" * 101 + b"</row>"), limits.TOO_MANY_COLUMNS),
    "many rows": (rows(b"<row/>" * 200_001), limits.TOO_MANY_ROWS),
    "many cells": (
        rows((b"<row>" + b"<c />" * 100 + b"</row>") * 80_001),
        limits.TOO_MANY_CELLS,
    ),
    "many sheets": (sheets(21), limits.TOO_MANY_SHEETS),
    "macro part": (part(b"x", "xl/vbaProject.bin"), parts.HAS_MACROS),
    "macro sheet": (part(b"<x/>", "xl/macrosheets/sheet1.xml"), parts.HAS_MACROS),
    "macro type": (
        part(
            b'<Types><Override ContentType="sheet.macroEnabled.main+xml"/></Types>',
            "[Content_Types].xml",
        ),
        parts.HAS_MACROS,
    ),
    "password": (
        old("表.xlsx", ("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")),
        compound.HAS_PASSWORD,
    ),
    "old password": (
        old("表.xls", ("Workbook", files.old_book([], files.record(0x2F, bytes(54))))),
        compound.HAS_PASSWORD,
    ),
    "old macro": (
        old("表.xls", ("Workbook", files.old_book([])), ("_VBA_PROJECT", b"x")),
        parts.HAS_MACROS,
    ),
    "old macro sheet": (
        old("表.xls", ("Workbook", files.old_book([], files.record(0x85, b"\0\0\0\0\0\1")))),
        parts.HAS_MACROS,
    ),
    "old columns": (
        old("表.xls", ("Workbook", files.old_book([["x"] * 101]))),
        limits.TOO_MANY_COLUMNS,
    ),
    "old sheets": (
        old("表.xls", ("Workbook", files.old_book([], files.record(0x85, bytes(8)) * 20))),
        limits.TOO_MANY_SHEETS,
    ),
    "old document": (old("表.xls", ("WordDocument", b"x")), compound.NOT_A_WORKBOOK),
    "old truncated": (
        raw("表.xls", files.compound({"Workbook": files.old_book([["甲"]])})[:1500]),
        archive.DAMAGED,
    ),
    "old noise": (raw("表.xls", files.SIGNATURE + bytes(4000)), archive.DAMAGED),
    "csv of zeros": (raw("表.csv", bytes(100)), delimited.NOT_TEXT),
    "workbook as csv": (raw("表.csv", b"PK\x03\x04"), delimited.NOT_TEXT),
    "csv in UTF-16": (csv_text("组织名称", "utf-16"), delimited.UNKNOWN_ENCODING),
    "csv in no encoding": (raw("表.csv", b"\xff\xff\xff"), delimited.UNKNOWN_ENCODING),
    "csv of many rows": (csv_text("a\n" * 200_001), limits.TOO_MANY_ROWS),
    "csv of many columns": (csv_text(",".join("a" * 101)), limits.TOO_MANY_COLUMNS),
    "csv of many cells": (csv_text((",a" * 99 + "\n") * 80_001), limits.TOO_MANY_CELLS),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_r41_refused_in_its_own_words_within_two_seconds(case: str, tmp_path: Path) -> None:
    build, sentence = HOSTILE[case]
    path = build(tmp_path)
    began = time.process_time()
    with pytest.raises(RuleBroken) as refusal:
        gate.admit(path, path.name)
    assert str(refusal.value) == sentence
    assert time.process_time() - began < 2


def test_r41_every_refusal_says_what_to_do() -> None:
    sentences = {sentence for _, sentence in HOSTILE.values()}
    assert all("请" in sentence and sentence.endswith("。") for sentence in sentences)


def test_csv_with_an_open_quote_names_the_line(tmp_path: Path) -> None:
    path = csv_text('甲,乙\n"丙,丁\n')(tmp_path)
    with pytest.raises(RuleBroken, match="第 2 行附近的引号不成对"):
        gate.admit(path, path.name)


ADMITTED: dict[str, tuple[Build, str, str | None]] = {
    "a workbook": (part(files.sheet(b'<row r="1"><c r="CV200000"/></row>')), "xlsx", None),
    "another prefix": (
        part(b'<x:worksheet xmlns:x="m"><x:row r="1"><x:c r="A1"/></x:row></x:worksheet>'),
        "xlsx",
        None,
    ),
    "text that looks like a reference": (
        rows(b'<row r="1"><c r="A1" t="inlineStr"><is><t> r="XFD9" </t></is></c></row>'),
        "xlsx",
        None,
    ),
    "twenty sheets": (sheets(20), "xlsx", None),
    "notes of a query in UTF-16": (
        part("<a/>".encode("utf-16"), "customXml/item1.xml"),
        "xlsx",
        None,
    ),
    "an old workbook": (old("表.xls", ("Workbook", files.old_book([["甲", 3]]))), "xls", None),
    "a new workbook under the old name": (
        lambda folder: files.patched(folder / "表.XLS", {}),
        "xlsx",
        None,
    ),
    "csv with mark": (csv_text("组织名称\n甲", "utf-8-sig"), "csv", "utf-8-sig"),
    "csv": (csv_text("组织名称\n甲"), "csv", "utf-8"),
    "csv of the office": (csv_text("组织名称\n甲会", "gb18030"), "csv", "gb18030"),
}


@pytest.mark.parametrize("case", ADMITTED)
def test_r41_good_files_pass(case: str, tmp_path: Path) -> None:
    build, kind, encoding = ADMITTED[case]
    path = build(tmp_path)
    assert gate.admit(path, path.name) == gate.Admitted(path, kind, encoding)  # type: ignore[arg-type]


def test_r41_a_sheet_of_mock_references_is_refused_quickly(tmp_path: Path) -> None:
    path = rows(b"<x>" + b' r="A ' * (1 << 22))(tmp_path)
    began = time.process_time()
    with pytest.raises(RuleBroken, match="多余的单元格"):
        gate.admit(path, path.name)
    assert time.process_time() - began < 2


def _good(kind: str, folder: Path) -> bytes:
    if kind == "xls":
        return files.compound({"Workbook": files.old_book([["甲", 3]])})
    if kind == "csv":
        return '组织名称,"乙"\n甲,1\n'.encode()
    return files.workbook(folder / "origin.xlsx", {"名册": [["甲", 3]]}).read_bytes()


def answer(path: Path) -> str:
    try:
        return gate.admit(path, path.name).kind
    except RuleBroken as refusal:
        return str(refusal)


changes = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), st.binary(max_size=4)), min_size=1)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv"])
@settings(max_examples=60, deadline=None)
@given(damage=changes)
def test_r41_whatever_happened_to_a_file_the_answer_is_a_sentence(
    kind: str, damage: list[tuple[float, int, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("gate")
    content = bytearray(_good(kind, folder))
    for place, length, other in damage:
        at = int(place * len(content))
        content[at : at + length] = other
    path = folder / f"表.{kind}"
    path.write_bytes(content)
    said = answer(path)
    assert said in ("xlsx", "xls", "csv") or said.endswith("。")
