"""The walls: no statement on a scoped table without a scope, no write outside `work`.

The engine sees every statement, whatever made it: the session, Core on a connection, `text()`,
a relationship. It lets pass what carries a scope mark in each SELECT that names a scoped table,
what the unit of work writes after the flush guard has looked, and what `bulk` or `system` sends.
"""

import re
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Delete, Engine, Insert, Select, TableClause, TextClause, Update, event
from sqlalchemy.orm import RelationshipProperty
from sqlalchemy.sql import operators
from sqlalchemy.sql.dml import ValuesBase
from sqlalchemy.sql.elements import BooleanClauseList, ClauseElement
from sqlalchemy.sql.selectable import AliasedReturnsRows, Join, SelectBase

from partybuild.access.scope import SYSTEM, Scoped, ScopeMark, UnscopedRead, UnscopedWrite
from partybuild.db import FLUSHING

OPTIONS = "_with_options"
BULK: ContextVar[bool] = ContextVar("partybuild_bulk", default=False)
MOST = 5000
_PASSED: set[Any] = set()
"""Shapes of reads that were looked through and let pass: what SQLAlchemy compiles but once."""


def install() -> None:
    """Put the guard on every engine of this process, once."""
    if not event.contains(Engine, "before_execute", _before_execute):
        event.listen(Engine, "before_execute", _before_execute)
        event.listen(Engine, "before_cursor_execute", _before_cursor_execute)


def _before_execute(conn: Any, statement: Any, multiparams: Any, params: Any, options: Any) -> None:
    if SYSTEM.get():
        return
    if isinstance(statement, TextClause):
        _refuse_words(statement.text)
        return
    if not isinstance(statement, ClauseElement):
        return
    if isinstance(statement, (Insert, Update, Delete)):
        _check_write(statement)
    shape = _shape(statement)
    if shape is None or shape not in _PASSED:
        _look_through(statement)
        _remember(shape)


def _look_through(statement: ClauseElement) -> None:
    unmarked = {name for part, marked in _parts(statement) for name in _names(part) - marked}
    if unmarked:
        raise UnscopedRead(
            f"Start from visible(actor, …): this statement reads {sorted(unmarked)}."
        )


def _remember(shape: Any) -> None:
    if shape is not None:
        if len(_PASSED) >= MOST:
            _PASSED.clear()
        _PASSED.add(shape)


def _shape(statement: Any) -> Any:
    """What a read has in common with all that are worded alike and marked alike, values aside.

    None for writes, for what cannot be told apart so, and where loader options stand behind it.
    """
    if not isinstance(statement, SelectBase) or getattr(statement, OPTIONS, None):
        return None
    key = statement._generate_cache_key()
    return key.key if key is not None else None


def _before_cursor_execute(
    conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> None:
    """Driver-level strings never reach `before_execute`."""
    from_driver = context is None or context.compiled is None
    if from_driver and not SYSTEM.get() and not getattr(context, "isddl", False):
        _refuse_words(statement)


def _refuse_words(text: str) -> None:
    named = _words(text)
    if named and re.match(r"\s*(select|insert|update|delete|with|replace)", text, re.IGNORECASE):
        raise UnscopedRead(f"A statement in words may not touch {sorted(named)}.")


def _check_write(statement: ValuesBase | Delete) -> None:
    table = statement.table
    scoped = isinstance(table, TableClause) and table.name in Scoped.registry_of_scoped
    if scoped and not (FLUSHING.get() or BULK.get()):
        raise UnscopedWrite(f"Write {table} by the session or by bulk(actor, …).")


def _parts(statement: Any) -> Iterator[tuple[Any, frozenset[str]]]:
    """Every part of the statement that names tables, with the scoped tables marked around it."""
    pending: list[tuple[Any, frozenset[str]]] = [(statement, frozenset())]
    seen: set[tuple[int, frozenset[str]]] = set()
    while pending:
        part, marked = pending.pop()
        if (id(part), marked) in seen:
            continue
        seen.add((id(part), marked))
        if isinstance(part, Select):
            marked |= _marks(part)
            yield part, marked
        elif isinstance(part, (TextClause, Update, Delete)):
            yield part, marked
        pending.extend((child, marked) for child in _children(part))


def _children(part: Any) -> Iterator[Any]:
    """Direct parts, and the FROMs that a SELECT names only through its columns."""
    yield from part.get_children()
    if isinstance(part, Select):
        yield from _froms(part)


def _froms(select: Select[Any]) -> Iterator[Any]:
    columns = (*select._raw_columns, *select._where_criteria, *select._order_by_clauses)
    for element in columns:
        yield from element._from_objects
    yield from select._from_obj
    for target, onclause, *_ in select._setup_joins:
        yield from getattr(target, "_from_objects", ()) or ()
        table = getattr(target, "__table__", None)
        if table is not None:
            yield table
        if onclause is not None and hasattr(onclause, "_from_objects"):
            yield from onclause._from_objects


def _marks(select: Select[Any]) -> frozenset[str]:
    """Tables whose scope stands in this WHERE as a condition that all rows must meet."""
    found: set[str] = set()
    pending: list[Any] = list(select._where_criteria)
    while pending:
        part = pending.pop()
        if isinstance(part, ScopeMark):
            found.add(part.scope_of_table)
        elif isinstance(part, BooleanClauseList) and part.operator is operators.and_:
            pending.extend(part.clauses)
    return frozenset(found)


def _names(part: Any) -> set[str]:
    """Scoped tables that this part names itself, not in the SELECTs inside it.

    An alias is a table of its own: no mark is made for it, so it is always unmarked.
    """
    if isinstance(part, TextClause):
        return _words(part.text)
    if isinstance(part, Select):
        return _tables(_froms(part)) | _loaded(part)
    others = (origin for clause in part._where_criteria for origin in clause._from_objects)
    return _tables(origin for origin in others if origin is not part.table)


def _tables(froms: Iterable[Any]) -> set[str]:
    names: set[str] = set()
    pending: list[Any] = list(froms)
    while pending:
        part: Any = pending.pop()
        if _is_table(part):
            names.add(part.name)
        elif isinstance(part, Join):
            pending.extend((part.left, part.right))
        elif isinstance(part, AliasedReturnsRows):
            element: Any = part.element
            if getattr(element, "name", "") in Scoped.registry_of_scoped:
                names.add(f"{element.name} as another name")
    return {name for name in names if name.split(" ")[0] in Scoped.registry_of_scoped}


def _is_table(part: Any) -> bool:
    return isinstance(part, TableClause)


def _loaded(select: Select[Any]) -> set[str]:
    """Scoped tables that loader options would bring in behind the statement's back."""
    steps = (
        step
        for option in select._with_options
        for element in getattr(option, "context", ())
        for step in element.path.path
        if isinstance(step, RelationshipProperty)
    )
    return {str(step.mapper.local_table) for step in steps} & Scoped.registry_of_scoped.keys()


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z_]+", text.lower())) & Scoped.registry_of_scoped.keys()
