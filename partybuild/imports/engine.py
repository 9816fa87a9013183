"""From a file to a plan, and from a plan to the register.

Everything heavy happens before the lock: reading, checking, planning. The lock is held for the
set-based writes of the plan and the recount.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.audit.queries import head_number
from partybuild.db import db
from partybuild.db.work import NotPermitted
from partybuild.imports.cells import letters
from partybuild.imports.columns import KINDS
from partybuild.imports.errors import write_error_workbook
from partybuild.imports.heads import Heads, find_heads
from partybuild.imports.identity import without_identity_numbers
from partybuild.imports.plans import Options, Outcome, Plan, checkers, lists
from partybuild.imports.reading import Workbook
from partybuild.imports.records import Kind
from partybuild.imports.row import RowError
from partybuild.imports.rows import Rows
from partybuild.rules import RuleBroken

NO_DATA = "表头下面没有读到数据行，请确认数据在表头之下并已保存，再重新上传。"
KEEPING: Mapping[str, Permission] = {
    "organizations": Permission.ORGANIZATIONS_KEEP,
    "party-organizations": Permission.PARTY_KEEP,
    "ledger": Permission.PARTY_KEEP,
    "instructors": Permission.PARTY_KEEP,
    "organization-life": Permission.LIFE_RECORD,
    "inspections": Permission.INSPECTIONS_READ,
}
"""What a person must be allowed besides importing, for each kind.

Of inspections the registrar brings the conclusions, the officer the evaluations, column by column.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to bring in, and how."""

    kind: str
    filename: str
    file_digest: str
    options: Options
    take: Mapping[str, str] = field(default_factory=dict)
    """Heading or column letter → field, column name or 忽略."""


@dataclass(frozen=True, slots=True)
class Question:
    """A column that can be several things, and which."""

    sheet: str
    row: int
    letter: str
    heading: str
    choices: tuple[str, ...]

    @property
    def error(self) -> RowError:
        """The same as an error of the head."""
        words = (
            f"“{self.heading}”没有分清正式和预备，请指明它是"
            f"{'、'.join(f'“{choice}”' for choice in self.choices)}中的哪一项，或者忽略。"
        )
        return RowError(self.sheet, self.row, self.letter, self.heading, self.heading, words)


@dataclass(slots=True)
class Examined:
    """A file that has been read and checked against the register; nothing is written yet."""

    asked: Asked
    workbook: Workbook
    heads: Heads
    plan: Plan
    head: int
    """The last change of the register that the check could see."""
    questions: list[Question]
    digest: str = ""
    """Of everything the plan would do."""

    @property
    def may_write(self) -> bool:
        """Whether it can be written as asked."""
        good = not self.plan.errors or self.asked.options.partial
        return good and not self.questions

    def write_errors(self, out: Path) -> None:
        """The error workbook lies at `out`."""
        write_error_workbook(self.workbook, self.heads, self.plan.errors, out)


def permitted(actor: Actor, key: str) -> bool:
    """Whether the actor may bring in this kind."""
    return actor.may(Permission.IMPORTS_MAKE) and actor.may(KEEPING[key])


def check_permitted(actor: Actor, key: str) -> None:
    """NotPermitted unless the actor may bring in this kind."""
    if not permitted(actor, key):
        raise NotPermitted(f"您的岗位（{actor.role.label}）不能导入{KINDS[key].label}。")


def kind_today(key: str) -> Kind:
    """The kind with the editable lists as they are published today."""
    kind = KINDS[key]
    for name, labels in lists.items():
        if name in kind.by_field:
            kind = kind.choosing(name, labels())
    return kind


def examine(actor: Actor, asked: Asked, workbook: Workbook) -> Examined:
    """Read and check the whole file: all errors at once, or the questions it raises first.

    Raises RuleBroken when there is no head or no row, NotPermitted as `check_permitted`.
    """
    check_permitted(actor, asked.kind)
    db.session.rollback()
    head = head_number()
    heads = find_heads(kind_today(asked.kind), workbook, asked.take)
    questions = [_question(heads.kind, *ambiguous) for ambiguous in heads.ambiguous]
    if questions:
        plan = Plan(notes=heads.notes, errors=[question.error for question in questions])
        return Examined(asked, workbook, heads, plan, head, questions)
    rows = Rows(heads)
    columns = {c.field for found in heads.found for c in found.matching.columns.values()}
    plan = checkers[asked.kind](actor, rows, asked.options, columns)
    plan.notes[:0] = [*heads.notes, *rows.notes]
    if not plan.rows:
        raise RuleBroken(NO_DATA)
    db.session.rollback()
    return Examined(asked, workbook, heads, plan, head, [], digest_of(asked, plan))


def _question(kind: Kind, head: Any, heading: Any) -> Question:
    totals = [column.total_of for column in kind.columns if column.total_of]
    choices = (kind.by_field[name].name for pair in totals for name in pair)
    return Question(
        head.sheet.name, head.last_row, letters(heading.index), heading.text, tuple(choices)
    )


def digest_of(asked: Asked, plan: Plan) -> str:
    """SHA-256 of the file, what was asked, and what each row would do."""
    options = asked.options
    told = hashlib.sha256()
    first: list[Any] = [
        asked.kind,
        asked.file_digest,
        options.effective_on.isoformat(),
        options.unit_id,
    ]
    first += [options.correct, sorted(options.accept.items()), sorted(asked.take.items())]
    told.update(json.dumps(first, ensure_ascii=False).encode())
    for row in plan.rows:
        line = f"\n{row.sheet}|{row.number}|{row.key}|{row.outcome}"
        if row.changes and row.outcome is Outcome.CHANGED:
            line += json.dumps(row.changes, ensure_ascii=False)
        told.update(line.encode())
    return told.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def answer(asked: Asked, plan: Plan) -> dict[str, Any]:
    """What was found, in the contract's JSON."""
    return {
        "kind": asked.kind,
        "file_sha256": asked.file_digest,
        **plan.summary,
        "absent_rows": [number for _, number, _ in plan.absent],
        "errors": errors_as_json(plan.errors),
        "warnings": [without_identity_numbers(text) for text in [*plan.notes, *plan.warnings]],
    }


def errors_as_json(errors: Sequence[RowError]) -> list[dict[str, Any]]:
    """Errors with their place, without identity numbers."""
    return [
        {
            "sheet": error.sheet,
            "row": error.row,
            "column": error.column,
            "value": without_identity_numbers(error.value),
            "message": without_identity_numbers(error.message),
        }
        for error in errors
    ]
