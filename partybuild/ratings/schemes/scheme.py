"""What a rating scheme says. All points in tenths. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


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
