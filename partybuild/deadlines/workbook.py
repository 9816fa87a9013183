"""The rows of a small workbook as lines of text: 日期, 休/班, 依据. Runs apart (jobs/alone.py)."""

import json
import sys
from datetime import date, datetime

from python_calamine import CalamineWorkbook

MOST_ROWS, MOST_COLUMNS = 500, 4


def main(arguments: list[str]) -> None:
    """FILE: says the rows of its first sheet as one JSON list of lines."""
    with CalamineWorkbook.from_path(arguments[0]) as book:
        rows = book.get_sheet_by_index(0).to_python(nrows=MOST_ROWS)
    lines = ["\t".join(_text(cell) for cell in row[:MOST_COLUMNS]).strip() for row in rows]
    sys.stdout.write(json.dumps([line for line in lines if line]))


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    return " ".join(str(cell).split())
