"""What the parts of an .xlsx say, scanned as bytes while they are inflated.

Elements are looked for under the prefix of their root; what hides behind another prefix is
left to the limits of the child process.
"""

import re
from dataclasses import dataclass

from partybuild.imports import limits
from partybuild.imports.archive import DAMAGED
from partybuild.rules import RuleBroken

DECLARES_ENTITIES = (
    "工作簿内部含有文档类型或实体声明，不是表格软件正常保存的文件，请另存为 .xlsx 再导入。"
)
OTHER_ENCODING = "工作簿内部不是 UTF-8 编码，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
OUTSIDE_GRID = (
    f"表格外有多余的单元格（超出 {limits.MAX_COLUMNS} 列或 {limits.MAX_ROWS // 10_000} 万行），"
    "请删除表格右侧和下方的空白行、空白列，保存后再导入。"
)
HAS_MACROS = "不支持含宏的工作簿，请另存为不含宏的 .xlsx 再导入。"
BINARY_WORKBOOK = "不支持二进制工作簿（.xlsb），请另存为 .xlsx 再导入。"

_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_PROLOGUE = re.compile(rb"\s*(<\?|<!--)")
_ROOT = re.compile(rb"\s*<([\w.-]+:)?(\w+)")
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet[\s/>]")
_ROW_LIMIT = rb"0*(?:1?\d{1,5}|200000)"
_COLUMN_LIMIT = rb"(?:[A-Za-z]|[ABab][A-Za-z]|[Cc][A-Va-v])?"
_OUTSIDE = re.compile(rb"""r\s*=\s*["'](?!""" + _COLUMN_LIMIT + _ROW_LIMIT + rb"""["'])""")
_TAG_NAME = re.compile(rb"<(?:[\w.-]+:)?(\w+)")
_LONGEST_TAG = 1 << 16
_LONGEST_REFERENCE = 32
_MOST_DOUBTS = 100_000


@dataclass
class Tally:
    """What was counted over the whole workbook so far."""

    rows: int = 0
    cells: int = 0
    sheets: int = 0
    workbook: bool = False

    def check(self) -> None:
        """Raises RuleBroken when a limit of R41 is passed."""
        if self.sheets > limits.MAX_SHEETS:
            raise RuleBroken(limits.TOO_MANY_SHEETS)
        if self.rows > limits.MAX_ROWS:
            raise RuleBroken(limits.TOO_MANY_ROWS)
        if self.cells > limits.MAX_CELLS:
            raise RuleBroken(limits.TOO_MANY_CELLS)


class Part:
    """One part, fed piece by piece; raises RuleBroken at the first thing that may not be."""

    def __init__(self, name: str, tally: Tally) -> None:
        self.name = name.lower()
        self.tally = tally
        self.kind = ""
        self.rest = b""
        self.prefix = b""
        self.row_cells = 0
        self.doubts = 0

    def feed(self, piece: bytes) -> None:
        """Scans the next piece."""
        if not self.kind and piece.strip():
            piece = self._recognise(piece)
        if self.kind == "wide":
            self._scan_wide(piece)
        elif self.kind not in ("", "binary"):
            self._scan(piece)

    def _recognise(self, piece: bytes) -> bytes:
        if b"\0" in piece[:4] or piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
            self.kind = "wide" if b"<" in piece[:8] else "binary"
            return piece
        text = piece.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not text.startswith(b"<"):
            self.kind = "binary"
            return piece
        encoding = _ENCODING.match(text)
        if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
            raise RuleBroken(OTHER_ENCODING)
        if _DECLARATION.search(text):
            raise RuleBroken(DECLARES_ENTITIES)
        root = _root(text)
        if root is None:
            raise RuleBroken(DAMAGED)
        self.prefix, self.kind = root[1] or b"", root[2].decode("ascii", "replace")
        self.tally.workbook |= self.kind == "workbook"
        return text

    def _scan_wide(self, piece: bytes) -> None:
        """Power Query keeps its notes in UTF-16 under customXml; a reader sees nothing there."""
        if _DECLARATION.search(self.rest + piece.replace(b"\0", b"")):
            raise RuleBroken(DECLARES_ENTITIES)
        self.rest = piece.replace(b"\0", b"")[-8:]
        if not self.name.startswith("customxml/"):
            raise RuleBroken(OTHER_ENCODING)

    def _scan(self, piece: bytes) -> None:
        text = self.rest + piece
        cut = text.rfind(b"<")
        if cut < 0 or len(text) - cut > _LONGEST_TAG:
            cut = max(len(text) - _LONGEST_REFERENCE, 0)
        self.rest = text[cut:]
        self._read(text[:cut])

    def close(self) -> None:
        """Scans what the last piece left over."""
        if self.kind not in ("", "wide", "binary"):
            self._read(self.rest)

    def _read(self, text: bytes) -> None:
        if _DECLARATION.search(text):
            raise RuleBroken(DECLARES_ENTITIES)
        if self.kind == "worksheet":
            self._read_worksheet(text)
        elif self.kind == "workbook":
            self.tally.sheets += len(_SHEET.findall(text))
        elif self.kind == "Types" and b"macroEnabled" in text:
            raise RuleBroken(BINARY_WORKBOOK if b"sheet.binary" in text else HAS_MACROS)
        elif self.kind == "macrosheet":
            raise RuleBroken(HAS_MACROS)
        self.tally.check()

    def _read_worksheet(self, text: bytes) -> None:
        counts = self._cells_by_row(text)
        self.tally.rows += len(counts) - 1
        self.tally.cells += sum(counts)
        counts[0] += self.row_cells
        self.row_cells = counts[-1]
        for hit in _OUTSIDE.finditer(text):
            self._check_reference(text, hit.start())
        if max(counts) > limits.MAX_COLUMNS:
            raise RuleBroken(limits.TOO_MANY_COLUMNS)

    def _check_reference(self, text: bytes, at: int) -> None:
        """The value is no place in the grid; refuses when it is the reference of a cell or row."""
        own_name = text[at - 1 : at].isspace()
        self.doubts += 1000 if own_name else 1
        if self.doubts > _MOST_DOUBTS:
            raise RuleBroken(OUTSIDE_GRID)
        if own_name:
            tag = _TAG_NAME.match(text, max(text.rfind(b"<", 0, at), 0))
            if tag is None or tag[1] in (b"c", b"row"):
                raise RuleBroken(OUTSIDE_GRID)

    def _cells_by_row(self, text: bytes) -> list[int]:
        cell, rows = b"<" + self.prefix + b"c", text.split(b"<" + self.prefix + b"row")
        bare = (cell + b">", cell + b"/")
        counts = [part.count(cell + b" ") for part in rows]
        if any(form in text for form in bare):
            extra = [sum(part.count(form) for form in bare) for part in rows]
            return [a + b for a, b in zip(counts, extra, strict=True)]
        return counts


def _root(text: bytes) -> re.Match[bytes] | None:
    at = 0
    while opening := _PROLOGUE.match(text, at):
        closing = b"?>" if opening[1] == b"<?" else b"-->"
        end = text.find(closing, opening.end())
        if end < 0:
            return None
        at = end + len(closing)
    return _ROOT.match(text, at)
