"""The Party section of the annual report (年检报告书党建部分): its fields and 勾稽关系. Pure.

Fields follow the provincial form and its per-organization record (domain.md §6.3, §6.4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """One question: a count unless `options` or `text` say otherwise."""

    key: str
    label: str
    wanted: bool = True
    """Whether the section is not complete without it."""
    options: tuple[str, ...] = ()
    text: bool = False
    unless: str = ""
    """Not asked where this field has a value other than 无 and 否."""
    only: str = ""
    """Asked only where this field is 是."""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Questions that are asked together, one screen on a phone."""

    key: str
    title: str
    fields: tuple[Field, ...]
    note: str = ""


YES_NO = ("是", "否")
PLACES = (
    Field("at_own", "组织关系在社会组织党组织"),
    Field("at_supervisor", "组织关系在业务主管单位党组织"),
    Field("at_affiliated", "组织关系在挂靠单位党组织"),
    Field("at_locality", "组织关系在属地党组织"),
    Field("at_former", "组织关系在原工作单位党组织"),
    Field("at_other", "组织关系在其他党组织"),
)
STAFF = (
    Field("lead_full", "领导班子专职"),
    Field("lead_part", "领导班子兼职"),
    Field("work_full", "工作人员专职"),
    Field("work_part", "工作人员兼职"),
)
PARTS = (
    Field("party_lead_full", "领导班子专职党员"),
    Field("party_lead_part", "领导班子兼职党员"),
    Field("party_work_full", "工作人员专职党员"),
    Field("party_work_part", "工作人员兼职党员"),
    Field("party_retired", "离退休党员"),
    Field("party_other", "其他党员"),
)
AGES = (
    Field("age_35", "35 岁及以下", wanted=False),
    Field("age_50", "36—50 岁", wanted=False),
    Field("age_60", "51—60 岁", wanted=False),
    Field("age_over", "60 岁以上", wanted=False),
)

BLOCKS = (
    Block(
        "party",
        "党组织情况",
        (
            Field("has_party", "是否建立党组织", options=YES_NO),
            Field(
                "party_kind",
                "党组织建制",
                options=("党委", "党总支", "党支部", "联合党支部"),
                only="has_party",
            ),
            Field("party_name", "党组织名称", text=True, only="has_party"),
            Field(
                "head",
                "党组织负责人",
                options=("担任社会组织主要负责人", "担任专职党务干部", "其他人员"),
                only="has_party",
            ),
            Field(
                "why_none",
                "未建立原因",
                options=("应建未建", "有党员但不符合建立党组织条件", "无党员"),
                unless="has_party",
            ),
            Field("instructor", "党建工作指导员", wanted=False, text=True, unless="has_party"),
        ),
        "没有党员的组织也要填写；设多层党组织的，只填最高一层。",
    ),
    Block(
        "staff", "从业人员", (Field("staff", "从业人员总数"), *STAFF), "按被检年度末的人数填写。"
    ),
    Block(
        "members",
        "党员构成",
        (
            Field("members", "党员总数"),
            Field("full", "正式党员"),
            Field("probationary", "预备党员"),
            *PARTS,
        ),
        "六项之和等于党员总数。",
    ),
    Block("places", "组织关系所在", PLACES, "六项之和等于党员总数。"),
    Block("ages", "党员年龄", AGES, "可以不填；填写时各项之和等于党员总数。"),
    Block(
        "growth",
        "发展党员与群团",
        (
            Field("developed", "本年度发展新党员"),
            Field("applicants", "申请入党人数"),
            Field("activists", "入党积极分子"),
            Field("candidates", "发展对象"),
            Field(
                "mass",
                "已建群团组织",
                wanted=False,
                options=("无", "工会", "共青团", "妇联", "两个以上"),
            ),
        ),
    ),
    Block(
        "work",
        "活动开展",
        (
            Field(
                "site",
                "活动场所",
                options=(
                    "独立",
                    "与办公场所合用",
                    "与社区组织活动场所共用",
                    "其他",
                    "无场所",
                ),
            ),
            Field("funds", "活动经费（元）"),
            Field("activities", "本年度开展党员活动（次）"),
            Field("deeds", "为群众办实事、好事（件）"),
        ),
    ),
)
FIELDS = {field.key: field for block in BLOCKS for field in block.fields}


def block(key: str) -> Block | None:
    """The block with this key."""
    return next((each for each in BLOCKS if each.key == key), None)


def asked(field: Field, values: Values) -> bool:
    """Whether the question arises, given the answers so far."""
    if field.only:
        return values.get(field.only) == "是"
    return not (field.unless and values.get(field.unless) in ("是", None, ""))


def missing(values: Values) -> list[tuple[Block, Field]]:
    """What still has to be answered, in the order of the form."""
    return [
        (each, field)
        for each in BLOCKS
        for field in each.fields
        if field.wanted and asked(field, values) and values.get(field.key) in (None, "")
    ]


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
    if full is not None and full >= 3 and why != "应建未建" and why:
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
