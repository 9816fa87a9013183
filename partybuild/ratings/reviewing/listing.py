"""Assessments as a reviewing desk lists them: filtered, ordered, page by page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, scope_of, visible
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked, Form, read
from partybuild.db import FOREVER, db
from partybuild.party.models import PartyOrganization
from partybuild.ratings import queries
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.process import KINDS
from partybuild.ratings.reviewing import clean
from partybuild.ratings.reviewing.queries import TIERS
from partybuild.ratings.schemes import queries as schemes
from partybuild.regions import queries as regions
from partybuild.workflow.models import WorkflowCase

REVIEWING = tuple(TIERS)
AREA = "area"
LABELS = {
    "place": "范围",
    "round": "评星工作",
    "unit": "统计归属",
    "own": "本级",
    "tier": "环节",
    "category": "类别",
    "state": "状态",
    "overdue": "期限",
    "q": "名称",
}
SORTS = {"due": "期限", "name": "名称", "score": "自评得分", "sent": "报送日期"}
_EARLY = date(1900, 1, 1)
_KEYS: Mapping[str, tuple[Sequence[Any], Sequence[type]]] = {
    "due": ((func.coalesce(WorkflowCase.due_on, FOREVER), Assessment.id), (date, int)),
    "name": ((PartyOrganization.sort_key, Assessment.id), (str, int)),
    "score": ((func.coalesce(Assessment.self_total, -1), Assessment.id), (int, int)),
    "sent": ((func.coalesce(Assessment.sent_on, _EARLY), Assessment.id), (date, int)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One assessment as the list shows it."""

    row: Assessment
    name: str
    unit: str
    category: str
    due_on: date | None
    late: bool
    version: int
    reasons: Sequence[str]
    """Why it cannot be accepted together with others; nothing: it can."""


def form(actor: Actor) -> Form:
    """What an address may ask of the list: the rounds and categories are those in reach."""
    rounds = queries.rounds(actor)
    return Form(
        labels=LABELS,
        options={
            "place": {AREA: "范围内全部"},
            "round": {str(each.id): each.title for each in rounds},
            "own": {"1": "只看本级"},
            "tier": {tier.value: tier.label for tier in TIERS.values()},
            "category": _categories(rounds),
            "state": {stage.value: stage.label for stage in Stage if stage is not Stage.OUT},
            "overdue": {"1": "已逾期"},
        },
        sorts=SORTS,
    )


def _categories(rounds: Sequence[RatingRound]) -> dict[str, str]:
    found = {}
    for each in rounds:
        for category in schemes.scheme(each.scheme_id).categories:
            if category.key in each.categories:
                found[category.key] = category.label
    return found


