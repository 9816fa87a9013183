"""Rules of the register: where an organization counts, which days hold, who marks what. Pure."""

from collections.abc import Sequence
from datetime import date

from partybuild.access.actor import Reach
from partybuild.clock.days import years_later
from partybuild.organizations import codes
from partybuild.organizations.kinds import Coded, OrganizationKind
from partybuild.rules import RuleBroken

ON_BEHALF = "代填"
CORRECTED_FROM_ABOVE = "上级更正"


class Part(Coded):
    """A page of facts that is changed as one."""

    PROFILE = "profile", "基本情况"
    CONTACT = "contact", "联系方式"
    HEADCOUNT = "headcount", "从业人员与党员数"
    BOARD = "board-term", "理事会届期"
    PLAN = "plan", "未建原因与组建计划"


class Way(Coded):
    """登记方式."""

    DIRECT = "直接登记", "直接登记"
    DUAL = "双重管理登记", "双重管理登记"
    FILED = "备案", "备案"


class RegisterLevel(Coded):
    """登记层级."""

    NATION = "部级", "部级"
    PROVINCE = "省级", "省级"
    CITY = "市级", "市级"
    COUNTY = "县级", "县级"


_DEPTH = {
    RegisterLevel.NATION: 0,
    RegisterLevel.PROVINCE: 1,
    RegisterLevel.CITY: 2,
    RegisterLevel.COUNTY: 3,
}


def default_unit(level: RegisterLevel, lineage: Sequence[int | None]) -> int:
    """The id of the unit in which an organization counts by default (contract: Counting).

    `lineage` holds the ids of the place where it is by level, nation first; None where the place
    is not known so far down. Raises RuleBroken when the place is too coarse for the level.
    """
    depth = _DEPTH[level]
    street = lineage[4] if level is RegisterLevel.COUNTY and len(lineage) > 4 else None
    found = street or (lineage[depth] if depth < len(lineage) else None)
    if found is None:
        raise RuleBroken(f"登记层级为{level.label}的，住所所在须写到相应的行政区划，请补充。")
    return found


def check_way(kind: OrganizationKind, way: str) -> None:
    """Refuse a way of registration that does not go with the kind."""
    if not kind.registered and way not in {"", Way.FILED}:
        raise RuleBroken("社区社会组织（备案）的登记方式只能是“备案”。")
    if kind.registered and way == Way.FILED:
        raise RuleBroken(f"{kind.label}须经登记，登记方式不能是“备案”。")


def check_code(code: str, kind: OrganizationKind, accepted: str = "") -> None:
    """Refuse a wrong unified code; only a check character that fails passes, with a reason."""
    fault = codes.malformed(code, kind)
    if fault:
        raise RuleBroken(fault)
    doubt = codes.miscomputed(code)
    if doubt and not accepted.strip():
        raise RuleBroken(f"{doubt}确认无误的，请在“放行理由”中写明后再保存。")


def check_kind(before: OrganizationKind, after: OrganizationKind) -> None:
    """Refuse turning a filed organization into a registered one, or back."""
    if before.registered != after.registered:
        raise RuleBroken(
            "备案组织转为登记（或相反）是两个组织：请为新的一方新建，再终止原来的一方。"
        )


def check_day(day: date, registered_on: date, ended_on: date | None, today: date) -> None:
    """Refuse a day from which a change cannot hold."""
    if day < registered_on:
        raise RuleBroken(
            f"生效日期早于成立登记日期（{_written(registered_on)}）；"
            "登记日期有误的，请先更正登记日期。"
        )
    if ended_on is not None and day >= ended_on:
        raise RuleBroken(
            f"该组织已于{_written(ended_on)}终止，此后的情况不再登记；终止有误的，请先恢复。"
        )
    if day > years_later(today, 1):
        raise RuleBroken("生效日期不能晚于今天一年以上，请核对年份。")


def check_end(day: date, registered_on: date, ended_on: date | None, today: date) -> None:
    """Refuse an end that is already there, lies before the beginning, or has not happened yet."""
    if ended_on is not None:
        raise RuleBroken(f"该组织已于{_written(ended_on)}终止；日期或方式有误的，请先恢复再办理。")
    if day <= registered_on:
        raise RuleBroken(f"终止日期应晚于成立登记日期（{_written(registered_on)}），请核对。")
    if day > today:
        raise RuleBroken("终止日期不能晚于今天：终止以登记机关已作出的决定为准。")


def check_registration(day: date, ended_on: date | None, today: date) -> None:
    """Refuse a day of registration that lies ahead or after the end."""
    if day > today:
        raise RuleBroken("成立登记日期不能晚于今天，请核对年份。")
    if ended_on is not None and day >= ended_on:
        raise RuleBroken(f"成立登记日期应早于终止日期（{_written(ended_on)}），请核对。")


def stands_above(reach: Reach, unit_id: int, body_id: int | None) -> bool:
    """Whether somebody of this reach, writing here, writes below their own unit or body."""
    if reach.unit is not None:
        return reach.unit.id != unit_id
    if reach.body is not None:
        return reach.body.id != body_id
    return False


def mark_of(above: bool, kept_below: bool) -> str:
    """The mark of a write: blank at one's own unit; 代填 where the unit has no active officer.

    Where it has one, 上级更正 (design: Two trees, one reach).
    """
    if not above:
        return ""
    return CORRECTED_FROM_ABOVE if kept_below else ON_BEHALF


def check_reason(mark: str, reason: str) -> None:
    """Refuse a correction from above without its reason."""
    if mark == CORRECTED_FROM_ABOVE and not reason.strip():
        raise RuleBroken("该组织由下级单位的干部管理，上级更正须写明理由。")


def check_year(year: int, first_day: date) -> None:
    """Refuse a yearly total of a year that the records themselves tell."""
    if not 1949 <= year < first_day.year:
        raise RuleBroken(
            f"只能补录启用日（{_written(first_day)}）以前的年份，最晚 {first_day.year - 1} 年。"
        )


def check_terms(first: date | None, last: date | None) -> None:
    """Refuse a term that ends before it begins."""
    if first is not None and last is not None and last < first:
        raise RuleBroken("本届届满日期早于最近换届日期，请核对。")


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
