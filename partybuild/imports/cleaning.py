"""One canonical form of text (R39)."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a cell cannot be taken, and how to mend it."""

    message: str


_REFUSED = (
    (re.compile("[\ud800-\udfff\ufffd\ufffe\uffff]"), "含有无法识别的乱码字符"),
    (re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"), "含有看不见的文字方向控制符"),
    (re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2065\ufeff]"), "含有看不见的零宽字符"),
    (re.compile("[\x00-\x1f\x7f-\x9f]"), "含有看不见的控制字符"),
)
_SUSPECT = re.compile("|".join(pattern.pattern for pattern, _ in _REFUSED))
_BREAKS = re.compile("[\t\r\n\v\f\x85\u2028\u2029]+")
_SPACES = re.compile(r"\s+")
_PRINTED = frozenset("/／\\＼-—–―－_…")


def cleaned(raw: str) -> str | CellError:
    """NFC and trimmed, line breaks as one blank; refuses what cannot be seen on the screen."""
    text = _BREAKS.sub(" ", raw).strip()
    if text.isascii() and text.isprintable():
        return text
    if _SUSPECT.search(text):
        trouble = next(words for pattern, words in _REFUSED if pattern.search(text))
        return CellError(f"{trouble}，请删除该单元格后用键盘重新输入。")
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Full-width letters, digits and signs as half-width, no blanks, upper case."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()


def is_blank(text: str) -> bool:
    """Whether the text only says that there is nothing: empty, `/`, `—` and the like."""
    return _PRINTED.issuperset(text)
