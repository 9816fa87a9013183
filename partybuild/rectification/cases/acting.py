"""The one way in which a case takes a step: its effect, its event and its desk, together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import visible
from partybuild.accounts.staffing import staffed
from partybuild.db import db
from partybuild.db.work import audit_detail
from partybuild.evidence.arrivals import Paper
from partybuild.evidence.commands import Subject, keep
from partybuild.evidence.models import EvidenceFile
from partybuild.organizations.rules import ON_BEHALF
from partybuild.rectification import process
from partybuild.rectification.cases import guards, levels, queries
from partybuild.rectification.cases.queries import FILES, File
from partybuild.rectification.cases.superiors import superiors
from partybuild.rectification.cases.terms import Terms, terms
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import LookBack, Measure
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase

DECIDE = Permission.RECTIFICATION_DECIDE


@dataclass(frozen=True, slots=True)
class Taken:
    """A step about to be taken: which, of the case as somebody saw it, and why."""

    case_id: int
    action: str
    version: int | None = None
    note: str = ""
    document: str = ""
    day: date | None = None
    mark: str = ""


Effect = Callable[[File], Mapping[str, Any]]
"""Changes the rows of a case; gives the facts that its event keeps."""


def take(actor: Actor, step: Taken, effect: Effect = lambda file: {}) -> WorkflowCase:
    """The effect and the step are done, or nothing is.

    Raises OutOfReach, Stale, NotPermitted or RuleBroken as `workflow.commands.act` does; the effect
    is only tried where the step is this person's now.
    """
    file = queries.file_of(actor, step.case_id)
    refused = queries.refusals(actor, file)
    facts: Mapping[str, Any] = {}
    moves: Mapping[str, Any] = {}
    if _possible(actor, file, step, refused):
        facts = effect(file)
        db.session.flush()
        moves = _moves(actor, file, step.action)
    taken = workflow.act(
        actor,
        Taking(
            step.case_id,
            process.KIND,
            step.action,
            step.version,
            note=step.note,
            document=step.document,
            effective_on=step.day,
            facts=facts,
            mark=step.mark,
            moves=moves,
        ),
        refused,
    )
    label = process.TABLE.step(step.action).label
    audit_detail(object=("case", step.case_id), name=taken.title, step=label, reason=step.note)
    return taken


def _possible(actor: Actor, file: File, step: Taken, refused: Mapping[str, str]) -> bool:
    if step.version is not None and step.version != file.case.version:
        return False
    found = cases.allowed(actor, file.case, refused)
    return any(each.allowed and each.step.action == step.action for each in found)


def _moves(actor: Actor, file: File, action: str) -> Mapping[str, Any]:
    target = process.TABLE.step(action).target
    state = target or file.case.state
    if state in process.TABLE.closed:
        return {}
    last = due_day(actor, file, state, terms()) if target or state in _FOLLOWS else file.case.due_on
    return {"due_on": last, **_desk(actor, file, state)}


def _desk(actor: Actor, file: File, state: str) -> Mapping[str, Any]:
    """Where the case lies: an acceptance is passed upwards where nobody else is left to make it."""
    usual = levels.desk(file.row, state)
    if state not in _ACCEPTING:
        return usual
    tier, start = _ACCEPTING[Stage(state)], file.deciding if state == Stage.SECOND else file.working
    played = {each.user_id for each in file.events if each.tier not in ("", tier)}
    busy = {each for each in (*played, actor.user_id) if each is not None}
    if staffed(DECIDE, usual["desk_unit_id"], usual["desk_body_id"], busy):
        return usual
    for unit in superiors(start):
        if staffed(DECIDE, unit.id, None, busy):
            return {"desk_unit_id": unit.id, "desk_body_id": None}
    return usual


_ACCEPTING = {Stage.FIRST: process.FIRST, Stage.SECOND: process.DECIDING}
"""Stages in which a judgement waits, with the part that it plays."""


_FOLLOWS = (Stage.RUNNING, Stage.WATCHING)
"""States whose due day follows from what is still open."""


def due_day(actor: Actor, file: File, state: str, held: Terms) -> date | None:
    """By when a state should be left, counted from today where it has just begun."""
    days = {
        Stage.PLANNING: held.plan_days,
        Stage.SUBMITTED: held.approve_days,
        Stage.FIRST: held.accept_days,
        Stage.SECOND: held.accept_days,
    }
    stage = Stage(state)
    if stage in days:
        return clock.today() + timedelta(days=days[stage])
    if stage is Stage.RUNNING:
        return min([file.row.term_to, *_waiting(actor, file.case.id)])
    query = visible(actor, LookBack).where(LookBack.case_id == file.case.id)
    waiting = guards.open_looks(db.session.scalars(query).all())
    return waiting[0].due_on if waiting else None


def _waiting(actor: Actor, case_id: int) -> Sequence[date]:
    query = visible(actor, Measure, Measure.due_on)
    own = Measure.case_id == case_id
    return db.session.scalars(query.where(own, Measure.closed_on.is_(None))).all()


def kept(actor: Actor, file: File, slot: str, papers: Sequence[Paper]) -> list[EvidenceFile]:
    """The files that came, in one slot of the case."""
    subject = Subject.of(FILES, file.case.id, file.case)
    return [keep(actor, subject, slot, paper.file) for paper in papers]


def on_behalf(actor: Actor) -> str:
    """The mark of what an officer enters for the secretary."""
    return ON_BEHALF if actor.role is Role.OFFICER else ""
