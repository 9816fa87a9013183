"""Which rows a person may see and change, enforced where every statement passes.

A model that mixes in `Scoped` is read through `visible` (or with `scope_of` in the same SELECT)
and written inside `work`. The guard in `partybuild.db.guard` refuses every other statement, so
forgetting the scope is an error on the first run, not a leak.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.visitors import InternalTraversal

from partybuild.access.actor import Actor, Reach

SYSTEM: ContextVar[str] = ContextVar("partybuild_system_reason", default="")


class UnscopedRead(RuntimeError):
    """A scoped table was read without saying on whose behalf."""


class UnscopedWrite(RuntimeError):
    """A scoped row was about to be written by somebody who may not, or outside `work`."""


class Scoped:
    """Mixin for models whose rows belong to somebody's reach."""

    __tablename__: str
    registry_of_scoped: ClassVar[dict[str, type["Scoped"]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        """Remember the table, so that the guard knows it."""
        super().__init_subclass__(**options)
        if "__tablename__" in cls.__dict__:
            Scoped.registry_of_scoped[cls.__tablename__] = cls

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """The condition that keeps a row inside `reach`, on this model's own columns."""
        raise NotImplementedError

    def anchor(self) -> tuple[type["Scoped"], int | None]:
        """The row whose scope decides whether this one may be written: (model, id)."""
        return type(self), getattr(self, "id", None)

    def covers(self, reach: Reach) -> bool:
        """Whether a new row of an anchor model would stand inside `reach`."""
        return reach.everything


class ScopeMark(Grouping[bool]):
    """A scope condition that says for which table it was made; SQL sees only its parentheses.

    The table is part of what statements are told apart by, so that the guard may know one again.
    """

    inherit_cache = True
    _cache_key_traversal: Any = [
        ("element", InternalTraversal.dp_clauseelement),
        ("scope_of_table", InternalTraversal.dp_string),
    ]

    def __init__(self, element: ColumnElement[bool], table: str) -> None:
        super().__init__(element)
        self.scope_of_table = table


def scope_of(actor: Actor, model: type[Scoped]) -> ColumnElement[bool]:
    """The condition that admits `model` into a SELECT for this person."""
    condition = true() if actor.reach.everything else model.within(actor.reach)
    return ScopeMark(condition, model.__tablename__)


def visible(actor: Actor, model: type[Scoped], *columns: Any) -> Select[Any]:
    """Select the rows (or `columns` of the rows) this person may see: the start of every read."""
    return select(*(columns or (model,))).select_from(model).where(scope_of(actor, model))


def writable(actor: Actor, model: type[Scoped]) -> Select[Any]:
    """Select the rows this person may change: the start of every write."""
    return visible(actor, model)


def count_of(query: Select[Any]) -> Select[Any]:
    """Count the rows of a scoped query, keeping its scope."""
    return select(func.count()).select_from(query.order_by(None).subquery())


@contextmanager
def system(reason: str) -> Iterator[None]:
    """Let the statements inside pass the guard for a reason that is no person's reading.

    Only files listed in tests/structure/test_walls.py may use it.
    """
    if not reason:
        raise ValueError("say why the system reads for itself")
    token = SYSTEM.set(reason)
    try:
        yield
    finally:
        SYSTEM.reset(token)


def in_unit(model: Any, reach: Reach) -> ColumnElement[bool]:
    """Rows whose ancestor of the reach's level is its unit; `model` carries `level1_id`…`level5_id`."""
    unit = reach.unit
    if unit is None:
        return false()
    if unit.level == 0:
        return true()
    column: ColumnElement[int] = getattr(model, f"level{unit.level}_id")
    return column == unit.id


def under(path: Any, prefix: str) -> ColumnElement[bool]:
    """Rows whose path starts with `prefix` (which ends in '/'), by range so that an index serves."""
    upper = prefix[:-1] + chr(ord("/") + 1)
    condition: ColumnElement[bool] = (path >= prefix) & (path < upper)
    return condition
