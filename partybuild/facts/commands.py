"""Writing facts: the only place where a dated row is closed or added."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import bindparam, insert, select, tuple_, update

from partybuild.access.scope import system
from partybuild.db import FOREVER, OPEN, db
from partybuild.db.guard import BULK
from partybuild.db.work import current_work
from partybuild.facts.models import Dated
from partybuild.facts.rules import New, Row, splice

BATCH = 400


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
    with system("合并事实时间线"):
        for start in range(0, len(wanted), BATCH):
            part = wanted[start : start + BATCH]
            match = (
                columns[0].in_([key[0] for key in part])
                if len(columns) == 1
                else tuple_(*columns).in_(part)
            )
            for row in db.session.execute(
                select(model.__table__).where(match, model.known_to == OPEN)
            ).mappings():
                key = tuple(row[name] for name in model.KEY)
                values = {name: row[name] for name in names}
                found[key].append(Row(row["id"], row["valid_from"], row["valid_to"], values))
    return found


def put(model: type[Dated], statements: Sequence[Statement]) -> int:
    """Make the statements true as of this change; how many rows were added.

    Values left out of a statement keep, day by day, what the time line says already.
    The caller has checked that every key is writable and calls `touch` for the recount.
    """
    change = current_work().change
    lines = known(model, [statement.key for statement in statements])
    closed: list[int] = []
    added: list[dict[str, Any]] = []
    for statement in statements:
        rows = lines.get(statement.key, [])
        for new in _completed(model, rows, statement):
            result = splice(rows, new)
            closed.extend(row.id for row in result.closed if row.id > 0)
            gone = {id(row) for row in result.closed}
            rows = [row for row in rows if id(row) not in gone]
            rows += [Row(0, n.valid_from, n.valid_to, n.values or {}) for n in result.added]
        lines[statement.key] = rows
    for key in {statement.key for statement in statements}:
        added += [_record(model, key, row, change) for row in lines[key] if row.id == 0]
    _write(model, closed, added, change)
    return len(added)


def _completed(model: type[Dated], rows: Sequence[Row], statement: Statement) -> list[New]:
    """The statement cut where the time line changes, each piece with all values filled in."""
    if statement.values is None:
        return [New(statement.valid_from, statement.valid_to, None)]
    names = model.values()
    if set(names) <= statement.values.keys():
        return [New(statement.valid_from, statement.valid_to, dict(statement.values))]
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


def _record(model: type[Dated], key: tuple[Any, ...], row: Row, change: int) -> dict[str, Any]:
    return {
        **dict(zip(model.KEY, key, strict=True)),
        **row.values,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "known_from": change,
        "known_to": OPEN,
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
        if added:
            connection.execute(insert(model.__table__), list(added))
    finally:
        BULK.reset(token)
