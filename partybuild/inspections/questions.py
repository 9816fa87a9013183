"""The Party section of the annual report (年检报告书党建部分): its questions. Pure.

Fields follow the provincial form and its per-organization record (domain.md §6.3, §6.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]


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


def after(key: str) -> Block | None:
    """The block that follows, None after the last."""
    keys = [each.key for each in BLOCKS]
    place = keys.index(key) + 1 if key in keys else len(keys)
    return BLOCKS[place] if place < len(keys) else None
