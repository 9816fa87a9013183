"""Penalties: outcome and document number only, linked to the organization and, maybe, a case."""

from collections.abc import Mapping
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.enforcement import queries, rules
from partybuild.enforcement.acting import Said
from partybuild.enforcement.forms import PenaltyForm
from partybuild.enforcement.kinds import PenaltyKind
from partybuild.enforcement.models import Penalty
from partybuild.enforcement.rules import whole
from partybuild.notices.rules import printable
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

HANDLE = Permission.ENFORCEMENT_HANDLE


def form(
    actor: Actor, given: Mapping[str, str], typed: Any = None
) -> tuple[Organization, PenaltyForm]:
    """The organization that the address names, and the form with its cases to choose from."""
    number = whole(given.get("organization", ""))
    if number is None:
        raise RuleBroken("没有指明是哪家组织，请从组织页面或者事项页面进入。")
    subject = organizations.organization(actor, number)
    query = visible(actor, WorkflowCase).where(
        WorkflowCase.organization_id == number, WorkflowCase.kind.in_(queries.KINDS)
    )
    found = db.session.scalars(query.order_by(WorkflowCase.id.desc()).limit(20))
    filled = PenaltyForm(typed, data={"decided_on": clock.today(), "case": given.get("case", "")})
    filled.case.choices = {"": "不关联"} | {
        str(each.id): f"{each.title}（{each.opened_on:%Y-%m-%d}立案）" for each in found
    }
    return subject, filled


@needs(HANDLE, "登记行政处罚结果")
def enter(actor: Actor, organization_id: int, said: Said) -> int:
    """Keep a penalty; its id. RuleBroken for a day to come, or a number entered already."""
    subject = organizations.organization(actor, organization_id)
    day, document = said.day("decided_on"), said.text("document")
    rules.check_past(day, clock.today(), "处罚决定日期")
    query = visible(actor, Penalty, Penalty.id).where(
        Penalty.organization_id == organization_id,
        Penalty.document == document,
        Penalty.withdrawn_on.is_(None),
    )
    if db.session.scalars(query).first() is not None:
        raise RuleBroken(f"该组织的{document}已经登记过，请勿重复登记。")
    case_id = whole(said.text("case"))
    if case_id is not None and queries.case(actor, case_id).organization_id != organization_id:
        raise RuleBroken("关联的事项不是这家组织的，请重新选择。")
    row = Penalty(
        **copied(subject),
        organization_id=subject.id,
        case_id=case_id,
        kind=PenaltyKind(said.text("kind")),
        document=document,
        decided_on=day,
        note=said.text("note"),
        entered_by=actor.label,
        entered_at=clock.local_now(),
        withdrawn_on=None,
    )
    db.session.add(row)
    db.session.flush()
    audit_detail(object=("organization", subject.id), penalty=row.kind.label, document=document)
    return row.id


@needs(HANDLE, "撤回行政处罚结果")
def withdraw(actor: Actor, penalty_id: int, reason: str) -> None:
    """The decision was changed or annulled; the row stays with the reason."""
    query = visible(actor, Penalty).where(Penalty.id == penalty_id)
    row: Penalty | None = db.session.scalars(query).one_or_none()
    if row is None:
        raise OutOfReach
    if row.withdrawn_on is not None:
        raise Stale(f"这项处罚已于{row.withdrawn_on:%Y-%m-%d}撤回：{row.withdrawn_reason}")
    reason = printable(reason)
    if not reason:
        raise RuleBroken("请写明撤回的理由。")
    row.withdrawn_on, row.withdrawn_reason = clock.today(), reason[:300]
    audit_detail(object=("organization", row.organization_id), document=row.document, reason=reason)
