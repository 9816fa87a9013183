"""A row of the sheet 整顿台账."""

from datetime import date
from typing import NamedTuple


class WeakRow(NamedTuple):
    """A case of rectification that is open on the month's last day, or ended in its year."""

    unit_row: str
    code: str
    name: str
    kind: str
    superior: str
    unit: str
    found_on: date
    grounds: str
    stage: str
    ended_on: date | None
    outcome: str
    repeated: bool
    relapses: int
    open: bool
    struck_this_month: bool
    struck_this_year: bool
