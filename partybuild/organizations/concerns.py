"""What is wrong or missing with an organization today, and the next step. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from partybuild.organizations import codes
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.rules import Part
from partybuild.organizations.thresholds import ENOUGH_MEMBERS


@dataclass(frozen=True, slots=True)
class Situation:
    """An organization as it stands today, as far as it may give cause for concern."""

    kind: OrganizationKind
    living: bool
    code: str | None
    covered: bool
    """By a Party organization, not by work alone."""
    full: int | None
    probationary: int | None
    body_id: int | None
    body_name: str
    reason: str
    review_on: date | None
    board_last_day: date | None


@dataclass(frozen=True, slots=True)
class Concern:
    """A sentence, how pressing it is (late, soon or neutral), and the page that mends it."""

    tone: str
    what: str
    words: str
    part: Part | None
    label: str = ""


def concerns(now: Situation, today: date) -> list[Concern]:
    """What calls for a next step, most pressing first; nothing for an ended organization."""
    if not now.living:
        return []
    found = [check(now, today) for check in _CHECKS]
    order = ("late", "soon", "neutral")
    return sorted((c for c in found if c is not None), key=lambda c: order.index(c.tone))


def _should_build(now: Situation, today: date) -> Concern | None:
    if now.covered or not now.kind.registered or (now.full or 0) < ENOUGH_MEMBERS:
        return None
    words = f"有正式党员 {now.full} 名，尚无党组织，应当建立党组织。"
    if now.reason:
        return Concern("late", "应建未建", words, Part.PLAN, "更新组建计划")
    return Concern(
        "late", "应建未建", f"{words}还没有登记未建原因和拟建日期。", Part.PLAN, "登记计划"
    )


def _review(now: Situation, today: date) -> Concern | None:
    if now.covered or now.review_on is None or now.review_on >= today:
        return None
    words = f"组建计划应于 {now.review_on} 复查，现已过期。"
    return Concern("late", "复查到期", words, Part.PLAN, "登记复查情况")


def _board(now: Situation, today: date) -> Concern | None:
    if now.board_last_day is None or now.board_last_day >= today:
        return None
    words = f"理事会任期已于 {now.board_last_day} 届满，未见换届登记。"
    return Concern("soon", "换届逾期", words, Part.BOARD, "登记换届")


def _body(now: Situation, today: date) -> Concern | None:
    if now.body_id is not None:
        return None
    if now.body_name:
        words = f"党建工作机构“{now.body_name}”还没有进入党组织树。"
        return Concern("soon", "主管党组织待落实", words, Part.PROFILE, "重新选定")
    return Concern("neutral", "党建工作机构", "还没有确定。", Part.PROFILE, "选定")


def _prefix(now: Situation, today: date) -> Concern | None:
    fault = codes.malformed(now.code, now.kind) if now.code else None
    return Concern("soon", "代码存疑", fault, Part.PROFILE, "核对组织类型") if fault else None


def _survey(now: Situation, today: date) -> Concern | None:
    if now.covered or (now.full is not None and now.probationary is not None):
        return None
    words = "党员数没有填全，统计时计入“未摸排”。"
    return Concern("neutral", "未摸排", words, Part.HEADCOUNT, "填写党员数")


def _reason(now: Situation, today: date) -> Concern | None:
    if now.covered or now.reason or (now.full or 0) >= ENOUGH_MEMBERS:
        return None
    words = "未建党组织，还没有登记未建原因。"
    return Concern("neutral", "缺未建原因", words, Part.PLAN, "登记原因")


_CHECKS: tuple[Callable[[Situation, date], Concern | None], ...] = (
    _should_build,
    _review,
    _board,
    _body,
    _prefix,
    _survey,
    _reason,
)
