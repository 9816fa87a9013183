"""The board: how many cases stand at which stage, those overdue first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case as when
from sqlalchemy import func, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of
from partybuild.coverage.scopes import Scope
from partybuild.db import FOREVER, db
from partybuild.rectification.kinds import OPEN_STAGES, Stage
from partybuild.rectification.seeing import listing, rows
from partybuild.rectification.seeing.rows import Row
from partybuild.workflow.models import WorkflowCase as Case

STAGES = (*OPEN_STAGES, Stage.WATCHING)
TOP = 5
FLAGS = ("late", "measure", "progress", "repeated")


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: how many, how many of them late, the first ones."""

    stage: Stage
    count: int
    late: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Board:
    """The stages in their order, with what stands out."""

    columns: Sequence[Column]
    flags: Mapping[str, int]
    """By flag of the list how many of those not closed it holds for."""

    @property
    def open(self) -> int:
        """在整顿."""
        return sum(each.count for each in self.columns if each.stage in OPEN_STAGES)

    @property
    def acceptance(self) -> int:
        """待初验 and 待终验."""
        waiting = listing.GROUPS[listing.ACCEPTANCE]
        return sum(each.count for each in self.columns if each.stage in waiting)

    @property
    def total(self) -> int:
        """Every case on the board."""
        return sum(each.count for each in self.columns)


def board(actor: Actor, scope: Scope | None) -> Board:
    """The cases of a scope (None: the actor's own) that are not closed."""
    counts = _counts(actor, scope)
    first = _first(actor, scope)
    columns = [
        Column(
            stage,
            *counts.get(stage.value, (0, 0)),
            [row for row in first if row.stage is stage],
        )
        for stage in STAGES
    ]
    flags = {}
    for flag in FLAGS:
        given = {"flag": flag, **({"stage": listing.OPEN} if flag == "repeated" else {})}
        query = listing.cases(actor).where(*listing.conditions(given, scope))
        flags[flag] = db.session.scalar(count_of(query)) or 0
    return Board(columns, flags)


def _counts(actor: Actor, scope: Scope | None) -> dict[str, tuple[int, int]]:
    late = func.sum(when((Case.due_on < clock.today(), 1), else_=0))
    query = listing.cases(actor, Case.state, func.count(), late)
    query = query.where(Case.closed_on.is_(None), *listing.conditions({}, scope))
    found = db.session.execute(query.group_by(Case.state))
    return {state: (count, int(overdue or 0)) for state, count, overdue in found}


def _first(actor: Actor, scope: Scope | None) -> Sequence[Row]:
    """The first of each stage by the day that they wait for."""
    order = (func.coalesce(Case.due_on, FOREVER), Case.id)
    place = func.row_number().over(partition_by=Case.state, order_by=order)
    query = listing.cases(actor, Case.id, place.label("place"))
    ranked = query.where(Case.closed_on.is_(None), *listing.conditions({}, scope)).subquery()
    ids = db.session.scalars(select(ranked.c.id).where(ranked.c.place <= TOP)).all()
    wanted = listing.cases(actor).where(Case.id.in_(ids))
    return rows.shown(actor, db.session.scalars(wanted.order_by(*order)).all())
