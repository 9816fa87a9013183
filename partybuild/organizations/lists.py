"""Lists of words that an office may edit: shipped contents, and how a published one is read."""

from collections.abc import Mapping
from typing import Any

from partybuild.policies.seeding import Default
from partybuild.policies.shapes import Item, Shape, Type
from partybuild.rules import RuleBroken

KIND = "lists"
INDUSTRIES = "industries"
NO_PARTY_REASONS = "no_party_reasons"

# 民政事业统计 classes social organizations by their main field of activity.
FOURTEEN_CLASSES = (
    "科技与研究",
    "生态环境",
    "教育",
    "卫生",
    "社会服务",
    "文化",
    "体育",
    "法律",
    "工商业服务",
    "宗教",
    "农业及农村发展",
    "职业及从业者组织",
    "国际及其他涉外组织",
    "其他",
)
REASONS = (
    "没有党员",
    "正式党员不足三人",
    "负责人（出资人）不支持",
    "上级党组织未及时指导",
    "正在筹建",
    "其他",
)

DEFAULTS = (
    Default(
        KIND,
        INDUSTRIES,
        "行业类别",
        "民政事业统计中社会组织按主要活动领域的十四类，可按本地口径修改",
        {"items": list(FOURTEEN_CLASSES)},
    ),
    Default(
        KIND,
        NO_PARTY_REASONS,
        "未建原因",
        "样例：依基层党建台账常用的“未建立党组织原因”栏目整理，可按本地口径修改",
        {"items": list(REASONS)},
    ),
)
SHAPES = [
    Shape(
        default,
        [Item("items", "选项", type=Type.WORDS)],
        "自生效日起填表和导入按新的选项；已经登记的内容不变。",
    )
    for default in DEFAULTS
]


def items(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The words of a published list, in its order; RuleBroken when it holds something else."""
    given = content.get("items")
    if not isinstance(given, list) or not all(isinstance(word, str) and word for word in given):
        raise RuleBroken("词表内容应为 items 一项，列出各个选项；请改正后再发布。")
    return tuple(dict.fromkeys(given))
