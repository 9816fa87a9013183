"""Opening the cases that follow an inspection."""

from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.deadlines.calendar import due
from partybuild.enforcement import acting, rules
from partybuild.enforcement.acting import Said
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Interview, Listing, RectificationOrder
from partybuild.enforcement.terms import grounds, terms
from partybuild.evidence.commands import Subject, keep_all
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Opening
from partybuild.workflow.models import WorkflowCase

HANDLE = Permission.ENFORCEMENT_HANDLE
FILES = "case"


@needs(HANDLE, "责令限期整改")
def order(actor: Actor, organization_id: int, said: Said) -> int:
    """Issue a 责令限期整改通知书; the case's id. RuleBroken where one is open already."""
    issued, deadline = said.day("issued_on"), said.maybe("deadline")
    subject = living(actor, organization_id)
    if deadline is None:
        deadline = rules.order_deadline(subject.kind, issued, terms().order_months)
    if deadline is None:
        raise RuleBroken("请填写整改期限（只有民办非企业单位有三个月的默认期限）。")
    rules.check_deadline(issued, deadline)
    case = start(actor, Measure.ORDER, subject, deadline, issued)
    fields = _told(said, "faults measures contact telephone", faults="facts") | {
        "code": subject.number,
        "deadline": deadline,
    }
    notice = acting.issue(actor, case, subject.name, "rectification-order", fields, said)
    db.session.add(
        RectificationOrder(
            case_id=case.id,
            faults=said.text("faults"),
            measures=said.text("measures"),
            first_due=deadline,
            deadline=deadline,
            number=acting.number(notice),
            served_on=None,
            reported_on=None,
            result=None,
            result_on=None,
        )
    )
    return _done(actor, case, said, document=acting.number(notice))


@needs(HANDLE, "约谈")
def interview(actor: Actor, organization_id: int, said: Said) -> int:
    """Call an organization to an interview; the case's id."""
    subject = living(actor, organization_id)
    issued, at = said.day("issued_on"), said.day("at")
    if at < issued:
        raise RuleBroken(f"约谈日期不能早于成文日期 {issued:%Y-%m-%d}，请核对。")
    case = start(actor, Measure.INTERVIEW, subject, at, issued)
    notice = acting.issue(actor, case, subject.name, "interview-notice", invitation(said), said)
    db.session.add(
        Interview(
            case_id=case.id,
            at=at,
            number=acting.number(notice),
            held_on=None,
            points="",
            **{name: said.text(name) for name in ("invited", "reasons", "hour", "place", "host")},
        )
    )
    return _done(actor, case, said, document=acting.number(notice))


def invitation(said: Said) -> dict[str, Any]:
    """The fields of a 约谈通知书."""
    return _told(said, "invited reasons hour place bring contact telephone") | {
        "at": said.day("at")
    }


@needs(HANDLE, "拟列入名录")
def listing(actor: Actor, organization_id: int, kind: Measure, said: Said) -> int:
    """Open the case of an entry in one of the two lists; nothing is entered yet. Its id."""
    case = propose(actor, organization_id, kind, said)
    return _done(actor, case, said)


def propose(actor: Actor, organization_id: int, kind: Measure, said: Said) -> WorkflowCase:
    """The same inside another command. RuleBroken where this ground is open already."""
    subject = organizations.organization(actor, organization_id)
    if kind is Measure.LISTING:
        subject = living(actor, organization_id)
    key, today, held = said.text("ground"), clock.today(), terms()
    known = grounds(kind)
    if key not in known:
        raise RuleBroken("请选择列入事由。")
    ground = known[key]
    _check_once(actor, organization_id, kind, key)
    first, second = said.maybe("first_letter"), said.maybe("second_letter")
    if ground.letters:
        rules.check_letters(first, second, held.letter_gap_least, held.letter_gap_most, today)
    case = start(actor, kind, subject, due(today, held.answer_days, True), today, alone=False)
    db.session.add(
        Listing(
            **copied(subject),
            organization_id=subject.id,
            case_id=case.id,
            ground=key,
            words=said.text("words") or ground.label,
            basis=ground.basis,
            first_letter=first,
            second_letter=second,
            warned_on=None,
            answer_due=None,
            objected_on=None,
            listed_on=None,
            applied_on=None,
            removed_on=None,
        )
    )
    db.session.flush()
    return case


def living(actor: Actor, organization_id: int) -> Organization:
    """An organization in reach that has not ended; RuleBroken for one that has."""
    subject = organizations.organization(actor, organization_id)
    if not subject.state.living:
        raise RuleBroken(f"“{subject.name}”已{subject.state.label}，不能再立案。")
    return subject


def start(
    actor: Actor,
    kind: Measure,
    subject: Organization,
    due_on: date | None,
    opened_on: date,
    *,
    alone: bool = True,
) -> WorkflowCase:
    """A case of an organization; with `alone`, RuleBroken where one of its kind is open."""
    today = clock.today()
    if opened_on > today:
        raise RuleBroken("成文日期晚于今天，请按签发的日期填写。")
    other = cases.open_of(actor, kind, subject.id) if alone else None
    if other is not None:
        raise RuleBroken(
            f"“{subject.name}”已有未办结的{kind.label}（{other.opened_on:%Y-%m-%d}立案），"
            "请在原件上继续办理。"
        )
    return workflow.start(
        actor,
        Opening(
            kind=kind.value,
            title=f"{subject.name}{kind.label}",
            placing=copied(subject),
            organization_id=subject.id,
            desk_unit_id=actor.reach.unit.id if actor.reach.unit else subject.unit_id,
            due_on=due_on,
            opened_on=opened_on,
        ),
    )


def _check_once(actor: Actor, organization_id: int, kind: Measure, ground: str) -> None:
    query = (
        visible(actor, Listing, WorkflowCase.opened_on)
        .join(WorkflowCase, WorkflowCase.id == Listing.case_id)
        .where(
            scope_of(actor, WorkflowCase),
            WorkflowCase.kind == kind.value,
            WorkflowCase.closed_on.is_(None),
            Listing.organization_id == organization_id,
            Listing.ground == ground,
        )
    )
    opened_on = db.session.scalars(query).first()
    if opened_on is not None:
        raise RuleBroken(
            f"该组织已有同一事由的{kind.label}未办结（{opened_on:%Y-%m-%d}立案），"
            "请在原件上继续办理。"
        )


def _told(said: Said, names: str, **renamed: str) -> dict[str, Any]:
    return {renamed.get(name, name): said.text(name) for name in names.split()}


def _done(actor: Actor, case: WorkflowCase, said: Said, document: str = "") -> int:
    db.session.flush()
    if said.papers:
        keep_all(actor, Subject.of(FILES, case.id, case), said.papers)
    audit_detail(object=("case", case.id), name=case.title, document=document)
    return case.id
