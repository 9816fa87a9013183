"""Terms of office that end within the ladder or have ended: to be elected anew or extended.

Work committees among them: whoever holds a term with a last day stands here. 临时 ones hold no
election; what is their end day is reminded of all the same, and listed by gates/terms.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.deadlines import drawing, ladders
from partybuild.deadlines.ports import OpenItem, Source, Subject, Tally, Wanted
from partybuild.party.beyond import on
from partybuild.party.models import PartyOrganization, PartyTerm
from partybuild.party.narrowing import standing
from partybuild.regions.placing import PLACING

KIND = "term"
SOON = 60
"""换届请示 is filed two months before the last day (domain.md §2.3)."""
LAST_DAY = func.coalesce(PartyTerm.extended_to, PartyTerm.last_day)


def _terms(actor: Actor, day: date, *columns: Any) -> Select[Any]:
    """Living Party organizations with the term they are in; the mark is the join itself."""
    own = ScopeMark(
        PartyTerm.party_organization_id == PartyOrganization.id, PartyTerm.__tablename__
    )
    query = visible(actor, PartyOrganization, *columns)
    query = query.join(PartyTerm, PartyTerm.party_organization_id == PartyOrganization.id)
    return query.where(own, standing(day), *on(PartyTerm, day))


def _due(actor: Actor, *columns: Any) -> Select[Any]:
    until = clock.today() + timedelta(days=max(ladders.rungs(), default=0))
    query = visible(actor, PartyOrganization, *columns)
    return query.where(PartyOrganization.term_ends <= until)


def count(actor: Actor) -> Tally:
    """How many terms have ended or end within the ladder."""
    return drawing.tally(_due(actor), PartyOrganization.term_ends, SOON)


def committees_due(actor: Actor) -> int:
    """How many branches have so many full members that a committee is due: the rows of their list."""
    query = visible(actor, PartyOrganization, func.count())
    return db.session.scalar(query.where(PartyOrganization.committee_due)) or 0


def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """The terms by their last day."""
    ends = PartyOrganization.term_ends
    query = _due(actor, PartyOrganization.id, PartyOrganization.name, ends)
    query = drawing.drawn(query, ends, PartyOrganization.id, wanted, SOON, dated=True)
    found = db.session.execute(query).all()
    started = _started(actor, [number for number, _, _ in found])
    return [_item(number, name, started.get(number), last) for number, name, last in found]


def _started(actor: Actor, ids: Sequence[int]) -> dict[int, date | None]:
    """The first days of the terms that these are in."""
    number = PartyTerm.party_organization_id
    query = visible(actor, PartyTerm, number, PartyTerm.started_on)
    query = query.where(number.in_(ids), *on(PartyTerm, clock.today()))
    return {row[0]: row[1] for row in db.session.execute(query)} if ids else {}


def _item(number: int, name: str, started: date | None, last: date) -> OpenItem:
    since = f"本届 {started:%Y-%m-%d} 起" if started else "本届起始日期未填"
    return OpenItem(
        number,
        name,
        since,
        last,
        "deadlines.reminders",
        {"kind": KIND, "number": number},
        f"{since}，任期最后一天（含经批准的延期）",
    )


def reminded(actor: Actor, until: date) -> Iterator[Subject]:
    """Terms that end by a day, for the system's own reminders."""
    places = [getattr(PartyOrganization, name) for name in PLACING]
    query = _terms(actor, clock.today(), PartyOrganization.id, LAST_DAY, *places)
    for number, last, *placed in db.session.execute(query.where(until >= LAST_DAY)):
        filed = dict(zip(PLACING, placed, strict=True)) | {"party_organization_id": number}
        yield Subject(KIND, number, "", last, filed, "party.show", {"party_id": number})


def subject(actor: Actor, number: int) -> Subject | None:
    """The term of one Party organization in reach as what a reminder is about."""
    row = db.session.scalars(
        visible(actor, PartyOrganization).where(PartyOrganization.id == number)
    ).one_or_none()
    if row is None:
        return None
    query = _terms(actor, clock.today(), LAST_DAY).where(PartyOrganization.id == number)
    last = db.session.scalar(query)
    title = f"{row.name}任期届满"
    return Subject(KIND, number, title, last, row, "party.show", {"party_id": number})


TERMS = Source(
    "terms",
    "换届",
    "个党组织任期届满或半年内届满",
    "提前发函或电话提醒，换届或登记经批准的延期",
    Permission.PARTY_READ,
    count,
    rows,
    soon=SOON,
    reminded=reminded,
)
