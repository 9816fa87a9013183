"""The gate every import file passes before any library may open it (R41)."""

import mmap
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from partybuild.evidence.archive import Inflation, Member, members
from partybuild.evidence.compound import SIGNATURE
from partybuild.imports import limits
from partybuild.imports.archive import BOUNDS, DAMAGED
from partybuild.imports.compound import NOT_A_WORKBOOK, check_compound
from partybuild.imports.delimited import NOT_TEXT, check_delimited
from partybuild.imports.parts import BINARY_WORKBOOK, HAS_MACROS, Part, Tally
from partybuild.rules import RuleBroken

TOO_LARGE = f"文件超过 {limits.MAX_BYTES // 1024 // 1024} MB，请拆成几个文件分别导入。"
EMPTY = "文件是空的，请确认表格已保存后再上传。"
WEB_PAGE = "文件内容是网页而不是工作簿，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
XML_TABLE = "文件是 XML 表格而不是工作簿，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
WPS_TABLE = "不支持 WPS 的 .et 格式，请在 WPS 中另存为 .xlsx 再导入。"
OPEN_DOCUMENT = "不支持 .ods 格式，请另存为 .xlsx 再导入。"
OTHER_KIND = "只接受 .xlsx、.xls 和 .csv 文件，请另存为 .xlsx 再导入。"

_REFUSED_SUFFIXES = {
    ".et": WPS_TABLE,
    ".ett": WPS_TABLE,
    ".ods": OPEN_DOCUMENT,
    ".xlsm": HAS_MACROS,
    ".xltm": HAS_MACROS,
    ".xlsb": BINARY_WORKBOOK,
    ".htm": WEB_PAGE,
    ".html": WEB_PAGE,
    ".mht": WEB_PAGE,
    ".xml": XML_TABLE,
}
_WEB_PAGE = re.compile(rb"<(!doctype\s+html|html|head|meta|body|table|div|style)\b|^mime-version:")
_HEAD = 4096


@dataclass(frozen=True)
class Admitted:
    """A file that may be read: what it is, and a CSV's encoding."""

    path: Path
    kind: Literal["xlsx", "xls", "csv"]
    encoding: str | None = None


def admit(path: Path, filename: str) -> Admitted:
    """What the file is, judged by its bytes; RuleBroken with one sentence of advice otherwise."""
    suffix = Path(filename.strip()).suffix.lower()
    if suffix in _REFUSED_SUFFIXES:
        raise RuleBroken(_REFUSED_SUFFIXES[suffix])
    if suffix not in (".xlsx", ".xls", ".csv"):
        raise RuleBroken(OTHER_KIND)
    size = path.stat().st_size
    if size == 0:
        raise RuleBroken(EMPTY)
    if size > limits.MAX_BYTES:
        raise RuleBroken(TOO_LARGE)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    _refuse_markup(head)
    if suffix == ".csv":
        if head.startswith((b"PK\x03\x04", SIGNATURE)):
            raise RuleBroken(NOT_TEXT)
        return Admitted(path, "csv", check_delimited(path))
    return _admit_workbook(path, head)


def _admit_workbook(path: Path, head: bytes) -> Admitted:
    if head.startswith(b"PK\x03\x04"):
        _check_archive(path)
        return Admitted(path, "xlsx")
    if head.startswith(SIGNATURE):
        check_compound(path.read_bytes())
        return Admitted(path, "xls")
    raise RuleBroken(DAMAGED if head.startswith(b"PK") else NOT_A_WORKBOOK)


def _refuse_markup(head: bytes) -> None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<", b"mime-version:")) and _WEB_PAGE.search(text):
        raise RuleBroken(WEB_PAGE)
    if text.startswith(b"<?xml"):
        raise RuleBroken(XML_TABLE)


def _check_archive(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = members(data, BOUNDS)
        _refuse_other_formats({member.name.replace("\\", "/").lower() for member in found})
        inflation, tally = Inflation(BOUNDS), Tally()
        for member in found:
            _scan(data, member, inflation, tally)
    if not tally.workbook or not tally.sheets:
        raise RuleBroken(NOT_A_WORKBOOK)


def _scan(data: mmap.mmap, member: Member, inflation: Inflation, tally: Tally) -> None:
    part = Part(member.name, tally)
    for piece in inflation.pieces(data, member):
        part.feed(piece)
    part.close()


def _refuse_other_formats(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise RuleBroken(BINARY_WORKBOOK)
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise RuleBroken(HAS_MACROS)
    if "meta-inf/manifest.xml" in names and "content.xml" in names:
        raise RuleBroken(OPEN_DOCUMENT)
    if "[content_types].xml" not in names:
        raise RuleBroken(NOT_A_WORKBOOK)
