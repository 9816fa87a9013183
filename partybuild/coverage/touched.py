"""Who a movement is about: whose spans begin, end or were restated between two days."""

from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.movement import Period
from partybuild.coverage.scopes import Scope, known
from partybuild.db import db

CHUNK = 5000


def touched(
    actor: Actor,
    table: Any,
    key: Any,
    scope: Scope,
    period: Period,
    reported: int,
    change: int,
    *more: ColumnElement[bool],
) -> list[int]:
    """Ids (`key`) of those of the scope whose spans begin or end in the period as known at
    `change`, or stood otherwise on its opening day when that was `reported`, or meet one of `more`.
    """
    moved = and_(
        known(table, change),
        or_(
            *more,
            and_(table.valid_from > period.opening, table.valid_from <= period.closing),
            and_(table.valid_to > period.opening, table.valid_to <= period.closing),
        ),
    )
    restated = and_(
        table.valid_from <= period.opening,
        table.valid_to > period.opening,
        or_(
            and_(known(table, reported), not_(known(table, change))),
            and_(known(table, change), not_(known(table, reported))),
        ),
    )
    query = visible(actor, table, key).where(
        scope.inside(table), moved if reported == change else or_(moved, restated)
    )
    return sorted(set(db.session.scalars(query)))
