"""What the pages of a round's stars show, gathered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.deadlines import calendar
from partybuild.jobs.models import Job
from partybuild.ratings import queries
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import RatingRound
from partybuild.ratings.process import KINDS
from partybuild.ratings.rounds import pages as rounds
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.stars import computing, deciding, publicity, results, working
from partybuild.ratings.stars.forms import OverrideForm, RejudgeForm
from partybuild.ratings.stars.models import Publicity
from partybuild.ratings.stars.rules import Tie
from partybuild.workflow.models import WorkflowCase


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of the result and the place of the page."""

    star: str = ""
    show: str = ""
    cursor: str = ""
    back: bool = False

    def address(self, **more: str) -> str:
        """The query of a link."""
        kept = {"star": self.star, "show": self.show} | more
        return urlencode({name: value for name, value in kept.items() if value})


@dataclass(frozen=True, slots=True)
class Figures:
    """What the deciding side sees above the table."""

    counted: results.Counted
    ties: Sequence[tuple[Tie, Sequence[results.Row]]]
    long: bool
    job: Job | None
    """That computes, shows or decides just now."""

    @property
    def scored(self) -> int:
        """How many wait for publicity."""
        return self.counted.stages.get(Stage.SCORED, 0)


@dataclass(frozen=True, slots=True)
class Result:
    """A round's stars. `counted`: None for those who do not decide here."""

    counted: Figures | None
    page: results.Page
    publicities: Sequence[Publicity]
    categories: Mapping[str, str]


def number(text: str | None) -> int | None:
    """A number as typed, None where it is none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def asked(arguments: Mapping[str, str]) -> Asked:
    """The filters of an address."""
    before = arguments.get("before", "")
    return Asked(
        arguments.get("star", ""),
        arguments.get("show", ""),
        before or arguments.get("after", ""),
        bool(before),
    )


def index(actor: Actor) -> Sequence[tuple[rounds.Shown, Sequence[Publicity]]]:
    """Every opened round that concerns the actor, with its publicities."""
    found = [each for each in rounds.listed(actor) if each.row.state.value != "draft"]
    shown = publicity.of_rounds(actor, [each.row.id for each in found])
    return [(each, shown.get(each.row.id, ())) for each in found]


def result(actor: Actor, shown: rounds.Shown, wanted: Asked) -> Result:
    """The result as this person may see it."""
    of = shown.row
    figures = None
    if results.manages(actor, of):
        counted = results.counted(actor, shown)
        ties = results.ties(actor, of.id) if counted.tied else []
        figures = Figures(counted, ties, working.is_long(actor, of.id), working.under_way(of.id))
    page = results.page(actor, of, wanted.star, wanted.show, wanted.cursor, wanted.back)
    names = {each.key: each.label for each in shown.scheme.categories}
    return Result(figures, page, publicity.of_rounds(actor, [of.id]).get(of.id, ()), names)


def compute(actor: Actor, round_id: int, leave_open: bool) -> tuple[str, int]:
    """("job", its id) where very many, else ("stars", how many were computed). One command."""
    if working.is_long(actor, round_id):
        return "job", working.ask(actor, round_id, leave_open)
    return "stars", computing.compute(actor, round_id, leave_open)


def show(actor: Actor, round_id: int, expected: int | None) -> tuple[str, int]:
    """("job", its id) where very many, else ("publicity", its id). One command."""
    if working.is_long(actor, round_id):
        return "job", working.ask_to_show(actor, round_id, expected)
    return "publicity", publicity.open_publicity(actor, round_id, expected)


def decide(
    actor: Actor, publicity_id: int, document: str, signer: str, contact: str
) -> tuple[str, int]:
    """("job", its id) where very many, else ("stars", how many were decided). One command."""
    if working.is_long_list(actor, publicity_id):
        return "job", working.ask_to_decide(actor, publicity_id, document, (signer, contact))
    return "stars", deciding.decide(actor, publicity_id, document, signer, contact)


@dataclass(frozen=True, slots=True)
class One:
    """One star with everything that explains it."""

    row: results.Row
    of: RatingRound
    case: WorkflowCase | None
    publicity: Publicity | None
    facts: Sequence[tuple[str, str, str]]
    """(gate, yes / no / unknown as a tone, sentence) read when it was computed or decided."""
    read_on: str
    manages: bool
    category: str

    @property
    def may_override(self) -> bool:
        """Between computing and publicity."""
        row = self.row.row
        return self.manages and row.stage is Stage.SCORED and row.computed is not None

    @property
    def may_rejudge(self) -> bool:
        """Before the decision."""
        return self.manages and self.row.row.stage in (Stage.SCORED, Stage.PUBLICITY)


def one(actor: Actor, assessment_id: int) -> One:
    """One star as this person may see it; OutOfReach otherwise."""
    found = results.one(actor, assessment_id)
    row = found.row
    of = queries.round_of(actor, row.round_id)
    case = queries.case(actor, row.case_id, KINDS) if row.case_id is not None else None
    shown = publicity.shown(actor, row.publicity_id) if row.publicity_id is not None else None
    said: Mapping[str, Any] = row.facts.get("decided") or row.facts.get("computed") or {}
    facts = [
        (GateFact(key).label, {True: "late", False: "fine"}.get(held, "soon"), words)
        for key, held, words in said.get("facts", [])
    ]
    names = {each.key: each.label for each in schemes.scheme(of.scheme_id).categories}
    return One(
        found,
        of,
        case,
        shown,
        facts,
        said.get("day", ""),
        results.manages(actor, of),
        names.get(row.category, row.category),
    )


def overriding(found: One) -> OverrideForm:
    """The form of another star, filled with the present one."""
    row = found.row.row
    return OverrideForm(star=str(row.star), reason=row.override_reason)


def rejudging(found: One) -> RejudgeForm:
    """The form that sends it back to the deciding tier."""
    return RejudgeForm(version=str(found.case.version) if found.case else "")


def left(row: Publicity) -> str:
    """What is left of a publicity, in words."""
    today = clock.today()
    if row.decided_on is not None:
        return f"{row.decided_on:%Y-%m-%d} 已公布"
    if today > row.closes_on:
        return "期满，待公布"
    return calendar.words(today, row.closes_on, True)
