"""Identity numbers of persons, which this system never keeps."""

import re

from stdnum.cn import ric, uscc

_SHAPE = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


def holds_identity_number(text: str) -> bool:
    """Whether a valid identity number stands in the text; unified credit codes are none."""
    found = _SHAPE.findall(text) if len(text) >= 18 else []
    return any(ric.is_valid(number) and not uscc.is_valid(number) for number in found)


def without_identity_numbers(text: str) -> str:
    """The text with every identity number hidden."""
    if len(text) < 18 or not holds_identity_number(text):
        return text
    return _SHAPE.sub("（身份证号，已隐去）", text)