def asked(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """What an address asks; by due day where it does not say."""
    return read(actor, {"sort": "due", **arguments}, form(actor))


def roll(actor: Actor, wanted: Asked) -> Roll:
    """The list as asked: what lies at the actor's own desk, or all that is in reach."""
    query = (
        visible(actor, Assessment)
        .join(WorkflowCase, WorkflowCase.id == Assessment.case_id)
        .join(PartyOrganization, PartyOrganization.id == Assessment.party_organization_id)
        .where(
            ScopeMark(WorkflowCase.id == Assessment.case_id, WorkflowCase.__tablename__),
            ScopeMark(
                PartyOrganization.id == Assessment.party_organization_id,
                PartyOrganization.__tablename__,
            ),
            *_conditions(actor, wanted),
        )
    )
    return Roll(
        query,
        Assessment.id,
        Assessment.id,
        _KEYS,
        lambda rows: shown(actor, rows),
        pinned=False,
    )


def at_desk(actor: Actor) -> ColumnElement[bool]:
    """Cases that lie at this person's own unit or body."""
    reach, places = actor.reach, []
    if reach.unit is not None:
        places.append(WorkflowCase.desk_unit_id == reach.unit.id)
    if reach.body is not None:
        places.append(WorkflowCase.desk_body_id == reach.body.id)
    return or_(false(), *places)


def desked(actor: Actor, wanted: Asked) -> bool:
    """Whether the list is that of the actor's own desk."""
    return actor.may(Permission.RATINGS_REVIEW) and wanted.get("place") != AREA


def _conditions(actor: Actor, wanted: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if desked(actor, wanted):
        found.append(at_desk(actor))
    elif wanted.scope is not None:
        found.append(wanted.scope.inside(Assessment))
    if not wanted.get("state"):
        found.append(Assessment.stage.in_(REVIEWING))
    narrowed = {name: wanted.get(name) for name in _NARROWED if wanted.get(name)}
    return [*found, *(_NARROWED[name](value) for name, value in narrowed.items())]


_STAGES = {tier: stage for stage, tier in TIERS.items()}
_NARROWED: Mapping[str, Callable[[str], ColumnElement[bool]]] = {
    "state": lambda word: Assessment.stage == Stage(word),
    "tier": lambda word: Assessment.stage == _STAGES[Tier(word)],
    "round": lambda word: Assessment.round_id == int(word),
    "category": lambda word: Assessment.category == word,
    "overdue": lambda _: WorkflowCase.due_on < clock.today(),
    "q": lambda word: PartyOrganization.name.contains(word, autoescape=True),
}


def shown(actor: Actor, rows: Sequence[Assessment]) -> Sequence[Row]:
    """Assessments with names, unit, due day and what forbids accepting them, in the order given."""
    candidates = {each.row.id: each for each in clean.candidates(actor, [r.id for r in rows])}
    names = _names(actor, rows)
    units = regions.named([row.unit_id for row in rows])
    today = clock.today()
    found = []
    for row in rows:
        each = candidates[row.id]
        labels = {category.key: category.label for category in each.scheme.categories}
        due = each.case.due_on
        found.append(
            Row(
                row=row,
                name=names.get(row.party_organization_id or 0, each.case.title),
                unit=units[row.unit_id].name,
                category=labels.get(row.category, row.category),
                due_on=due,
                late=due is not None and due < today,
                version=each.case.version,
                reasons=each.reasons,
            )
        )
    return found


def _names(actor: Actor, rows: Sequence[Assessment]) -> dict[int, str]:
    columns = (PartyOrganization.id, PartyOrganization.name)
    numbers = sorted({n for row in rows if (n := row.party_organization_id) is not None})
    query = visible(actor, PartyOrganization, *columns).where(PartyOrganization.id.in_(numbers))
    return {number: name for number, name in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class Counts:
    """What lies at a desk: at each tier, and how many of all are late."""

    tiers: Mapping[Tier, int]
    late: int

    @property
    def all(self) -> int:
        """Everything that lies there."""
        return sum(self.tiers.values())


def at_own_desk(actor: Actor, *columns: Any) -> Select[Any]:
    """Assessments under review at this person's own unit or body, with their cases.

    Joined not by the case's id: the few under review are found by the index of cases, and never
    by a look at every assessment there is.
    """
    case = WorkflowCase
    return (
        visible(actor, Assessment, *columns)
        .join(case, Assessment.case_id == case.id + 0)
        .where(
            scope_of(actor, case),
            at_desk(actor),
            case.kind.in_(KINDS),
            case.state.in_(stage.value for stage in REVIEWING),
            case.closed_on.is_(None),
        )
    )


def counts(actor: Actor) -> Counts:
    """What lies at this person's desk, in one statement."""
    late = func.count().filter(WorkflowCase.due_on < clock.today())
    query = at_own_desk(actor, Assessment.stage, func.count(), late).group_by(Assessment.stage)
    rows = db.session.execute(query).all()
    tiers = {TIERS[stage]: number for stage, number, _ in rows}
    return Counts(tiers, sum(number for _, _, number in rows))
