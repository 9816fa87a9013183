"""The Party organizations in the importer's reach, by code and by name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import system, visible
from partybuild.db import OPEN, db
from partybuild.imports.cleaning import folded
from partybuild.party.kinds import PartyKind
from partybuild.party.models import PartyOrganization, PartyProfile

CHUNK = 5000
DEEPEST = 12
"""So many levels the tree of Party organizations has at most, as in coverage."""


class Body(NamedTuple):
    """A Party organization as it is known today."""

    id: int
    code: str
    name: str
    kind: PartyKind
    parent_id: int | None
    unit_id: int
    founded_on: date
    dissolved_on: date | None


@dataclass(frozen=True)
class Bodies:
    """All in reach; `codes` of the file that belong to others are `foreign`."""

    by_id: Mapping[int, Body]
    by_code: Mapping[str, Body]
    by_name: Mapping[str, Sequence[Body]]
    foreign: frozenset[str]

    def numbered(self, word: str) -> Body | None:
        """The one with this code."""
        return self.by_code.get(folded(word))

    def named(self, name: str) -> Sequence[Body]:
        """All of this name, dissolved ones too; full width and blanks make no difference."""
        return self.by_name.get(folded(name), ())

    def children(self) -> dict[int, list[Body]]:
        """Living ones in reach by their superior."""
        found: dict[int, list[Body]] = defaultdict(list)
        for body in self.by_id.values():
            if body.parent_id is not None and body.dissolved_on is None:
                found[body.parent_id].append(body)
        return found


def load(actor: Actor, codes: Iterable[str]) -> Bodies:
    """The Party organizations in reach, and which of `codes` belong to one out of reach."""
    table = PartyOrganization
    columns = [getattr(table, name) for name in Body._fields]
    by_id: dict[int, Body] = {}
    by_name: dict[str, list[Body]] = defaultdict(list)
    for row in db.session.execute(visible(actor, table, *columns).order_by(table.code)):
        body = Body(*row)
        by_id[body.id] = body
        by_name[folded(body.name)].append(body)
    by_code = {body.code: body for body in by_id.values()}
    return Bodies(by_id, by_code, by_name, _taken(set(codes) - by_code.keys()))


def _taken(codes: Collection[str]) -> frozenset[str]:
    """Which of these codes stand in the register; nothing else is told of them."""
    wanted, found = sorted(codes), set[str]()
    with system("按编码匹配"):
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            query = select(PartyOrganization.code).where(PartyOrganization.code.in_(part))
            found.update(db.session.scalars(query))
    return frozenset(found)


def superiors(ids: Collection[int], day: date) -> dict[int, set[int]]:
    """Who stands directly above these, and above those, on any day from `day` on."""
    found: dict[int, set[int]] = {}
    asked = set(ids)
    for _ in range(DEEPEST):
        rows = _above(asked, day)
        found |= rows
        asked = {parent for above in rows.values() for parent in above} - found.keys()
        if not asked:
            break
    return found


def _above(ids: Collection[int], day: date) -> dict[int, set[int]]:
    rows: dict[int, set[int]] = {number: set() for number in ids}
    wanted = sorted(rows)
    table = PartyProfile
    with system("核对党组织的上级"):
        for start in range(0, len(wanted), CHUNK):
            query = select(table.party_organization_id, table.parent_id).where(
                table.party_organization_id.in_(wanted[start : start + CHUNK]),
                table.known_to == OPEN,
                table.valid_to > day,
                table.parent_id.is_not(None),
            )
            for number, parent in db.session.execute(query):
                rows[number].add(parent or 0)
    return rows
