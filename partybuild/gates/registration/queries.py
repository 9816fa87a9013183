"""Cases at the registration gate, and what stands in their way."""

from typing import Any

from sqlalchemy import Select

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.evidence import queries as evidence
from partybuild.gates.registration import rules
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.process import KIND
from partybuild.gates.registration.rules import Matter, Members
from partybuild.party.models import PartyOrganization
from partybuild.workflow.models import WorkflowCase

CLAUSES = ("party_clause", "values_clause")


def row(actor: Actor, case_id: int) -> RegistrationCase:
    """What a case in reach is about; OutOfReach for any other."""
    found: RegistrationCase | None = db.session.scalars(
        visible(actor, RegistrationCase)
        .where(RegistrationCase.case_id == case_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def members(found: RegistrationCase) -> Members:
    """The members known at the application."""
    return Members(found.full, found.probationary, found.staff)


def lacking(actor: Actor, found: RegistrationCase) -> list[str]:
    """What the application still lacks, in words."""
    papers = {file.slot for file in evidence.latest(actor, "case", found.case_id)}
    first, second = (bool(found.application.get(name)) for name in CLAUSES)
    return rules.missing(found.matter, frozenset(papers), (first, second))


def refusals(actor: Actor, found: RegistrationCase) -> dict[str, str]:
    """Sentences of the guards that are not met, by name."""
    said = {"facts": "由系统在事实登记后自动办结。"}
    lack = lacking(actor, found)
    if lack:
        said["papers"] = f"材料还不齐：{'、'.join(lack)}。请补充后再送。"
    if found.answer_kind is None and found.matter is not Matter.FILING:
        said["answer"] = rules.unanswered(found.matter, members(found), body_name(actor, found))
    if found.matter is Matter.MAKEUP:
        said["founding"] = "补办的组织已经登记，须由党建工作机构答复后办结。"
    return said


def body_name(actor: Actor, found: RegistrationCase) -> str:
    """The name of the body that answers, blank where none is named."""
    if found.body_id is None:
        return ""
    query = visible(actor, PartyOrganization, PartyOrganization.name)
    return db.session.scalar(query.where(PartyOrganization.id == found.body_id)) or ""


def party_in_reach(actor: Actor, party_id: int) -> PartyOrganization:
    """A Party organization in reach; OutOfReach for any other."""
    found: PartyOrganization | None = db.session.scalars(
        visible(actor, PartyOrganization).where(PartyOrganization.id == party_id)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def listed(actor: Actor, state: str = "", matter: str = "", words: str = "") -> Select[Any]:
    """(case, registration) of the actor's area, those due first; open ones where no state is named."""
    query = (
        visible(actor, WorkflowCase, WorkflowCase, RegistrationCase)
        .join(RegistrationCase, RegistrationCase.case_id == WorkflowCase.id)
        .where(scope_of(actor, RegistrationCase), WorkflowCase.kind == KIND)
    )
    if state:
        query = query.where(WorkflowCase.state == state)
    if matter:
        query = query.where(RegistrationCase.matter == Matter(matter))
    if words:
        query = query.where(RegistrationCase.name.contains(words, autoescape=True))
    return query
