"""One row of an import file as values by field, and what is wrong with it."""

from dataclasses import dataclass, field

from partybuild.imports.cells import Cell, letters, shown
from partybuild.imports.records import Kind
from partybuild.imports.values import Value


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell, or with `letter` empty in the whole row."""

    sheet: str
    row: int
    letter: str
    heading: str
    value: str
    message: str

    @property
    def column(self) -> str:
        """The column as its owner finds it: C 统一社会信用代码."""
        return f"{self.letter} {self.heading}".strip()


@dataclass
class Row:
    """One row: values by field, with blanks left out, and what could not be read.

    A value is a str, int, bool, date, tuple of str, or `Special` (CLEAR, UNCHANGED); fields in
    `inferred` are days of which only the month or year was given.
    """

    sheet: str
    number: int
    values: dict[str, Value]
    cells: list[Cell]
    places: dict[str, int]
    inferred: set[str] = field(default_factory=set)
    errors: list[RowError] = field(default_factory=list)

    @property
    def raw(self) -> dict[str, str]:
        """The cells as their owner sees them, by field."""
        return {name: self.shown(name) for name in self.places}

    def shown(self, name: str) -> str:
        """The field's cell as its owner sees it; empty when the sheet has no such column."""
        place = self.places.get(name, len(self.cells))
        return shown(self.cells[place]) if place < len(self.cells) else ""

    def error(self, kind: Kind, name: str, message: str) -> RowError:
        """A trouble with one field of this row, in its place."""
        letter = letters(self.places[name]) if name in self.places else ""
        heading = kind.by_field[name].name
        return RowError(self.sheet, self.number, letter, heading, self.shown(name), message)
