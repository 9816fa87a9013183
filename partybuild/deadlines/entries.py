"""Lines of a holiday notice as people paste them: 日期 (or 日期至日期), 休/班, 依据. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from partybuild.rules import RuleBroken

RESTS = {"休": False, "假": False, "放假": False, "休息": False}
WORKS = {"班": True, "上班": True, "调休上班": True, "补班": True}
WORDS = RESTS | WORKS
_BETWEEN = re.compile(r"[\t,，;；]+|\s{1,}")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
MOST = 366
LONGEST = 31
_UNTIL = re.compile(r"[至到~～—]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A day that is worked or not, and why."""

    day: date
    worked: bool
    basis: str


def lines(text: str, basis: str) -> list[Entry]:
    """The entries of a pasted list, each with its own 依据 or the common one.

    Raises RuleBroken that names the line; a repeated day is refused too.
    """
    found: dict[date, Entry] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.strip().startswith("日期"):
            continue
        for entry in _entries(number, line.strip(), basis):
            if entry.day in found:
                raise RuleBroken(f"第 {number} 行：{entry.day:%Y-%m-%d} 重复，请只留一行。")
            found[entry.day] = entry
    if len(found) > MOST:
        raise RuleBroken("一年最多 366 行，请按年分开粘贴。")
    return list(found.values())


def _entries(number: int, line: str, basis: str) -> list[Entry]:
    parts = _BETWEEN.split(line, maxsplit=2)
    if len(parts) < 2 or parts[1] not in WORDS:
        raise RuleBroken(f"第 {number} 行“{line[:40]}”看不懂，请写成：2027-01-01，休，依据。")
    why = (parts[2].strip() if len(parts) > 2 else "") or basis
    return [Entry(day, WORDS[parts[1]], why) for day in _days(number, parts[0])]


def _days(number: int, text: str) -> list[date]:
    first, *last = [_day(number, each) for each in _UNTIL.split(text, maxsplit=1)]
    until = last[0] if last else first
    if not 0 <= (until - first).days <= LONGEST:
        raise RuleBroken(
            f"第 {number} 行：“{text}”的起止日期不对，请从早到晚写，最多 {LONGEST} 天。"
        )
    return [first + timedelta(days=n) for n in range((until - first).days + 1)]


def _day(number: int, text: str) -> date:
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise RuleBroken(f"第 {number} 行：“{text}”不是日期，请写成 2027-01-01。") from error
