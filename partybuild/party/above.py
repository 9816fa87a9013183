"""What was entered from above for one's own unit or body, since it was last acknowledged.

Histories carry the mark: 代填 where the unit had no active officer, 上级更正 where it had one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Date, Select, and_, cast, func, literal_column, null, or_

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.deadlines.rules import Standing
from partybuild.organizations.models import Organization, OrganizationEvent
from partybuild.party.models import Acknowledgement, PartyEvent, PartyOrganization

PAGE = 50
ENDPOINT = "party.from_above"
NO_DAY = cast(null(), Date)


@dataclass(frozen=True, slots=True)
class _History:
    """A history of things that count somewhere: who is told of, and on which page they stand."""

    place: int
    subject: Any
    event: Any
    about: str
    endpoint: str
    argument: str


_HISTORIES = (
    _History(
        0,
        Organization,
        OrganizationEvent,
        "organization_id",
        "organizations.show",
        "organization_id",
    ),
    _History(1, PartyOrganization, PartyEvent, "party_organization_id", "party.show", "party_id"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of history that came from above, with the page of what it is about."""

    event: Any
    name: str
    place: int
    endpoint: str
    arguments: Mapping[str, int] = field(default_factory=dict)

    @property
    def cursor(self) -> str:
        """Where the next page goes on."""
        return f"{self.event.change}.{self.place}.{self.event.id}"


@dataclass(frozen=True, slots=True)
class Told:
    """A page: how many lines there are, the first of them or those after a cursor."""

    total: int
    lines: Sequence[Line]
    next: str
    up_to: int
    """The last change among all of them: acknowledging this page acknowledges up to it."""


def own(actor: Actor, model: Any) -> Any:
    """Rows of one's own unit or body, not of those below; None for who has neither."""
    if actor.reach.unit is not None:
        return model.unit_id == actor.reach.unit.id
    return model.body_id == actor.reach.body.id if actor.reach.body is not None else None


def acknowledged(actor: Actor) -> int:
    """The change up to which the unit or body has taken note; 0 where it never has."""
    where = own(actor, Acknowledgement)
    if actor.reach.unit is not None:
        where = and_(where, Acknowledgement.body_id.is_(None))
    query = visible(actor, Acknowledgement, func.max(Acknowledgement.up_to)).where(where)
    return db.session.scalar(query) or 0


def told(actor: Actor, after: str) -> Told:
    """What came from above, newest first; nothing for who has neither unit nor body."""
    if own(actor, Organization) is None:
        return Told(0, [], "", 0)
    since = acknowledged(actor)
    at = _cursor(after)
    found: list[Line] = []
    for history in _HISTORIES:
        query = _unseen(actor, history, since, history.event, history.subject.name)
        event = history.event
        if at:
            query = query.where(_beyond(history, at))
        newest = query.order_by(event.change.desc(), event.id.desc()).limit(PAGE + 1)
        found += [_line(history, *row) for row in db.session.execute(newest)]
    found.sort(key=lambda line: (line.event.change, line.place, line.event.id), reverse=True)
    more = found[PAGE - 1].cursor if len(found) > PAGE else ""
    return Told(_total(actor, since), found[:PAGE], more, _last(actor, since))


def count(actor: Actor) -> Tally:
    """How many lines wait to be acknowledged."""
    return Tally(0 if own(actor, Organization) is None else _total(actor, acknowledged(actor)))


def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """The lines, oldest first; they have no due day."""
    if own(actor, Organization) is None or wanted.standing not in (None, Standing.OPEN):
        return []
    since, many = acknowledged(actor), len(_HISTORIES)
    found: list[OpenItem] = []
    for history in _HISTORIES:
        event = history.event
        key = event.id * many + history.place
        query = _unseen(actor, history, since, event, history.subject.name)
        query = query.where(key > wanted.after.id).order_by(event.id).limit(wanted.limit)
        for line, name in db.session.execute(query):
            number = line.id * many + history.place
            found.append(OpenItem(number, name, f"{line.mark}：{line.action}", None, ENDPOINT))
    return sorted(found, key=lambda item: item.id)[: wanted.limit]


def _unseen(actor: Actor, history: _History, since: int, *columns: Any) -> Select[Any]:
    subject, event = history.subject, history.event
    about = getattr(event, history.about)
    mine = ScopeMark(about == subject.id, event.__tablename__)
    query = visible(actor, subject, *columns).join(event, about == subject.id)
    # As a sum the change leaves the choice to the index of lines from above, which are few.
    later = event.change + 0 > since
    return query.where(mine, own(actor, subject), event.mark != literal_column("''"), later)


def _beyond(history: _History, at: tuple[int, int, int]) -> Any:
    change, place, number = at
    event = history.event
    if history.place != place:
        return event.change <= change if history.place < place else event.change < change
    return or_(event.change < change, and_(event.change == change, event.id < number))


def _total(actor: Actor, since: int) -> int:
    queries = (_unseen(actor, history, since, func.count()) for history in _HISTORIES)
    return sum(db.session.scalar(query) or 0 for query in queries)


def _last(actor: Actor, since: int) -> int:
    queries = (
        _unseen(actor, history, since, func.max(history.event.change)) for history in _HISTORIES
    )
    return max(db.session.scalar(query) or 0 for query in queries)


def _line(history: _History, event: Any, name: str) -> Line:
    arguments = {history.argument: getattr(event, history.about)}
    return Line(event, name, history.place, history.endpoint, arguments)


def _cursor(text: str) -> tuple[int, int, int] | None:
    parts = text.split(".")
    plain = all(part.isascii() and part.isdecimal() and len(part) < 16 for part in parts)
    if len(parts) != 3 or not plain:
        return None
    change, place, number = map(int, parts)
    return change, place, number


ABOVE = Source(
    "above",
    "上级代填、更正",
    "件上级代填或更正",
    "看看上级替本单位填了、改了什么，看过点“知悉”",
    Permission.ORGANIZATIONS_KEEP,
    count,
    rows,
)
