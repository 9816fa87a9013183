"""One assessment with everything that explains its star, for everybody in reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.ratings import listing, queries
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Assessment, Score
from partybuild.ratings.points import shown
from partybuild.ratings.process import CHAINS, KINDS
from partybuild.ratings.reviewing import queries as reviewing
from partybuild.ratings.rounds import pages
from partybuild.ratings.rounds.pages import Shown
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.rules import groups, star_of, subtotals
from partybuild.ratings.stars import publicity
from partybuild.ratings.stars.models import Objection, Publicity
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import Choice, here

MOMENTS = {"sent": "报送时", "computed": "计算星级时", "decided": "公布时"}
OWN = ("leave", "restore", "extend")


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the scheme with what each tier gave it, in tenths."""

    label: str
    most: int
    points: Mapping[Tier, int]


@dataclass(frozen=True, slots=True)
class Moment:
    """The facts that the gates read, when they were read."""

    label: str
    day: date | None
    facts: Sequence[tuple[str, bool | None, str]]


@dataclass(frozen=True, slots=True)
class Explained:
    """One assessment as its page explains it."""

    found: Shown
    line: listing.Row
    case: WorkflowCase | None
    chain: Sequence[Tier]
    totals: Mapping[Tier, int | None]
    groups: Sequence[Group]
    reasons: Sequence[str]
    """Why the star is not more, every sentence of it."""
    moments: Sequence[Moment]
    vetoes: Sequence[Any]
    publicity: Publicity | None
    objections: Sequence[Objection]
    events: Sequence[WorkflowEvent]
    choices: Sequence[Choice]
    fills: bool
    reviews: bool

    @property
    def row(self) -> Assessment:
        """The assessment itself."""
        return self.line.row


def explained(actor: Actor, assessment_id: int) -> Explained:
    """One assessment; OutOfReach for a foreign one."""
    row = queries.assessment(actor, assessment_id)
    found = pages.shown(actor, row.round_id)
    case = queries.case(actor, row.case_id, KINDS) if row.case_id is not None else None
    events = cases.events(actor, case.id) if case else []
    chain = CHAINS[int(case.kind.removeprefix("rating"))] if case else ()
    given = _given(actor, row, chain)
    totals = {
        Tier.SELF: row.self_total,
        Tier.FIRST: row.first_total,
        Tier.SECOND: row.second_total,
        Tier.FINAL: row.final_total,
    }
    return Explained(
        found=found,
        line=listing.shown(actor, [row], found.scheme)[0],
        case=case,
        chain=chain,
        totals={tier: totals[tier] for tier in (Tier.SELF, *chain)},
        groups=_groups(found, given),
        reasons=_reasons(found, row),
        moments=_moments(row.facts),
        vetoes=reviewing.vetoes(actor, case.id) if case else [],
        publicity=publicity.shown(actor, row.publicity_id) if row.publicity_id else None,
        objections=_objections(actor, row),
        events=events,
        choices=_choices(actor, found, case),
        fills=actor.may(Permission.RATINGS_FILL) and case is not None,
        reviews=actor.may(Permission.RATINGS_REVIEW) and case is not None,
    )


def _given(actor: Actor, row: Assessment, chain: Sequence[Tier]) -> dict[Tier, dict[str, int]]:
    """By tier the points that stand; where a tier left an item alone, those of the one before."""
    if row.case_id is None:
        return {}
    scores: Sequence[Score] = queries.scores(actor, row.case_id)
    found: dict[Tier, dict[str, int]] = {}
    before: dict[str, int] = {}
    for tier in (Tier.SELF, *chain):
        own = {each.indicator: each.points for each in scores if each.tier is tier and each.current}
        if own:
            before = found[tier] = {**before, **own}
    return found


def _groups(found: Shown, given: Mapping[Tier, Mapping[str, int]]) -> list[Group]:
    sums = {tier: subtotals(found.scheme, points) for tier, points in given.items()}
    return [
        Group(each.label, each.points, {tier: held.get(each.key, 0) for tier, held in sums.items()})
        for each in groups(found.scheme)
    ]


def _reasons(found: Shown, row: Assessment) -> list[str]:
    """Every sentence of why the star is not more: the band of the score, and what held it."""
    if row.computed is None or row.final_total is None:
        return []
    higher = [b for b in found.scheme.bands if b.star > star_of(found.scheme, row.final_total)]
    said = list(row.why)
    if higher:
        band = min(higher, key=lambda each: each.star)
        lacking = band.at_least - row.final_total
        said.append(
            f"{listing.STARS[str(band.star)]}须 {shown(band.at_least)} 分以上，"
            f"审定 {shown(row.final_total)} 分，差 {shown(lacking)} 分。"
        )
    if row.override_reason:
        said.append(
            f"按得分和条件计算为{listing.STARS[str(row.computed)]}，由{row.override_by}改定："
            f"{row.override_reason}"
        )
    return said


def _moments(facts: Mapping[str, Any]) -> list[Moment]:
    labels = {fact.value: fact.label for fact in GateFact}
    return [
        Moment(
            word,
            date.fromisoformat(facts[key]["day"]) if facts[key].get("day") else None,
            [(labels.get(name, name), held, words) for name, held, words in facts[key]["facts"]],
        )
        for key, word in MOMENTS.items()
        if key in facts
    ]


def _objections(actor: Actor, row: Assessment) -> Sequence[Objection]:
    if row.case_id is None:
        return []
    query = visible(actor, Objection).where(Objection.case_id == row.case_id)
    return db.session.scalars(query.order_by(Objection.received_on, Objection.id)).all()


def _choices(actor: Actor, found: Shown, case: WorkflowCase | None) -> list[Choice]:
    """Leaving and coming back are for the unit that runs the round; more time also at the desk."""
    if case is None or not actor.may(Permission.RATINGS_MANAGE):
        return []
    names = OWN if found.own(actor) else ("extend",)
    return [
        each
        for each in here(cases.allowed(actor, case), case.state)
        if each.step.action in names and (each.allowed or found.own(actor))
    ]
