"""To-dos of enforcement: cases by their day, promises, proposals, failures nobody has acted on."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, or_

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import FOREVER, db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.deadlines.rules import Standing
from partybuild.enforcement import overview, proposals, standing
from partybuild.enforcement.kinds import Measure, ProposalKind
from partybuild.enforcement.models import Promise
from partybuild.enforcement.process import BY_KIND
from partybuild.enforcement.queries import KINDS
from partybuild.enforcement.terms import terms
from partybuild.organizations import queries as organizations
from partybuild.workflow.models import WorkflowCase

HANDLE = Permission.ENFORCEMENT_HANDLE
SOON = 7


def _cases(actor: Actor) -> Select[Any]:
    """Open cases; those on a list only once their two years come near."""
    near = clock.today() + timedelta(days=terms().ahead_days)
    return visible(actor, WorkflowCase).where(
        WorkflowCase.kind.in_(KINDS),
        WorkflowCase.closed_on.is_(None),
        or_(WorkflowCase.state != "listed", WorkflowCase.due_on <= near),
    )


def _count(actor: Actor) -> Tally:
    return drawing.tally(_cases(actor), WorkflowCase.due_on, SOON)


def _rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    query = drawing.drawn(_cases(actor), WorkflowCase.due_on, WorkflowCase.id, wanted, SOON)
    return [
        OpenItem(
            row.id,
            row.title,
            f"{Measure(row.kind).label}：{BY_KIND[row.kind].states[row.state]}",
            row.due_on,
            "enforcement.show",
            {"case_id": row.id},
        )
        for row in db.session.scalars(query)
    ]


CASES = Source(
    key="enforcement",
    label="处置事项",
    words="件整改、约谈、名录、清理待办",
    advice="到期的整改要验收，逾期的转入下一步；移出申请五个工作日内办结。",
    needs=HANDLE,
    count=_count,
    rows=_rows,
    soon=SOON,
)


def _promises(actor: Actor) -> Select[Any]:
    return visible(actor, Promise).where(Promise.closed_on.is_(None))


def _promise_count(actor: Actor) -> Tally:
    return drawing.tally(_promises(actor), Promise.due_on, SOON)


def _promise_rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    query = drawing.drawn(_promises(actor), Promise.due_on, Promise.id, wanted, SOON)
    found: Sequence[Promise] = db.session.scalars(query).all()
    names = _names(actor, [row.organization_id or 0 for row in found])
    return [
        OpenItem(
            row.id,
            row.words,
            names.get(row.organization_id or 0, ""),
            row.due_on,
            "enforcement.show",
            {"case_id": row.case_id},
        )
        for row in found
    ]


def _names(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    return {each.id: each.name for each in organizations.organizations(actor, ids)}


PROMISES = Source(
    key="promises",
    label="约谈承诺",
    words="项约谈承诺待销号",
    advice="到期前核实完成情况，逐项销号；全部销号后办结约谈。",
    needs=HANDLE,
    count=_promise_count,
    rows=_promise_rows,
    soon=SOON,
)


def _proposal_count(actor: Actor) -> Tally:
    return Tally(open=standing.count(actor))


def _proposal_rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    if wanted.standing not in (None, Standing.OPEN):
        return []
    after = wanted.after.id if wanted.after.due >= FOREVER else 0
    return [
        OpenItem(
            proposals.key_of(row),
            f"建议{row.kind.measure.label}：{row.kind.label}",
            row.name,
            None,
            "enforcement.suggestions",
            {"kind": row.kind.value},
        )
        for row in standing.listed(actor, list(ProposalKind), after, wanted.limit)
    ]


PROPOSALS = Source(
    key="proposals",
    label="处理建议",
    words="条处理建议待研究",
    advice="采纳的立案，暂不采纳的写明理由；系统不会自动列入名录。",
    needs=HANDLE,
    count=_proposal_count,
    rows=_proposal_rows,
)


def _failure_count(actor: Actor) -> Tally:
    number, nearest = overview.failed(actor)
    return Tally(open=number, late=number, nearest=nearest)


def _failure_rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    if wanted.standing not in (None, Standing.LATE):
        return []
    return [
        OpenItem(
            row.inspection_id,
            f"{row.year}年度{row.conclusion.label}，尚未处理",
            row.name,
            row.due_on,
            "enforcement.failures",
        )
        for row in overview.by_day(actor, _day(wanted.after.due), wanted.after.id, wanted.limit)
    ]


def _day(due: date) -> date:
    """The day of the failure whose action was due on `due`."""
    return due if due == date.min else due - timedelta(days=terms().failure_days)


FAILURES = Source(
    key="failures",
    label="年检问题未处理",
    words="家年检不合格或未参检尚未处理",
    advice="责令限期整改、约谈或者列入异常名录；确不处理的写明理由。",
    needs=HANDLE,
    count=_failure_count,
    rows=_failure_rows,
)

SOURCES = (CASES, PROMISES, PROPOSALS, FAILURES)
