"""How reviewers review: how many, who never deducts, how far from the self score and the final one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Span
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach
from partybuild.ratings import queries
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.points import shown
from partybuild.ratings.reviewing.commands import TOTALS
from partybuild.regions import queries as regions
from partybuild.workflow.models import WorkflowCase, WorkflowEvent

_PASSES = {f"pass_{tier.value}": tier for tier in (Tier.FIRST, Tier.SECOND, Tier.FINAL)}
FIGURES = {"all": "评审", "never": "没有任何扣分", "lower": "有扣分", "final": "已审定"}
__all__ = ["FIGURES", "Line", "Reviewer", "chosen", "lines", "reviewers", "rounds", "shown"]


@dataclass(frozen=True, slots=True)
class Line:
    """One assessment that somebody passed on at one tier; points in tenths."""

    id: int
    title: str
    tier: Tier
    user_id: int
    who: str
    own: int | None
    """What the branch gave itself."""
    given: int
    lower: int
    """Items that stood below the self score when it was passed on."""
    final: int | None

    def counts(self, figure: str) -> bool:
        """Whether it is one of those that a figure counts."""
        if figure == "never":
            return not self.lower
        if figure == "lower":
            return bool(self.lower)
        return figure != "final" or self.final is not None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One person at one tier."""

    user_id: int
    who: str
    tier: Tier
    lines: Sequence[Line]

    @property
    def never(self) -> int:
        """How many were passed on without any deduction."""
        return sum(not line.lower for line in self.lines)

    @property
    def share(self) -> str:
        """The share of those, in percent with one place."""
        return f"{self.never * 100 / len(self.lines):.1f}"

    @property
    def gap(self) -> float | None:
        """Average of self − this tier, in points."""
        return _average([line.own - line.given for line in self.lines if line.own is not None])

    @property
    def finals(self) -> int:
        """How many have a final score."""
        return sum(line.final is not None for line in self.lines)

    @property
    def final_gap(self) -> float | None:
        """Average of self − final, in points."""
        pairs = [(line.own, line.final) for line in self.lines]
        return _average([a - b for a, b in pairs if a is not None and b is not None])


def _average(gaps: Sequence[int]) -> float | None:
    return round(sum(gaps) / len(gaps) / 10, 1) if gaps else None


def rounds(actor: Actor) -> list[RatingRound]:
    """The rounds whose deciding unit lies in the actor's reach, the latest first.

    NotPermitted for those who see only their own organization.
    """
    if actor.span(Permission.RATINGS_READ) is Span.SELF:
        raise NotPermitted(f"您的岗位（{actor.role.label}）不能查看评审人员情况。")
    found = queries.rounds(actor)
    return [each for each in found if regions.reaches(actor, regions.region(each.unit_id))]


def lines(actor: Actor, found: RatingRound) -> list[Line]:
    """Who passed on what in a round: of each tier the pass that stands."""
    latest: dict[tuple[int, Tier], Line] = {}
    for row in _rows(actor, found):
        tier = _PASSES[row.action]
        given = row.facts.get("total", getattr(row, TOTALS[tier]))
        if given is None:
            continue
        lower = row.facts.get("lower", int(row.self_total is not None and given < row.self_total))
        latest[row.id, tier] = Line(
            row.id,
            row.title,
            tier,
            row.user_id or 0,
            row.actor,
            row.self_total,
            int(given),
            int(lower),
            row.final_total,
        )
    return sorted(latest.values(), key=lambda line: line.id)


def _rows(actor: Actor, found: RatingRound) -> Iterator[Any]:
    event, held = WorkflowEvent, Assessment
    totals = (held.self_total, held.first_total, held.second_total, held.final_total)
    columns = (held.id, WorkflowCase.title, *totals)
    query = (
        visible(actor, held, *columns, event.action, event.user_id, event.actor, event.facts)
        .join(WorkflowCase, WorkflowCase.id == held.case_id)
        .join(event, event.case_id == held.case_id)
        .where(
            ScopeMark(WorkflowCase.id == held.case_id, WorkflowCase.__tablename__),
            ScopeMark(event.case_id == held.case_id, event.__tablename__),
            held.round_id == found.id,
            event.action.in_(_PASSES),
        )
        .order_by(event.case_id, event.sequence)
    )
    yield from db.session.execute(query)


def reviewers(found: Sequence[Line]) -> list[Reviewer]:
    """By tier and person; those who most often deduct nothing first."""
    groups: Mapping[tuple[Tier, int], list[Line]] = defaultdict(list)
    for line in found:
        groups[line.tier, line.user_id].append(line)
    people = [Reviewer(user, some[-1].who, tier, some) for (tier, user), some in groups.items()]
    order = list(_PASSES.values())
    return sorted(people, key=lambda p: (order.index(p.tier), -p.never / len(p.lines), p.who))


def chosen(actor: Actor, number: int | None) -> tuple[list[RatingRound], RatingRound | None]:
    """(the rounds to choose from, the one asked for or the latest); OutOfReach for another."""
    found = rounds(actor)
    if number is None:
        return found, found[0] if found else None
    one = next((each for each in found if each.id == number), None)
    if one is None:
        raise OutOfReach
    return found, one
