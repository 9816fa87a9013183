"""Which files are taken, known by their suffix and by their first bytes (R45). Pure."""

from dataclasses import dataclass
from enum import Enum

from partybuild.evidence.compound import SIGNATURE
from partybuild.rules import RuleBroken


class Family(Enum):
    """How a file is looked into."""

    PICTURE = "picture"
    PDF = "pdf"
    PACKAGE = "package"
    COMPOUND = "compound"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its suffix, its media type, and what must stand inside."""

    suffix: str
    family: Family
    media: str
    inside: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD, _SHEET = "application/msword", "application/vnd.ms-excel"
JPEG = Kind("jpg", Family.PICTURE, "image/jpeg", "JPEG")
PNG = Kind("png", Family.PICTURE, "image/png", "PNG")
WEBP = Kind("webp", Family.PICTURE, "image/webp", "WEBP")
KINDS = {
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": PNG,
    "webp": WEBP,
    "pdf": Kind("pdf", Family.PDF, "application/pdf"),
    "docx": Kind(
        "docx", Family.PACKAGE, f"{_OFFICE}wordprocessingml.document", "word/document.xml"
    ),
    "xlsx": Kind("xlsx", Family.PACKAGE, f"{_OFFICE}spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": Kind(
        "pptx", Family.PACKAGE, f"{_OFFICE}presentationml.presentation", "ppt/presentation.xml"
    ),
    "doc": Kind("doc", Family.COMPOUND, _WORD, "WordDocument"),
    "wps": Kind("wps", Family.COMPOUND, _WORD, "WordDocument"),
    "xls": Kind("xls", Family.COMPOUND, _SHEET, "Workbook"),
    "et": Kind("et", Family.COMPOUND, _SHEET, "Workbook"),
}
"""By suffix."""
ACCEPTED = ",".join(f".{suffix}" for suffix in KINDS)
"""For the `accept` of a file field."""

HEIC = (
    "“%s”是苹果手机的 HEIC 照片，单位电脑大多打不开：请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，"
    "或把照片发到电脑上另存为 JPG 再传。"
)
PACKED = "“%s”是压缩包，请解压后把里面的文件逐个上传。"
MACROS = "“%s”是含宏的文件，请另存为不含宏的 .docx 或 .xlsx，或打印为 PDF 再传。"
TEXT = "“%s”是文本文件，请粘贴到 Word 或 WPS 中存为 .docx，或打印为 PDF 再传。"
WEB_PAGE = "“%s”的内容是网页或图形代码，可能夹带脚本，请打印为 PDF 或截图后再传。"
OFD = "“%s”是 OFD 版式文件，暂不收存，请在 OFD 阅读器中另存为 PDF 再传。"
PROGRAM = "“%s”是程序，不能作为材料上传。"
OTHER = "“%s”不是可以收存的材料：只收照片（jpg、png、webp）、PDF 和 Word、Excel、PPT、WPS 文件。"
DISGUISED = "“%s”的内容与扩展名不符，请用原来的软件打开后重新保存，再上传。"

_SENTENCES = {
    HEIC: "heic heif hif",
    PACKED: "zip rar 7z gz tar tgz bz2 xz",
    MACROS: "docm dotm xlsm xltm xlsb xlam pptm potm ppsm",
    TEXT: "txt csv rtf md log",
    WEB_PAGE: "svg html htm xhtml mht mhtml xml js",
    OFD: "ofd",
    PROGRAM: "exe dll com scr bat cmd ps1 vbs msi lnk jar apk sh hta pif",
}
_REFUSED = {suffix: said for said, words in _SENTENCES.items() for suffix in words.split()}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"heif"})
_MARKUP = (
    b"<!doctype",
    b"<html",
    b"<svg",
    b"<?xml",
    b"<script",
    b"<head",
    b"<body",
    b"mime-version:",
)


def kind_of(name: str, head: bytes) -> Kind:
    """What a file is, by its name's suffix and its first bytes; RuleBroken with advice otherwise.

    A picture is what its bytes say, whatever picture its name promises: messengers rename them.
    """
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in _REFUSED:
        raise RuleBroken(_REFUSED[suffix] % name)
    kind = KINDS.get(suffix)
    if kind is None:
        raise RuleBroken(OTHER % name)
    _refuse_by_bytes(name, head)
    if kind.family is Family.PICTURE:
        kind = _picture(head)
    if kind is None or _family(head) is not kind.family:
        raise RuleBroken(DISGUISED % name)
    return kind


def _refuse_by_bytes(name: str, head: bytes) -> None:
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        raise RuleBroken(HEIC % name)
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise RuleBroken(PROGRAM % name)
    text = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    if text[:16].lower().startswith(_MARKUP):
        raise RuleBroken(WEB_PAGE % name)


def _picture(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return WEBP if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _family(head: bytes) -> Family | None:
    if _picture(head):
        return Family.PICTURE
    if head.startswith(b"%PDF-"):
        return Family.PDF
    if head.startswith(b"PK\x03\x04"):
        return Family.PACKAGE
    return Family.COMPOUND if head.startswith(SIGNATURE) else None
