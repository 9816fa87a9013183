"""How a deadline is counted, stopped and told. Pure.

The day of the event is not counted; a deadline lasts to 24:00 of its last day in Asia/Shanghai
(民法典 第二百零一条、第二百零三条; 行政处罚法 counts working days). Whether a term of calendar days that
ends on a day off moves to the next working day is said by each rule (`rolls`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from partybuild.clock.workdays import Exceptions, add_workdays, is_workday, workdays_between
from partybuild.rules import RuleBroken

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, working or calendar, after `started`; `rolls`: to a working day at its end."""

    started: date
    days: int
    working: bool = True
    rolls: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not run: from `start` up to, not including, `end`; None while it lasts."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock read on a day: days used and left; `due` None while it stands still."""

    due: date | None
    used: int
    left: int


def check(term: Term, pauses: Sequence[Pause]) -> None:
    """RuleBroken unless the pauses follow each other and none begins before the clock."""
    if term.days < 0:
        raise RuleBroken("期限的天数不能是负数。")
    edge = term.started
    for number, pause in enumerate(pauses):
        if pause.start < edge:
            raise RuleBroken(f"暂停日期不能早于 {edge:%Y-%m-%d}（起算日或上次恢复之日）。")
        if pause.end is None and number < len(pauses) - 1:
            raise RuleBroken("期限已经暂停，请先恢复。")
        if pause.end is not None and pause.end < pause.start:
            raise RuleBroken(f"恢复日期不能早于暂停之日 {pause.start:%Y-%m-%d}。")
        edge = pause.end or pause.start


def due(term: Term, pauses: Sequence[Pause], exceptions: Exceptions) -> date | None:
    """The last day of the term; None while it is paused before having run out."""
    check(term, pauses)
    day, left = term.started, term.days
    while left:
        day += _DAY
        if _open(day, pauses):
            return None
        left -= _runs(day, term, pauses, exceptions)
    if term.rolls and not is_workday(day, exceptions):
        return add_workdays(day, 1, exceptions)
    return day


def read(term: Term, pauses: Sequence[Pause], today: date, exceptions: Exceptions) -> Reading:
    """The clock as it stands at the end of `today`: used + left are the days of the term."""
    last = due(term, pauses, exceptions)
    until = today if last is None else min(today, last)
    span = range(max((until - term.started).days, 0))
    days = (term.started + timedelta(days=n + 1) for n in span)
    used = min(sum(_runs(day, term, pauses, exceptions) for day in days), term.days)
    return Reading(last, used, term.days - used)


def _open(day: date, pauses: Sequence[Pause]) -> bool:
    return bool(pauses) and pauses[-1].end is None and day >= pauses[-1].start


def _runs(day: date, term: Term, pauses: Sequence[Pause], exceptions: Exceptions) -> bool:
    if any(pause.start <= day and (pause.end is None or day < pause.end) for pause in pauses):
        return False
    return not term.working or is_workday(day, exceptions)


def left(today: date, last: date, working: bool, exceptions: Exceptions) -> int:
    """Days until `last`, 0 on it; once it has passed, calendar days since, negative."""
    if today <= last and working:
        return workdays_between(today, last, exceptions)
    return (last - today).days


def words(today: date, last: date, days: int, working: bool) -> str:
    """What `left` counted as a chip says it: 还剩 3 个工作日, 今天到期, 逾期 2 天."""
    if today > last:
        return f"逾期 {-days} 天"
    if today == last:
        return "今天到期"
    return f"还剩 {days} {'个工作日' if working else '天'}"


class Standing(Enum):
    """How pressing something is."""

    LATE = "late"
    SOON = "soon"
    OPEN = "open"

    @property
    def label(self) -> str:
        """The word on its chip."""
        return {"late": "已逾期", "soon": "快到期", "open": "未到期"}[self.value]


def standing(today: date, last: date | None, soon_until: date) -> Standing:
    """Late from the day after `last`; soon up to `soon_until`."""
    if last is None or last > soon_until:
        return Standing.OPEN
    return Standing.LATE if last < today else Standing.SOON


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: so many days before the due day, 0 on it, -1 once it has passed."""

    days: int

    @property
    def label(self) -> str:
        """The step as a list names it."""
        if self.days > 0:
            return f"提前 {self.days} 天"
        return "到期当天" if self.days == 0 else "逾期"


OVERDUE = Rung(-1)
LADDER = (180, 90, 60, 30, 0)


def rung(today: date, last: date, ladder: Sequence[int] = LADDER) -> Rung | None:
    """The step that `today` has come to; None before the first."""
    days = (last - today).days
    if days < 0:
        return OVERDUE
    reached = [step for step in ladder if days <= step]
    return Rung(min(reached)) if reached else None


class Channel(Enum):
    """How somebody was reminded; the rule on terms of office names letter and telephone."""

    LETTER = "letter"
    TELEPHONE = "telephone"
    PERSON = "person"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The word of the log."""
        names = {"letter": "发函", "telephone": "电话", "person": "当面", "system": "系统"}
        return names[self.value]
