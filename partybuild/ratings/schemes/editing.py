"""Changing the tree of a scheme: a new scheme each time, the old one untouched. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from partybuild.ratings.points import shown, tenths
from partybuild.ratings.schemes.rules import Deduction, Indicator, Option, Scheme, indicator, walk
from partybuild.rules import RuleBroken

DEEPEST = 4
MOST_NODES = 500
"""A slip of the hand, not a scheme, has more."""
GONE = "这个指标已经不在草稿里，请刷新页面。"
Line = TypeVar("Line", Option, Deduction)
Nodes = tuple[Indicator, ...]


def free_key(taken: Iterable[str], stem: str) -> str:
    """The first of stem1, stem2, … that is not taken."""
    known, count = set(taken), 1
    while f"{stem}{count}" in known:
        count += 1
    return f"{stem}{count}"


def added(scheme: Scheme, parent: str, node: Indicator) -> Scheme:
    """With `node` as the last child of `parent`, or as the last group; its key is made here."""
    depths = {each.indicator.key: each.depth for each in walk(scheme.indicators)}
    if len(depths) >= MOST_NODES:
        raise RuleBroken(f"指标最多 {MOST_NODES} 个。")
    if depths.get(parent, 0) >= DEEPEST:
        raise RuleBroken(f"指标最多 {DEEPEST} 级，不能再往下分。")
    new = replace(node, key=free_key(depths, "item"))
    if not parent:
        return replace(scheme, indicators=(*scheme.indicators, new))
    return _with(scheme, parent, lambda above: (replace(above, children=(*above.children, new)),))


def changed(scheme: Scheme, key: str, node: Indicator) -> Scheme:
    """With another content of the node `key`; its key and its children stay."""
    return _with(scheme, key, lambda old: (replace(node, key=old.key, children=old.children),))


def removed(scheme: Scheme, key: str) -> Scheme:
    """Without the node and everything below it."""
    return _with(scheme, key, lambda old: ())


def moved(scheme: Scheme, key: str, by: int) -> Scheme:
    """With the node `by` places later among its neighbours; as it was at an end."""
    _known(scheme, key)
    return replace(scheme, indicators=_moved(scheme.indicators, key, by))


def _moved(nodes: Nodes, key: str, by: int) -> Nodes:
    place = next((at for at, each in enumerate(nodes) if each.key == key), None)
    if place is None:
        return tuple(replace(e, children=_moved(e.children, key, by)) for e in nodes)
    order = list(nodes)
    order.insert(min(max(place + by, 0), len(nodes) - 1), order.pop(place))
    return tuple(order)


def _known(scheme: Scheme, key: str) -> Indicator:
    found = indicator(scheme, key)
    if found is None:
        raise RuleBroken(GONE)
    return found


def _with(scheme: Scheme, key: str, act: Callable[[Indicator], Nodes]) -> Scheme:
    _known(scheme, key)
    return replace(scheme, indicators=_replaced(scheme.indicators, key, act))


def _replaced(nodes: Nodes, key: str, act: Callable[[Indicator], Nodes]) -> Nodes:
    found: list[Indicator] = []
    for each in nodes:
        if each.key == key:
            found.extend(act(each))
        else:
            found.append(replace(each, children=_replaced(each.children, key, act)))
    return tuple(found)


def typed(lines: Sequence[Option] | Sequence[Deduction]) -> str:
    """Options or deductions as they are typed: 内容 | 分值, one a line."""
    return "\n".join(f"{line.label} | {shown(line.points)}" for line in lines)


def options(text: str, before: Sequence[Option] = ()) -> tuple[Option, ...]:
    """The options that were typed, under the keys they had; RuleBroken names each bad line."""
    return _lines(Option, "选项", "o", text, before)


def deductions(text: str, before: Sequence[Deduction] = ()) -> tuple[Deduction, ...]:
    """The deductions that were typed, under the keys they had; RuleBroken names each bad line."""
    return _lines(Deduction, "扣分", "d", text, before)


def _lines(
    kind: type[Line], what: str, stem: str, text: str, before: Sequence[Line]
) -> tuple[Line, ...]:
    said, faults = [], []
    for count, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        try:
            said.append(_line(f"{what}第 {count} 行", line))
        except RuleBroken as broken:
            faults.append(str(broken))
    if faults:
        raise RuleBroken("".join(faults))
    keys = _keys([label for label, _ in said], before, stem)
    return tuple(kind(key, *each) for key, each in zip(keys, said, strict=True))


def _line(where: str, line: str) -> tuple[str, int]:
    label, bar, points = line.replace("｜", "|").rpartition("|")
    if not bar or not label.strip():
        raise RuleBroken(f"{where}“{line.strip()[:20]}”应写成“内容 | 分值”。")
    return label.strip(), tenths(points, f"{where}的分值")


def _keys(labels: Sequence[str], before: Sequence[Line], stem: str) -> list[str]:
    """A line keeps its key by its words, else by its place where the number of lines is the same."""
    by_label = {line.label: line.key for line in before}
    keys: list[str] = [by_label.get(label, "") for label in labels]
    for place, key in enumerate(keys):
        if not key and len(labels) == len(before) and before[place].key not in keys:
            keys[place] = before[place].key
    for place, key in enumerate(keys):
        if not key or key in keys[:place]:
            keys[place] = free_key([*keys, *(line.key for line in before)], stem)
    return keys
