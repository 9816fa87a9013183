"""Days from one date column to another, in SQL of both databases."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class days_between(GenericFunction[int]):  # noqa: N801
    """`days_between(a, b)`: days by which b is later than a; negative where it is earlier."""

    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _plain(element: Any, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(each, **kw) for each in element.clauses)
    return f"({second} - {first})"


@compiles(days_between, "sqlite")
def _sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"
