"""What a reviewer's score must be, and what a tier still owes before it passes on. Pure."""

from collections.abc import Collection, Mapping, Sequence

from partybuild.ratings.kinds import Tier
from partybuild.ratings.points import shown
from partybuild.ratings.schemes.rules import (
    Earned,
    Indicator,
    Scheme,
    earned,
    leaves,
    refusal,
)
from partybuild.rules import RuleBroken


def items(scheme: Scheme, tier: Tier, chain: Sequence[Tier]) -> list[Indicator]:
    """The items that a tier scores: everybody's, its own, and for the deciding tier those of a
    tier that this chain does not have."""
    there = {each.value for each in chain} | {Tier.SELF.value}
    return [
        item
        for item in leaves(scheme)
        if item.scored_by in {"", tier.value} or (tier is chain[-1] and item.scored_by not in there)
    ]


def marked(
    item: Indicator,
    points: int | None,
    options: Collection[str] = (),
    deductions: Collection[str] = (),
) -> Earned:
    """What a reviewer's marks come to: options and deductions first, points typed only without them.

    RuleBroken where nothing is marked, or for an option or a deduction that the item does not have.
    """
    known = {each.key for each in item.options}, {each.key for each in item.deductions}
    if set(options) - known[0] or set(deductions) - known[1]:
        raise RuleBroken(f"“{item.label}”没有这个选项或扣分项，请从页面上重新选择。")
    if len(set(options)) > 1 and not item.multiple:
        raise RuleBroken(f"“{item.label}”只能选一项。")
    if item.options and deductions and not options:
        raise RuleBroken(f"请先为“{item.label}”选一项，再勾选扣分项。")
    if options or deductions:
        return earned(item, options, deductions)
    if points is None:
        raise RuleBroken(f"“{item.label}”还没有评分。")
    return Earned(points, points, 0)


def check(item: Indicator, points: int, self_points: int | None, reason: str) -> None:
    """RuleBroken for points that the item does not have, or fewer than the branch's without a reason.

    Source: peers.md E4.
    """
    refused = refusal(item, points)
    if refused:
        raise RuleBroken(refused)
    if self_points is not None and points < self_points and not reason.strip():
        raise RuleBroken(
            f"“{item.label}”评分 {shown(points)} 低于自评 {shown(self_points)}，请写明扣分原因。"
        )


def carried(
    chain: Sequence[Tier], tier: Tier, points: Mapping[Tier, Mapping[str, int]]
) -> dict[str, int]:
    """By item the latest points up to and with `tier`, its own first, then the tiers before."""
    found: dict[str, int] = {}
    for each in (Tier.SELF, *chain):
        found.update(points.get(each, {}))
        if each is tier:
            break
    return found


def owed(wanted: Sequence[Indicator], given: Mapping[str, int]) -> list[Indicator]:
    """Items that the tier has not scored yet."""
    return [item for item in wanted if item.key not in given]
