"""Days and refusals of what follows an inspection. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from partybuild.clock.days import months_later, years_later
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.rules import RuleBroken

LONGEST_ORDER = 12
"""Months after which a deadline is taken for a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Days, months and years of what follows an inspection; one shipped value each."""

    order_months: int = 3
    failure_days: int = 30
    sync_days: int = 30
    unbuilt_days: int = 90
    answer_days: int = 5
    removal_days: int = 5
    lapse_months: int = 6
    listing_years: int = 2
    ahead_days: int = 30
    dishonest_years: int = 2
    letter_gap_least: int = 15
    letter_gap_most: int = 30
    dormant_years: int = 2
    defence_days: int = 5
    hearing_request_days: int = 5
    hearing_notice_days: int = 7
    public_notice_days: int = 30


def whole(text: str) -> int | None:
    """The number that the text is, in ASCII digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def check_past(day: date, today: date, what: str, since: date | None = None) -> None:
    """RuleBroken unless the day has come, and not before `since`."""
    if day > today:
        raise RuleBroken(f"{what}不能晚于今天，请按实际发生的日期填写。")
    if since is not None and day < since:
        raise RuleBroken(f"{what}不能早于 {since:%Y-%m-%d}（上一步的日期），请核对。")


def order_deadline(kind: OrganizationKind, issued: date, months: int) -> date | None:
    """The default deadline: three months for 民非 (27号令第九条); others are typed."""
    return months_later(issued, months) if kind is OrganizationKind.PRIVATE_UNIT else None


def check_deadline(issued: date, deadline: date) -> None:
    """RuleBroken unless the deadline lies after its order and within a year of it."""
    if deadline <= issued:
        raise RuleBroken(f"整改期限应在成文日期 {issued:%Y-%m-%d} 之后，请改期限。")
    if deadline > months_later(issued, LONGEST_ORDER):
        raise RuleBroken("整改期限超过一年，请核对年份；确需更长时间的，届满前办理延期。")


def check_extension(deadline: date, until: date) -> None:
    """RuleBroken unless the new deadline is later than the old one, by a year at most."""
    if until <= deadline:
        raise RuleBroken(f"延期后的期限应晚于原期限 {deadline:%Y-%m-%d}。")
    if until > months_later(deadline, LONGEST_ORDER):
        raise RuleBroken("一次延期不能超过一年，请核对年份。")


def overdue(deadline: date, today: date) -> bool:
    """Whether the last day of the deadline has passed."""
    return today > deadline


def check_letters(
    first: date | None, second: date | None, least: int, most: int, today: date
) -> None:
    """RuleBroken unless two letters came back, so many days apart (无法取得联系)."""
    if first is None or second is None:
        raise RuleBroken("以“无法取得联系”列入的，须填写两次邮寄信函的日期（均无人签收）。")
    check_past(second, today, "第二封信的日期")
    gap = (second - first).days
    if not least <= gap <= most:
        raise RuleBroken(
            f"两封信相隔 {gap} 天，应相隔 {least} 至 {most} 天，请核对日期或者再寄一次。"
        )


def two_years(listed_on: date, years: int) -> date:
    """满二年: the same calendar day; 29 February becomes 28 February."""
    return years_later(listed_on, years)


def lapse_day(listed_on: date, months: int) -> date:
    """From this day one leaves the list where there is no duty to be done."""
    return months_later(listed_on, months)


def state_entered(now: OrganizationState) -> OrganizationState | None:
    """The state that a listing brings, None where it leaves the state as it is."""
    return OrganizationState.ABNORMAL if now is OrganizationState.NORMAL else None


def state_left(now: OrganizationState, others: int) -> OrganizationState | None:
    """The state after leaving a list while `others` entries still stand."""
    if others or now is not OrganizationState.ABNORMAL:
        return None
    return OrganizationState.NORMAL


def served_on(day: date, public: bool, notice_days: int) -> date:
    """The day on which a paper counts as served: a public notice has run its days."""
    return day + timedelta(days=notice_days) if public else day


def check_hearing(hearing: date, last_notice_day: date) -> None:
    """RuleBroken unless seven whole working days lie between notice and hearing (处罚法第六十四条)."""
    if hearing <= last_notice_day:
        first = last_notice_day + timedelta(days=1)
        raise RuleBroken(f"听证应在通知之日起满七个工作日之后举行，最早为 {first:%Y-%m-%d}。")


def check_consecutive(years: Iterable[int], least: int) -> None:
    """RuleBroken unless the years follow each other and are enough."""
    found = sorted(set(years))
    if len(found) < least or any(b - a != 1 for a, b in pairwise(found)):
        raise RuleBroken(f"僵尸型清理须连续 {least} 年以上未参加年检，请核对参检记录。")


def latest_run(years: Iterable[int]) -> list[int]:
    """The unbroken years that end with the latest one."""
    found = sorted(set(years), reverse=True)
    run = found[:1]
    for year in found[1:]:
        if year != run[-1] - 1:
            break
        run.append(year)
    return sorted(run)


@dataclass(frozen=True, slots=True)
class Member:
    """One organization of a batch as far as it is counted."""

    defended: bool
    decided: bool
    spared: bool
    cancelled: bool


@dataclass(frozen=True, slots=True)
class BatchNumbers:
    """A batch in numbers: 44 proposed, 8 defended themselves, 36 decided."""

    proposed: int
    defended: int
    undefended: int
    spared: int
    decided: int
    cancelled: int
    pending: int
    """Neither spared nor decided yet."""


def numbers(members: Iterable[Member]) -> BatchNumbers:
    """Count a batch; proposed = defended + undefended = spared + decided + pending."""
    rows = list(members)
    defended = sum(row.defended for row in rows)
    spared = sum(row.spared for row in rows)
    decided = sum(row.decided and not row.spared for row in rows)
    return BatchNumbers(
        len(rows),
        defended,
        len(rows) - defended,
        spared,
        decided,
        sum(row.cancelled for row in rows),
        len(rows) - spared - decided,
    )
