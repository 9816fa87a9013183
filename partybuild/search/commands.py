"""Keeping the entries up to what they are made of. Derived, rebuildable, set-based."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.many import insert_many
from partybuild.search import text
from partybuild.search.matching import ENDED, place_tokens, rewrite_index
from partybuild.search.models import SearchEntry
from partybuild.search.ports import STEP, Findable, Source, sources

CHUNK = 5000
_TABLE: Any = SearchEntry.__table__
_NAMES = tuple(column.name for column in _TABLE.columns)


def index(source: Source, ids: Collection[int]) -> None:
    """Make the entries of these things say what is true today. Inside `work`."""
    with system("更新查找索引"):
        for part in _chunks(ids):
            _write(*_compared(source, part))


def rebuild() -> int:
    """Make all entries and the index anew; how many entries there are. Inside `work`."""
    total = 0
    with system("重建查找索引"):
        db.session.execute(delete(SearchEntry))
        for source in sources:
            ids = source.every_id()
            total += len(ids)
            for start in range(0, len(ids), CHUNK):
                part = source.findable(ids[start : start + CHUNK])
                _write([row_of(source, thing) for thing in part], [])
        rewrite_index()
    return total


def differences() -> dict[str, int]:
    """How many entries of each kind of thing are missing, or not what they should be."""
    found: dict[str, int] = {}
    with system("核对查找索引"):
        for source in sources:
            for part in _chunks(source.every_id()):
                new, changed = _compared(source, part)
                found[source.label] = found.get(source.label, 0) + len(new) + len(changed)
    return {label: count for label, count in found.items() if count}


def row_of(source: Source, thing: Findable) -> dict[str, Any]:
    """The entry of a thing as a row of its table."""
    terms = [text.tokens(thing.name, thing.words), *place_tokens(thing.levels, thing.body_path)]
    terms += ENDED.tokens if thing.ended else ()
    return {
        "id": STEP * thing.id + source.place,
        "thing": source.thing,
        "thing_id": thing.id,
        "name": thing.name,
        "sort_key": thing.sort_key,
        "number": thing.number,
        "terms": " ".join(terms),
        "body_path": thing.body_path,
        **{f"level{n}_id": number for n, number in enumerate(thing.levels, 1)},
    }


def _compared(source: Source, ids: Collection[int]) -> tuple[list[Any], list[Any]]:
    """(entries that are missing, entries that should say something else)."""
    wanted = {row["id"]: row for row in (row_of(source, one) for one in source.findable(ids))}
    query = select(_TABLE).where(_TABLE.c.id.in_(sorted(wanted)))
    standing = {row["id"]: dict(row) for row in db.session.execute(query).mappings()}
    new = [row for number, row in wanted.items() if number not in standing]
    changed = [row for n, row in wanted.items() if n in standing and standing[n] != row]
    return new, changed


def _write(new: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    insert_many(_TABLE, new)
    if changed:
        values: dict[str, Any] = {name: bindparam(name) for name in _NAMES if name != "id"}
        rows = [{**row, "row": row["id"]} for row in changed]
        for row in rows:
            del row["id"]
        db.session.connection().execute(
            update(_TABLE).where(_TABLE.c.id == bindparam("row")).values(values), rows
        )


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
