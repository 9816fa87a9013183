"""Any list of this room by its name and its address: what a file of it or a bulk act is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from partybuild.access.actor import Actor
from partybuild.coverage import (
    asked as asking,
)
from partybuild.coverage import (
    listings,
    lists,
    party_asked,
    party_lists,
    party_roster,
    queries,
    roster,
)
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.models import PartySpan as P
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked
from partybuild.db import OPEN
from partybuild.db.work import OutOfReach


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with the words that stand on a file of it."""

    title: str
    scope: str
    day: date
    basis: str
    words: str
    """The filters; blank where nothing narrows."""
    sort: str
    roll: Roll
    party: bool
    """Whether it lists Party organizations."""
    address: str


def listed(actor: Actor, name: str, query: str, change: int = OPEN) -> Listed:
    """The list `name` as its query string asks for it; OutOfReach for a list there is not."""
    if name not in _LISTS:
        raise OutOfReach
    return _LISTS[name](actor, dict(parse_qsl(query)), change)


def _organizations(actor: Actor, arguments: Mapping[str, str], change: int) -> Listed:
    asked = roster.read(actor, arguments)
    basis = queries.basis("registered", asked.day)
    words = f"{basis.label}（第{basis.version}版）"
    return _of_roster("社会组织名单", asked, roster.roll(actor, asked, change), words, party=False)


def _party_organizations(actor: Actor, arguments: Mapping[str, str], change: int) -> Listed:
    asked = party_asked.read(actor, arguments)
    return _of_roster("党组织名单", asked, party_roster.roll(actor, asked, change), "", party=True)


def _of_roster(title: str, asked: Asked, roll: Roll, basis: str, *, party: bool) -> Listed:
    own = "本级" if asked.get("own") else ""
    scope = f"{asked.scope.name}{own}" if asked.scope else "本人联系的组织"
    return Listed(
        title,
        scope,
        asked.day,
        basis,
        asked.words(),
        asked.sort,
        roll,
        party,
        asked.address(),
    )


def _behind(actor: Actor, arguments: Mapping[str, str], change: int) -> Listed:
    """The list behind a number of coverage, as known at a change."""
    opened = listings.listing(actor, arguments)
    asked, field, sieve = opened.asked, opened.field, opened.sieve
    if opened.party:
        found = party_lists.query(actor, asked, field, sieve, change)
        row, number, key = P.id, P.party_organization_id, P.sort_key
        shown: Callable[[Any], Any] = lambda spans: party_roster.rows(actor, spans, asked.day)
    else:
        found = lists.query(actor, asked, field, opened.year, sieve, change)
        row, number, key = S.id, S.organization_id, S.sort_key
        shown = lambda spans: roster.rows(actor, spans, asked.basis)
    narrow = f"{asking.BREAKDOWNS[asked.narrow.by]}：{asked.narrow.label}" if asked.narrow else ""
    words = [label for label, _ in opened.active]
    return Listed(
        opened.label,
        f"{asked.scope.name}{'本级' if asked.scope.own else ''}",
        asked.day,
        asked.basis_words,
        "；".join([narrow, *words] if narrow else words),
        "name",
        Roll(found, row, number, {"name": ((key, number), (str, int))}, shown),
        opened.party,
        opened.address(),
    )


_LISTS: Mapping[str, Callable[[Actor, Mapping[str, str], int], Listed]] = {
    "organizations": _organizations,
    "party_organizations": _party_organizations,
    "coverage": _behind,
}
