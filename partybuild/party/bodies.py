"""Party bodies as the register of organizations speaks of them: by name and code."""

from collections.abc import Sequence

from sqlalchemy import or_

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.organizations.ports import BodyChoice
from partybuild.party.kinds import PartyKind
from partybuild.party.models import PartyOrganization

MANY = 300
_COLUMNS = (PartyOrganization.id, PartyOrganization.code, PartyOrganization.name)


def named(actor: Actor, words: str) -> Sequence[BodyChoice]:
    """Living Party organizations in reach with exactly this code or name."""
    query = visible(actor, PartyOrganization, *_COLUMNS).where(
        or_(PartyOrganization.code == words.upper(), PartyOrganization.name == words),
        PartyOrganization.dissolved_on.is_(None),
    )
    return _choices(query.order_by(PartyOrganization.code).limit(6))


def leading(actor: Actor) -> Sequence[BodyChoice]:
    """Committees in reach that may lead organizations, by name; no more than a form can offer."""
    query = visible(actor, PartyOrganization, *_COLUMNS).where(
        PartyOrganization.kind.in_([PartyKind.WORK_COMMITTEE, PartyKind.COMMITTEE]),
        PartyOrganization.dissolved_on.is_(None),
    )
    return _choices(query.order_by(PartyOrganization.sort_key).limit(MANY))


def _choices(query: object) -> list[BodyChoice]:
    return [BodyChoice(*row) for row in db.session.execute(query)]  # type: ignore[call-overload]
