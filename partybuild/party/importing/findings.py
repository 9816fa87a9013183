"""What the check of a file finds: errors by cell, warnings, and what becomes of each row. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from partybuild.facts.histories import Change
from partybuild.imports.planning import OUT_OF_REACH
from partybuild.imports.plans import Outcome, Plan, RowPlan
from partybuild.imports.records import Kind
from partybuild.imports.row import Row, RowError
from partybuild.rules import RuleBroken

Place = tuple[str, int]


def place(row: Row) -> Place:
    """The sheet and number by which a row is known."""
    return row.sheet, row.number


class Findings:
    """Collects what is said of the rows of one file, in the order of the rows."""

    def __init__(self, kind: Kind, rows: Sequence[Row]) -> None:
        self.kind = kind
        self.rows = rows
        self.warnings: list[str] = []
        self._hidden: set[Place] = set()
        self._errors: dict[Place, list[RowError]] = {}
        for row in rows:
            if row.errors:
                self._errors[place(row)] = list(row.errors)

    def refuse(self, row: Row, name: str, message: str) -> None:
        """The row has an error in the field."""
        self.add(row, [row.error(self.kind, name, message)])

    def add(self, row: Row, errors: Sequence[RowError]) -> None:
        """The row has these errors; said twice they count once."""
        known = self._errors.setdefault(place(row), [])
        known.extend(error for error in errors if error not in known)
        if not known:
            del self._errors[place(row)]

    def hide(self, row: Row) -> None:
        """The row is about something out of reach: its number is told and nothing more."""
        self._hidden.add(place(row))
        self._errors[place(row)] = [RowError(row.sheet, row.number, "", "", "", OUT_OF_REACH)]

    def warn(self, row: Row, sentence: str) -> None:
        """Something to look into that does not stop the import."""
        words = f"工作表“{row.sheet}”第 {row.number} 行：{sentence}"
        if words not in self.warnings:
            self.warnings.append(words)

    def holds(self, row: Row, name: str, rule: Callable[..., Any], *facts: Any) -> bool:
        """Whether a rule lets the row pass; its sentence is the field's error where it does not."""
        try:
            rule(*facts)
        except RuleBroken as broken:
            self.refuse(row, name, str(broken))
            return False
        return True

    def refused(self, row: Row) -> bool:
        """Whether the row has any error."""
        return place(row) in self._errors

    def hidden(self, row: Row) -> bool:
        """Whether nothing may be said of the row."""
        return place(row) in self._hidden

    def plan(self, told: Mapping[Place, "Told"]) -> Plan:
        """The plan of the file, rows and errors in the order of the file; without its write."""
        plan = Plan(warnings=self.warnings)
        for row in self.rows:
            here = place(row)
            plan.errors += self._errors.get(here, ())
            of = told.get(here, NOTHING)
            if here in self._errors:
                key, name = ("", "") if here in self._hidden else (of.key, of.name)
                plan.rows.append(RowPlan(*here, key, name, Outcome.REFUSED))
            else:
                plan.rows.append(RowPlan(*here, of.key, of.name, of.outcome, list(of.changes)))
        return plan


class Told:
    """What the preview says of a row that is let in."""

    def __init__(
        self, key: str, name: str, outcome: Outcome = Outcome.SAME, changes: Sequence[Change] = ()
    ) -> None:
        self.key = key
        self.name = name
        self.outcome = outcome
        self.changes = changes


NOTHING = Told("", "")
