"""How a checker fills a plan: rows, errors and warnings in one way for every kind."""

from dataclasses import dataclass, field

from partybuild.imports.plans import Outcome, Plan, RowPlan
from partybuild.imports.records import Kind
from partybuild.imports.row import Row, RowError

OUT_OF_REACH = "这一行不在您的管理范围内，没有导入。"


@dataclass
class Planner:
    """Takes down row by row what becomes of a file."""

    kind: Kind
    plan: Plan = field(default_factory=Plan)

    def wrong(self, row: Row, name: str, message: str) -> None:
        """The row's field is wrong, and the row will be refused; the first fault of a cell is said."""
        error = row.error(self.kind, name, message)
        if error.heading not in [known.heading for known in row.errors]:
            row.errors.append(error)

    def foreign(self, row: Row) -> None:
        """Refuse a row out of reach by its number, and say nothing more."""
        self.plan.errors.append(RowError(row.sheet, row.number, "", "", "", OUT_OF_REACH))
        self.plan.rows.append(RowPlan(row.sheet, row.number, "", "", Outcome.REFUSED))

    def settle(
        self,
        row: Row,
        key: str,
        name: str,
        outcome: Outcome,
        changes: list[dict[str, str]] | None = None,
    ) -> bool:
        """Take the row down; refused with all its errors where it has any. Whether it is good."""
        if row.errors:
            self.plan.errors.extend(row.errors)
            self.plan.rows.append(RowPlan(row.sheet, row.number, key, name, Outcome.REFUSED))
            return False
        self.plan.rows.append(RowPlan(row.sheet, row.number, key, name, outcome, changes or []))
        return True

    def warn(self, row: Row, sentence: str) -> None:
        """Say something of the row that does not stop it."""
        self.plan.warnings.append(f"工作表“{row.sheet}”第 {row.number} 行：{sentence}")
