"""The user's name for a file, made safe to show and to send back (R46). Pure."""

import re
import unicodedata

LONGEST = 120
NAMELESS = "未命名"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_REFUSED = re.compile(r'[<>:"|?*]')


def clean_name(raw: str, suffix: str = "") -> str:
    """One line without folders, control, direction or invisible characters, at most 120 long.

    `suffix`, where given, takes the place of the name's own when that says something else.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", raw).rstrip("/\\ "))[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    tidy = _REFUSED.sub("_", re.sub(r"\s+", " ", seen)).strip().rstrip(" .")
    stem, dot, own = tidy.rpartition(".")
    if not dot:
        stem, own = tidy, ""
    own = own.lower()
    if suffix and own != suffix and not (suffix == "jpg" and own == "jpeg"):
        own = suffix
    stem = stem.strip(" .")[:LONGEST] or NAMELESS
    return f"{stem}.{own[:10]}" if own else stem
