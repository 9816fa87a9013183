"""What is to be done about procedures and temporary branches."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal_column, or_, select, true

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.models import PartySpan as P
from partybuild.db import OPEN, db
from partybuild.deadlines import drawing, ladders
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.gates.terms import process
from partybuild.gates.terms.windows import ENDS
from partybuild.party.beyond import on
from partybuild.party.kinds import Formation
from partybuild.party.models import PartyProfile as Profile
from partybuild.party.models import PartyTerm as T
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase as C

SOON = 7
ABOVE = sorted(
    {
        state
        for table in process.TABLES.values()
        for step in table.steps
        if step.needs is Permission.PROCEDURES_HANDLE and step.action != "decide"
        for state in step.sources
    }
)
"""States in which a procedure waits for the reply of the body above."""


def _mine(actor: Actor, *columns: Any) -> Select[Any]:
    """Open procedures that wait at this person's own desk."""
    query = cases.running(actor, *process.KINDS).where(_at_desk(actor))
    return query.with_only_columns(*columns, maintain_column_froms=True)


def _at_desk(actor: Actor) -> ColumnElement[bool]:
    unit, body = actor.reach.unit, actor.reach.body
    if actor.reach.everything:
        return true()
    unit_id, body_id = unit.id if unit else None, body.id if body else None
    above = C.state.in_(ABOVE)
    desk = or_(C.desk_unit_id == unit_id, C.desk_body_id == body_id)
    own = or_(C.unit_id == unit_id, C.body_id == body_id)
    return or_(and_(above, desk), and_(~above, own))


def count(actor: Actor) -> Tally:
    """How many procedures wait here."""
    return drawing.tally(_mine(actor, C.id), C.due_on, SOON)


def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """The procedures by their due day."""
    query = _mine(actor, C.id, C.title, C.kind, C.state, C.due_on)
    found = db.session.execute(drawing.drawn(query, C.due_on, C.id, wanted, SOON))
    return [_item(*row) for row in found]


def _item(number: int, title: str, kind: str, state: str, due_on: date | None) -> OpenItem:
    states = process.TABLES[process.matter_of(kind)].states
    return OpenItem(number, title, states[state], due_on, "procedures.show", {"case_id": number})


PROCEDURES = Source(
    "procedures",
    "党组织程序",
    "件设立、换届、撤销或合并在等本单位办理",
    "按步骤办理；请示一般在一个月内批复",
    Permission.CASES_READ,
    count,
    rows,
    soon=SOON,
)


def _temporary(actor: Actor, *columns: Any) -> Select[Any]:
    """Temporary branches whose end day comes within the ladder, or whose body is gone."""
    today = clock.today()
    own = ScopeMark(T.party_organization_id == P.party_organization_id, T.__tablename__)
    until = today + timedelta(days=max(ladders.rungs(), default=0))
    held = and_(
        T.party_organization_id == P.party_organization_id,
        T.known_to == OPEN,
        T.valid_from <= today,
        T.valid_to > today,
        own,
    )
    mark = ScopeMark(true(), T.__tablename__)
    query = visible(actor, P, *columns).outerjoin(T, held).where(mark)
    query = query.where(P.party_organization_id.in_(_said_temporary(today)))
    return query.where(
        P.known_to == OPEN,
        P.valid_from <= today,
        P.valid_to > today,
        P.formation == Formation.TEMPORARY,
        or_(until >= ENDS, P.covered == 0),
    )


def _said_temporary(today: date) -> Select[Any]:
    """Ids of temporary ones wherever they are: few, read from the index that holds no others."""
    return select(Profile.party_organization_id).where(
        ScopeMark(true(), Profile.__tablename__),
        literal_column("party_profile.formation = 'temporary'"),
        *on(Profile, today),
    )


def count_temporary(actor: Actor) -> Tally:
    """How many temporary branches come to their end."""
    return drawing.tally(_temporary(actor, P.id), ENDS, SOON)


def temporary(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """Temporary branches by their end day."""
    number = P.party_organization_id
    query = _temporary(actor, number, P.name, P.covered, ENDS.label("ends"))
    found = db.session.execute(drawing.drawn(query, ENDS, number, wanted, SOON))
    return [
        OpenItem(
            each.party_organization_id,
            each.name,
            "依托的机构已撤销，自然撤销"
            if each.covered == 0
            else "临时党组织期满，办理撤销或转为正式",
            each.ends,
            "party.show",
            {"party_id": each.party_organization_id},
            "临时党组织不换届，期满或机构撤销后自然撤销（支部条例第八条）",
        )
        for each in found
    ]


TEMPORARY = Source(
    "temporary",
    "临时党组织",
    "个临时党组织期满或所在机构已撤销",
    "办理撤销，或经批准转为正式党组织",
    Permission.PARTY_READ,
    count_temporary,
    temporary,
    soon=SOON,
)
