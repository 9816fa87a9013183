"""Days as offices write them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from partybuild.imports.cleaning import CellError, folded

EARLIEST, LATEST = 1901, 2100
_EPOCH = date(1899, 12, 30)
_WHOLE = re.compile(
    r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?(?:T?\d{1,2}:\d{2}(?::\d{2})?(?:\.0+)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?(?:份)?")
_COMPACT_MONTH = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(\d{4})年?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SHORT_YEAR = re.compile(r"\d{2}(?:年|[-/.])\d{1,2}(?:(?:月|[-/.])(?:\d{1,2}日?)?)?")
_EXAMPLE = "请写成 2024-03-05 的样子"


@dataclass(frozen=True, slots=True)
class Inferred:
    """A day of which the cell gave only the month or the year: its first day."""

    day: date


def parse_day(value: str | int | float | bool | date) -> date | Inferred | CellError:
    """The day; a month or a year gives its first day, marked."""
    if isinstance(value, datetime):
        return _sensible(value.date())
    if isinstance(value, date):
        return _sensible(value)
    if isinstance(value, bool):
        return CellError(f"是真假值，不是日期，{_EXAMPLE}。")
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(folded(value))


def _from_number(value: int | float) -> date | Inferred | CellError:
    if EARLIEST <= value <= LATEST and value != int(value):
        return CellError(f"“{value}”被当成了小数，分不清月份，{_EXAMPLE}，并把单元格设为文本。")
    return _from_text(str(int(value))) if 0 <= value < 10**9 else _unreadable(str(value))


def _from_text(text: str) -> date | Inferred | CellError:
    for pattern in (_WHOLE, _COMPACT):
        if found := pattern.fullmatch(text):
            return _on(found[0], int(found[1]), int(found[2]), int(found[3]))
    for pattern in (_MONTH, _COMPACT_MONTH, _YEAR):
        if found := pattern.fullmatch(text):
            month = int(found[2]) if pattern is not _YEAR else 1
            first = _on(found[0], int(found[1]), month, 1)
            return first if isinstance(first, CellError) else Inferred(first)
    if found := _SERIAL.fullmatch(text):
        return _sensible(_EPOCH + timedelta(days=int(found[1])))
    if text.isdigit() and int(text) < 1000:
        return CellError(f"日期落在 1900 年，多半是空单元格或只写了数字，{_EXAMPLE}。")
    if _SHORT_YEAR.fullmatch(text):
        return CellError(f"“{text[:20]}”的年份只有两位，{_EXAMPLE}。")
    return _unreadable(text)


def _on(text: str, year: int, month: int, day: int) -> date | CellError:
    try:
        return _sensible(date(year, month, day))
    except ValueError:
        return CellError(f"日历上没有“{text[:20]}”这一天，请核对年、月、日。")


def _sensible(day: date) -> date | CellError:
    if day.year <= 1900 and day.year >= 1899:
        return CellError(f"日期落在 1900 年，多半是空单元格或只写了数字，{_EXAMPLE}。")
    if day.year == 9999:
        return CellError("9999 年不是真实日期，长期有效请留空。")
    if not EARLIEST <= day.year <= LATEST:
        return CellError(f"{day.year} 年不合理，日期应在 {EARLIEST} 年至 {LATEST} 年之间，请核对。")
    return day


def _unreadable(text: str) -> CellError:
    return CellError(f"“{text[:20]}”不是日期，{_EXAMPLE}。")
