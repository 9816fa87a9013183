"""The facts of the Party organizations of an area on a day: read set-wise, a statement a fact."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import OPEN, db
from partybuild.party.beyond import on
from partybuild.party.kinds import PartyKind
from partybuild.party.models import (
    CoverageLink,
    OrganizationLife,
    PartyHeadcount,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.narrowing import standing
from partybuild.ratings.stars.models import PartyStar
from partybuild.rectification.screening import around
from partybuild.rectification.screening.known import Known
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.regions.placing import PLACING

_O: Any = PartyOrganization
STEPS = 10
Step = Callable[[int, int, str], None]
Facts = Mapping[str, Mapping[int, Any]]
"""By fact: Party organization → what was read of it."""


def silent(done: int, total: int, message: str) -> None:
    """Nobody waits for a word."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One Party organization with what is known of it, and where it stands."""

    id: int
    name: str
    placing: Mapping[str, Any]
    known: Known


class _Reader:
    """One area on one day: the condition stands in every statement."""

    def __init__(
        self, actor: Actor, area: ColumnElement[bool], day: date, step: Step = silent
    ) -> None:
        self.actor, self.area, self.day, self.step = actor, area, day, step
        self.done = 0

    def of(self, model: Any, *columns: Any) -> Select[Any]:
        """(Party organization, *columns) of the model's rows about those of the area."""
        number = model.party_organization_id
        own = ScopeMark(number == _O.id, model.__tablename__)
        query = visible(self.actor, PartyOrganization, number, *columns)
        return query.join(model, number == _O.id).where(own, self.area, standing(self.day))

    def held(self, word: str, model: Any, *columns: Any) -> list[Any]:
        """The rows that hold on the day."""
        return self.all(word, self.of(model, *columns).where(*on(model, self.day)))

    def all(self, word: str, query: Select[Any]) -> list[Any]:
        """The rows, with a word of how far it is."""
        self.tell(word)
        return list(db.session.execute(query))

    def tell(self, word: str) -> None:
        """One step further."""
        self.step(self.done, STEPS, f"正在核对{word}")
        self.done += 1


def gathered(
    actor: Actor, area: ColumnElement[bool], day: date, step: Step = silent
) -> list[Branch]:
    """Every Party organization of social organizations that meets `area` on `day`, with its facts.

    Work committees are none. `step` is told how far the reading is.
    """
    reader = _Reader(actor, area, day, step)
    rows = _register(reader)
    links = _links(reader)
    leads = {row.id: _stands_on(row.lead, links.get(row.id, ())) for row in rows}
    facts = _own(reader)
    reader.tell("年检和名录")
    known = around.known(actor, {number for ids in leads.values() for number in ids}, day)
    facts |= {"links": links, "asked": around.satisfactions(actor, day)}
    days, first = _first_days()
    return [_branch(row, leads[row.id], facts, known, _first_day(row, days, first)) for row in rows]


def _branch(
    row: Any, lead: tuple[int, ...], facts: Facts, known: around.Organizations, first: date
) -> Branch:
    def of(name: str, blank: tuple[Any, ...]) -> Any:
        return facts[name].get(row.id, blank)

    last = of("secretary", (None,))[0]
    vacant = last is None or last <= facts["day"][0]
    ends, extended = of("term", (None, None))
    star, rated = of("star", (None, None))
    satisfaction, asked = of("asked", (None, None))
    found = Known(
        id=row.id,
        kind=row.kind,
        founded_on=row.founded_on,
        first_day=first,
        formation=row.formation,
        secretary=not vacant,
        vacant_since=last if vacant else None,
        term_ends=extended or ends,
        extended=extended is not None,
        last_life=of("life", (None,))[0],
        has_committee=row.has_committee,
        seats_due=row.seats_due,
        seats_filled=row.seats_filled,
        full=of("full", (None,))[0],
        covered=len(facts["links"].get(row.id, ())),
        inspected=known.inspected(lead),
        listed=known.listed(lead),
        star=star,
        star_since=rated,
        satisfaction=satisfaction,
        asked_on=asked,
    )
    placing = {name: getattr(row, name) for name in PLACING}
    return Branch(row.id, row.name, placing, found)


def _register(reader: _Reader) -> list[Any]:
    profile = PartyProfile
    columns = (
        *(_O.id, _O.name, _O.kind, _O.founded_on),
        *(profile.formation, profile.has_committee, profile.seats_due, profile.seats_filled),
        profile.lead_organization_id.label("lead"),
        *(getattr(_O, name) for name in PLACING),
    )
    query = reader.of(profile, *columns).where(*on(profile, reader.day), profile.social)
    query = query.where(_O.kind != PartyKind.WORK_COMMITTEE)
    return reader.all("党组织名册", query.order_by(_O.id))


def _links(reader: _Reader) -> dict[int, list[int]]:
    """By Party organization what it covers, the longest covered first."""
    link = CoverageLink
    found: dict[int, list[tuple[date, int]]] = {}
    for number, organization, since in reader.held(
        "覆盖的社会组织", link, link.organization_id, link.valid_from
    ):
        found.setdefault(number, []).append((since, organization))
    return {number: [each for _, each in sorted(rows)] for number, rows in found.items()}


def _stands_on(lead: int | None, covered: Collection[int]) -> tuple[int, ...]:
    """依托单位: the lead where there is one, else all it covers."""
    return (lead,) if lead is not None else tuple(covered)


def _own(reader: _Reader) -> dict[str, Any]:
    term, count, star = PartyTerm, PartyHeadcount, PartyStar
    read = {
        "secretary": _last_secretaries(reader),
        "term": reader.held("任期", term, term.last_day, term.extended_to),
        "full": reader.held("党员数", count, count.full),
        "life": _last_lives(reader),
        "star": reader.held("星级", star, star.star, star.valid_from),
    }
    found: dict[str, Any] = {
        name: {row[0]: tuple(row[1:]) for row in rows} for name, rows in read.items()
    }
    return found | {"day": {0: reader.day}}


def _last_secretaries(reader: _Reader) -> list[Any]:
    """(id, the first day after the last secretary so far)."""
    model = PartySecretary
    query = reader.of(model, func.max(model.valid_to)).where(
        model.known_to == OPEN, model.valid_from <= reader.day, model.name != ""
    )
    return reader.all("书记", query.group_by(model.party_organization_id))


def _last_lives(reader: _Reader) -> list[Any]:
    """(id, the day of the latest meeting or lesson)."""
    model = OrganizationLife
    query = reader.of(model, func.max(model.held_on)).where(
        model.known_to == OPEN, model.held_on <= reader.day
    )
    return reader.all("组织生活", query.group_by(model.party_organization_id))


def _first_days() -> tuple[dict[int, date], date]:
    """(启用日 of the units that have one of their own, that of all others)."""
    rows = db.session.execute(
        select(Region.id, Region.first_day).where(Region.first_day.is_not(None))
    )
    kept = regions.setting("first_day")
    return {number: day for number, day in rows if day}, (
        date.fromisoformat(kept) if kept else date.min
    )


def _first_day(row: Any, days: Mapping[int, date], otherwise: date) -> date:
    if not days:
        return otherwise
    way = (row.unit_id, *(getattr(row, f"level{n}_id") for n in range(5, 0, -1)))
    return next((days[number] for number in way if number in days), otherwise)
