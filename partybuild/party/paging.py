"""Pages of a list by name: the last row's id is the place from which the next page goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, tuple_

from partybuild.access.actor import Actor
from partybuild.access.scope import count_of, visible
from partybuild.db import db

PAGE = 50


@dataclass(frozen=True, slots=True)
class Turned:
    """A page: its rows, how many rows there are, the ids to go on before and after, or None."""

    rows: Sequence[Any]
    total: int
    previous: int | None
    next: int | None


def turned(
    actor: Actor, model: Any, query: Select[Any], after: int | None, before: int | None
) -> Turned:
    """The rows of a scoped query by name, from the row `after` on or up to the row `before`."""
    total = db.session.scalar(count_of(query)) or 0
    anchor = _anchor(actor, model, before if before is not None else after)
    backwards = before is not None and anchor is not None
    by_name = (model.sort_key, model.id)
    if anchor is not None:
        here, there = tuple_(*by_name), tuple_(*anchor)
        query = query.where(here < there if backwards else here > there)
    order = [each.desc() for each in by_name] if backwards else list(by_name)
    rows = list(db.session.scalars(query.order_by(*order).limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else anchor is not None
    has_next = backwards or more
    return Turned(
        rows,
        total,
        rows[0].id if rows and has_previous else None,
        rows[-1].id if rows and has_next else None,
    )


def _anchor(actor: Actor, model: Any, number: int | None) -> tuple[str, int] | None:
    if number is None:
        return None
    query = visible(actor, model, model.sort_key, model.id).where(model.id == number)
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None
