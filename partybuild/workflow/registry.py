"""The processes of the house, filled in create_app from the rooms that own them."""

from partybuild.workflow.rules import Table

tables: dict[tuple[str, int], Table] = {}
"""By kind and version; an old version stays while cases were opened under it."""


def register(*new: Table) -> None:
    """Make processes known."""
    for table in new:
        tables[table.kind, table.version] = table


def current(kind: str) -> Table:
    """The version under which new cases of `kind` are opened; KeyError where there is none."""
    return tables[max(key for key in tables if key[0] == kind)]


def of(kind: str, version: int) -> Table:
    """The version that a case was opened under; KeyError where there is none."""
    return tables[kind, version]
