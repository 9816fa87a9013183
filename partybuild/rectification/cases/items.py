"""To-dos of rectification item by item: measures to be closed, look-backs to be made."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, false, or_, true

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import LookBack, Measure, Rectification
from partybuild.workflow.models import WorkflowCase as Case

SOON = 7
AHEAD = 30
"""Look-backs stand among the to-dos so many days before they are due."""
SHOW, MEASURE = "rectification.show", "rectification.measure"


def at_desk(actor: Actor) -> Any:
    """Cases at the person's own desk."""
    unit, body = actor.reach.unit, actor.reach.body
    if actor.reach.everything:
        return true()
    desks = [Case.desk_unit_id == unit.id] if unit else []
    desks += [Case.desk_body_id == body.id] if body else []
    return or_(false(), *desks)


def _items(actor: Actor, *columns: Any) -> Select[Any]:
    """Open measures: a secretary's and one's own desk's; of units below those that are late."""
    query = (
        visible(actor, Measure, *columns)
        .join(Case, Case.id == Measure.case_id)
        .where(
            scope_of(actor, Case),
            Case.closed_on.is_(None),
            Case.state == Stage.RUNNING,
            Measure.closed_on.is_(None),
        )
    )
    if actor.role is Role.SECRETARY:
        return query
    return query.where(or_(at_desk(actor), Measure.due_on < clock.today()))


def _count_items(actor: Actor) -> Tally:
    return drawing.tally(_items(actor, Measure.id), Measure.due_on, SOON)


def _item_rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    columns = (Measure.id, Measure.words, Measure.person, Measure.due_on, Case.id, Case.title)
    query = drawing.drawn(_items(actor, *columns), Measure.due_on, Measure.id, wanted, SOON)
    return [
        OpenItem(
            number,
            words,
            f"{title}　责任人 {person}",
            due,
            MEASURE,
            {"case_id": case_id, "measure_id": number},
        )
        for number, words, person, due, case_id, title in db.session.execute(query)
    ]


def _looks(actor: Actor, *columns: Any) -> Select[Any]:
    """Look-backs that are due soon or late, of the desk and of the level that decided."""
    unit = actor.reach.unit
    decided = Rectification.deciding_unit_id == (unit.id if unit else None)
    return (
        visible(actor, LookBack, *columns)
        .join(Case, Case.id == LookBack.case_id)
        .join(Rectification, Rectification.case_id == LookBack.case_id)
        .where(
            scope_of(actor, Case),
            scope_of(actor, Rectification),
            Case.state == Stage.WATCHING,
            LookBack.done_on.is_(None),
            LookBack.void.is_(False),
            LookBack.due_on <= clock.today() + timedelta(days=AHEAD),
            or_(at_desk(actor), decided),
        )
    )


def _count_looks(actor: Actor) -> Tally:
    return drawing.tally(_looks(actor, LookBack.id), LookBack.due_on, SOON)


def _look_rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    columns = (LookBack.id, LookBack.months, LookBack.due_on, Case.id, Case.title)
    query = drawing.drawn(_looks(actor, *columns), LookBack.due_on, LookBack.id, wanted, SOON)
    return [
        OpenItem(number, title, f"销号后 {months} 个月回头看", due, SHOW, {"case_id": case_id})
        for number, months, due, case_id, title in db.session.execute(query)
    ]


ITEMS = Source(
    "rectification-items",
    "整顿措施待销号",
    "项整顿措施待销号",
    "完成的上传佐证材料销号；逾期的催办，确需延期的由上级延长",
    Permission.RECTIFICATION_REPORT,
    _count_items,
    _item_rows,
    soon=SOON,
)
LOOK_BACKS = Source(
    "rectification-look-backs",
    "整顿回头看",
    "次回头看到期或将要到期",
    "实地查看成效；反弹的在原件重新整顿",
    Permission.RECTIFICATION_DECIDE,
    _count_looks,
    _look_rows,
    soon=SOON,
)
