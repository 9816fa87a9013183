"""Opening guided procedures and taking their steps; what the last one writes is in completing.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.evidence.arrivals import Paper
from partybuild.evidence.commands import Subject, keep
from partybuild.gates.terms import checking, completing, papers, process, queries
from partybuild.gates.terms.models import Procedure
from partybuild.gates.terms.rules import Matter
from partybuild.organizations.models import Organization
from partybuild.party.models import PartyOrganization
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Opening, Taking
from partybuild.workflow.models import WorkflowCase

KEEP, HANDLE = Permission.PARTY_KEEP, Permission.PROCEDURES_HANDLE
FILES = "case"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A procedure about to be opened. `party_id`: whose; None for a founding."""

    matter: Matter
    name: str = ""
    party_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    direct: bool = False
    """The body above acts by itself, without a request (支部条例 第7条)."""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A step about to be taken. `reply`: where no document is named, the paper is issued with it."""

    action: str
    version: int
    day: date | None = None
    note: str = ""
    document: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[Paper] = ()
    reply: bool = False
    telephone: str = ""


@needs(KEEP, "发起党组织程序")
def begin(actor: Actor, wanted: Wanted) -> int:
    """Open a procedure; its id.

    RuleBroken for a second one of the same Party organization, and for an election of what holds
    none; OutOfReach where it is not the actor's.
    """
    placed, parent_id = _place(actor, wanted)
    name, last_day, details = wanted.name, None, dict(wanted.details)
    if wanted.party_id is not None:
        found = queries.known(actor, wanted.party_id)
        name, last_day = found.row.name, found.body.last_day
        checking.may_begin(actor, wanted.matter, found)
        details["kind"] = found.row.kind.value
        details["last_day"] = last_day.isoformat() if last_day else None
    table = process.TABLES[wanted.matter]
    unit_id, body_id = desk(actor, placed, parent_id)
    case = workflow.start(
        actor,
        Opening(
            kind=table.kind,
            title=f"{name}{wanted.matter.label}"[:240],
            placing=copied(placed),
            party_organization_id=wanted.party_id,
            desk_unit_id=unit_id,
            desk_body_id=body_id,
            due_on=checking.due_of(wanted.matter, table.start, clock.today(), last_day),
            tier=process.UPPER if wanted.direct else process.LOWER,
            facts=details,
        ),
    )
    db.session.add(
        Procedure(
            case_id=case.id,
            matter=wanted.matter,
            name=name,
            details=details,
            telephone=wanted.telephone,
        )
    )
    db.session.flush()
    audit_detail(object=("case", case.id), name=name, matter=wanted.matter.label)
    return case.id


def _place(actor: Actor, wanted: Wanted) -> tuple[Any, int | None]:
    """The row beside which the case is filed, and the superior."""
    if wanted.party_id is not None:
        row = queries.party(actor, wanted.party_id)
        return row, row.parent_id
    parent_id = wanted.details.get("parent_id")
    lead_id = wanted.details.get("lead_organization_id")
    if parent_id is None:
        raise RuleBroken("请填写上级党组织，设立由它批准。")
    if lead_id is None:
        return queries.party(actor, parent_id), parent_id
    query = visible(actor, Organization).where(Organization.id == lead_id)
    return db.session.scalars(query).one(), parent_id


def desk(actor: Actor, placed: Any, parent_id: int | None) -> tuple[int, int | None]:
    """Where it is approved: the superior and its unit; the county where it is out of reach."""
    query = visible(actor, PartyOrganization, PartyOrganization.unit_id)
    unit_id = db.session.scalar(query.where(PartyOrganization.id == parent_id))
    return unit_id or placed.level3_id or placed.unit_id, parent_id


def take(actor: Actor, case_id: int, said: Said) -> WorkflowCase:
    """Take a step, by the command of its permission."""
    table = process.TABLES[queries.row(actor, case_id).matter]
    upper = table.step(said.action).needs is HANDLE
    return (reply if upper else handle)(actor, case_id, said)


@needs(KEEP, "办理党组织程序")
def handle(actor: Actor, case_id: int, said: Said) -> WorkflowCase:
    """Take a step of those who request; see `_take`."""
    return _take(actor, case_id, said, KEEP)


@needs(HANDLE, "批复党组织程序")
def reply(actor: Actor, case_id: int, said: Said) -> WorkflowCase:
    """Take a step of the body above; see `_take`."""
    return _take(actor, case_id, said, HANDLE)


def _take(actor: Actor, case_id: int, said: Said, needed: Permission) -> WorkflowCase:
    """Check, say, keep the papers; the closing step writes the facts in the same transaction."""
    row = queries.row(actor, case_id)
    case = queries.case_of(actor, row)
    step = process.TABLES[row.matter].step(said.action)
    if step.needs is not needed:
        raise RuleBroken("这一步不由这里办理，请从页面上的按钮办理。")
    refusals = queries.refusals(actor, row)
    day = said.day or clock.today()
    moves: dict[str, Any] = {}
    document = said.document
    if _goes(actor, case, said, refusals):
        details = checking.checked(actor, row, case, said.action, day, said.values)
        if step.document and not document.strip() and said.reply:
            document = papers.reply(actor, row, case, said.action, day, details)
        row.details = checking.dated(details, said.action, day, document)
        row.telephone = said.telephone or row.telephone
        moves = completing.complete(actor, row, case, said.action, day)
        moves["due_on"] = checking.due(row, step.target or case.state, day)
    taken = workflow.act(
        actor,
        Taking(
            case_id,
            case.kind,
            said.action,
            said.version,
            note=said.note,
            document=document,
            effective_on=day,
            facts=_told(said.values),
            moves=moves,
        ),
        refusals,
    )
    for paper in said.papers:
        keep(actor, Subject.of(FILES, case_id, taken), paper.slot, paper.file)
    audit_detail(object=("case", case_id), step=step.label, document=document, reason=said.note)
    return taken


def _goes(actor: Actor, case: WorkflowCase, said: Said, refusals: Mapping[str, str]) -> bool:
    """Whether the step may be taken; where not, `workflow.act` says why."""
    choice = next(
        each for each in cases.allowed(actor, case, refusals) if each.step.action == said.action
    )
    return choice.allowed and case.version == said.version


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
