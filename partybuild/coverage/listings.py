"""A list that was asked for: its figure, filters, order and page, and the address of each."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Select

from partybuild.access.actor import Actor
from partybuild.coverage import asked as asking
from partybuild.coverage import kept, lists, party_lists, yearly
from partybuild.coverage.asked import Asked
from partybuild.coverage.basis import FLAGS
from partybuild.coverage.figures import Figures
from partybuild.coverage.lines import UNNAMED
from partybuild.coverage.lists import Page
from partybuild.coverage.narrowing import NONE, Sieve, coded
from partybuild.coverage.row import COUNTS, LABELS
from partybuild.coverage.row import rate as divided
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, PartyKind
from partybuild.rules import RuleBroken

FIELDS: Mapping[str, str] = {**LABELS, **yearly.LABELS}
RATES: Mapping[str, tuple[str, str, str]] = {
    "rate_covered": ("组织覆盖率", "covered", "organizations"),
    "rate_work": ("工作覆盖率", "work_covered", "organizations"),
    "rate_eligible": ("应建已建率", "eligible_covered", "eligible"),
    "rate_trade": ("行业协会商会覆盖率", "trade_covered", "trade_associations"),
    "rate_filed": ("备案社区社会组织覆盖率", "filed_covered", "filed"),
}
SHOWN = 10
LEVELS = ("部级", "省级", "市级", "县级")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: what it is of, as narrowed and sorted, and the page of it that is shown."""

    asked: Asked
    field: str
    year: int | None
    sieve: Sieve
    sort: str
    page: Page

    @property
    def label(self) -> str:
        """What is counted."""
        label = FIELDS[self.field]
        return f"{self.year}年{label}" if self.year else label

    @property
    def party(self) -> bool:
        """Whether it lists Party organizations."""
        return self.field in party_lists.FIELDS

    @property
    def members(self) -> bool:
        """Whether the number is what a column adds up to, not how many rows there are."""
        return self.field in lists.MEMBERS or self.field == "members_managed"

    @property
    def worklist(self) -> str:
        """The kind of worklist that this list is, blank where it is none."""
        kinds = {"should_build": "should_build", "members_no_condition": "few_members"}
        return kinds.get(self.field, "")

    def address(self, **changes: str | None) -> str:
        """The query string of this list but for `changes`; the first page unless they say."""
        own: dict[str, str | None] = {
            "field": self.field,
            "year": str(self.year) if self.year else None,
            "sort": self.sort,
            **{name: value or None for name, value in asdict(self.sieve).items()},
        }
        own |= changes
        rest = urlencode({name: value for name, value in own.items() if value is not None})
        return f"{self.asked.address()}&{rest}"

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a form of filters carries along, hidden."""
        year = [("year", str(self.year))] if self.year else []
        return [
            *parse_qsl(self.asked.address(), keep_blank_values=True),
            ("field", self.field),
            *year,
            ("sort", self.sort),
        ]

    @property
    def active(self) -> list[tuple[str, str]]:
        """(filter in words, query without it) for each filter in force."""
        values = asdict(self.sieve)
        return [
            (_words(self.party, name, value), self.address(**{name: None}))
            for name, value in values.items()
            if value
        ]


def listing(actor: Actor, arguments: Mapping[str, str]) -> Listing:
    """The list that an address asks for; RuleBroken where there can be none such."""
    asked = asking.read(actor, arguments)
    field = asking.plain(arguments.get("field", ""))
    if field not in FIELDS:
        raise RuleBroken(f"没有“{field}”这一项数的名单，可用：{'、'.join(COUNTS)}。")
    party = field in party_lists.FIELDS
    sort = _sort(arguments.get("sort", ""), party_lists.SORTS if party else lists.SORTS)
    year, sieve = _year(field, arguments.get("year", "")), sieve_of(arguments)
    cursor = arguments.get("before") or arguments.get("after") or ""
    back = bool(arguments.get("before"))
    if party:
        found = party_lists.query(actor, asked, field, sieve)
        page = party_lists.page(found, actor, field, sort, cursor, back)
    else:
        found = lists.query(actor, asked, field, year, sieve)
        whole = asked.narrow is None and sieve == Sieve()
        page = lists.page(actor, asked, found, field, sort, cursor, back, whole=whole)
    return Listing(asked, field, year, sieve, sort, page)


def sieve_of(arguments: Mapping[str, str]) -> Sieve:
    """The filters in an address."""
    names = ("kind", "state", "level", "industry", "flag", "formation")
    return Sieve(**{name: asking.plain(arguments.get(name, "")) for name in names})


def _sort(given: str, known: Sequence[str]) -> str:
    if not given:
        return "name"
    if given.removeprefix("-") not in known:
        raise RuleBroken(f"不能按“{asking.plain(given)}”排序，可用：{'、'.join(known)}。")
    return given


def _year(field: str, given: str) -> int | None:
    if field not in yearly.FIELDS:
        return None
    if not (given.isascii() and given.isdigit() and len(given) == 4):
        raise RuleBroken("请写明年份，如 year=2025。")
    return int(given)


def _words(party: bool, name: str, value: str) -> str:
    """A filter as it stands on its chip."""
    if value == NONE:
        return f"{_NAMES[name]}：{UNNAMED if name != 'flag' else '无标识'}"
    kinds: Mapping[str, Any] = {
        "kind": PartyKind if party else OrganizationKind,
        "state": OrganizationState,
        "formation": Formation,
    }
    word = coded(kinds[name], value, _NAMES[name]).label if name in kinds else value
    return f"{_NAMES[name]}：{FLAGS.get(word, word)}"


_NAMES = {
    "kind": "类型",
    "state": "组织状态",
    "level": "登记层级",
    "industry": "行业类别",
    "flag": "标识",
    "formation": "组建方式",
}
CHOICES = {
    "kind": [(kind.value, kind.label) for kind in OrganizationKind],
    "state": [(state.value, state.label) for state in OrganizationState if state.living],
    "level": [*((level, level) for level in LEVELS), (NONE, UNNAMED)],
    "flag": [*FLAGS.items(), (NONE, "无标识")],
    "party_kind": [(kind.value, kind.label) for kind in PartyKind],
    "formation": [*((way.value, way.label) for way in Formation), (NONE, UNNAMED)],
}


@dataclass(frozen=True, slots=True)
class Half:
    """Numerator or denominator of a rate: its number, its list and how that begins."""

    label: str
    number: int
    lists: str
    first: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate opened: what is divided by what."""

    asked: Asked
    field: str
    label: str
    numerator: Half
    denominator: Half

    @property
    def value(self) -> str | None:
        """The rate itself, None where nothing can be divided."""
        return divided(self.numerator.number, self.denominator.number)


def rate(actor: Actor, arguments: Mapping[str, str]) -> Rate:
    """The rate that an address asks for, with both lists behind it."""
    asked = asking.read(actor, arguments)
    field = arguments["field"]
    label, numerator, denominator = RATES[field]
    whole = kept.wholes(actor, asked.scope, [asked.day], asked.basis).get(asked.day)
    known = None if asked.narrow else whole
    halves = [_half(actor, asked, part, known) for part in (numerator, denominator)]
    return Rate(asked, field, label, *halves)


def _half(actor: Actor, asked: Asked, field: str, known: Figures | None) -> Half:
    found: Select[Any] = lists.query(actor, asked, field, None, Sieve())
    number = getattr(known, field) if known else lists.totals(found, field)[1]
    rows = lists.first(actor, asked, found, SHOWN)
    return Half(LABELS[field], number, f"{asked.address()}&field={field}", rows)
