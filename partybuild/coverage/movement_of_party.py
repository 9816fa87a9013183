"""Why the number of Party organizations moved: one balanced row, every ±1 named. Pure.

Founded and dissolved are 新增 and 减少; moving to another unit or superior is 划入 and 划出; a kind or a
是否社会组织党组织 that begins or ceases to count is 转类 (contract: movement).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from partybuild.coverage.movement import Counting, Period, causes
from partybuild.coverage.movement_table import Item, Movement, in_order, moved, row_of
from partybuild.coverage.trace import Step, Trace, last_span
from partybuild.party.kinds import PartyKind

INDICATOR = "party_organizations"


@dataclass(frozen=True, slots=True)
class PartyStretch:
    """A Party organization for days in which nothing that is counted about it changes."""

    party_organization_id: int
    valid_from: date
    valid_to: date
    code: str
    name: str
    kind: PartyKind
    social: bool
    counted: bool
    unit_id: int
    unit_path: str
    parent_id: int | None
    body_path: str


PartyTrace = Trace[PartyStretch]


def party_movement(
    traces: Mapping[int, PartyTrace],
    period: Period,
    inside: Callable[[PartyStretch], bool],
    place: Callable[[PartyStretch], object],
    opening: int | None = None,
) -> Movement:
    """The movement of `party_organizations` in a scope. Those that stayed as they were may be left
    out if the number reported for the opening day is given.
    """
    how = Counting(inside, place, _adds, _corrected, _happened)
    items: list[Item] = []
    reported, closing = Counter[str](), Counter[str]()
    for number, trace in traces.items():
        items.extend(_items(number, trace, period, how))
        reported.update(how.here(trace.reported))
        closing.update(how.here(last_span(trace, period)))
    told = reported[INDICATOR]
    first = told if opening is None else opening
    row = row_of(INDICATOR, first, first - told + closing[INDICATOR], moved(items))
    return in_order([row], items)


def _items(
    number: int, trace: PartyTrace, period: Period, how: Counting[PartyStretch]
) -> Iterator[Item]:
    for column, amounts, step, event in causes(trace, period, how):
        named = step.after or step.before
        assert named is not None
        amount = amounts.get(INDICATOR)
        if amount:
            yield Item(
                INDICATOR, column, amount, None, named.code, named.name, event, step.day, number
            )


def _adds(span: PartyStretch) -> Mapping[str, int]:
    return {INDICATOR: int(span.counted)}


def _happened(step: Step[PartyStretch], named: str | None) -> str:
    if step.before is None:
        return "成立"
    return "撤销" if step.after is None else _changed(step.before, step.after)


def _corrected(before: PartyStretch | None, after: PartyStretch | None) -> str:
    if before is None:
        return "更正：上期漏计"
    return "更正：上期误计" if after is None else f"更正：{_changed(before, after)}"


def _changed(before: PartyStretch, after: PartyStretch) -> str:
    parts = ["统计归属变更"] if before.unit_id != after.unit_id else []
    if before.parent_id != after.parent_id:
        parts.append("上级党组织变更")
    elif before.body_path != after.body_path:
        parts.append("上级党组织的隶属变更")
    if before.kind is not after.kind:
        parts.append(f"党组织类型：{before.kind.label}→{after.kind.label}")
    if before.social != after.social:
        parts.append(f"是否社会组织党组织：{_yes(before.social)}→{_yes(after.social)}")
    return "；".join(parts) or "其他情况变更"


def _yes(flag: bool) -> str:
    return "是" if flag else "否"
