"""To-dos about lagging units: cases by their day, promises one by one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.rectification.areas.feature import DECIDE
from partybuild.rectification.areas.models import AreaPromise
from partybuild.rectification.process import AREA, AREA_TABLE
from partybuild.workflow import queries as workflow
from partybuild.workflow.models import WorkflowCase as Case

SOON = 7


def _mine(actor: Actor) -> Any:
    """Cases at the person's own desk, and those about their own unit."""
    if actor.reach.everything:
        return Case.id.is_not(None)
    own = actor.reach.unit.id if actor.reach.unit else None
    return or_(Case.desk_unit_id == own, Case.unit_id == own)


def _cases(actor: Actor) -> Select[Any]:
    return workflow.running(actor, AREA).where(_mine(actor))


def _count(actor: Actor) -> Tally:
    return drawing.tally(_cases(actor), Case.due_on, SOON)


def _rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    query = drawing.drawn(_cases(actor), Case.due_on, Case.id, wanted, SOON)
    return [
        OpenItem(
            row.id,
            row.title,
            AREA_TABLE.states[row.state],
            row.due_on,
            "lagging_areas.show",
            {"case_id": row.id},
        )
        for row in db.session.scalars(query)
    ]


CASES = Source(
    key="lagging-areas",
    label="后进地区督促",
    words="件后进地区督促未办结",
    advice="按期登记整改承诺；承诺逐项销号、指标达到要求后办结（摘牌）。",
    needs=DECIDE,
    count=_count,
    rows=_rows,
    soon=SOON,
)


def _promises(actor: Actor, *columns: Any) -> Select[Any]:
    return (
        visible(actor, AreaPromise, *columns)
        .join(Case, Case.id == AreaPromise.case_id)
        .where(
            scope_of(actor, Case),
            Case.kind == AREA,  # their few cases lead to them, not all cases of a province
            Case.closed_on.is_(None),
            AreaPromise.closed_on.is_(None),
            _mine(actor),
        )
    )


def _promise_count(actor: Actor) -> Tally:
    return drawing.tally(_promises(actor), AreaPromise.due_on, SOON)


def _promise_rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    query = _promises(actor, AreaPromise, Case.title)
    query = drawing.drawn(query, AreaPromise.due_on, AreaPromise.id, wanted, SOON)
    return [
        OpenItem(
            row.id,
            row.words,
            f"{title}，责任人 {row.person}",
            row.due_on,
            "lagging_areas.show",
            {"case_id": row.case_id},
        )
        for row, title in db.session.execute(query)
    ]


PROMISES = Source(
    key="area-promises",
    label="后进地区整改承诺",
    words="项后进地区整改承诺待销号",
    advice="核实完成情况后逐项销号；确需延期的写明理由。",
    needs=DECIDE,
    count=_promise_count,
    rows=_promise_rows,
    soon=SOON,
)
SOURCES = (CASES, PROMISES)
