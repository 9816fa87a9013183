"""CSV text: its encoding, and whether it stays inside the limits."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from partybuild.imports import limits
from partybuild.rules import RuleBroken

UNKNOWN_ENCODING = (
    "CSV 文件的编码既不是 UTF-8 也不是 GB18030，请在 Excel 或 WPS 中另存为 .xlsx 再导入。"
)
NOT_TEXT = "扩展名是 .csv，内容却不是文本，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
_LONGEST_FIELD = 32_767
_PIECE = 1 << 20


def encoding_of(path: Path) -> str:
    """The encoding by byte order mark, else strict UTF-8, else strict GB18030."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(codecs.BOM_UTF8):
        candidates: tuple[str, ...] = ("utf-8-sig",)
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ()
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise RuleBroken(UNKNOWN_ENCODING)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if b"\0" in piece:
                    raise RuleBroken(NOT_TEXT)
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def lines_of(path: Path, encoding: str) -> Iterator[list[str]]:
    """The rows of the file; raises RuleBroken where quotes do not match."""
    csv.field_size_limit(_LONGEST_FIELD)
    with open(path, encoding=encoding, newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise RuleBroken(
                f"CSV 文件第 {reader.line_num} 行附近的引号不成对或内容过长，"
                "请在 Excel 或 WPS 中打开核对，另存为 .xlsx 再导入。"
            ) from error


def check_delimited(path: Path) -> str:
    """The encoding of a CSV file that stays inside the limits, else RuleBroken."""
    encoding = encoding_of(path)
    cells = 0
    for number, line in enumerate(lines_of(path, encoding), start=1):
        cells += len(line)
        if number > limits.MAX_ROWS:
            raise RuleBroken(limits.TOO_MANY_ROWS)
        if len(line) > limits.MAX_COLUMNS and any(line[limits.MAX_COLUMNS :]):
            raise RuleBroken(limits.TOO_MANY_COLUMNS)
        if cells > limits.MAX_CELLS:
            raise RuleBroken(limits.TOO_MANY_CELLS)
    return encoding
