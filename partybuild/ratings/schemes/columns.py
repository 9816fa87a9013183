"""The tables in which a scheme is exchanged: their columns, and cells to values and back. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from partybuild.organizations.kinds import OrganizationKind
from partybuild.ratings.kinds import STAR_LABELS, Tier
from partybuild.ratings.points import shown, tenths
from partybuild.ratings.schemes.kinds import Desk, GateFact, ItemFact, Joint
from partybuild.rules import RuleBroken

STARS = {STAR_LABELS[star]: star for star in range(5, 0, -1)}
_BARS = {f"不得评为{label}及以上": star for label, star in STARS.items()}
VETO_EFFECTS = {"摘星": 0, **_BARS}
GATE_EFFECTS = {"不得参评": 0, **_BARS}
REVIEWING = {tier.label: tier.value for tier in (Tier.FIRST, Tier.SECOND, Tier.FINAL)}
YES = frozenset({"是", "√", "有", "对", "y", "yes", "true", "1"})
NO = frozenset({"否", "×", "x", "无", "n", "no", "false", "0", ""})


class Sort(Enum):
    """What a column holds; besides these, a choice of labels or several joined by 、."""

    TEXT = "text"
    CODE = "code"
    POINTS = "points"
    WHOLE = "whole"
    YES = "yes"
    KINDS = "kinds"


Choices = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the name of the value, its heading, what it holds."""

    name: str
    heading: str
    sort: Sort | Choices = Sort.TEXT
    needed: bool = False
    width: int = 14
    blank: object = None
    """What an empty cell says, where the sort has no meaning of its own for it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet."""

    key: str
    title: str
    columns: tuple[Column, ...]


def _labels(kinds: Any) -> dict[str, str]:
    return {kind.label: kind.value for kind in kinds}


CODE = Column("key", "代码", Sort.CODE)
_LINE = (
    Column("item", "指标代码", Sort.CODE, needed=True),
    CODE,
    Column("label", "内容", needed=True, width=50),
    Column("points", "分值", Sort.POINTS, needed=True, width=8),
)
SETTINGS = (
    Column("label", "方案名称", needed=True),
    Column("note", "说明"),
    Column("sample", "样例", Sort.YES),
    Column("total", "满分", Sort.POINTS, needed=True),
    Column("bonus_cap", "加分上限", Sort.POINTS, blank=0),
    Column("exceeds", "加分可超过满分", Sort.YES),
    Column("ledger", "积分制", Sort.YES),
    Column("validity_months", "有效期（月）", Sort.WHOLE, needed=True),
    Column("one_step", "每年最多升一星", Sort.YES),
    Column("joint", "联合党组织", _labels(Joint), needed=True),
    Column("fill_days", "填报（天）", Sort.WHOLE, needed=True),
    Column("publicity_working_days", "公示（工作日）", Sort.WHOLE, needed=True),
)
ITEMS = (
    CODE,
    Column("parent", "上级代码", Sort.CODE),
    Column("label", "名称", needed=True, width=26),
    Column("points", "分值", Sort.POINTS, needed=True, width=8),
    Column("step", "最小计分单位", Sort.POINTS, width=8, blank=10),
    Column("explanation", "说明", width=50),
    Column("basis", "依据", width=26),
    Column("multiple", "可多选", Sort.YES, width=8),
    Column("evidence", "需佐证", Sort.YES, width=8),
    Column("scored_by", "评分环节", REVIEWING, width=10, blank=""),
    Column("bonus", "加分", Sort.YES, width=8),
    Column("fact", "系统带出", _labels(ItemFact), width=20, blank=""),
)
_STAR = Column("star", "星级", STARS, needed=True)
TABLES = (
    Table(
        "settings", "方案", (Column("what", "项目", width=20), Column("value", "内容", width=60))
    ),
    Table("indicators", "指标", ITEMS),
    Table("options", "选项", _LINE),
    Table("deductions", "扣分", _LINE),
    Table("bands", "档次", (_STAR, Column("at_least", "最低分", Sort.POINTS, needed=True))),
    Table(
        "caps",
        "名额",
        (
            _STAR,
            Column("percent", "比例（%）", Sort.WHOLE, needed=True),
            Column("at_least_one", "至少一个", Sort.YES),
            Column("only_warn", "只提醒", Sort.YES),
        ),
    ),
    Table(
        "vetoes",
        "一票否决",
        (
            CODE,
            Column("label", "情形", needed=True, width=50),
            Column("effect", "后果", VETO_EFFECTS, needed=True, width=24),
        ),
    ),
    Table(
        "gates",
        "参评条件",
        (
            CODE,
            Column("fact", "情况", _labels(GateFact), needed=True, width=30),
            Column("label", "名称", needed=True, width=30),
            Column("bars", "后果", GATE_EFFECTS, needed=True, width=24),
            Column("lifts", "怎样解除", needed=True, width=50),
        ),
    ),
    Table(
        "chain",
        "评审链",
        (
            Column("tier", "环节", REVIEWING, needed=True),
            Column("desk", "评审单位", _labels(Desk), needed=True),
            Column("days", "期限（天）", Sort.WHOLE, needed=True),
        ),
    ),
    Table(
        "categories",
        "参评类别",
        (
            CODE,
            Column("label", "名称", needed=True, width=26),
            Column("kinds", "组织类型", Sort.KINDS, width=50),
            Column("trade_only", "只限行业协会商会", Sort.YES),
        ),
    ),
)
BY_TITLE = {table.title: table for table in TABLES}
_KINDS = _labels(OrganizationKind)


