"""Opening and moving thousands of cases at once: the same events and states, set-based.

Called inside the commands of the rooms that own the processes, as `commands.start` and `act` are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import Scoped, visible
from partybuild.db import db
from partybuild.db.ids import reserve
from partybuild.db.many import WAS, Ready, insert_many, pour, ready
from partybuild.db.staging import change_many
from partybuild.db.work import Stale, bulk, current_work
from partybuild.workflow import registry, rules
from partybuild.workflow.commands import OPENED, Opening
from partybuild.workflow.models import WorkflowCase, WorkflowEvent

CHUNK = 5000
MEANWHILE = "其中有几件刚刚被别人办理过，这次没有写入，请刷新后再办。"
_CASE: Any = WorkflowCase.__table__
_EVENT: Any = WorkflowEvent.__table__


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as a bulk act found it."""

    id: int
    state: str
    version: int
    parts: frozenset[str] = frozenset()
    """Parts that this person has played in it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a course that a case takes."""

    action: str
    effective_on: date
    note: str = ""
    document: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def opened(actor: Actor, kind: str, openings: Sequence[Opening]) -> list[Ready]:
    """Cases and their first events made ready, without change; ids count from 0."""
    table = registry.current(kind)
    cases = [_case(table, number, opening) for number, opening in enumerate(openings)]
    events = [_opened(actor, table, number, opening) for number, opening in enumerate(openings)]
    return [ready(_CASE, cases, {"id": 1}), _dated(events, {"case_id": 1})]


def start_many(
    actor: Actor, kind: str, openings: Sequence[Opening], register: type[Scoped]
) -> list[int]:
    """Open a case about each organization, with its first event; their ids in the order given.

    `register` is the model of organizations. OutOfReach, and nothing written, where one of them is
    not the actor's.
    """
    if not openings:
        return []
    table = registry.current(kind)
    ids = reserve(WorkflowCase, len(openings))
    organizations = {o.organization_id for o in openings if o.organization_id is not None}
    pairs = list(zip(ids, openings, strict=True))
    with bulk(actor, register, organizations):
        insert_many(_CASE, [_case(table, number, opening) for number, opening in pairs])
        _tell(_dated([_opened(actor, table, n, o) for n, o in pairs]))
    return ids


def standings(actor: Actor, ids: Iterable[int]) -> dict[int, Standing]:
    """The cases in reach among `ids`, with the parts that this person has played in each."""
    ordered, found = sorted(set(ids)), {}
    for part in (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)):
        parts = _parts(actor, part)
        columns = (WorkflowCase.id, WorkflowCase.state, WorkflowCase.version)
        query = visible(actor, WorkflowCase, *columns).where(WorkflowCase.id.in_(part))
        for number, state, version in db.session.execute(query):
            found[number] = Standing(number, state, version, frozenset(parts[number]))
    return found


def _parts(actor: Actor, ids: Collection[int]) -> Mapping[int, set[str]]:
    played: dict[int, set[str]] = defaultdict(set)
    if actor.user_id is not None:
        query = visible(actor, WorkflowEvent, WorkflowEvent.case_id, WorkflowEvent.tier).where(
            WorkflowEvent.case_id.in_(ids), WorkflowEvent.user_id == actor.user_id
        )
        for number, tier in db.session.execute(query):
            played[number].add(tier)
    return played


def act_many(
    actor: Actor,
    kind: str,
    courses: Sequence[tuple[Standing, Sequence[Step]]],
    moves: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Each case takes the steps of its course, one after the other; `moves` as of `Taking`.

    The caller has asked `rules.choices` or the like; here a step that its state does not have is a
    ValueError, and Stale is raised where a case has moved since it was found.
    """
    moved, events = taken(actor, kind, courses, moves)
    if not moved.rows:
        return
    with bulk(actor, WorkflowCase, [standing.id for standing, steps in courses if steps]):
        if change_many(moved) != len(moved.rows):
            raise Stale(MEANWHILE)
        _tell(events)


def taken(
    actor: Actor,
    kind: str,
    courses: Sequence[tuple[Standing, Sequence[Step]]],
    moves: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Ready, Ready]:
    """What `act_many` writes, made ready: cases as `staging.stage` changes them, and events.

    The events are without change. A ValueError where a state does not have a step.
    """
    table = registry.current(kind)
    moving = [(standing, steps) for standing, steps in courses if steps]
    events = [row for standing, steps in moving for row in _events(actor, table, standing, steps)]
    rows = [_moved(table, standing, steps) | dict(moves) for standing, steps in moving]
    return ready(_CASE, rows), _dated(events)


def _dated(events: Sequence[dict[str, Any]], shifts: Mapping[str, int] | None = None) -> Ready:
    """Events made ready, all of this moment."""
    now = clock.local_now()
    for event in events:
        event["at"] = now
    return ready(_EVENT, events, shifts)


def _tell(events: Ready) -> None:
    pour(events, change=current_work().change)


def _case(table: rules.Table, number: int, opening: Opening) -> dict[str, Any]:
    return {
        "id": number,
        "kind": table.kind,
        "title": opening.title,
        "state": table.start,
        "table_version": table.version,
        "version": 1,
        "organization_id": opening.organization_id,
        "party_organization_id": opening.party_organization_id,
        "desk_unit_id": opening.desk_unit_id,
        "desk_body_id": opening.desk_body_id,
        "due_on": opening.due_on,
        "opened_on": opening.opened_on or clock.today(),
        "closed_on": None,
        **opening.placing,
    }


def _opened(actor: Actor, table: rules.Table, number: int, opening: Opening) -> dict[str, Any]:
    day = opening.opened_on or clock.today()
    step = Step(OPENED, day, opening.note, facts=opening.facts)
    place = (number, 1, "", table.start)
    return _event(actor, table, place, step, ("登记", opening.tier), opening.mark)


def _events(
    actor: Actor, table: rules.Table, standing: Standing, steps: Sequence[Step]
) -> Iterable[dict[str, Any]]:
    state = standing.state
    for sequence, step in enumerate(steps, standing.version + 1):
        known = table.step(step.action)
        if state not in known.sources:
            raise ValueError(f"{table.kind}: {step.action} is not possible in {state}")
        target = known.target or state
        place = (standing.id, sequence, state, target)
        yield _event(actor, table, place, step, (known.label, known.tier))
        state = target


def _moved(table: rules.Table, standing: Standing, steps: Sequence[Step]) -> dict[str, Any]:
    state = standing.state
    for step in steps:
        state = table.step(step.action).target or state
    closed = steps[-1].effective_on if state in table.closed else None
    return {
        "id": standing.id,
        f"{WAS}version": standing.version,
        "state": state,
        "version": standing.version + len(steps),
        "closed_on": closed,
    }


def _event(
    actor: Actor,
    table: rules.Table,
    place: tuple[int, int, str, str],
    step: Step,
    words: tuple[str, str],
    mark: str = "",
) -> dict[str, Any]:
    case_id, sequence, source, target = place
    label, tier = words
    return {
        "case_id": case_id,
        "sequence": sequence,
        "action": step.action,
        "label": label,
        "source": source,
        "target": target,
        "tier": tier,
        "user_id": actor.user_id,
        "appointment_id": actor.appointment_id,
        "actor": actor.label,
        "effective_on": step.effective_on,
        "note": step.note,
        "document": step.document,
        "mark": mark,
        "facts": dict(step.facts),
        "table_version": table.version,
    }
