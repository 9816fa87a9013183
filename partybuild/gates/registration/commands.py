"""Steps of the registration gate. What passing brings about stands in passing.py."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.deadlines.calendar import due
from partybuild.evidence.arrivals import Paper as Sent
from partybuild.evidence.commands import Subject, keep
from partybuild.gates.registration import leaving, passing, placing, policy, process, queries, rules
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.process import KIND
from partybuild.gates.registration.rules import Answer, Matter, Members
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Opening, Taking
from partybuild.workflow.models import WorkflowCase

HANDLE, ANSWER = Permission.REGISTRATIONS_HANDLE, Permission.REGISTRATIONS_ANSWER
FILES = "case"


@dataclass(frozen=True, slots=True)
class Application:
    """A filled-in application; `fields` are the words of the form."""

    matter: Matter
    name: str
    members: Members
    fields: Mapping[str, Any] = field(default_factory=dict)
    organization_id: int | None = None
    """For a change or an end: whose."""
    papers: Sequence[Sent] = ()


@needs(HANDLE, "受理登记申请")
def receive(actor: Actor, application: Application) -> int:
    """Take in an application; the case's id.

    RuleBroken where the organization has an open case already, or the place is not the actor's.
    """
    rules.check_members(application.members)
    number = application.organization_id
    if number is None:
        placed, body_id = placing.proposed(actor, application.fields)
    else:
        placed, body_id = placing.standing(actor, number)
    case = workflow.start(
        actor,
        Opening(
            kind=KIND,
            title=f"{application.name}{application.matter.label}",
            placing=placed,
            organization_id=number,
            desk_unit_id=placing.desk(actor, placed),
            desk_body_id=body_id,
            tier=process.REGISTRAR,
        ),
    )
    db.session.add(
        RegistrationCase(
            case_id=case.id,
            matter=application.matter,
            name=application.name,
            application=placing.said(actor, application.matter, application.fields, number),
            body_id=body_id,
            answer_kind=None,
            answered_on=None,
            answer={},
            **asdict(application.members),
        )
    )
    db.session.flush()
    _keep(actor, case, application.papers)
    audit_detail(object=("case", case.id), name=application.name, matter=application.matter.label)
    return case.id


@needs(HANDLE, "修改登记申请")
def revise(actor: Actor, case_id: int, application: Application, version: int) -> None:
    """Replace what an application says, while it is at the registrar's desk."""
    rules.check_members(application.members)
    taken = _act(actor, case_id, "revise", version)
    row = queries.row(actor, case_id)
    row.name = application.name
    number = taken.organization_id
    row.application = placing.said(actor, row.matter, application.fields, number)
    for name, value in asdict(application.members).items():
        setattr(row, name, value)
    _keep(actor, taken, application.papers)
    audit_detail(object=("case", case_id), name=application.name)


@needs(HANDLE, "送党建工作机构")
def ask(actor: Actor, case_id: int, version: int, note: str = "") -> None:
    """Send the application to the Party desk; it has the days of the sync rule."""
    row = queries.row(actor, case_id)
    until = _due()
    _act(actor, case_id, "ask", version, note=note, moves={"due_on": until}, row=row)
    audit_detail(object=("case", case_id), due=until.isoformat())


@needs(ANSWER, "退回登记申请补正")
def send_back(actor: Actor, case_id: int, version: int, note: str) -> None:
    """Send the application back to the registrar, with the reason."""
    _act(actor, case_id, "return", version, note=note, moves={"due_on": None})
    audit_detail(object=("case", case_id), reason=note)


@needs(ANSWER, "党建答复")
def answer(
    actor: Actor,
    case_id: int,
    version: int,
    said: Answer,
    papers: Sequence[Sent] = (),
    *,
    reply: bool = False,
) -> None:
    """Answer the Party-building question of a registration.

    `reply`: the 批复 that the answer rests on is issued with it, with its number.

    RuleBroken where the answer lacks what its kind demands; OutOfReach for a body out of reach.
    """
    row = queries.row(actor, case_id)
    rules.check_answer(row.matter, queries.members(row), said, policy.terms(clock.today()))
    _check_day(said.day, clock.today())
    if row.matter is Matter.ENDING:
        said = leaving.checked(actor, cases.case(actor, case_id, KIND), said, reply=reply)
    if said.party_id is not None:
        queries.party_in_reach(actor, said.party_id)
    case = _act(
        actor,
        case_id,
        "answer",
        version,
        note=said.reason,
        document=said.document,
        effective_on=said.day,
        facts={"kind": said.kind.value, "full": row.full, "probationary": row.probationary},
        moves={"due_on": None},
    )
    row = queries.row(actor, case_id)
    row.answer_kind, row.answered_on, row.telephone = said.kind, said.day, said.telephone
    row.answer = _told(said)
    _keep(actor, case, papers)
    if row.matter is Matter.MAKEUP and case.organization_id is not None:
        # The organization stands in the register already: nobody has to let it pass.
        passing.answered(actor, row, case.organization_id, said.day)
        workflow.act(actor, Taking(case_id, KIND, "settle", effective_on=said.day))
    audit_detail(object=("case", case_id), answer=said.kind.label, reason=said.reason)


@needs(HANDLE, "请党建重新答复")
def ask_again(actor: Actor, case_id: int, version: int, note: str) -> None:
    """The answer no longer fits: the Party desk is asked once more."""
    until = _due()
    _act(actor, case_id, "reask", version, note=note, moves={"due_on": until})
    row = queries.row(actor, case_id)
    row.answer_kind, row.answered_on, row.answer = None, None, {}
    audit_detail(object=("case", case_id), reason=note)


@needs(HANDLE, "不予登记")
def refuse(actor: Actor, case_id: int, version: int, note: str, document: str) -> None:
    """The registration is refused, by a document."""
    _act(actor, case_id, "refuse", version, note=note, document=document)
    audit_detail(object=("case", case_id), reason=note, document=document)


@needs(HANDLE, "撤回登记申请")
def withdraw(actor: Actor, case_id: int, version: int, note: str) -> None:
    """The applicants have taken the application back."""
    _act(actor, case_id, "withdraw", version, note=note)
    audit_detail(object=("case", case_id), reason=note)


def _act(
    actor: Actor,
    case_id: int,
    action: str,
    version: int,
    row: RegistrationCase | None = None,
    **said: Any,
) -> WorkflowCase:
    found = row or queries.row(actor, case_id)
    taking = Taking(case_id, KIND, action, version, **said)
    return workflow.act(actor, taking, queries.refusals(actor, found))


def _due() -> date:
    """The last day for an answer that is asked for today."""
    today = clock.today()
    terms = policy.terms(today)
    return due(today, terms.answer_days, terms.working)


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise RuleBroken("答复日期不能晚于今天。")


def _told(said: Answer) -> dict[str, Any]:
    told = {name: value for name, value in asdict(said).items() if name != "telephone"}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
    }


def _keep(actor: Actor, case: WorkflowCase, papers: Sequence[Sent]) -> None:
    subject = Subject.of(FILES, case.id, case)
    for paper in papers:
        keep(actor, subject, paper.slot, paper.file)
