"""Cases and what this person may do with them now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select

from partybuild.access.actor import Actor
from partybuild.access.permissions import GRANTS, Permission, Role, Span
from partybuild.access.scope import visible
from partybuild.accounts.staffing import staffed
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.workflow import registry, rules
from partybuild.workflow.models import ItemReturn, WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import Asker, Choice, Standing, Table


def case(actor: Actor, case_id: int, kind: str) -> WorkflowCase:
    """One case of this kind; OutOfReach where it is not the actor's to see."""
    found: WorkflowCase | None = db.session.scalars(
        visible(actor, WorkflowCase)
        .where(WorkflowCase.id == case_id, WorkflowCase.kind == kind)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def events(actor: Actor, case_id: int) -> Sequence[WorkflowEvent]:
    """What was done in a case, first to last."""
    query = visible(actor, WorkflowEvent).where(WorkflowEvent.case_id == case_id)
    return db.session.scalars(query.order_by(WorkflowEvent.sequence)).all()


def returned(actor: Actor, case_id: int) -> Sequence[ItemReturn]:
    """Items sent back and not answered yet, in the order in which they were returned."""
    query = visible(actor, ItemReturn).where(
        ItemReturn.case_id == case_id, ItemReturn.answered_event_id.is_(None)
    )
    return db.session.scalars(query.order_by(ItemReturn.id)).all()


def table_of(found: WorkflowCase) -> Table:
    """The version of the process that this case runs under."""
    return registry.of(found.kind, found.table_version)


def allowed(
    actor: Actor, found: WorkflowCase, refusals: Mapping[str, str] | None = None
) -> list[Choice]:
    """Every step of the case's process and why this person may not take it now, if so.

    The one function that buttons and routes both ask. `refusals` holds sentences of unmet guards.
    """
    table = table_of(found)
    standing = _standing(actor, found)
    return rules.choices(table, standing, _asker(actor, found, table, standing), refusals)


def open_of(actor: Actor, kind: str, organization_id: int) -> WorkflowCase | None:
    """The case of this kind about an organization that is not closed, or None."""
    query = running(actor, kind).where(WorkflowCase.organization_id == organization_id)
    return db.session.scalars(query.order_by(WorkflowCase.id).limit(1)).one_or_none()


def running(actor: Actor, *kinds: str) -> Select[Any]:
    """Cases of these kinds that are not closed."""
    return visible(actor, WorkflowCase).where(
        WorkflowCase.kind.in_(kinds), WorkflowCase.closed_on.is_(None)
    )


def _standing(actor: Actor, found: WorkflowCase) -> Standing:
    parts: dict[str, set[int]] = defaultdict(set)
    for event in events(actor, found.id):
        if event.user_id is not None:
            parts[event.tier].add(event.user_id)
    return Standing(found.state, {part: frozenset(users) for part, users in parts.items()})


def _asker(actor: Actor, found: WorkflowCase, table: Table, standing: Standing) -> Asker:
    if actor.role is Role.COMMAND:
        return Asker(GRANTS[actor.role], None, at_desk=True)
    reach = actor.reach
    at_desk = (reach.unit is not None and reach.unit.id == found.desk_unit_id) or (
        reach.body is not None and reach.body.id == found.desk_body_id
    )
    steps = [step for step in table.steps if found.state in step.sources]
    absent = frozenset(
        step.needs
        for step in steps
        if not at_desk
        and actor.span(step.needs) is Span.OWN
        and not _somebody(found, step.needs, step.tier, standing)
    )
    return Asker(GRANTS[actor.role], actor.user_id, at_desk, absent, _above(actor, found))


def _above(actor: Actor, found: WorkflowCase) -> bool:
    """Whether the person's unit is one above the desk, on the way from the case to the top."""
    unit = actor.reach.unit
    way = [getattr(found, f"level{level}_id") for level in range(1, 6)]
    if unit is None or unit.id not in way:
        return actor.reach.everything
    return found.desk_unit_id not in way or way.index(unit.id) < way.index(found.desk_unit_id)


def _somebody(found: WorkflowCase, needs: Permission, tier: str, standing: Standing) -> bool:
    """Whether the desk has anybody who may take such a step and has played no other part."""
    users = {u for part, ids in standing.parts.items() if part not in {"", tier} for u in ids}
    return staffed(needs, found.desk_unit_id, found.desk_body_id, users)
