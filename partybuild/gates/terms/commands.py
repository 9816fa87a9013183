"""Opening guided procedures and taking their steps; what the last one writes is in completing.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor, Reach
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import NotPermitted, audit_detail, needs
from partybuild.evidence.arrivals import Paper
from partybuild.evidence.commands import Subject, keep
from partybuild.gates.terms import checking, completing, papers, process, queries, signing
from partybuild.gates.terms.models import Procedure
from partybuild.gates.terms.rules import Matter
from partybuild.organizations.models import Organization
from partybuild.organizations.rules import ON_BEHALF
from partybuild.party import beyond
from partybuild.party.models import PartyOrganization
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Opening, Taking
from partybuild.workflow.models import WorkflowCase

KEEP, HANDLE = Permission.PARTY_KEEP, Permission.PROCEDURES_HANDLE
REQUEST = Permission.PROCEDURES_REQUEST
FILES = "case"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A procedure about to be opened. `party_id`: whose; None for a founding."""

    matter: Matter
    name: str = ""
    party_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    sent: "Said | None" = None
    """The request, where it is sent at once."""
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


@needs(REQUEST, "发起党组织程序")
def begin(actor: Actor, wanted: Wanted) -> int:
    """Open a procedure; its id.

    RuleBroken for a second one of the same Party organization, and for an election of what holds
    none; OutOfReach where it is not the actor's.
    """
    if wanted.matter in {Matter.DISSOLUTION, Matter.MERGER} and not actor.may(KEEP):
        raise NotPermitted("撤销、合并由党务干部发起，请联系所在街道或上级党组织。")
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
            organization_id=asked_for(actor, wanted, placed),
            party_organization_id=wanted.party_id,
            mark=ON_BEHALF if wanted.sent and actor.role is Role.OFFICER else "",
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
    number = case.id
    if wanted.sent is not None:
        _take(actor, number, wanted.sent, REQUEST)
    audit_detail(object=("case", number), name=name, matter=wanted.matter.label)
    return number


def asked_for(actor: Actor, wanted: Wanted, placed: Any) -> int | None:
    """The organization in whose name a secretary asks, so that the case stays within her reach."""
    own = actor.reach.organization_ids
    if actor.role is not Role.SECRETARY:
        return None
    if isinstance(placed, Organization):
        return placed.id
    linked = beyond.linked(wanted.party_id or 0, clock.today())
    return min((number for number in own if number in linked), default=None)


def _place(actor: Actor, wanted: Wanted) -> tuple[Any, int | None]:
    """The row beside which the case is filed, and the superior."""
    if wanted.party_id is not None:
        row = queries.party(actor, wanted.party_id)
        return row, row.parent_id
    parent_id = wanted.details.get("parent_id")
    lead_id = wanted.details.get("lead_organization_id")
    if parent_id is None:
        raise RuleBroken(
            "请填写上级党组织，设立由它批准；单位还没有党建工作机构的，请联系街道党务干部。"
        )
    if lead_id is None:
        return queries.party(actor, parent_id), parent_id
    query = visible(actor, Organization).where(Organization.id == lead_id)
    return db.session.scalars(query).one(), parent_id


def desk(actor: Actor, placed: Any, parent_id: int | None) -> tuple[int, int | None]:
    """Where it is approved: the superior and its unit; the county where it is out of reach."""
    house = replace(actor, reach=Reach(everything=True))  # Who approves stands above one's reach.
    query = visible(house, PartyOrganization, PartyOrganization.unit_id)
    unit_id = db.session.scalar(query.where(PartyOrganization.id == parent_id))
    return unit_id or placed.level3_id or placed.unit_id, parent_id


def take(actor: Actor, case_id: int, said: Said) -> WorkflowCase:
    """Take a step, by the command of its permission."""
    table = process.TABLES[queries.row(actor, case_id).matter]
    by = {HANDLE: reply, REQUEST: send}.get(table.step(said.action).needs, handle)
    return by(actor, case_id, said)


@needs(REQUEST, "报送请示")
def send(actor: Actor, case_id: int, said: Said) -> WorkflowCase:
    """Send the request; see `_take`."""
    return _take(actor, case_id, said, REQUEST)


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
        signing.demand(actor, step, case_id, said.papers)
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
            mark=signing.mark(actor, step),
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
