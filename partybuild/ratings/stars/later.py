"""What the register came to know of rated branches after their stars were decided. Set-based."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Listing, Penalty
from partybuild.inspections.kinds import FAILING
from partybuild.inspections.models import Inspection
from partybuild.organizations.models import Organization
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.workflow.models import WorkflowCase

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Later:
    """One fact of one organization. `key` names it once and for all."""

    organization_id: int
    key: str
    fact: GateFact
    day: date
    words: str


def known(actor: Actor, ids: Collection[int], since: date, today: date) -> list[Later]:
    """Penalties, listings, failed inspections and overdue orders of these organizations."""
    found: list[Later] = []
    ordered = sorted(ids)
    for part in (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)):
        names = dict(_rows(actor, Organization, part, "id", Organization.name))
        for read in (_penalties, _listings, _inspections, _orders):
            found += read(actor, part, names, since, today)
    return found


def _penalties(
    actor: Actor, ids: Sequence[int], names: dict[int, str], since: date, today: date
) -> Iterator[Later]:
    stands = and_(Penalty.decided_on >= since, Penalty.withdrawn_on.is_(None))
    columns = (Penalty.id, Penalty.decided_on, Penalty.document)
    for number, key, day, paper in _rows(
        actor, Penalty, ids, "organization_id", *columns, where=stands
    ):
        words = f"{names[number]} {day:%Y-%m-%d} 受行政处罚（{paper}）"
        yield Later(number, f"penalty:{key}", GateFact.PENALISED, day, words)


def _listings(
    actor: Actor, ids: Sequence[int], names: dict[int, str], since: date, today: date
) -> Iterator[Later]:
    columns = (Listing.organization_id, Listing.id, WorkflowCase.kind, Listing.listed_on)
    query = (
        visible(actor, Listing, *columns)
        .join(WorkflowCase, WorkflowCase.id == Listing.case_id)
        .where(
            scope_of(actor, WorkflowCase),
            WorkflowCase.closed_on.is_(None),
            Listing.listed_on >= since,
            Listing.organization_id.in_(ids),
        )
    )
    for number, key, kind, day in db.session.execute(query):
        dishonest = kind == Measure.DISHONEST.value
        fact = GateFact.ON_DISHONEST_LIST if dishonest else GateFact.ON_ABNORMAL_LIST
        where = "严重违法失信名单" if dishonest else "活动异常名录"
        words = f"{names[number]} {day:%Y-%m-%d} 被列入{where}"
        yield Later(number, f"listing:{key}", fact, day, words)


def _inspections(
    actor: Actor, ids: Sequence[int], names: dict[int, str], since: date, today: date
) -> Iterator[Later]:
    failed = and_(Inspection.conclusion.in_(FAILING), Inspection.published_on >= since)
    columns = (Inspection.id, Inspection.year, Inspection.published_on)
    for number, key, year, day in _rows(
        actor, Inspection, ids, "organization_id", *columns, where=failed
    ):
        words = f"{names[number]}{year}年度年检不合格（{day:%Y-%m-%d} 公布）"
        yield Later(number, f"inspection:{key}", GateFact.INSPECTION_FAILED, day, words)


def _orders(
    actor: Actor, ids: Sequence[int], names: dict[int, str], since: date, today: date
) -> Iterator[Later]:
    case = WorkflowCase
    late = and_(case.state.in_(("issued", "served")), case.due_on < today, case.due_on >= since)
    failed = and_(case.state == "failed", or_(case.due_on >= since, case.opened_on >= since))
    overdue = and_(case.kind == Measure.ORDER.value, or_(late, failed))
    columns = (case.id, case.due_on, case.opened_on)
    for number, key, due, opened in _rows(
        actor, case, ids, "organization_id", *columns, where=overdue
    ):
        day = due or opened
        words = f"{names[number]}责令限期整改未按期完成（期限 {day:%Y-%m-%d}）"
        yield Later(number, f"order:{key}", GateFact.ORDER_OVERDUE, day, words)


def _rows(
    actor: Actor, model: Any, ids: Sequence[int], key: str, *columns: Any, where: Any = None
) -> Sequence[Any]:
    column = getattr(model, key)
    query = visible(actor, model, column, *columns).where(column.in_(ids))
    return [
        tuple(row) for row in db.session.execute(query if where is None else query.where(where))
    ]
