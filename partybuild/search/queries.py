"""One search over everything in reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal_column, select, union_all

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.search import matching, rules, text
from partybuild.search.models import SearchEntry
from partybuild.search.ports import STEP, Shown, Source, sources

SHOWN = 20
LONGEST = 200
RANKED = 300
"""So many hits are put in order; of more, the first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found; its name in pieces, those that were typed marked."""

    shown: Shown
    name: Sequence[rules.Piece]


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one source: how many there are, and the first."""

    source: Source
    total: int
    ended: int
    """How many of them have ended."""
    hits: Sequence[Hit]


def found(actor: Actor, query: str) -> list[Group]:
    """What has all that was typed, by source; groups without hits are left out."""
    terms = text.query_terms(query)
    if not terms:
        return []
    totals, ended = _totals(actor, terms)
    groups = []
    for source in sources:
        if totals.get(source.place):
            hits = _hits(actor, source, _first(actor, source, terms), query)
            past = ended.get(source.place, 0)
            groups.append(Group(source, totals[source.place], past, hits))
    return groups


def _totals(actor: Actor, terms: Sequence[text.Term]) -> tuple[dict[int, int], dict[int, int]]:
    """How many entries have all the terms, and of these how many have ended, by place of source."""
    counted = (_counted(actor, terms, 0), _counted(actor, [*terms, matching.ENDED], 1))
    found: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for past, at, total in db.session.execute(union_all(*counted)):
        found[past][at] = total
    return found


def _counted(actor: Actor, terms: Sequence[text.Term], past: int) -> Select[Any]:
    (number,) = matching.entry_numbers(actor, terms).subquery().c
    # The divisor stands in the statement: PostgreSQL takes two parameters for two expressions.
    place = number % literal_column(str(STEP))
    columns: list[Any] = [literal_column(str(past)), place, func.count()]
    return select(*columns).group_by(place)


def _first(actor: Actor, source: Source, terms: Sequence[text.Term]) -> Sequence[Any]:
    """The first of its entries that have all the terms, by name: (thing_id, name)."""
    (number,) = matching.entry_numbers(actor, terms).subquery().c
    wanted = select(number).where(number % STEP == source.place).order_by(number).limit(RANKED)
    return db.session.execute(
        visible(actor, SearchEntry, SearchEntry.thing_id, SearchEntry.name)
        .where(SearchEntry.id.in_(wanted))
        .order_by(SearchEntry.sort_key, SearchEntry.id)
    ).all()


def _hits(actor: Actor, source: Source, entries: Sequence[Any], query: str) -> list[Hit]:
    rank = rules.ranks(query)
    best = sorted(entries, key=lambda entry: rank(entry.name))[:SHOWN]
    shown = source.shown(actor, [entry.thing_id for entry in best])
    words = rules.words_of(query)
    return [
        Hit(shown[entry.thing_id], rules.marked(shown[entry.thing_id].name, words))
        for entry in best
        if entry.thing_id in shown
    ]


def the_one(actor: Actor, query: str) -> tuple[Source, int] | None:
    """The only thing in reach whose number is exactly what was typed; None for none or several."""
    typed = query.strip().upper()
    if not typed or len(typed) > rules.MOST or not typed.isprintable():
        return None
    found = db.session.execute(
        visible(actor, SearchEntry, SearchEntry.thing, SearchEntry.thing_id)
        .where(SearchEntry.number == typed)
        .limit(2)
    ).all()
    if len(found) != 1:
        return None
    source = next(source for source in sources if source.thing == found[0].thing)
    return source, found[0].thing_id
