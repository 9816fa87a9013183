"""A PDF without anything that acts: no script, no program started, no file inside (R45). Pure."""

import re
import zlib

from partybuild.rules import RuleBroken

ACTS = (
    "“%s”含有脚本、启动程序的动作或夹带的附件，不能收存；"
    "请打开后选“打印”、打印机选“另存为 PDF”，用得到的新文件上传。"
)
LOCKED = "“%s”设有密码或权限，无法检查内容，请打开后打印为 PDF 再传。"
DAMAGED = "“%s”不是完整的 PDF，请重新下载或打印为 PDF 再传。"
POLYGLOT = "“%s”在 PDF 之外还夹带别的内容，请打开后打印为 PDF 再传。"

MOST_INFLATED = 64 * 1024 * 1024
_HEAD, _TAIL = 1024, 2048
_ACTING = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Movie|ImportData|SubmitForm)(?![A-Za-z0-9])"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_MARKUP = re.compile(rb"<(?:!doctype|html|svg|script|body|iframe)\b", re.IGNORECASE)
_BLANK = b"\0\t\n\x0c\r "


def check_pdf(name: str, data: bytes) -> None:
    """RuleBroken for one that acts, is locked, is cut off or is something else as well."""
    end = data.rfind(b"%%EOF")
    if end < 0 or end < len(data) - _TAIL:
        raise RuleBroken(DAMAGED % name)
    if data[end + 5 :].strip(_BLANK) or _MARKUP.search(data[:_HEAD]):
        raise RuleBroken(POLYGLOT % name)
    plain = _unescaped(data)
    if _ACTING.search(plain):
        raise RuleBroken(ACTS % name)
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", plain):
        raise RuleBroken(LOCKED % name)
    _check_hidden(name, data)


def _unescaped(text: bytes) -> bytes:
    """Names with `#6a` written out, so that none hides behind its spelling."""
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), text)


def _check_hidden(name: str, data: bytes) -> None:
    """Look into compressed object streams.

    Whatever stands between two stream keywords counts as the head of the second, so that no
    trick with comments or strings separates a stream from its dictionary.
    """
    before, left = 0, MOST_INFLATED
    for keyword in _STREAM.finditer(data):
        head = data[before : keyword.start()]
        before = keyword.start()
        if b"ObjStm" in head or (b"#" in head and b"ObjStm" in _unescaped(head)):
            left -= _check_objects(name, data, keyword.end(), left)


def _check_objects(name: str, data: bytes, at: int, most: int) -> int:
    engine, end = zlib.decompressobj(), data.find(b"endstream", at)
    try:
        text = engine.decompress(data[at:end], max(most, 1))
    except zlib.error:
        raise RuleBroken(ACTS % name) from None
    if not engine.eof or _ACTING.search(_unescaped(text)):
        raise RuleBroken(ACTS % name)
    return len(text)
