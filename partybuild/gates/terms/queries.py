"""Guided procedures in reach, and what stands in their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.gates.terms import process, rules
from partybuild.gates.terms.models import Procedure
from partybuild.gates.terms.rules import Body, Matter
from partybuild.party import beyond
from partybuild.party.models import PartyOrganization
from partybuild.party.standing import Facts, facts_on
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase


def row(actor: Actor, case_id: int) -> Procedure:
    """What a procedure in reach has said; OutOfReach for any other."""
    found: Procedure | None = db.session.scalars(
        visible(actor, Procedure)
        .where(Procedure.case_id == case_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def case_of(actor: Actor, found: Procedure) -> WorkflowCase:
    """The case of a procedure."""
    return cases.case(actor, found.case_id, process.TABLES[found.matter].kind)


def party(actor: Actor, party_id: int) -> PartyOrganization:
    """A Party organization in reach; OutOfReach for any other."""
    found: PartyOrganization | None = db.session.scalars(
        visible(actor, PartyOrganization).where(PartyOrganization.id == party_id)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """A Party organization with what holds of it today."""

    row: PartyOrganization
    facts: Facts

    @property
    def body(self) -> Body:
        """As the rules need it."""
        term = self.facts.term
        return Body(
            self.row.name,
            self.row.kind,
            self.facts.formation,
            self.row.founded_on,
            term.started_on if term else None,
            self.facts.last_day,
        )


def known(actor: Actor, party_id: int) -> Known:
    """A Party organization in reach as it is today; OutOfReach for any other."""
    found = party(actor, party_id)
    return Known(found, facts_on(actor, [party_id], clock.today())[party_id])


def running_of(actor: Actor, party_id: int) -> WorkflowCase | None:
    """The open procedure of a Party organization, of whatever matter."""
    query = cases.running(actor, *process.KINDS).where(
        WorkflowCase.party_organization_id == party_id
    )
    return db.session.scalars(query.order_by(WorkflowCase.id).limit(1)).one_or_none()


def running_of_many(actor: Actor, ids: Sequence[int]) -> dict[int, WorkflowCase]:
    """The open procedures of these Party organizations, by Party organization."""
    query = cases.running(actor, *process.KINDS).where(
        WorkflowCase.party_organization_id.in_(sorted(ids))
    )
    return {case.party_organization_id or 0: case for case in db.session.scalars(query)}


def refusals(actor: Actor, found: Procedure) -> dict[str, str]:
    """Sentences of the guards that are not met, by name."""
    if found.matter not in {Matter.DISSOLUTION, Matter.MERGER}:
        return {}
    case, said = case_of(actor, found), found.details
    covered = len(beyond.linked(case.party_organization_id or 0, clock.today()))
    sentence = rules.unsettled(
        str(said.get("members", "")),
        covered,
        said.get("heir_id") is not None,
        bool(said.get("ended_too")),
    )
    if found.matter is Matter.MERGER and said.get("heir_id") is None:
        sentence = sentence or "还没有写明并入哪个党组织，请先登记去向安排。"
    return {"settled": sentence} if sentence else {}


def day_of(details: Mapping[str, Any], name: str) -> date | None:
    """A day that a step has said, None where none has."""
    said = details.get(name)
    if isinstance(said, date):
        return said
    return date.fromisoformat(said) if said else None


def listed(actor: Actor, matter: str, state: str) -> Select[Any]:
    """(case, procedure) of the actor's area; `state`: open, closed or blank."""
    query = (
        visible(actor, WorkflowCase, WorkflowCase, Procedure)
        .join(Procedure, Procedure.case_id == WorkflowCase.id)
        .where(scope_of(actor, Procedure), WorkflowCase.kind.in_(process.KINDS))
    )
    if matter:
        query = query.where(Procedure.matter == Matter(matter))
    if state == "open":
        query = query.where(WorkflowCase.closed_on.is_(None))
    elif state == "closed":
        query = query.where(WorkflowCase.closed_on.is_not(None))
    return query
