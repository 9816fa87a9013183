"""Which assessments may be accepted together, and why each other is judged by hand: set-based."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.access.scope import visible
from partybuild.accounts.models import Appointment, AppointmentOrganization
from partybuild.db import db
from partybuild.evidence import queries as evidence
from partybuild.ratings.filling import rules as filling
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Assessment, RatingRound, Score, VetoPut
from partybuild.ratings.process import CHAINS
from partybuild.ratings.queries import rounds_named
from partybuild.ratings.reviewing import rules
from partybuild.ratings.reviewing.queries import TIERS
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Indicator, Scheme
from partybuild.ratings.standing import facts
from partybuild.workflow.models import WorkflowCase, WorkflowEvent

_SCORE = (Score.case_id, Score.indicator, Score.tier, Score.attempt, Score.points, Score.note)


class Held(NamedTuple):
    """A score that stands, as far as acceptance reads it: thousands a page."""

    attempt: int
    points: int
    note: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One assessment with what it needs to be accepted, and what forbids it."""

    row: Assessment
    round: RatingRound
    scheme: Scheme
    case: WorkflowCase
    tier: Tier | None
    scores: Mapping[Tier, Mapping[str, Held]]
    files: Mapping[str, Sequence[Any]]
    events: Sequence[Any]
    reasons: Sequence[str] = ()
    """Why it is judged by hand; nothing: it is clean."""

    @property
    def chain(self) -> Sequence[Tier]:
        """The tiers that review it."""
        return CHAINS[int(self.case.kind.removeprefix("rating"))]

    def owed(self) -> list[Indicator]:
        """Items that its tier has still to score."""
        own = self.scores.get(Tier.SELF, {})
        given = self.scores.get(self.tier, {}) if self.tier else {}
        fresh = {
            key: each.points
            for key, each in given.items()
            if key not in own or own[key].attempt <= each.attempt
        }
        return rules.owed(rules.items(self.scheme, self.tier, self.chain), fresh)  # type: ignore[arg-type]

    def carried(self) -> dict[str, Held]:
        """By item the latest score up to its tier."""
        found: dict[str, Held] = {}
        for tier in (Tier.SELF, *self.chain):
            found.update(self.scores.get(tier, {}))
            if tier is self.tier:
                break
        return found


def candidates(actor: Actor, ids: Collection[int]) -> list[Candidate]:
    """The assessments in reach among `ids` that take part, each with its reasons; in order of ids."""
    rows = _rows(actor, ids)
    numbers = [row.case_id for row in rows if row.case_id is not None]
    cases = _by(actor, WorkflowCase, WorkflowCase.id, numbers)
    scores, files = _scores(actor, numbers), evidence.of_many(actor, "case", numbers)
    events, vetoes = _events(actor, numbers), _vetoed(actor, numbers)
    rounds = rounds_named(actor, {row.round_id for row in rows})
    known = {n: schemes.scheme(n) for n in {each.scheme_id for each in rounds.values()}}
    own = _own(actor, rows)
    found = []
    for row in rows:
        case, held = cases[row.case_id], rounds[row.round_id]
        by_slot: dict[str, list[Any]] = defaultdict(list)
        for file in files[case.id]:
            by_slot[file.slot].append(file)
        candidate = Candidate(
            row=row,
            round=held,
            scheme=known[held.scheme_id],
            case=case,
            tier=TIERS.get(row.stage),
            scores=scores[case.id],
            files=by_slot,
            events=events[case.id],
        )
        marks = (case.id in vetoes, row.id in own)
        found.append(_judged(actor, candidate, *marks))
    return found


def _judged(actor: Actor, each: Candidate, vetoed: bool, own: bool) -> Candidate:
    said = [*_not_mine(actor, each, own), *_not_clean(each, vetoed)]
    names = {name: getattr(each, name) for name in Candidate.__slots__}
    return Candidate(**{**names, "reasons": said})


