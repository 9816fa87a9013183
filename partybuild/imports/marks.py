"""What python-calamine does not tell of an .xlsx: errors, formulas, hidden rows."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from xml.parsers import expat

from partybuild.imports.cells import column_of

_WORTH_READING = re.compile(rb"""<(?:[\w.-]+:)?f[\s/>]|t=["']e["']|hidden=["'](?:1|true)""")
_PIECE = 1 << 20


@dataclass
class Marks:
    """Places are (row, column) from 0; hidden rows are counted from 0 too."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    """Whether the formula's empty result is a text, and so a real one."""
    hidden: set[int] = field(default_factory=set)


class _Reader:
    """Follows the cells of one worksheet part."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.row = self.column = -1
        self.kind = ""
        self.error = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            reference = attributes.get("r", "")
            column = reference.rstrip("0123456789")
            self.column = column_of(column) if column else self.column + 1
            self.kind = attributes.get("t", "")
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.marks.hidden.add(self.row)
        elif name == "f":
            self.marks.formulas[self.row, self.column] = self.kind == "str"
        elif name == "v" and self.kind == "e":
            self.error = ""
            self.parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        self.error += text

    def _end(self, name: str) -> None:
        if self.parser.CharacterDataHandler is not None:
            self.marks.errors[self.row, self.column] = self.error
            self.parser.CharacterDataHandler = None


def marks_of_archive(path: Path) -> dict[str, Marks]:
    """Marks by sheet name for the sheets of an .xlsx that have any."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive).items():
            if _worth_reading(archive, part):
                reader = _Reader()
                for piece in _pieces(archive, part):
                    reader.parser.Parse(piece, False)
                reader.parser.Parse(b"", True)
                found[name] = reader.marks
    return found


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        yield from iter(lambda: stream.read(_PIECE), b"")


def _worth_reading(archive: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    for piece in _pieces(archive, part):
        if _WORTH_READING.search(tail + piece):
            return True
        tail = piece[-64:]
    return False


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part names by sheet name, for the parts that are really there."""
    known = {name.lower(): name for name in archive.namelist()}
    workbook = _related(archive, "", "_rels/.rels").get("officeDocument", {})
    home = next(iter(workbook.values()), "xl/workbook.xml")
    folder, _, leaf = home.rpartition("/")
    by_id = _related(archive, folder, join(folder, "_rels", leaf + ".rels")).get("worksheet", {})
    parts = {}
    for name, attributes in _elements(archive.read(known[home.lower()])):
        if name == "sheet":
            key = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            part = known.get(by_id.get(key, "").lower())
            if part:
                parts[attributes.get("name", "")] = part
    return parts


def _related(archive: zipfile.ZipFile, folder: str, part: str) -> dict[str, dict[str, str]]:
    """Targets by kind and id."""
    found: dict[str, dict[str, str]] = {}
    if part in archive.namelist():
        for name, attributes in _elements(archive.read(part)):
            if name == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = attributes.get("Target", "")
                whole = target[1:] if target.startswith("/") else normpath(join(folder, target))
                found.setdefault(kind, {})[attributes.get("Id", "")] = whole
    return found


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition(":")[2], attributes)
    )
    parser.Parse(xml, True)
    return found
