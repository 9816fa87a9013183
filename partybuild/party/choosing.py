"""Finding what a form names: by code, by name, or among what was found while typing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, or_

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.organizations.ports import Cover, organization_ports
from partybuild.party.beyond import LIVING
from partybuild.party.finding import ORGANIZATIONS, PARTY_ORGANIZATIONS
from partybuild.party.kinds import PartyKind
from partybuild.party.models import PartyOrganization
from partybuild.party.narrowing import standing
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken
from partybuild.search import matching, text
from partybuild.search.ports import STEP

OFFERED = 12
SEEN = 200
MOST = 50
"""So many organizations are linked at once."""


@dataclass(frozen=True, slots=True)
class Pick:
    """An organization to choose, with what helps choosing."""

    id: int
    name: str
    number: str
    unit: str
    full: int | None
    cover: Cover


@dataclass(frozen=True, slots=True)
class Choice:
    """Organizations chosen so far and those found; all of it lives in the address."""

    base: str
    carried: Sequence[tuple[str, str]]
    words: str
    chosen: Sequence[Pick]
    hits: Sequence[Pick]

    def adding(self, number: int) -> str:
        """The address with one organization more."""
        return self._url([*(each.id for each in self.chosen), number])

    def removing(self, number: int) -> str:
        """The address with one organization less."""
        return self._url([each.id for each in self.chosen if each.id != number])

    def _url(self, ids: Sequence[int]) -> str:
        pairs = [*self.carried, *(("organization", str(number)) for number in ids)]
        if self.words:
            pairs.append(("q", self.words))
        return f"{self.base}?{urlencode(pairs)}"


def choice(
    actor: Actor, address: tuple[str, Sequence[tuple[str, str]]], words: str, ids: Sequence[int]
) -> Choice:
    """What is chosen and what is found, on the page at (base, other parameters)."""
    chosen = list(dict.fromkeys(ids))[:MOST]
    hits = [row for row in organizations_like(actor, words) if row.id not in chosen]
    # What is chosen but out of reach is dropped here and refused by the command.
    query = visible(actor, Organization).where(Organization.id.in_(chosen))
    rows = {row.id: row for row in db.session.scalars(query)}
    shown = picks(actor, [*(rows[n] for n in chosen if n in rows), *hits])
    base, carried = address
    many = len(shown) - len(hits)
    return Choice(base, carried, words, shown[:many], shown[many:])


def picks(actor: Actor, rows: Sequence[Organization]) -> list[Pick]:
    """These organizations with unit, members and present cover, in their order."""
    ids = [row.id for row in rows]
    facts = organizations.facts_on(actor, ids, clock.today(), "headcount")
    covers = organization_ports.cover(actor, ids)
    units = regions.named([row.unit_id for row in rows])
    found = []
    for row in rows:
        count = facts[row.id].headcount
        full = count.full if count else None
        cover = covers.get(row.id, Cover())
        found.append(Pick(row.id, row.name, row.number, units[row.unit_id].name, full, cover))
    return found


def _found(actor: Actor, place: int, words: str) -> list[int]:
    """Ids of the things of one source that answer to the words."""
    terms = text.query_terms(words)
    if not terms:
        return []
    numbers = db.session.scalars(matching.entry_numbers(actor, terms).limit(SEEN))
    return [number // STEP for number in numbers if number % STEP == place]


def organizations_like(actor: Actor, words: str) -> Sequence[Organization]:
    """Living organizations in reach that answer to the words, the first few by name."""
    ids = _found(actor, ORGANIZATIONS.place, words)
    query = visible(actor, Organization).where(
        Organization.id.in_(ids), Organization.state.in_(LIVING)
    )
    by_name = (Organization.sort_key, Organization.id)
    return db.session.scalars(query.order_by(*by_name).limit(OFFERED)).all()


def parties_like(
    actor: Actor, words: str, kinds: Collection[PartyKind] = tuple(PartyKind)
) -> Sequence[PartyOrganization]:
    """Living Party organizations of these kinds in reach that answer to the words."""
    ids = _found(actor, PARTY_ORGANIZATIONS.place, words)
    query = visible(actor, PartyOrganization).where(
        PartyOrganization.id.in_(ids),
        PartyOrganization.kind.in_(sorted(kinds)),
        standing(clock.today()),
    )
    by_name = (PartyOrganization.sort_key, PartyOrganization.id)
    return db.session.scalars(query.order_by(*by_name).limit(OFFERED)).all()


def written(code: str | None, name: str) -> str:
    """A thing as a form shows it: its code and its name."""
    return f"{code} {name}" if code else name


def party_named(actor: Actor, words: str, label: str = "上级党组织") -> int | None:
    """The one Party organization in reach with this code or name; None for blank.

    RuleBroken where there is none or more than one.
    """
    query = visible(actor, PartyOrganization).where(standing(clock.today()))
    return _one(query, [PartyOrganization.code], words, label)


def organization_named(actor: Actor, words: str, label: str = "牵头单位") -> int | None:
    """The one living organization in reach with this code, filing number or name."""
    query = visible(actor, Organization).where(Organization.state.in_(LIVING))
    return _one(query, [Organization.code, Organization.filing_number], words, label)


def _one(query: Select[Any], codes: Sequence[Any], words: str, label: str) -> int | None:
    if not words.strip():
        return None
    code, _, name = words.strip().partition(" ")
    names = sorted({words.strip(), name.strip() or words.strip()})
    model = query.column_descriptions[0]["entity"]
    query = query.order_by(model.sort_key, model.id).limit(6)
    by_code = or_(*(column == code.upper() for column in codes))
    found = db.session.scalars(query.where(by_code)).all()
    found = found or db.session.scalars(query.where(model.name.in_(names))).all()
    if not found:
        raise RuleBroken(f"{label}“{words}”没有找到，请填写编码（代码）或全称，也可边输边选。")
    if len(found) > 1:
        several = "、".join(f"{row.name}（{_code_of(row)}）" for row in found)
        raise RuleBroken(f"{label}“{words}”不止一个，请填写编码（代码）：{several}。")
    return int(found[0].id)


def _code_of(row: Organization | PartyOrganization) -> str:
    return row.number if isinstance(row, Organization) else row.code
