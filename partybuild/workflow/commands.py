"""Opening cases and taking steps: an event and the indexed state, written together.

Called inside the commands of the rooms that own the processes (`@needs`), which say what is done
and write the audit row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of
from partybuild.db import db
from partybuild.db.work import NotPermitted, Stale, bulk, current_work
from partybuild.rules import RuleBroken
from partybuild.workflow import queries, registry, rules
from partybuild.workflow.models import ItemReturn, WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import Choice, Step, Table

OPENED = "open"
_CASE: Any = WorkflowCase.__table__


@dataclass(frozen=True, slots=True)
class Opening:
    """A case about to be opened. `placing` is where it stands (`regions.placing.copied`)."""

    kind: str
    title: str
    placing: Mapping[str, Any]
    organization_id: int | None = None
    party_organization_id: int | None = None
    desk_unit_id: int | None = None
    desk_body_id: int | None = None
    due_on: date | None = None
    opened_on: date | None = None
    """The day from which its clocks run; today where not given."""
    tier: str = ""
    """The part that opening it plays."""
    note: str = ""
    mark: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Returned:
    """One item sent back."""

    item: str
    label: str
    words: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """A step about to be taken. `version` is the case's as the person saw it."""

    case_id: int
    kind: str
    action: str
    version: int | None = None
    note: str = ""
    document: str = ""
    effective_on: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    mark: str = ""
    returned: Sequence[Returned] = ()
    moves: Mapping[str, Any] = field(default_factory=dict)
    """Columns of the case that the step sets: due_on, desk_unit_id, desk_body_id, organization_id,
    party_organization_id, title, closed_on (by itself where the new state is a closed one)."""


def start(actor: Actor, opening: Opening) -> WorkflowCase:
    """Open a case in the first state of its process, with its first event; it is flushed.

    OutOfReach where the place is not the actor's.
    """
    table = registry.current(opening.kind)
    day = opening.opened_on or clock.today()
    case = WorkflowCase(
        kind=table.kind,
        title=opening.title,
        state=table.start,
        table_version=table.version,
        version=1,
        organization_id=opening.organization_id,
        party_organization_id=opening.party_organization_id,
        desk_unit_id=opening.desk_unit_id,
        desk_body_id=opening.desk_body_id,
        due_on=opening.due_on,
        opened_on=day,
        **opening.placing,
    )
    db.session.add(case)
    db.session.flush()
    step = Step(OPENED, "登记", frozenset(), "", Permission.CASES_READ, opening.tier)
    taking = Taking(
        case.id,
        table.kind,
        OPENED,
        note=opening.note,
        effective_on=day,
        facts=opening.facts,
        mark=opening.mark,
    )
    _add_event(actor, case, step, taking, table.start, opening.mark)
    return case


def act(actor: Actor, taking: Taking, refusals: Mapping[str, str] | None = None) -> WorkflowCase:
    """Take a step: the event, what was returned, and the case's row, all or nothing.

    Raises OutOfReach for a case that is not the actor's, Stale when somebody was first (with what
    they did), NotPermitted or RuleBroken with the reason why the step is refused now.
    """
    case = queries.case(actor, taking.case_id, taking.kind)
    table = queries.table_of(case)
    step = table.step(taking.action)
    if taking.version is not None and taking.version != case.version:
        raise Stale(_meanwhile(actor, case, table))
    choice = _choice(actor, case, step, refusals)
    rules.demand(step, taking.note, taking.document)
    mark = "、".join(filter(None, (taking.mark, choice.mark)))
    target = step.target or case.state
    _move(actor, case, table, target, taking)
    event = _add_event(actor, case, step, taking, target, mark)
    db.session.add_all(_return(event, item) for item in taking.returned)
    db.session.flush()
    return queries.case(actor, case.id, case.kind)


def answer(actor: Actor, case_id: int, items: Sequence[str]) -> int:
    """Mark returned items as answered by the last event of the case; how many there were."""
    last = queries.events(actor, case_id)[-1]
    waiting = [row for row in queries.returned(actor, case_id) if row.item in set(items)]
    for row in waiting:
        row.answered_event_id = last.id
    return len(waiting)


def _choice(
    actor: Actor, case: WorkflowCase, step: Step, refusals: Mapping[str, str] | None
) -> Choice:
    """The step for this person now; Stale, NotPermitted or RuleBroken where it is refused."""
    found = queries.allowed(actor, case, refusals)
    choice = next(each for each in found if each.step.action == step.action)
    if choice.allowed:
        return choice
    if case.state not in step.sources:
        raise Stale(f"{choice.refusal}{_meanwhile(actor, case, queries.table_of(case))}")
    if not actor.may(step.needs):
        raise NotPermitted(choice.refusal)
    raise RuleBroken(choice.refusal)


def _move(actor: Actor, case: WorkflowCase, table: Table, target: str, taking: Taking) -> None:
    """State and version in one conditional UPDATE: whoever comes second changes nothing."""
    moves: dict[str, Any] = dict(taking.moves)
    ended = target in table.closed
    moves.setdefault("closed_on", (taking.effective_on or clock.today()) if ended else None)
    if ended:
        moves.setdefault("due_on", None)
    columns = _CASE.c
    unchanged = (columns.state == case.state) & (columns.version == case.version)
    with bulk(actor, WorkflowCase, [case.id]):
        result: Any = db.session.execute(
            update(_CASE)
            .where(columns.id == case.id, unchanged)
            .values(state=target, version=case.version + 1, **moves)
        )
    if result.rowcount != 1:
        raise Stale(_meanwhile(actor, case, table))


def _meanwhile(actor: Actor, case: WorkflowCase, table: Table) -> str:
    """What happened last, for the person who came second."""
    last = queries.events(actor, case.id)[-1]
    return (
        f"本件已由{last.actor}于{last.at:%m月%d日 %H:%M}办理“{last.label}”，"
        f"现为“{table.states[case.state]}”。您这次提交没有写入，请看过最新情况后再办。"
    )


def _add_event(
    actor: Actor, case: WorkflowCase, step: Step, taking: Taking, target: str, mark: str
) -> WorkflowEvent:
    sequence = (
        db.session.scalar(
            select(func.max(WorkflowEvent.sequence)).where(
                scope_of(actor, WorkflowEvent), WorkflowEvent.case_id == case.id
            )
        )
        or 0
    )
    event = WorkflowEvent(
        case_id=case.id,
        sequence=sequence + 1,
        action=step.action,
        label=step.label,
        source=case.state if step.action != OPENED else "",
        target=target,
        tier=step.tier,
        user_id=actor.user_id,
        appointment_id=actor.appointment_id,
        actor=actor.label,
        at=clock.local_now(),
        effective_on=taking.effective_on or clock.today(),
        note=taking.note.strip(),
        document=taking.document.strip(),
        mark=mark,
        facts=dict(taking.facts),
        table_version=case.table_version,
        change=current_work().change,
    )
    db.session.add(event)
    db.session.flush()
    return event


def _return(event: WorkflowEvent, item: Returned) -> ItemReturn:
    return ItemReturn(
        case_id=event.case_id,
        event_id=event.id,
        item=item.item,
        label=item.label,
        words=item.words,
        due_on=item.due_on,
    )
