"""The index over `search_entry.terms`, asked with the scope inside the question.

FTS5 and tsvector answer in their own SQL. Units and Party bodies stand in the index as tokens, so
that a county's officer never makes the database walk through a province's hits.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table

from partybuild.access.actor import Actor, Reach
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.search import text
from partybuild.search.models import SearchEntry
from partybuild.search.text import Term

UNIT = "υ"
BODY = "β"
ENDED = Term(("ζ1",))
"""What every entry answers to whose thing has ended."""
# FTS5 tables have a hidden column of their own name: the one to MATCH.
_INDEX = table("search_index", column("rowid"), column("search_index"))


def place_tokens(levels: Sequence[int | None], body_path: str) -> list[str]:
    """The tokens by which a thing is found in each unit and each body it stands below."""
    units = [f"{UNIT}{number}" for number in levels if number is not None]
    return units + [f"{BODY}{number}" for number in body_path.split("/") if number]


def entry_numbers(actor: Actor, terms: Sequence[Term]) -> Select[Any]:
    """Select the numbers of the entries in the actor's reach that have all the terms."""
    reach = actor.reach
    alternatives = _scope_tokens(reach)
    if db.session.connection().dialect.name == "sqlite":
        match = _INDEX.c.search_index.op("MATCH")(_fts5(terms, alternatives))
        if alternatives is not None:
            return select(_INDEX.c.rowid).where(match)
        inside = SearchEntry.id.in_(select(_INDEX.c.rowid).where(match))
        return visible(actor, SearchEntry, SearchEntry.id).where(inside)
    return visible(actor, SearchEntry, SearchEntry.id).where(_tsmatch(terms, alternatives))


def _scope_tokens(reach: Reach) -> tuple[str, ...] | None:
    """Tokens of which a hit must have one; () where nothing narrows, None where none can tell."""
    if reach.everything or (reach.unit is not None and reach.unit.level == 0):
        return ()
    unit = (f"{UNIT}{reach.unit.id}",) if reach.unit else ()
    body = (f"{BODY}{reach.body.id}",) if reach.body else ()
    return None if reach.organization_ids or not unit + body else unit + body


def _fts5(terms: Sequence[Term], alternatives: tuple[str, ...] | None) -> str:
    sought = text.fts5(terms)
    if not alternatives:
        return sought
    places = " OR ".join(f'"{token}"' for token in alternatives)
    return f"({sought}) AND ({places})"


def _tsmatch(terms: Sequence[Term], alternatives: tuple[str, ...] | None) -> ColumnElement[bool]:
    sought = text.tsquery(terms)
    if alternatives:
        sought = f"{sought} & ({' | '.join(alternatives)})"
    simple: ColumnElement[Any] = literal_column("'simple'")
    return func.to_tsvector(simple, SearchEntry.terms).op("@@")(func.to_tsquery(simple, sought))


def rewrite_index() -> None:
    """Build the index anew from the entries. Inside `work`."""
    if db.session.connection().dialect.name == "sqlite":
        order = "INSERT INTO search_index(search_index) VALUES ('rebuild')"
        db.session.connection().exec_driver_sql(order)
