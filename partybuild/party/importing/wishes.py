"""What a file says of one Party organization, whichever kind of file says it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from partybuild.imports.row import Row
from partybuild.imports.values import CLEAR
from partybuild.party.importing.bodies import Body
from partybuild.party.importing.given import given, typed
from partybuild.party.kinds import Formation, PartyKind

KINDS = {"kind": PartyKind, "formation": Formation}


@dataclass(slots=True, eq=False)
class Wish:
    """A Party organization as one row (of a ledger: several rows) wants it to be.

    `ref` names it before it has an id: a negative number. Values are by the fields of 党组织名册;
    `fields` gives the row's own name of a field where it differs.
    """

    ref: int
    row: Row
    values: dict[str, Any]
    fields: Mapping[str, str] = field(default_factory=dict)
    others: Sequence[Row] = ()
    """The further rows that speak of it."""
    hints: frozenset[int] = frozenset()
    """Ids that decide between several of its name: those that cover its organizations already."""
    body: Body | None = None
    """The one of the register that is meant; None for a new one."""
    parent: int | None = None
    """Id or `ref` of its superior; None where it has none or nothing is said."""
    parent_said: bool = False

    @property
    def number(self) -> int:
        """Its id, or its `ref` while it has none."""
        return self.body.id if self.body is not None else self.ref

    @property
    def name(self) -> str:
        """Its name by the file, else by the register."""
        said = self.values.get("name")
        return said if isinstance(said, str) else self.body.name if self.body else ""

    @property
    def rows(self) -> list[Row]:
        """All rows that speak of it."""
        return [self.row, *self.others]

    def column(self, name: str) -> str:
        """The row's own name of a field of 党组织名册."""
        return self.fields.get(name, name)

    def inferred(self, name: str) -> bool:
        """Whether of this day only the month or the year was written."""
        return any(self.column(name) in row.inferred for row in self.rows)

    def words(self, name: str) -> str | None:
        """The text in a field, None where it is blank or cleared."""
        value = self.values.get(name)
        return None if value is None or value is CLEAR else str(value)


def of_roster(rows: Iterable[Row]) -> list[Wish]:
    """One for each row of 党组织名册."""
    found = []
    for number, row in enumerate(rows, start=1):
        values = given(row)
        for name, kinds in KINDS.items():
            typed(values, name, kinds)
        found.append(Wish(-number, row, values))
    return found