def written(column: Column, value: object) -> str:
    """The value as it stands in a cell."""
    if isinstance(column.sort, Mapping):
        return next((label for label, known in column.sort.items() if known == value), "")
    if column.sort is Sort.POINTS:
        return shown(value) if isinstance(value, int) else ""
    if column.sort is Sort.YES:
        return "是" if value else "否"
    if column.sort is Sort.KINDS and isinstance(value, tuple):
        return "、".join(OrganizationKind(kind).label for kind in value)
    return str(value)


def read(column: Column, text: str) -> object:
    """The value that a cell says; RuleBroken with a sentence where it says none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain and column.needed:
        raise RuleBroken("不能为空。")
    if isinstance(column.sort, Mapping):
        return _chosen(column, column.sort, plain)
    if not plain and column.blank is not None:
        return column.blank
    if column.sort is Sort.POINTS:
        return tenths(plain, "")
    if column.sort is Sort.KINDS:
        return _kinds(text)
    return _simple(column.sort, plain, text.strip())


def _simple(sort: Sort, plain: str, text: str) -> object:
    if sort is Sort.YES:
        return _yes(plain.lower())
    if sort is Sort.WHOLE:
        if not plain.isascii() or not plain.isdigit() or len(plain) > 4:
            raise RuleBroken("应填整数。")
        return int(plain)
    return plain.lower() if sort is Sort.CODE else text


def _yes(plain: str) -> bool:
    if plain not in YES | NO:
        raise RuleBroken("应填是或否。")
    return plain in YES


def _chosen(column: Column, choices: Choices, plain: str) -> object:
    if not plain:
        return column.blank
    for label, value in choices.items():
        if unicodedata.normalize("NFKC", label) == plain or str(value) == plain:
            return value
    raise RuleBroken(f"应填其中之一：{'、'.join(choices)}。")


def _kinds(text: str) -> tuple[str, ...]:
    found = []
    for word in text.replace("，", "、").replace(",", "、").split("、"):
        if name := word.strip():
            if name not in _KINDS:
                raise RuleBroken(f"“{name}”应填其中之一：{'、'.join(_KINDS)}；全部类型请留空。")
            found.append(_KINDS[name])
    return tuple(found)