def _not_mine(actor: Actor, each: Candidate, own: bool) -> list[str]:
    """Why this person does not judge it now."""
    case, reach = each.case, actor.reach
    if each.tier is None:
        return [f"现在是“{each.row.stage.label}”，不在评审中"]
    at_desk = actor.role is Role.COMMAND or (
        (reach.unit is not None and reach.unit.id == case.desk_unit_id)
        or (reach.body is not None and reach.body.id == case.desk_body_id)
    )
    if not at_desk:
        return ["不在本单位承办；下级无人可办的，请逐份评审"]
    parts = {event.tier for event in each.events if event.user_id == actor.user_id}
    other = sorted(parts - {"", each.tier.label}) if actor.user_id is not None else []
    said = [f"您已办理过“{other[0]}”，须由其他人员办理"] if other else []
    return [*said, "您是本单位的党组织书记"] if own else said


def _not_clean(each: Candidate, vetoed: bool) -> list[str]:
    """Why it is to be looked at one by one. Source: issue of star ratings, bulk acceptance."""
    said = []
    if any(event.action.startswith(("return_", "back_", "rejudge")) for event in each.events):
        said.append("曾被退回或重新审定")
    if vetoed:
        said.append("有一票否决")
    points = {key: held.points for key, held in each.scores.get(Tier.SELF, {}).items()}
    missing = filling.missing(each.scheme, points, each.files.keys())
    if missing:
        said.append(f"材料不全：{missing[0].indicator.label}{missing[0].words}")
    if each.tier is not None:
        before = each.carried()
        alone = [item.label for item in each.owed() if item.key not in before]
        if alone:
            said.append(f"“{alone[0]}”须由本级评分")
    return said


def _rows(actor: Actor, ids: Collection[int]) -> Sequence[Assessment]:
    query = visible(actor, Assessment).where(
        Assessment.id.in_(sorted(ids)), Assessment.case_id.is_not(None)
    )
    return db.session.scalars(query.order_by(Assessment.id)).all()


def _by(actor: Actor, model: Any, column: Any, ids: Collection[int]) -> dict[Any, Any]:
    query = visible(actor, model).where(column.in_(sorted(ids)))
    query = query.execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(query)}


def _scores(actor: Actor, ids: Collection[int]) -> dict[int, dict[Tier, dict[str, Held]]]:
    found: dict[int, dict[Tier, dict[str, Held]]] = defaultdict(lambda: defaultdict(dict))
    query = visible(actor, Score, *_SCORE).where(
        Score.case_id.in_(sorted(ids)), Score.current.is_(True)
    )
    for case, key, tier, attempt, points, note in db.session.execute(query):
        found[case][tier][key] = Held(attempt, points, note)
    return found


def _events(actor: Actor, ids: Collection[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    event = WorkflowEvent
    columns = (event.case_id, event.action, event.tier, event.user_id)
    query = visible(actor, event, *columns).where(event.case_id.in_(sorted(ids)))
    for row in db.session.execute(query.order_by(event.case_id, event.sequence)):
        found[row.case_id].append(row)
    return found


def _vetoed(actor: Actor, ids: Collection[int]) -> set[int]:
    query = visible(actor, VetoPut, VetoPut.case_id).where(
        VetoPut.case_id.in_(sorted(ids)), VetoPut.withdrawn_on.is_(None)
    )
    return set(db.session.scalars(query))


def _own(actor: Actor, rows: Sequence[Assessment]) -> set[int]:
    """Those of branches that cover an organization of which this person is a secretary."""
    if actor.user_id is None:
        return set()
    mine = set(
        db.session.scalars(
            select(AppointmentOrganization.organization_id)
            .join(Appointment, Appointment.id == AppointmentOrganization.appointment_id)
            .where(Appointment.user_id == actor.user_id)
        )
    )
    if not mine:
        return set()
    found = {row.id for row in rows if row.organization_id in mine}
    by_day: dict[Any, list[Assessment]] = defaultdict(list)
    rounds = rounds_named(actor, {row.round_id for row in rows})
    for row in rows:
        by_day[rounds[row.round_id].fill_from].append(row)
    for day, some in by_day.items():
        parties = [n for row in some if (n := row.party_organization_id) is not None]
        covers = facts.covered(actor, parties, day)
        found |= {r.id for r in some if mine & set(covers.get(r.party_organization_id or 0, ()))}
    return found
