"""Conditions that narrow a scoped list of Party organizations, on the facts of a day.

Each stands inside a SELECT that `visible(actor, PartyOrganization)` began: the rows it looks at
belong to the Party organizations of that SELECT, and it only compares them.
"""

from datetime import date

from sqlalchemy import ColumnElement, exists, or_

from partybuild.access.scope import ScopeMark
from partybuild.party.beyond import on
from partybuild.party.kinds import Formation
from partybuild.party.models import PartyOrganization, PartyProfile


def standing(day: date) -> ColumnElement[bool]:
    """Not dissolved by the end of the day."""
    gone = PartyOrganization.dissolved_on
    return or_(gone.is_(None), gone > day)


def way(formation: Formation, day: date) -> ColumnElement[bool]:
    """Said to be set up in this way on the day; what nobody said stands in spans as 推定."""
    of_this = ScopeMark(
        PartyProfile.party_organization_id == PartyOrganization.id, PartyProfile.__tablename__
    )
    said = PartyProfile.formation == formation
    return exists().where(of_this, *on(PartyProfile, day), said).correlate(PartyOrganization)
