"""A batch of dormant organizations in numbers, each number its list; supervisors with 应建未建."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of, visible
from partybuild.coverage import queries as coverage
from partybuild.coverage.counting import behind
from partybuild.coverage.models import CoverageSpan as Span
from partybuild.coverage.scopes import on
from partybuild.db import OPEN, db
from partybuild.db.work import audit_detail, needs
from partybuild.enforcement import queries, rules
from partybuild.enforcement.acting import Said
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import DormantBatch, DormantCase
from partybuild.enforcement.process import BY_KIND
from partybuild.enforcement.rules import BatchNumbers, Member
from partybuild.notices import commands as notices
from partybuild.notices.commands import Issue
from partybuild.organizations.models import Organization
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

LISTS = {
    "proposed": "提出",
    "defended": "陈述申辩",
    "undefended": "未陈述申辩",
    "spared": "不予撤销",
    "decided": "决定撤销",
    "cancelled": "已撤销登记",
    "pending": "办理中",
}
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One organization of a batch."""

    case_id: int
    name: str
    number: str
    state: str
    years: str
    due_on: date | None
    member: Member


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its numbers and the list behind one of them."""

    row: DormantBatch
    numbers: BatchNumbers
    lines: Sequence[Line]
    chosen: str


def batches(actor: Actor) -> list[tuple[DormantBatch, BatchNumbers]]:
    """Batches of the area with their numbers, newest first."""
    rows = db.session.scalars(visible(actor, DormantBatch).order_by(DormantBatch.id.desc())).all()
    query = visible(actor, DormantCase).where(DormantCase.batch_id.in_([row.id for row in rows]))
    members: dict[int, list[Member]] = {row.id: [] for row in rows}
    for each in db.session.scalars(query):
        members[each.batch_id].append(_member(each))
    return [(row, rules.numbers(members[row.id])) for row in rows]


def batch(actor: Actor, batch_id: int, chosen: str) -> Batch:
    """One batch; `chosen` names the number whose list is shown."""
    row = queries.batch(actor, batch_id)
    query = (
        visible(actor, DormantCase, DormantCase, WorkflowCase, Organization)
        .join(WorkflowCase, WorkflowCase.id == DormantCase.case_id)
        .join(Organization, Organization.id == DormantCase.organization_id)
        .where(
            scope_of(actor, WorkflowCase),
            scope_of(actor, Organization),
            DormantCase.batch_id == batch_id,
        )
        .order_by(Organization.sort_key, Organization.id)
    )
    lines = [_line(*found) for found in db.session.execute(query)]
    chosen = chosen if chosen in LISTS else "proposed"
    shown = [line for line in lines if behind_number(line.member, chosen)]
    return Batch(row, rules.numbers(line.member for line in lines), shown, chosen)


def behind_number(member: Member, name: str) -> bool:
    """Whether an organization stands in the list behind a number of its batch."""
    return bool(getattr(rules.numbers([member]), name))


def _member(row: DormantCase) -> Member:
    return Member(
        row.defended_on is not None,
        row.decided_on is not None,
        row.spared_on is not None,
        row.ended_on is not None,
    )


def _line(row: DormantCase, case: WorkflowCase, subject: Organization) -> Line:
    state = BY_KIND[Measure.DORMANT].states[case.state]
    years = "、".join(map(str, row.years))
    return Line(case.id, subject.name, subject.number, state, years, case.due_on, _member(row))


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A supervising unit and how many of its organizations are 应建未建."""

    name: str
    count: int


def supervisors(actor: Actor) -> list[Supervisor]:
    """Supervising units with 应建未建 organizations in reach, most first."""
    query = (
        _unbuilt(actor, Span.supervisor, func.count().label("number"))
        .where(Span.supervisor != "")
        .group_by(Span.supervisor)
        .order_by(func.count().desc(), Span.supervisor)
    )
    return [Supervisor(row.supervisor, row.number) for row in db.session.execute(query)]


def _unbuilt(actor: Actor, *columns: Any) -> Any:
    today = clock.today()
    basis = coverage.basis("registered", today)
    return visible(actor, Span, *columns).where(on(Span, today), behind("should_build", basis))


def unbuilt_of(actor: Actor, supervisor: str) -> list[Mapping[str, Any]]:
    """Its 应建未建 organizations by name: name, code, full members, since when."""
    query = _unbuilt(actor).where(Span.supervisor == supervisor)
    spans = db.session.scalars(query.order_by(Span.sort_key, Span.organization_id)).all()
    since = _since(actor, [span.organization_id for span in spans])
    return [
        {
            "name": span.name,
            "code": span.code,
            "full": span.full,
            "since": since.get(span.organization_id, span.valid_from),
        }
        for span in spans
    ]


def _since(actor: Actor, ids: Sequence[int]) -> Mapping[int, date]:
    """By organization the first day of the unbroken stretch in which it has been 应建未建."""
    today = clock.today()
    basis = coverage.basis("registered", today)
    query = (
        visible(actor, Span, Span.organization_id, Span.valid_from, Span.valid_to)
        .where(Span.organization_id.in_(ids), Span.known_to == OPEN, behind("should_build", basis))
        .order_by(Span.organization_id, Span.valid_from.desc())
    )
    found: dict[int, date] = {}
    for number, first, last in db.session.execute(query):
        if number not in found:
            if first <= today < last:
                found[number] = first
        elif last == found[number]:
            found[number] = first
    return found


@needs(Permission.NOTICES_ISSUE, "函告业务主管单位")
def write_to(actor: Actor, said: Said) -> int:
    """Issue the letter with the supervising unit's list; the paper's id."""
    supervisor = said.text("supervisor")
    rows = unbuilt_of(actor, supervisor) if supervisor else []
    if not rows:
        raise RuleBroken("该业务主管单位名下现在没有应建未建的社会组织，不用发函。")
    if len(rows) > MOST_ROWS:
        raise RuleBroken(f"名单超过 {MOST_ROWS} 家，请由下级单位分别发函。")
    today = clock.today()
    if said.day("reply_by") <= today:
        raise RuleBroken("反馈日期应在今天之后。")
    fields = {
        "as_of": today,
        "total": len(rows),
        "organizations": rows,
        "reply_by": said.day("reply_by"),
        "contact": said.text("contact"),
        "telephone": said.text("telephone"),
    }
    wanted = Issue("supervisor-letter", fields, addressed_to=supervisor, signer=said.text("signer"))
    made = notices.make(actor, wanted)
    audit_detail(object=("notice", made.id), supervisor=supervisor, organizations=len(rows))
    return made.id
