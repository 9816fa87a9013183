"""One cell as a value of its column's type, or why it is none. Nothing here raises.

A blank is None (it changes nothing), 清空 is `Special.CLEAR`, a masked value such as 138****1234
is `Special.UNCHANGED`; whatever cannot be read is a `CellError` whose message says how to mend it.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from math import nan

from partybuild.imports.cells import Cell, Fault, shown
from partybuild.imports.cleaning import CellError, cleaned, folded, is_blank
from partybuild.imports.dates import Inferred, parse_day
from partybuild.imports.records import Column, Type


class Special(Enum):
    """A cell that is no value but an order."""

    CLEAR = "清空"
    UNCHANGED = "不变"


Plain = str | int | float | bool | date
Value = str | int | bool | date | Inferred | tuple[str, ...] | Special | None
Parsed = Value | CellError

CLEAR, UNCHANGED = Special.CLEAR, Special.UNCHANGED

_CLEAR_WORD = CLEAR.value
_NOTHING = frozenset(("无", "暂无", "没有", "空", "未填"))
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?E\+\d{1,3}")
_MASK = re.compile(r"[*＊●]{2,}")
_PHONE = re.compile(r"\+?\d[\d-]{4,18}(?:(?:转|X|#)\d{1,6})?")
_PHONE_MARKS = str.maketrans({"(": "", ")": "-", "—": "-", "–": "-", "―": "-", "‐": "-", "−": "-"})
_UNITS = re.compile(r"(?:人|名|个|家|位|次)(?:\(.*\))?$")
_NUMBERED = re.compile(r"^\d{1,2}[.、．)）]")
_SEPARATORS = re.compile(r"[、,，;；\n\r]+")
_TAIL_OF_ZEROS = re.compile(r"^(\d{6}(?:\d{3})*?)(?:000)+$")
_MOST = 100_000_000
_TRUE = frozenset("是√✓✔☑有Y1对已VT") | {"YES", "TRUE", "已建", "已建立", "已成立", "已覆盖"}
_FALSE = frozenset("否×✗✘☒X无N0错未非F") | {
    *("NO", "FALSE", "没有", "不是"),
    *("未建", "未建立", "未成立", "未覆盖"),
}


def parse(column: Column, cell: Cell) -> Parsed:
    """The cell's value by the column's type."""
    return parser(column)(cell)


def parser(column: Column) -> Callable[[Cell], Parsed]:
    """`parse` for one column, for whoever reads many of its cells."""
    by_type, joins_lines = _PARSERS[column.type], column.type is Type.NAMES

    def read(cell: Cell) -> Parsed:
        if cell is None:
            return None
        if isinstance(cell, Fault):
            return _fault(cell)
        if not isinstance(cell, str):
            return by_type(column, cell)
        text = cleaned("、".join(cell.splitlines()) if joins_lines else cell)
        if isinstance(text, CellError):
            return text
        if is_blank(text):
            return None
        return CLEAR if text == _CLEAR_WORD else by_type(column, text)

    return read


def _fault(cell: Fault) -> CellError:
    if cell.kind == "formula":
        return CellError("公式没有计算结果，请在 Excel 或 WPS 中打开保存一次，或把公式粘贴为数值。")
    return CellError(f"单元格是公式错误 {cell.text}，请改正公式或直接填写内容。")


def _text(column: Column, value: Plain) -> Parsed:
    text = shown(value)
    if text in _NOTHING:
        return None
    if _MASK.search(text):
        return UNCHANGED
    if len(text) > column.longest:
        return CellError(f"有 {len(text)} 个字，最多 {column.longest} 个，请缩短。")
    return text


def _code(column: Column, value: Plain) -> Parsed:
    text = folded(shown(value))
    if isinstance(value, float) or _SCIENTIFIC.fullmatch(text):
        return CellError(
            f"编码“{text[:24]}”被表格软件改成了科学计数法，后几位已丢失，"
            "请把该列设为文本格式后重新填写。"
        )
    if isinstance(value, bool | date):
        return CellError("不是编码，请把单元格设为文本格式后重新填写。")
    if _MASK.search(text):
        return UNCHANGED
    if column.pattern and not re.fullmatch(column.pattern, text):
        return CellError(f"“{text[:24]}”不合要求：{column.note}，现有 {len(text)} 位，请核对。")
    if len(text) > column.longest:
        return CellError(f"有 {len(text)} 位，最多 {column.longest} 位，请核对。")
    return text


def _region(column: Column, value: Plain) -> Parsed:
    text = shown(value)
    code = folded(text)
    if not code.isdigit():
        if isinstance(value, float) or _SCIENTIFIC.fullmatch(code):
            return _code(column, value)
        return _text(column, value)
    if found := _TAIL_OF_ZEROS.fullmatch(code):
        code = found[1]
    if len(code) not in (6, 9, 12):
        return CellError(f"区划代码“{code[:24]}”有 {len(code)} 位，应为 6 位、9 位或 12 位。")
    return code


def _phone(column: Column, value: Plain) -> Parsed:
    text = folded(shown(value)).translate(_PHONE_MARKS)
    if text in _NOTHING:
        return None
    if "*" in text or _MASK.search(text):
        return UNCHANGED
    numbers = [part.strip("-") for part in re.split(r"[、,;/]+|或", text) if part]
    if isinstance(value, float) or not numbers or not all(map(_PHONE.fullmatch, numbers)):
        return CellError(f"“{shown(value)[:24]}”不是电话号码，请只填数字，座机写成 029-12345678。")
    return "、".join(numbers)


def _count(column: Column, value: Plain) -> Parsed:
    if type(value) is int and 0 <= value < _MOST:
        return value
    if isinstance(value, date):
        return CellError("是日期，应填人数等整数，请把单元格格式改为常规后重新填写。")
    if isinstance(value, bool):
        return CellError("是真假值，应填整数。")
    text = _UNITS.sub("", folded(shown(value)).replace(",", ""))
    if text in _NOTHING:
        return 0
    number = _number(text)
    if not abs(number) < _MOST:
        trouble = "不是整数，请只填数字，如 3"
    elif number < 0:
        trouble = "是负数，请填 0 或正整数"
    elif not number.is_integer():
        trouble = "带小数，请填整数"
    else:
        return int(number)
    return CellError(f"“{shown(value)[:24]}”{trouble}。")


def _number(text: str) -> float:
    try:
        return float(text) if text.isascii() else nan
    except ValueError:
        return nan


def _day(column: Column, value: Plain) -> Parsed:
    return None if isinstance(value, str) and value in _NOTHING else parse_day(value)


def _boolean(column: Column, value: Plain) -> Parsed:
    text = folded(shown(value))
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    return CellError(f"“{shown(value)[:24]}”看不出是或否，请填“是”或“否”。")


def _chosen(column: Column, text: str) -> str | None:
    plain = _NUMBERED.sub("", folded(text))
    for label, variants in column.choices.items():
        if plain in (folded(label), *map(folded, variants)):
            return label
    return None


def _choice(column: Column, value: Plain) -> Parsed:
    text = shown(value)
    label = _chosen(column, text)
    if label is None and text in _NOTHING:
        return None
    return label or _not_listed(column, text)


def _not_listed(column: Column, text: str) -> CellError:
    return CellError(f"“{text[:24]}”不在可填的值中，请填：{'、'.join(column.choices)}。")


def _choices(column: Column, value: Plain) -> Parsed:
    text = shown(value)
    if text in _NOTHING:
        return ()
    found: dict[str, None] = {}
    for part in filter(None, map(str.strip, _SEPARATORS.split(text))):
        label = _chosen(column, part)
        if label is None:
            return _not_listed(column, part)
        found[label] = None
    return tuple(found) or None


def _names(column: Column, value: Plain) -> Parsed:
    if isinstance(value, float):
        return _code(column, value)
    parts = map(str.strip, _SEPARATORS.split(shown(value)))
    names = tuple(dict.fromkeys(part for part in parts if not is_blank(part)))
    if not names or (len(names) == 1 and names[0] in _NOTHING):
        return None
    return names


_PARSERS: dict[Type, Callable[[Column, Plain], Parsed]] = {
    Type.TEXT: _text,
    Type.CODE: _code,
    Type.REGION: _region,
    Type.PHONE: _phone,
    Type.COUNT: _count,
    Type.DATE: _day,
    Type.BOOL: _boolean,
    Type.CHOICE: _choice,
    Type.CHOICES: _choices,
    Type.NAMES: _names,
    Type.DROPPED: lambda column, value: None,
}
