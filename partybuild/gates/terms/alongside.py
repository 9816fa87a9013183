"""A Party organization is dissolved along with something else, by decision of the body above."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.gates.terms import process, queries
from partybuild.gates.terms.models import Procedure
from partybuild.gates.terms.rules import Matter
from partybuild.party import ending
from partybuild.party.telling import Why
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Opening
from partybuild.workflow.many import Step, act_many, standings

MARK = "随注销登记同步办理"


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision: from which day, where the members go, by which document, why."""

    day: date
    members: str
    document: str
    reason: str


def dissolve(actor: Actor, party_id: int, said: Decided) -> int:
    """The procedure 撤销 with its steps and document, and the facts it writes; the case's id.

    Inside a command, with the reach of the house: the body above has decided in its own. Called
    once nothing is covered any more. RuleBroken where another procedure is open.
    """
    row = queries.party(actor, party_id)
    running = queries.running_of(actor, party_id)
    if running is not None:
        raise RuleBroken(
            f"“{row.name}”有一件未办结的“{running.title}”，请先办结或终止，再一并撤销。"
        )
    details = _details(said, row.kind.value)
    case = workflow.start(
        actor,
        Opening(
            kind=process.DISSOLUTION.kind,
            title=f"{row.name}{Matter.DISSOLUTION.label}"[:240],
            placing=copied(row),
            party_organization_id=party_id,
            desk_unit_id=row.unit_id,
            desk_body_id=row.parent_id,
            tier=process.UPPER,
            mark=MARK,
            facts=details,
        ),
    )
    number = case.id
    db.session.add(
        Procedure(case_id=number, matter=Matter.DISSOLUTION, name=row.name, details=details)
    )
    db.session.flush()
    steps = [
        Step("settle", said.day, said.members),
        Step("decide", said.day, said.reason, said.document),
        Step("file", said.day),
    ]
    act_many(actor, case.kind, [(standings(actor, [number])[number], steps)])
    reason = f"{Matter.DISSOLUTION.label}，党员去向：{said.members}"[:300]
    ending.wind_up(actor, party_id, Why(said.day, reason, said.document), ended_too=True)
    return number


def _details(said: Decided, kind: str) -> dict[str, Any]:
    day = said.day.isoformat()
    return {
        "kind": kind,
        "why": said.reason,
        "members": said.members,
        "heir_id": None,
        "ended_too": True,
        "decide_on": day,
        "decide_document": said.document,
        "file_on": day,
        "last_on": day,
    }
