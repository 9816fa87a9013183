"""How often organization life is usual, and what a year has had of it. Pure.

三会一课, 主题党日, 组织生活会, 民主评议: 《中国共产党支部工作条例（试行）》 (2018), the chapters
工作机制 and 组织生活.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from partybuild.clock.days import month_end
from partybuild.party.kinds import LifeKind, PartyKind
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Usual:
    """Once in so many months: 1 a month, 3 a quarter, 12 a year."""

    months: int
    words: str


USUAL = {
    LifeKind.GENERAL_MEETING: Usual(3, "每季度 1 次"),
    LifeKind.COMMITTEE_MEETING: Usual(1, "每月 1 次"),
    LifeKind.GROUP_MEETING: Usual(1, "每月 1 次"),
    LifeKind.LESSON: Usual(12, "书记每年至少 1 次"),
    LifeKind.THEME_DAY: Usual(1, "每月 1 天"),
    LifeKind.LIFE_MEETING: Usual(12, "每年至少 1 次"),
    LifeKind.APPRAISAL: Usual(12, "每年 1 次"),
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who meets: what is usual depends on kind, committee and founding."""

    kind: PartyKind
    has_committee: bool | None
    founded_on: date


@dataclass(frozen=True, slots=True)
class LifeLine:
    """One kind of organization life in a year.

    `met` of `due` past periods had one; `held` counts all. `due` is None where no frequency
    is expected of this Party organization.
    """

    kind: LifeKind
    usual: str
    held: int
    met: int
    due: int | None

    @property
    def months(self) -> int:
        """How many months one period has: 1, 3 or 12."""
        return USUAL[self.kind].months

    @property
    def behind(self) -> int:
        """How many past months, quarters or years went without one."""
        return 0 if self.due is None else self.due - self.met


def year_of_life(
    held: Iterable[tuple[LifeKind, date]], of: Meeting, year: int, today: date
) -> list[LifeLine]:
    """What a year has had of each kind, against the periods of it that have passed.

    A period counts when the Party organization existed on all its days and it ended before today.
    """
    days: dict[LifeKind, list[date]] = {each: [] for each in LifeKind}
    for each, day in held:
        if day.year == year:
            days[each].append(day)
    return [
        _line(each, found, _past(each, of, year, today) if _expected(each, of) else None)
        for each, found in days.items()
    ]


def _expected(life: LifeKind, of: Meeting) -> bool:
    """Groups are not set up everywhere, and only branches hold what branches hold."""
    if of.kind is not PartyKind.BRANCH or life is LifeKind.GROUP_MEETING:
        return False
    return life is not LifeKind.COMMITTEE_MEETING or bool(of.has_committee)


def _past(life: LifeKind, of: Meeting, year: int, today: date) -> list[tuple[date, date]]:
    return [
        period
        for period in _periods(year, USUAL[life].months)
        if of.founded_on <= period[0] and period[1] < today
    ]


def _line(life: LifeKind, held: list[date], past: list[tuple[date, date]] | None) -> LifeLine:
    usual = USUAL[life].words
    if past is None:
        return LifeLine(life, usual, len(held), 0, None)
    met = sum(any(first <= day <= last for day in held) for first, last in past)
    return LifeLine(life, usual, len(held), met, len(past))


def _periods(year: int, months: int) -> list[tuple[date, date]]:
    return [
        (date(year, month, 1), month_end(date(year, month + months - 1, 1)))
        for month in range(1, 13, months)
    ]


def check_life(
    held_on: date, due: int | None, attended: int | None, today: date, founded_on: date
) -> None:
    """RuleBroken for a day to come or before the founding, or more attending than were due."""
    if held_on > today:
        raise RuleBroken("日期还没有到，请在开展之后再登记。")
    if held_on < founded_on:
        raise RuleBroken(f"党组织 {founded_on:%Y-%m-%d} 成立，日期不能早于这一天。")
    if due is not None and attended is not None and attended > due:
        raise RuleBroken("实到人数多于应到人数，请核对。")
