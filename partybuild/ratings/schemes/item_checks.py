"""The faults of one indicator of a scheme, each with its place. Pure."""

import re
from collections.abc import Collection, Iterator

from partybuild.ratings.points import shown
from partybuild.ratings.schemes.editing import DEEPEST
from partybuild.ratings.schemes.kinds import ItemFact
from partybuild.ratings.schemes.rules import Deduction, Indicator, Option, Placed

MOST_POINTS = 10_000
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def faults_of_node(node: Placed, tiers: Collection[str]) -> Iterator[str]:
    """What is wrong with this node; `tiers` are those of the review chain."""
    each = node.indicator
    where = f"指标 {node.number}“{node.place}”："
    found = [*_named(each), *(_parent(each) if each.children else _item(each, tiers))]
    if node.depth > DEEPEST:
        found.append(f"最多 {DEEPEST} 级。")
    if node.above and node.above[-1].bonus != each.bonus:
        found.append("加分指标与非加分指标不能在同一组。")
    yield from (where + fault for fault in found)


def _named(each: Indicator) -> Iterator[str]:
    if not each.label.strip():
        yield "没有填写名称。"
    if not KEY.fullmatch(each.key):
        yield f"代码“{each.key}”应以小写字母开头，只含小写字母、数字和下划线，最多 40 个。"
    if not 0 < each.points <= MOST_POINTS:
        yield f"分值应大于 0，不超过 {shown(MOST_POINTS)} 分。"


def _parent(each: Indicator) -> Iterator[str]:
    below = sum(child.points for child in each.children)
    if below != each.points:
        yield f"下级合计 {shown(below)} 分，与本级 {shown(each.points)} 分不一致。"
    if each.options or each.deductions:
        yield "有下级指标时不能再设选项或扣分。"
    if each.fact or each.evidence or each.scored_by:
        yield "有下级指标时，佐证材料、评分环节和系统带出应设在下级。"


def _item(each: Indicator, tiers: Collection[str]) -> Iterator[str]:
    if each.step < 1 or each.points % each.step:
        yield f"最小计分单位 {shown(each.step)} 分不能整除分值 {shown(each.points)} 分。"
    if each.scored_by and each.scored_by not in tiers:
        yield "指定的评分环节不在评审链里。"
    if each.fact and each.fact not in set(ItemFact):
        yield f"系统没有“{each.fact}”这一情况可带出。"
    yield from _options(each)
    yield from _lines("扣分", each.deductions, each.step)


def _options(each: Indicator) -> Iterator[str]:
    if not each.options:
        return
    yield from _lines("选项", each.options, each.step)
    if len(each.options) == 1:
        yield "选项至少要有两个。"
    if each.multiple:
        most = sum(option.points for option in each.options)
        if most < each.points:
            yield f"选项全选合计 {shown(most)} 分，达不到分值 {shown(each.points)} 分。"
    elif max(option.points for option in each.options) != each.points:
        yield f"最高选项应等于分值 {shown(each.points)} 分。"
    if any(not 0 <= option.points <= each.points for option in each.options):
        yield f"选项分值应在 0 至 {shown(each.points)} 分之间。"


def _lines(
    what: str, lines: tuple[Option, ...] | tuple[Deduction, ...], step: int
) -> Iterator[str]:
    keys = [line.key for line in lines]
    if len(set(keys)) < len(keys):
        yield f"{what}的代码重复。"
    for line in lines:
        if not line.label.strip():
            yield f"{what}“{line.key}”没有填写内容。"
        if what == "扣分" and line.points <= 0:
            yield f"扣分“{line.label}”应大于 0 分。"
        if step > 0 and line.points % step:
            yield f"{what}“{line.label}”的 {shown(line.points)} 分不是最小计分单位的整数倍。"
