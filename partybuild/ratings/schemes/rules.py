"""What a rating scheme says, and what points come to under it. All points in tenths. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from partybuild.ratings.kinds import NO_STAR, Tier
from partybuild.ratings.points import shown


@dataclass(frozen=True, slots=True)
class Option:
    """One □ of an item, with what it is worth."""

    key: str
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Deduction:
    """What an item loses when this is found."""

    key: str
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the tree; without children it is an item that is scored."""

    key: str
    label: str
    points: int
    """The most it can give."""
    explanation: str = ""
    basis: str = ""
    """The document or rule that asks for it."""
    options: tuple[Option, ...] = ()
    multiple: bool = False
    """Several options may be chosen and add up."""
    deductions: tuple[Deduction, ...] = ()
    step: int = 10
    """The smallest unit of a score: 10 for whole points, 1 for one decimal."""
    evidence: bool = False
    """A score above 0 needs at least one file."""
    scored_by: str = ""
    """Blank: everybody in the chain; else the key of the one tier that scores it."""
    bonus: bool = False
    fact: str = ""
    """Name of the fact that the system fills in and marks (kinds.ItemFact)."""
    children: tuple["Indicator", ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether it is scored itself."""
        return not self.children


@dataclass(frozen=True, slots=True)
class Band:
    """From this total on, up to the next higher band: so many stars."""

    star: int
    at_least: int


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `percent` of the rated of one rating unit and category hold this star."""

    star: int
    percent: int
    at_least_one: bool = False
    only_warn: bool = False


@dataclass(frozen=True, slots=True)
class Veto:
    """一票否决: not `effect` stars nor more; 0 is 摘星（不定星）."""

    key: str
    label: str
    effect: int


@dataclass(frozen=True, slots=True)
class Gate:
    """A live fact that bars `bars` stars and more; 0: may not be rated at all."""

    key: str
    fact: str
    label: str
    bars: int
    lifts: str


@dataclass(frozen=True, slots=True)
class Link:
    """One reviewing tier and the desk where it is done."""

    tier: str
    desk: str


@dataclass(frozen=True, slots=True)
class Windows:
    """What a new round proposes: days for filling in, for each tier, working days of publicity."""

    fill_days: int
    review_days: Mapping[str, int]
    publicity_working_days: int = 5


@dataclass(frozen=True, slots=True)
class Category:
    """Who is compared with whom; no kinds: all kinds."""

    key: str
    label: str
    kinds: tuple[str, ...] = ()
    trade_only: bool = False
    """Only 行业协会商会."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of one rating scheme."""

    name: str
    label: str
    sample: bool
    categories: tuple[Category, ...]
    indicators: tuple[Indicator, ...]
    bands: tuple[Band, ...]
    caps: tuple[Cap, ...]
    vetoes: tuple[Veto, ...]
    gates: tuple[Gate, ...]
    chain: tuple[Link, ...]
    windows: Windows
    validity_months: int
    total: int = 1000
    """What the items that are no bonus add up to."""
    bonus_cap: int = 0
    exceeds: bool = True
    """Whether a bonus may lift the total above `total`."""
    ledger: bool = False
    """积分制: every item begins with full points and loses by entries."""
    one_step: bool = True
    """From the second rating on at most one star more than before."""
    joint: str = "lead"
    """Whose facts bar a joint branch: `lead`, or `all` covered organizations."""
    note: str = ""
    owner: str = ""
    """The place that may draft further versions; blank: nobody, it is shipped and is copied."""

    @property
    def limit(self) -> int:
        """The highest total there is."""
        return self.total + self.bonus_cap if self.exceeds else self.total


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
