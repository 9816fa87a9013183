"""What points come to under a rating scheme. All points in tenths. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from partybuild.ratings.kinds import NO_STAR, Tier
from partybuild.ratings.points import shown
from partybuild.ratings.schemes.scheme import (
    Band,
    Cap,
    Category,
    Deduction,
    Gate,
    Indicator,
    Link,
    Option,
    Scheme,
    Veto,
    Windows,
)

__all__ = [
    "Band",
    "Cap",
    "Category",
    "Deduction",
    "Earned",
    "Gate",
    "Indicator",
    "Link",
    "Option",
    "Placed",
    "Scheme",
    "Total",
    "Veto",
    "Windows",
    "asked",
    "category_of",
    "earned",
    "groups",
    "indicator",
    "leaves",
    "places",
    "refusal",
    "score",
    "star_of",
    "subtotals",
    "walk",
]


@dataclass(frozen=True, slots=True)
class Placed:
    """An indicator with its place in the tree."""

    indicator: Indicator
    number: str
    """1, 1.2, 1.2.3."""
    above: tuple[Indicator, ...] = field(default=())

    @property
    def depth(self) -> int:
        """1 for a group."""
        return len(self.above) + 1

    @property
    def place(self) -> str:
        """Its labels from the group down."""
        return " › ".join(each.label or "（未命名）" for each in (*self.above, self.indicator))


@dataclass(frozen=True, slots=True)
class Total:
    """What the scores of one tier come to."""

    base: int
    bonus: int
    """As counted: never above the scheme's cap."""
    raw_bonus: int
    total: int


@dataclass(frozen=True, slots=True)
class Earned:
    """What chosen options and deductions come to; the raw deduction may exceed the item."""

    points: int
    given: int
    deducted: int


def walk(indicators: Iterable[Indicator], above: Sequence[Indicator] = ()) -> Iterator[Placed]:
    """Every node with its place, parents first, in the order of the scheme."""
    yield from _walk(indicators, tuple(above), "")


def _walk(
    indicators: Iterable[Indicator], above: tuple[Indicator, ...], prefix: str
) -> Iterator[Placed]:
    for count, each in enumerate(indicators, start=1):
        number = f"{prefix}{count}"
        yield Placed(each, number, above)
        yield from _walk(each.children, (*above, each), f"{number}.")


def leaves(scheme: Scheme) -> list[Indicator]:
    """The items, in order."""
    return [node.indicator for node in walk(scheme.indicators) if node.indicator.leaf]


def groups(scheme: Scheme) -> list[Indicator]:
    """The indicators of the first level."""
    return list(scheme.indicators)


def indicator(scheme: Scheme, key: str) -> Indicator | None:
    """The node with this key."""
    found = (node.indicator for node in walk(scheme.indicators) if node.indicator.key == key)
    return next(found, None)


def asked(scheme: Scheme, tier: Tier) -> list[Indicator]:
    """The items that this tier scores."""
    return [each for each in leaves(scheme) if each.scored_by in {"", tier.value}]


def refusal(item: Indicator, points: int) -> str:
    """Why an item cannot have so many points; blank where it can."""
    if not 0 <= points <= item.points:
        return f"“{item.label}”的得分应在 0 至 {shown(item.points)} 分之间。"
    if points % item.step:
        return f"“{item.label}”的得分以 {shown(item.step)} 分为最小单位。"
    return ""


def earned(item: Indicator, options: Iterable[str], deductions: Iterable[str]) -> Earned:
    """Points of the chosen options (or the full points) less deductions, never below 0."""
    chosen, lost = set(options), set(deductions)
    given = sum(each.points for each in item.options if each.key in chosen)
    given = min(given, item.points) if item.options else item.points
    deducted = sum(each.points for each in item.deductions if each.key in lost)
    return Earned(max(given - deducted, 0), given, deducted)


def score(scheme: Scheme, given: Mapping[str, int]) -> Total:
    """What the items' points come to: each within 0 and its most, the bonus capped."""
    base = sum(_within(each, given) for each in leaves(scheme) if not each.bonus)
    raw = sum(_within(each, given) for each in leaves(scheme) if each.bonus)
    bonus = min(raw, scheme.bonus_cap)
    return Total(base, bonus, raw, min(base + bonus, scheme.limit))


def subtotals(scheme: Scheme, given: Mapping[str, int]) -> dict[str, int]:
    """What each node comes to, groups as the sum of their items; a bonus group is not capped."""
    found: dict[str, int] = {}
    for node in walk(scheme.indicators):
        if node.indicator.leaf:
            points = _within(node.indicator, given)
            for each in (*node.above, node.indicator):
                found[each.key] = found.get(each.key, 0) + points
    return found


def _within(item: Indicator, given: Mapping[str, int]) -> int:
    return min(max(given.get(item.key, 0), 0), item.points)


def star_of(scheme: Scheme, total: int) -> int:
    """The star of the band in which a total lies; 0 below the lowest band."""
    return max((each.star for each in scheme.bands if total >= each.at_least), default=NO_STAR)


def places(cap: Cap, rated: int) -> int:
    """How many of `rated` may hold the star: rounded down, at least one where the cap says so."""
    allowed = rated * cap.percent // 100
    return max(allowed, 1) if cap.at_least_one and rated else allowed


def category_of(scheme: Scheme, kind: str, trade: bool) -> Category | None:
    """The first category that takes this kind; those for 行业协会商会 alone go first."""
    for each in sorted(scheme.categories, key=lambda each: not each.trade_only):
        if (trade or not each.trade_only) and (not each.kinds or kind in each.kinds):
            return each
    return None
