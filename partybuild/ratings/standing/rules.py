"""From what the register knows to the highest star still open. Missing data never passes. Pure.

Sources: domain.md §4.4 (一票否决 and 参评条件, 样例); what each scheme bars stands in its gates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.inspections.kinds import FAILING, Conclusion
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.rules import Gate, Scheme
from partybuild.ratings.stars.rules import MOST, Bar


@dataclass(frozen=True, slots=True)
class OrganizationKnown:
    """What the register says of one covered organization."""

    name: str
    expected: bool | None
    """Whether it was due for inspection; None where no campaign of the year names it."""
    conclusion: Conclusion | None = None
    """Published, or an absence."""
    penalties: Sequence[tuple[date, str]] = ()
    """Day and document number, of the year rated or later."""
    listed_on: date | None = None
    dishonest_on: date | None = None
    order_due: date | None = None
    """The deadline of a 责令限期整改 that is overdue or was not accepted."""


@dataclass(frozen=True, slots=True)
class PartyKnown:
    """What the register says of the Party organization itself."""

    founded_on: date
    term_ends: date | None
    """Last day of the term, a postponement that was approved included."""
    elects: bool
    """Whether it holds elections: temporary ones do not."""
    secretary: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one gate: held, not held, or unknown (None), with the sentence."""

    fact: GateFact
    held: bool | None
    words: str

    @property
    def bars(self) -> bool:
        """What is not known bars as well."""
        return self.held is not False


@dataclass(frozen=True, slots=True)
class Barred:
    """A gate that is shut, what shut it, and what would lift it."""

    gate: Gate
    fact: Fact

    @property
    def open_star(self) -> int:
        """The highest star that stays open."""
        return max(self.gate.bars - 1, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open to a Party organization on a day."""

    facts: Sequence[Fact]
    barred: Sequence[Barred]
    for_decision: Sequence[Fact] = ()
    """Facts of other covered organizations that bar nothing but are shown to who decides."""

    @property
    def open_star(self) -> int:
        """The highest star still open."""
        return min((each.open_star for each in self.barred), default=MOST)

    @property
    def shut_out(self) -> bool:
        """Whether it may not be rated at all."""
        return any(each.gate.bars == 0 for each in self.barred)

    def bars(self) -> list[Bar]:
        """What the computing of stars reads."""
        return [Bar(each.open_star, each.fact.words) for each in self.barred]


def of_organization(known: OrganizationKnown, year: int) -> list[Fact]:
    """The facts of one organization; `year` is the year inspected."""
    name = known.name
    return [
        _inspection_failed(known, year),
        _inspection_missing(known, year),
        _fact(
            GateFact.PENALISED,
            bool(known.penalties),
            "；".join(
                f"{name}{day:%Y-%m-%d}受行政处罚（{paper}）" for day, paper in known.penalties
            ),
            f"{name}没有行政处罚记录",
        ),
        _dated(
            GateFact.ON_ABNORMAL_LIST,
            known.listed_on,
            f"{name}在活动异常名录中，列入日期",
            f"{name}不在活动异常名录",
        ),
        _dated(
            GateFact.ON_DISHONEST_LIST,
            known.dishonest_on,
            f"{name}在严重违法失信名单中，列入日期",
            f"{name}不在严重违法失信名单",
        ),
        _dated(
            GateFact.ORDER_OVERDUE,
            known.order_due,
            f"{name}责令限期整改未按期完成，期限",
            f"{name}没有逾期的责令限期整改",
        ),
    ]


def of_party(known: PartyKnown, day: date, founded_by: date) -> list[Fact]:
    """The facts of the Party organization itself on `day`."""
    return [
        _election(known, day),
        _fact(
            GateFact.NEWLY_SET_UP,
            known.founded_on > founded_by,
            f"{known.founded_on:%Y-%m-%d}成立，晚于参评截止日 {founded_by:%Y-%m-%d}",
            f"{known.founded_on:%Y-%m-%d}成立，满参评时间",
        ),
        _fact(GateFact.SECRETARY_VACANT, not known.secretary, "党组织书记空缺", "党组织书记在任"),
    ]


def standing(
    scheme: Scheme,
    party: Iterable[Fact],
    lead: Iterable[Fact],
    others: Iterable[Fact] = (),
    has_lead: bool = True,
) -> Standing:
    """Which gates of the scheme are shut. Others' facts bar only where the scheme says so."""
    facts = [*party, *lead]
    if not has_lead:
        facts += [Fact(fact, None, "没有牵头单位，无法核对") for fact in OF_ORGANIZATIONS]
    rest = list(others)
    if scheme.joint == "all":
        facts, rest = [*facts, *rest], []
    barred = [
        Barred(gate, fact)
        for gate in scheme.gates
        for fact in facts
        if fact.fact.value == gate.fact and fact.bars
    ]
    return Standing(facts, barred, [fact for fact in rest if fact.bars])


def newest(year: int) -> date:
    """The last founding day with which a round of `year` takes part: half a year of work (样例)."""
    return date(year, 6, 30)


OF_ORGANIZATIONS = (
    GateFact.INSPECTION_FAILED,
    GateFact.INSPECTION_MISSING,
    GateFact.PENALISED,
    GateFact.ON_ABNORMAL_LIST,
    GateFact.ON_DISHONEST_LIST,
    GateFact.ORDER_OVERDUE,
)


def _fact(fact: GateFact, held: bool, yes: str, no: str) -> Fact:
    return Fact(fact, held, yes if held else no)


def _dated(fact: GateFact, day: date | None, yes: str, no: str) -> Fact:
    return Fact(fact, False, no) if day is None else Fact(fact, True, f"{yes} {day:%Y-%m-%d}")


def _election(known: PartyKnown, day: date) -> Fact:
    if not known.elects:
        return Fact(GateFact.ELECTION_OVERDUE, False, "临时党组织不换届")
    if known.term_ends is None:
        return Fact(GateFact.ELECTION_OVERDUE, None, "没有登记任期届满日期，无法核对是否按期换届")
    overdue = known.term_ends < day
    words = f"任期至 {known.term_ends:%Y-%m-%d}"
    return _fact(GateFact.ELECTION_OVERDUE, overdue, f"{words}，届满未换届且没有批准的延期", words)


def _inspection_failed(known: OrganizationKnown, year: int) -> Fact:
    fact, title = GateFact.INSPECTION_FAILED, f"{known.name}{year}年度年检年报"
    if known.conclusion is not None:
        return Fact(fact, known.conclusion in FAILING, f"{title}：{known.conclusion.label}")
    return _not_concluded(fact, known, title)


def _inspection_missing(known: OrganizationKnown, year: int) -> Fact:
    fact, title = GateFact.INSPECTION_MISSING, f"{known.name}{year}年度年检年报"
    if known.conclusion is not None:
        return Fact(fact, not known.conclusion.present, f"{title}：{known.conclusion.label}")
    return _not_concluded(fact, known, title)


def _not_concluded(fact: GateFact, known: OrganizationKnown, title: str) -> Fact:
    """Not being due is not missing; due without a published conclusion is."""
    if known.expected is False:
        return Fact(fact, False, f"{title}：不在应检名单")
    if known.expected:
        return Fact(fact, None, f"{title}：尚无公布的结论，公布后重新核对")
    return Fact(fact, None, f"{title}：没有年检年报记录，补录后重新核对")
