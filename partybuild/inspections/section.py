"""勾稽关系 of the Party section: every contradiction at once, each with both numbers. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.inspections.questions import (
    AGES,
    BLOCKS,
    FIELDS,
    PARTS,
    PLACES,
    STAFF,
    Field,
    Values,
    missing,
)
from partybuild.organizations.thresholds import ENOUGH_MEMBERS

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Clash:
    """Two numbers that contradict each other, in a sentence with both, and where they stand."""

    sentence: str
    fields: tuple[str, ...]

    @property
    def blocks(self) -> frozenset[str]:
        """Keys of the blocks in which one of its numbers stands."""
        return frozenset(
            each.key for each in BLOCKS for field in each.fields if field.key in self.fields
        )


def clashes(values: Values) -> list[Clash]:
    """Every 勾稽关系 that does not hold, all at once; what is not filled in yet is not compared."""
    found = [
        _sum(values, "staff", STAFF, "从业人员总数", "领导班子专职、兼职与工作人员专职、兼职"),
        _sum(values, "members", PARTS, "党员总数", "六类党员"),
        _sum(values, "members", PLACES, "党员总数", "组织关系所在六项"),
        _sum(
            values,
            "members",
            (FIELDS["full"], FIELDS["probationary"]),
            "党员总数",
            "正式党员与预备党员",
        ),
        _sum(values, "members", AGES, "党员总数", "各年龄段党员"),
        *(
            _at_least(values, part.key, f"party_{part.key}", part.label, f"{part.label}党员")
            for part in STAFF
        ),
        _staff_over_members(values),
        *_party_and_members(values),
    ]
    return [clash for clash in found if clash is not None]


def _numbers(values: Values, keys: Iterable[str]) -> list[int] | None:
    """The numbers of all these fields; None where one is blank."""
    found = [values.get(key) for key in keys]
    return [int(n) for n in found if n is not None] if None not in found else None


def _sum(
    values: Values, whole: str, parts: Sequence[Field], whole_label: str, parts_label: str
) -> Clash | None:
    keys = [part.key for part in parts]
    numbers = _numbers(values, [whole, *keys])
    if numbers is None or numbers[0] == sum(numbers[1:]):
        return None
    return Clash(
        f"{whole_label} {numbers[0]} 应等于{parts_label}之和 {sum(numbers[1:])}，请核对。",
        (whole, *keys),
    )


def _at_least(
    values: Values, more: str, less: str, more_label: str, less_label: str
) -> Clash | None:
    numbers = _numbers(values, (more, less))
    if numbers is None or numbers[0] >= numbers[1]:
        return None
    return Clash(
        f"{more_label} {numbers[0]} 人，少于{less_label} {numbers[1]} 人，请核对。", (more, less)
    )


def _staff_over_members(values: Values) -> Clash | None:
    keys = ("members", "applicants", "activists", "candidates")
    numbers = _numbers(values, ("staff", *keys))
    if numbers is None or numbers[0] >= sum(numbers[1:]):
        return None
    return Clash(
        f"从业人员总数 {numbers[0]} 少于党员、申请入党人、积极分子与发展对象之和 "
        f"{sum(numbers[1:])}，请核对。",
        ("staff", *keys),
    )


def _party_and_members(values: Values) -> Iterable[Clash]:
    """The reason for having no Party organization agrees with the number of members."""
    members, full, why = (values.get(key) for key in ("members", "full", "why_none"))
    if values.get("has_party") != "否" or members is None:
        return
    if why == "无党员" and members > 0:
        yield Clash(
            f"未建立原因为“无党员”，党员总数却是 {members}，请核对。", ("why_none", "members")
        )
    if why == "有党员但不符合建立党组织条件" and members == 0:
        yield Clash(
            "未建立原因为“有党员但不符合建立党组织条件”，党员总数却是 0，请核对。",
            ("why_none", "members"),
        )
    if full is not None and full >= ENOUGH_MEMBERS and why != "应建未建" and why:
        yield Clash(
            f"正式党员 {full} 人，已满 3 人，未建立原因应为“应建未建”，现填“{why}”，请核对。",
            ("why_none", "full"),
        )


def read(field: Field, text: str) -> tuple[Any, str]:
    """(value, what is wrong with it): a count, one of the options, or words; None for a blank."""
    text = text.strip()
    if not text:
        return None, ""
    if field.options:
        if text in field.options:
            return text, ""
        return None, f"“{field.label}”请从列出的选项中选择。"
    if field.text:
        return text[:100], ""
    if not (text.isascii() and text.isdigit()) or int(text) > MOST:
        return None, f"“{field.label}”请填 0 或更大的整数，现在是“{text[:20]}”。"
    return int(text), ""


def refusal(values: Values) -> str:
    """Why the section cannot be handed in: what is missing and what clashes; blank where it can."""
    lacking, wrong = missing(values), clashes(values)
    parts = []
    if lacking:
        names = "、".join(field.label for _, field in lacking[:6])
        more = f"等 {len(lacking)} 项" if len(lacking) > 6 else ""
        parts.append(f"还没有填写：{names}{more}。")
    parts += [clash.sentence for clash in wrong]
    return "".join(parts)
