"""To-dos of annual inspection: to fill in, to mend, to evaluate, to conclude, to publish."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import ScopeMark, scope_of, visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.inspections import process
from partybuild.inspections.models import Inspection
from partybuild.organizations.models import Organization
from partybuild.workflow.models import WorkflowCase

SOON = 7
_NAME = ScopeMark(Organization.id == Inspection.organization_id, Organization.__tablename__)


def _open(actor: Actor, states: Sequence[str], *columns: Any) -> Select[Any]:
    return (
        visible(actor, Inspection, *columns)
        .join(WorkflowCase, WorkflowCase.id == Inspection.case_id)
        .where(
            scope_of(actor, WorkflowCase),
            WorkflowCase.kind == process.KIND,
            WorkflowCase.state.in_(states),
            WorkflowCase.closed_on.is_(None),
            Inspection.expected,
        )
    )


def _count(states: Sequence[str], idle: Callable[[Actor], bool]) -> Callable[[Actor], Tally]:
    def count(actor: Actor) -> Tally:
        if idle(actor):
            return Tally()
        return drawing.tally(_open(actor, states, Inspection.id), WorkflowCase.due_on, SOON)

    return count


def _rows(
    states: Sequence[str], endpoint: str, idle: Callable[[Actor], bool]
) -> Callable[[Actor, Wanted], Sequence[OpenItem]]:
    def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
        if idle(actor):
            return []
        columns = (Inspection.id, Organization.name, Inspection.year, WorkflowCase.state)
        query = _open(actor, states, *columns, WorkflowCase.due_on).where(_NAME)
        query = query.join(Organization, Organization.id == Inspection.organization_id)
        query = drawing.drawn(query, WorkflowCase.due_on, Inspection.id, wanted, SOON)
        return [
            OpenItem(
                number,
                name,
                f"{year}年度　{process.STATES[state]}",
                due,
                endpoint,
                {"inspection_id": number},
            )
            for number, name, year, state, due in db.session.execute(query)
        ]

    return rows


def _never(actor: Actor) -> bool:
    return False


def _no_secretary(actor: Actor) -> bool:
    """What a secretary has to fill in is nobody else's to-do."""
    return actor.role is not Role.SECRETARY


def _source(
    key: str,
    words: tuple[str, str, str],
    needs: Permission,
    states: Sequence[str],
    endpoint: str = "inspections.record",
    idle: Callable[[Actor], bool] = _never,
) -> Source:
    label, counted, advice = words
    return Source(
        key,
        label,
        counted,
        advice,
        needs,
        _count(states, idle),
        _rows(states, endpoint, idle),
        soon=SOON,
    )


SOURCES = (
    _source(
        "inspections-fill",
        ("年检党建部分", "份年检党建部分要填写或补正", "按期填写报送，退回的只改退回的栏目"),
        Permission.INSPECTIONS_FILL,
        (process.DUE, process.RETURNED),
        "inspections.fill",
        _no_secretary,
    ),
    _source(
        "inspections-evaluate",
        ("待党建评价", "家年检待党建评价", "核对党建部分后作出评价，结论才能公布"),
        Permission.INSPECTIONS_EVALUATE,
        (process.FILED, process.WANTS_EVALUATION),
    ),
    _source(
        "inspections-returned",
        ("退回补正", "家党建部分退回后还没有补正", "临近期限的提醒书记，必要时代填"),
        Permission.INSPECTIONS_EVALUATE,
        (process.RETURNED,),
    ),
    _source(
        "inspections-conclude",
        ("待结论", "家年检待结论或待公布", "作出结论；两项都有的核对后公布"),
        Permission.INSPECTIONS_KEEP,
        (process.WANTS_CONCLUSION, process.READY, process.REOPENED),
    ),
)
