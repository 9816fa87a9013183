"""The walls: no statement on a scoped table without a scope, no write outside `work`.

The engine sees every statement, whatever made it: the session, Core on a connection, `text()`,
a relationship. It lets pass what carries a scope mark in each SELECT that names a scoped table,
what the unit of work writes after the flush guard has looked, and what `bulk` or `system` sends.
"""

import re
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Delete, Engine, Insert, Select, Table, TextClause, Update, event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import ValuesBase
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.selectable import Alias, FromClause, Join, Subquery

from partybuild.access.scope import SYSTEM, Scoped, ScopeMark, UnscopedRead, UnscopedWrite
from partybuild.db import FLUSHING

BULK: ContextVar[bool] = ContextVar("partybuild_bulk", default=False)


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
    for select, inherited in _selects(statement):
        unmarked = _tables(select) - inherited
        if unmarked:
            raise UnscopedRead(
                f"Start from visible(actor, …): this statement reads {sorted(unmarked)}."
            )


def _before_cursor_execute(
    conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> None:
    """Driver-level strings never reach `before_execute`."""
    if context is None or context.compiled is None:
        if not SYSTEM.get() and not getattr(context, "isddl", False):
            _refuse_words(statement)


def _refuse_words(text: str) -> None:
    named = set(re.findall(r"[a-z_]+", text.lower())) & Scoped.registry_of_scoped.keys()
    if named and re.match(r"\s*(select|insert|update|delete|with|replace)", text, re.IGNORECASE):
        raise UnscopedRead(f"A statement in words may not touch {sorted(named)}.")


def _check_write(statement: ValuesBase | Delete) -> None:
    table = statement.table
    if isinstance(table, Table) and table.name in Scoped.registry_of_scoped:
        if not (FLUSHING.get() or BULK.get()):
            raise UnscopedWrite(f"Write {table.name} by the session or by bulk(actor, …).")


def _selects(statement: Any) -> Iterator[tuple[Select[Any], frozenset[str]]]:
    """Every SELECT of the statement with the scoped tables that stand marked around it."""
    pending: list[tuple[Any, frozenset[str]]] = [(statement, frozenset())]
    seen: set[tuple[int, frozenset[str]]] = set()
    while pending:
        part, marked = pending.pop()
        if (id(part), marked) in seen:
            continue
        seen.add((id(part), marked))
        if isinstance(part, Select):
            marked = marked | _marks(part)
            yield part, marked
        pending.extend((child, marked) for child in _children(part))


def _children(part: Any) -> Iterator[Any]:
    """Direct parts, and the FROMs that a SELECT names only through its columns."""
    yield from part.get_children()
    if isinstance(part, Select):
        yield from _froms(part)


def _froms(select: Select[Any]) -> Iterator[FromClause]:
    columns = (*select._raw_columns, *select._where_criteria, *select._order_by_clauses)
    for element in columns:
        yield from element._from_objects
    yield from select._from_obj
    for target, onclause, *_ in select._setup_joins:
        yield from getattr(target, "_from_objects", ()) or ()
        table = getattr(target, "__table__", None) or getattr(target, "local_table", None)
        if table is not None:
            yield table
        if onclause is not None and hasattr(onclause, "_from_objects"):
            yield from onclause._from_objects


def _marks(select: Select[Any]) -> frozenset[str]:
    found: set[str] = set()
    pending: list[Any] = list(select._where_criteria)
    while pending:
        part = pending.pop()
        if isinstance(part, ScopeMark):
            found.add(part.scope_of_table)
        elif getattr(part, "__visit_name__", "") == "clauselist" or hasattr(part, "clauses"):
            if getattr(getattr(part, "operator", None), "__name__", "and_") == "and_":
                pending.extend(part.clauses)
    return frozenset(found)


def _tables(select: Select[Any]) -> frozenset[str]:
    """Scoped tables named in this SELECT itself, not in the SELECTs inside it."""
    names: set[str] = set()
    pending: list[Any] = list(_froms(select))
    while pending:
        part = pending.pop()
        if isinstance(part, Table):
            names.add(part.name)
        elif isinstance(part, Join):
            pending.extend((part.left, part.right))
        elif isinstance(part, Alias) and not isinstance(part, Subquery):
            pending.append(part.element)
    return frozenset(names & Scoped.registry_of_scoped.keys())


def tables_of(statement: Any) -> set[str]:
    """Names of all tables a statement touches, for tests of the walls."""
    return {part.name for part in visitors.iterate(statement) if isinstance(part, Table)}
