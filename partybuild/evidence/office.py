"""Office files: containers within limits, without macros, passwords or entities (R41, R45)."""

import mmap
import re
import struct
from pathlib import Path

from partybuild.evidence.archive import Bounds, Fault, Inflation, Member, members
from partybuild.evidence.compound import MACROS, PASSWORD, Compound
from partybuild.rules import RuleBroken

MOST_MEMBERS = 2000
MOST_INFLATED = 200 * 1024 * 1024
DAMAGED = "“%s”不完整或已损坏，请打开后重新保存再传。"
TOO_BIG_INSIDE = "“%s”解压后过大或部件过多，请压缩图片或打印为 PDF 再传。"
HAS_PASSWORD = "“%s”设有密码，请取消密码后再传。"
HAS_MACROS = "“%s”含有宏或控件，请另存为不含宏的文件，或打印为 PDF 再传。"
DECLARES = "“%s”内部含有文档类型或实体声明，不是办公软件正常保存的文件，请打印为 PDF 再传。"
REMOTE = "“%s”引用了网上的模板，请在 Word 中去掉模板链接，或打印为 PDF 再传。"
ANOTHER = "“%s”的内容与扩展名不符，请用原来的软件打开后重新保存，再上传。"

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]{1,4096}>")
_TOO_LONG = re.compile(rb"<[^<>]{4097}")
_DRAWS_IN = re.compile(rb"attachedTemplate|oleObject|subDocument", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rb"""Target\s*=\s*["'](?:https?:|ftp:|\\\\|//|file://[^/])""", re.IGNORECASE
)
_OVERLAP = 4098
_LOCKED_WORD = 0x0100
_FILE_PASSWORD, _START = 0x2F, 0x0809


def check_package(name: str, path: Path, inside: str) -> None:
    """RuleBroken unless the zip is an open office file of the kind that has the part `inside`."""
    bounds = _bounds(name)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = members(data, bounds)
        names = {member.name.replace("\\", "/").lower() for member in found}
        if any(
            word in part for part in names for word in ("vbaproject", "macrosheets/", "activex")
        ):
            raise RuleBroken(HAS_MACROS % name)
        if not {"[content_types].xml", inside} <= names:
            raise RuleBroken(ANOTHER % name)
        inflation = Inflation(bounds)
        for member in found:
            _check_part(name, data, member, inflation)


def _bounds(name: str) -> Bounds:
    sentences = dict.fromkeys(Fault, DAMAGED % name)
    sentences[Fault.TOO_MANY_MEMBERS] = sentences[Fault.TOO_LARGE_INSIDE] = TOO_BIG_INSIDE % name
    sentences[Fault.ENCRYPTED_MEMBERS] = HAS_PASSWORD % name
    return Bounds(MOST_MEMBERS, MOST_INFLATED, sentences)


def _check_part(name: str, data: mmap.mmap, member: Member, inflation: Inflation) -> None:
    """Read the part to its end, its text also where it is written in two bytes a letter."""
    rest, markup = b"", None
    for piece in inflation.pieces(data, member):
        text = piece.replace(b"\0", b"")
        if markup is None and text.strip():
            markup = text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
        if not markup:
            continue
        text = rest + text
        _check_text(name, text)
        if member.name.lower().endswith(".rels") and _TOO_LONG.search(text):
            raise RuleBroken(DAMAGED % name)
        rest = text[-_OVERLAP:]


def _check_text(name: str, text: bytes) -> None:
    if _DECLARATION.search(text):
        raise RuleBroken(DECLARES % name)
    if b"macroEnabled" in text and b"<Override" in text:
        raise RuleBroken(HAS_MACROS % name)
    if b"TargetMode" in text and any(map(_draws_in, _TAG.findall(text))):
        raise RuleBroken(REMOTE % name)


def _draws_in(tag: bytes) -> bool:
    """Whether opening the file would fetch something from elsewhere."""
    return bool(_DRAWS_IN.search(tag) and _ELSEWHERE.search(tag))


def check_compound(name: str, data: bytes, inside: str) -> None:
    """RuleBroken unless the OLE2 file has the stream `inside`, and neither macros nor password."""
    container = Compound(data, DAMAGED % name)
    entries = {entry.name: entry for entry in container.entries}
    if entries.keys() & PASSWORD:
        raise RuleBroken(HAS_PASSWORD % name)
    if entries.keys() & MACROS:
        raise RuleBroken(HAS_MACROS % name)
    wanted = entries.get(inside) or (entries.get("Book") if inside == "Workbook" else None)
    if wanted is None:
        raise RuleBroken(ANOTHER % name)
    if _is_locked(inside, container.stream(wanted)[:4096]):
        raise RuleBroken(HAS_PASSWORD % name)


def _is_locked(inside: str, head: bytes) -> bool:
    if inside == "WordDocument":
        return len(head) > 11 and bool(struct.unpack_from("<H", head, 10)[0] & _LOCKED_WORD)
    at = 0
    while at + 4 <= len(head):
        kind, length = struct.unpack_from("<HH", head, at)
        if kind == _FILE_PASSWORD:
            return True
        at += 4 + length
    return False
