"""Identity numbers of persons, which this system never keeps."""

import re

from stdnum.cn import ric, uscc

_SHAPE = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


def holds_identity_number(text: str) -> bool:
    """Whether a valid identity number stands in the text; unified credit codes are none."""
    found = _SHAPE.findall(text) if len(text) >= 18 else []
    return any(ric.is_valid(number) and not uscc.is_valid(number) for number in found)
