"""What passing the registration gate brings about: organization, Party organization, assignment.

The Party side's part was decided by the body that answered, in its own reach; the registrar's step
only lets it come true. It is therefore written with the reach of the house and the registrar's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor, Reach
from partybuild.access.permissions import Permission
from partybuild.db.work import audit_detail, needs
from partybuild.gates.registration import (
    answering,
    changing,
    leaving,
    leaving_rules,
    papers,
    process,
    queries,
)
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.rules import AnswerKind, Matter
from partybuild.organizations import ending
from partybuild.organizations import queries as organizations
from partybuild.organizations.keeping import Asked
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.registering import Entry, enter
from partybuild.party import commands as party
from partybuild.party import cover, cover_commands
from partybuild.party.cover_commands import Sent
from partybuild.party.kinds import Formation, InstructorKind, PartyKind
from partybuild.party.telling import Why, because
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Taking

FROM_FORM = [
    "authority",
    "registration_way",
    "level",
    "supervisor",
    "industry",
    "trade",
    "charity",
    "community",
]


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registrar enters when the registration is done."""

    day: date
    number: str = ""
    """Unified code of a new organization; filing number of a filed one (blank: the next)."""
    document: str = ""
    note: str = ""
    accepted: str = ""


@needs(Permission.REGISTRATIONS_HANDLE, "准予登记")
def let_pass(actor: Actor, case_id: int, version: int, done: Registered) -> int:
    """Finish a case that is answered: what it brings about is written in the same transaction.

    Returns the organization's id. RuleBroken or Stale as every step; nothing is written then.
    """
    row = queries.row(actor, case_id)
    if done.day > clock.today():
        raise RuleBroken("登记日期不能晚于今天。")
    refusals = queries.refusals(actor, row)
    number = None
    if "answer" not in refusals:
        number = _BRINGS[row.matter](actor, row, done)
    taking = Taking(
        case_id,
        process.KIND,
        "pass",
        version,
        note=done.note,
        document=done.document,
        effective_on=done.day,
        moves={"organization_id": number} if number else {},
    )
    case = workflow.act(actor, taking, refusals)
    if number:
        papers.follow(actor, case_id, number)
    audit_detail(object=("case", case_id), organization=case.organization_id, number=done.number)
    return case.organization_id or 0


def _founding(actor: Actor, row: RegistrationCase, done: Registered) -> int:
    number = enter(actor, _entry(row, done))
    answered(actor, row, number, max(done.day, row.answered_on or done.day))
    return number


def _filing(actor: Actor, row: RegistrationCase, done: Registered) -> int:
    return enter(actor, _entry(row, done))


def _change(actor: Actor, row: RegistrationCase, done: Registered) -> int:
    number = _subject(actor, row)
    said = row.application
    asked = Asked(
        organizations.version(actor, number),
        changing.effective_on(said, done.day),
        reason=f"{said.get('summary', '')}（登记关口第 {row.case_id} 件）",
        document=done.document,
    )
    changing.write(actor, number, said, asked)
    return number


def _ending(actor: Actor, row: RegistrationCase, done: Registered) -> int:
    number, said = _subject(actor, row), leaving.settled(row)
    house = leaving.house(actor)
    left = leaving.left_behind(actor, number, done.day)
    leaving_rules.check(left, leaving.counted(actor, number, done.day), said)
    leaving.carry_on(house, left, said, done.day)
    version = organizations.version(actor, number)
    reason = f"{said.reason}（登记关口第 {row.case_id} 件）"
    asked = Asked(version, reason=reason, document=done.document)
    ending.finish(actor, number, OrganizationState.DEREGISTERED, done.day, asked)
    leaving.part(house, number, left, said, done.day)
    return number


_BRINGS = {
    Matter.FOUNDING: _founding,
    Matter.FILING: _filing,
    Matter.CHANGE: _change,
    Matter.ENDING: _ending,
}


def _subject(actor: Actor, row: RegistrationCase) -> int:
    case = cases.case(actor, row.case_id, process.KIND)
    if case.organization_id is None:
        raise RuleBroken("本件没有对应的社会组织，请撤回后重新受理。")
    return case.organization_id


def _entry(row: RegistrationCase, done: Registered) -> Entry:
    said = row.application
    kind = OrganizationKind(said["kind"])
    profile: dict[str, Any] = {name: said.get(name) or "" for name in FROM_FORM[:5]}
    profile |= {name: bool(said.get(name)) for name in FROM_FORM[5:]}
    profile |= {
        "name": row.name,
        "kind": kind,
        "registered_on": done.day,
        "zombie": False,
    }
    return Entry(
        number=done.number,
        profile=profile,
        region=str(said.get("region", "")),
        body=str(said.get("body", "")),
        headcount={
            "staff": row.staff,
            "full": row.full,
            "probationary": row.probationary,
            "affiliated": None,
        },
        contact={"legal_person": str(said.get("legal_person", ""))},
        document=done.document,
        accepted=done.accepted,
    )


def answered(actor: Actor, row: RegistrationCase, organization_id: int, day: date) -> None:
    """Let the answer of the Party side come true for an organization from `day` on.

    An answer given later than the registration day holds from its own day.
    """
    house = replace(actor, reach=Reach(everything=True))
    said, kind = row.answer, row.answer_kind
    if kind is AnswerKind.APPROVED:
        _found(house, row, organization_id, day)
    elif kind is AnswerKind.JOINED:
        _join(house, row, organization_id, day)
    elif kind is AnswerKind.INSTRUCTOR:
        sent = Sent(
            InstructorKind.INSTRUCTOR,
            said["person"],
            said.get("workplace", ""),
            row.telephone,
        )
        cover_commands.send(house, organization_id, sent, Why(day, "登记时同步派驻"))
    else:
        answering.record(house, organization_id, said, day, row.case_id)


def _found(actor: Actor, row: RegistrationCase, organization_id: int, day: date) -> None:
    said = row.answer
    founding = party.Founding(
        founded_on=day,
        profile=_branch(said, organization_id, row.answered_on or day),
        secretary={"name": said["secretary"], "telephone": ""} if said.get("secretary") else {},
        organizations=[organization_id],
        reason="登记时同步设立",
    )
    party.set_up(actor, founding)


def _branch(said: Mapping[str, Any], organization_id: int, approved: date) -> dict[str, Any]:
    return {
        "name": said["party_name"],
        "kind": PartyKind.BRANCH,
        "formation": Formation.SINGLE,
        "social": True,
        "parent_id": said["party_id"],
        "region_id": None,
        "lead_organization_id": organization_id,
        "approval_number": said["document"],
        "approved_on": approved,
        "has_committee": None,
        "seats_due": None,
        "seats_filled": None,
    }


def _join(actor: Actor, row: RegistrationCase, organization_id: int, day: date) -> None:
    found = cover.check_party(actor, row.answer["party_id"], day)
    why = Why(day, "登记时纳入", row.answer.get("document", ""))
    cause = because(actor, "登记覆盖组织", why, found)
    cover.begin(actor, (found.id, found.name), [organization_id], cause, day)
