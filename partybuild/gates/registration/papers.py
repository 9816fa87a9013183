"""Papers that a registration calls for, filled in from the case."""

from collections.abc import Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.clock.days import months_later
from partybuild.db import db
from partybuild.gates.registration import process, queries, rules
from partybuild.gates.registration.leaving_rules import Left
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.rules import Answer, AnswerKind, Calls, Matter
from partybuild.gates.terms import periods
from partybuild.gates.terms import queries as party_queries
from partybuild.notices import commands as issuing
from partybuild.notices import queries as notices
from partybuild.notices.commands import Issue
from partybuild.notices.kinds import KINDS, NoticeKind
from partybuild.notices.ports import About
from partybuild.organizations import queries as organizations
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization
from partybuild.regions.placing import copied
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase

DISSOLUTION = "reply-dissolution"
FOUNDING_NOTICE, REPLY, LETTER = "founding-notice", "reply-founding", "instructor-letter"
PROMISE, SURVEY = "commitment", "members-survey"
_OF_ANSWER = {
    None: [FOUNDING_NOTICE],
    AnswerKind.NOT_YET: [FOUNDING_NOTICE],
    AnswerKind.APPROVED: [REPLY],
    AnswerKind.INSTRUCTOR: [LETTER],
}


def offered(actor: Actor, row: RegistrationCase) -> Sequence[NoticeKind]:
    """The papers that the case calls for as it stands and that this person's post issues."""
    if row.matter not in {Matter.FOUNDING, Matter.MAKEUP}:
        return []
    keys = list(_OF_ANSWER.get(row.answer_kind, []))
    if rules.calls_for(queries.members(row)) is not Calls.OWN and FOUNDING_NOTICE in keys:
        keys.remove(FOUNDING_NOTICE)
    kinds = [KINDS[key] for key in (*keys, PROMISE, SURVEY)]
    issues = actor.may(Permission.NOTICES_ISSUE)
    return [kind for kind in kinds if issues and actor.role in kind.side.roles]


def about(actor: Actor, case_id: int) -> About:
    """The case as what a paper is about, with all that it knows; OutOfReach for any other."""
    case = cases.case(actor, case_id, process.KIND)
    row = queries.row(actor, case_id)
    body = queries.body_name(actor, row)
    return About(
        name=row.name,
        row=case,
        asked=("case", case_id),
        back=f"/registrations/{case_id}",
        values={"organization": row.name, "full": row.full, "recipient": row.name},
        special={
            FOUNDING_NOTICE: _notice(actor, case, row, body),
            REPLY: _reply(row, body),
            LETTER: _letter(row),
            PROMISE: _promise(row),
            SURVEY: _survey(row),
        },
        case_id=case_id,
    )


def _notice(actor: Actor, case: WorkflowCase, row: RegistrationCase, body: str) -> dict[str, Any]:
    return {
        "code": _code(actor, case.organization_id),
        "way": "单独组建",
        "superior": body,
        "deadline": case.due_on,
    }


def _code(actor: Actor, organization_id: int | None) -> str:
    if organization_id is None:
        return ""
    query = visible(actor, Organization, Organization.code)
    return db.session.scalar(query.where(Organization.id == organization_id)) or ""


def _reply(row: RegistrationCase, body: str) -> dict[str, Any]:
    said = row.answer
    approved = row.answered_on or clock.today()
    elected = months_later(approved, periods.holding(approved).elect)
    return {
        "party_organization": said.get("party_name", ""),
        "request": f"关于成立{said.get('party_name', '')}的请示",
        "members": (row.full or 0) + (row.probationary or 0),
        "superior": body,
        "secretary": said.get("secretary", ""),
        "elect_by": elected,
    }


def _letter(row: RegistrationCase) -> dict[str, Any]:
    said = row.answer
    return {
        "instructor": said.get("person", ""),
        "workplace": said.get("workplace", ""),
        "from": row.answered_on,
    }


def _promise(row: RegistrationCase) -> dict[str, Any]:
    said = row.application
    return {"promiser": said.get("legal_person", ""), "to": said.get("authority", "")}


def _survey(row: RegistrationCase) -> dict[str, Any]:
    said, call = row.application, rules.calls_for(queries.members(row))
    kind = said.get("kind", "")
    return {
        "kind": OrganizationKind(kind).label if kind in list(OrganizationKind) else "",
        "supervisor": said.get("supervisor", ""),
        "staff": row.staff,
        "probationary": row.probationary,
        "way": call.label,
        "filled_on": clock.today(),
    }


def dissolved(actor: Actor, case: WorkflowCase, left: Sequence[Left], said: Answer) -> str:
    """Issue the 撤销批复 of each Party organization that is wound up; their numbers."""
    numbers = []
    for each in left:
        fields = {
            "party_organization": each.name,
            "request": f"关于{case.title}后撤销{each.name}的请示",
            "reason": said.reason,
            "from": said.day,
            "members": said.members or "没有党员",
        }
        about = party_queries.party(actor, each.party_id)
        wanted = Issue(DISSOLUTION, fields, each.name, about, case.id)
        numbers.append(notices.symbol(issuing.make(actor, wanted)))
    return "、".join(numbers)


def follow(actor: Actor, case_id: int, organization_id: int) -> None:
    """The case's papers are about the organization that it has brought about. Inside a command."""
    rows = notices.notices(actor, case_id=case_id)
    if rows:
        place = copied(organizations.organization(actor, organization_id))
        for row in rows:
            row.organization_id = organization_id
            for name, value in place.items():
                setattr(row, name, value)
