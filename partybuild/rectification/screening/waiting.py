"""To-dos: proposals to be judged by one's own unit."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, cast, func, literal, or_, select, true

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.party.models import PartyOrganization
from partybuild.rectification.kinds import ProposalState, RoundState
from partybuild.rectification.models import ScreeningProposal, ScreeningRound

_P, _O = ScreeningProposal, PartyOrganization
_NO_DAY = cast(literal(None), Date)
COUNTY = 3


def _mine(actor: Actor, *columns: Any) -> Select[Any]:
    """Open proposals of rounds of one's own unit or above it; others where they are at home."""
    query = visible(actor, _P, *columns).where(_P.state == ProposalState.OPEN)
    return query.where(or_(_P.round_id.in_(_rounds(actor)), _at_home(actor)))


def _rounds(actor: Actor) -> Select[Any]:
    row, here = ScreeningRound, actor.reach.unit
    query = select(row.id).where(row.state == RoundState.OPEN)
    if here is None:
        return query
    above = [int(part) for part in here.path.strip("/").split("/")]
    return query.where(row.unit_id.in_(above))


def _at_home(actor: Actor) -> ColumnElement[bool]:
    """Proposed outside a round: for the county and below it, else for the branch's own unit."""
    outside = _P.round_id.is_(None)
    here = actor.reach.unit
    if here is None or here.level >= COUNTY:
        return and_(outside, true())
    return and_(outside, _P.unit_id == here.id)


def _count(actor: Actor) -> Tally:
    return Tally(open=db.session.scalar(_mine(actor, func.count())) or 0)


def _rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    party = _O.id == _P.party_organization_id
    query = _mine(actor, _P.id, _O.name, _P.origin).join(_O, party)
    query = query.where(ScopeMark(party, _O.__tablename__))
    drawn = drawing.drawn(query, _NO_DAY, _P.id, wanted, 0)
    return [
        OpenItem(
            number,
            f"{name}是否列入软弱涣散整顿",
            f"{origin.label}提出",
            None,
            "screening.show_proposal",
            {"proposal_id": number},
        )
        for number, name, origin in db.session.execute(drawn)
    ]


PROPOSALS = Source(
    key="screening-proposals",
    label="待认定整顿建议",
    words="条软弱涣散整顿建议待认定",
    advice="看清规则、数值和日期，列入的立案整顿，不列入的写明理由",
    needs=Permission.RECTIFICATION_DECIDE,
    count=_count,
    rows=_rows,
)
