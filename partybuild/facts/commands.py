"""Writing facts: the only place where a dated row is closed or added."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import bindparam, select, tuple_, update

from partybuild.access.scope import system
from partybuild.db import FOREVER, OPEN, db
from partybuild.db.guard import BULK
from partybuild.db.many import pour, ready
from partybuild.db.work import current_work
from partybuild.facts.models import Dated
from partybuild.facts.rules import New, Row, splice

BATCH = 400
SINGLE_BATCH = 5000
"""Of time lines whose key is one column, so many are asked for at once."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is true of one time line of `model` from a day on (to a day): None values end it."""

    key: tuple[Any, ...]
    values: Mapping[str, Any] | None
    valid_from: date
    valid_to: date = FOREVER


def known(model: type[Any], keys: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[Row]]:
    """The rows held to be true now, by time line. The caller has checked the keys' reach."""
    columns = [getattr(model, name) for name in model.KEY]
    names = model.values()
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    wanted = sorted(set(keys))
    batch = SINGLE_BATCH if len(columns) == 1 else BATCH
    with system("合并事实时间线"):
        for start in range(0, len(wanted), batch):
            part = wanted[start : start + batch]
            match = (
                columns[0].in_([key[0] for key in part])
                if len(columns) == 1
                else tuple_(*columns).in_(part)
            )
            table = model.__table__.c
            told = [table[name] for name in (*model.KEY, *names)]
            query = select(table.id, table.valid_from, table.valid_to, *told)
            keyed = 3 + len(columns)
            for row in db.session.execute(query.where(match, model.known_to == OPEN)):
                values = dict(zip(names, row[keyed:], strict=True))
                found[tuple(row[3:keyed])].append(Row(row[0], row[1], row[2], values))
    return found


@dataclass(frozen=True, slots=True)
class Spliced:
    """What statements make of their time lines: ids to be closed, rows to be added, the lines."""

    closed: list[int]
    added: list[dict[str, Any]]
    """Without change numbers."""
    lines: Mapping[tuple[Any, ...], list[Row]]


def spliced(model: type[Dated], statements: Sequence[Statement], *, fresh: bool = False) -> Spliced:
    """What `put` would write, by what is known now; nothing is written."""
    names = model.values()
    keys = [statement.key for statement in statements]
    lines: dict[tuple[Any, ...], list[Row]] = {} if fresh else known(model, keys)
    closed: list[int] = []
    for statement in statements:
        rows = lines.get(statement.key, [])
        for new in _completed(names, rows, statement):
            result = splice(rows, new)
            closed.extend(row.id for row in result.closed if row.id > 0)
            gone = {id(row) for row in result.closed}
            rows = [row for row in rows if id(row) not in gone]
            rows += [Row(0, n.valid_from, n.valid_to, n.values or {}) for n in result.added]
        lines[statement.key] = rows
    added = [
        _record(model, key, row) for key in dict.fromkeys(keys) for row in lines[key] if not row.id
    ]
    return Spliced(closed, added, lines)


def put(model: type[Dated], statements: Sequence[Statement], *, fresh: bool = False) -> int:
    """Make the statements true as of this change; how many rows were added.

    Values left out of a statement keep, day by day, what the time line says already; with `fresh`
    the caller knows that it says nothing yet. The caller has checked that every key is writable
    and calls `touch` for the recount.
    """
    made = spliced(model, statements, fresh=fresh)
    _write(model, made.closed, made.added, current_work().change)
    return len(made.added)


def _completed(names: Sequence[str], rows: Sequence[Row], statement: Statement) -> list[New]:
    """The statement cut where the time line changes, each piece with all values filled in."""
    if statement.values is None:
        return [New(statement.valid_from, statement.valid_to, None)]
    if statement.values.keys() >= set(names):
        values = {name: statement.values[name] for name in names}
        return [New(statement.valid_from, statement.valid_to, values)]
    cuts = {statement.valid_from, statement.valid_to}
    for row in rows:
        cuts |= {
            day
            for day in (row.valid_from, row.valid_to)
            if statement.valid_from < day < statement.valid_to
        }
    days = sorted(cuts)
    pieces = []
    for begin, end in pairwise(days):
        base = next((r.values for r in rows if r.valid_from <= begin < r.valid_to), {})
        merged = {name: statement.values.get(name, base.get(name)) for name in names}
        pieces.append(New(begin, end, merged))
    return pieces


def _record(model: type[Dated], key: tuple[Any, ...], row: Row) -> dict[str, Any]:
    return {
        **dict(zip(model.KEY, key, strict=True)),
        **row.values,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _write(
    model: type[Any], closed: Sequence[int], added: Sequence[dict[str, Any]], change: int
) -> None:
    token = BULK.set(True)
    try:
        connection = db.session.connection()
        if closed:
            connection.execute(
                update(model.__table__)
                .where(model.__table__.c.id == bindparam("row"))
                .values(known_to=change),
                [{"row": number} for number in closed],
            )
        pour(ready(model.__table__, added), known_from=change, known_to=OPEN)
    finally:
        BULK.reset(token)
