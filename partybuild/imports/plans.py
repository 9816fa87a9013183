"""What an import would do, row by row, before anything is written. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from partybuild.access.actor import Actor
from partybuild.imports.row import Row, RowError


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The word shown on screen."""
        return {"new": "新增", "changed": "变更", "same": "无变化", "refused": "退回"}[self.value]


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for beside the file."""

    effective_on: date
    unit_id: int | None = None
    """The unit chosen at upload, for rows without 区划."""
    correct: bool = False
    """Changed values were wrong from their start."""
    partial: bool = False
    """Write the good rows although others are refused."""
    accept: Mapping[str, str] = field(default_factory=dict)
    """Unified code → reason why its failing check character may pass."""
    document: str = ""
    """What histories name as the source: the file's name."""


@dataclass(slots=True)
class RowPlan:
    """One row of the file: what it is about, what becomes of it, what it changes."""

    sheet: str
    number: int
    key: str
    name: str
    outcome: Outcome
    changes: list[dict[str, str]] = field(default_factory=list)
    """[{label, before, after}] as shown on screen; telephones masked."""


@dataclass(slots=True)
class Plan:
    """The whole file: rows in order, errors, warnings, and who is in the register but not here."""

    rows: list[RowPlan] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """Sentences with sheet and row; they do not stop the import."""
    notes: list[str] = field(default_factory=list)
    """What was read and what was left alone."""
    absent: list[tuple[int, str, str]] = field(default_factory=list)
    """(id, code, name) of 在册未在表中, never ended by the import itself."""
    makes: list[str] = field(default_factory=list)
    """For combined tables: the Party organizations, links and assignments it would make."""
    write: Callable[[Actor], None] | None = None
    """Writes the rows that are new or changed, set-based, inside the caller's command."""
    prepare: Callable[[Actor], None] | None = None
    """Does all that writing needs and that can be done before the lock."""
    moved: Callable[[int], bool] | None = None
    """Whether anything the plan rests on has changed since a change number; asked inside `work`.

    None: any change of the register is taken for one.
    """

    def count(self, outcome: Outcome) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def summary(self) -> dict[str, Any]:
        """The counts of the contract's JSON."""
        return {
            "rows": len(self.rows),
            "created": self.count(Outcome.NEW),
            "updated": self.count(Outcome.CHANGED),
            "unchanged": self.count(Outcome.SAME),
            "rejected": self.count(Outcome.REFUSED),
            "absent": len(self.absent),
        }


class Checker(Protocol):
    """What a room lends to imports for one kind, filled in house.py."""

    def __call__(
        self, actor: Actor, rows: Iterable[Row], options: Options, columns: Collection[str]
    ) -> Plan:
        """Check every row against the register in the actor's reach; nothing is written.

        `columns` are the fields that the file has at all. All errors at once; a refused row has at
        least one RowError. Runs in a read-only snapshot; `Plan.write` runs later, in a command.
        """


checkers: dict[str, Checker] = {}
"""By the kind's key: organizations, party-organizations, instructors, ledger, organization-life."""


lists: dict[str, Callable[[], Sequence[str]]] = {}
"""Editable lists by field: the labels that may be filled in today."""


def refused_rows(errors: Sequence[RowError]) -> set[tuple[str, int]]:
    """The (sheet, row) pairs that have an error."""
    return {(error.sheet, error.row) for error in errors}
