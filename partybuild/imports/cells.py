"""A cell as it was read, before anybody asks which type it should have."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a usable value: an error such as #REF!, or a formula never calculated."""

    kind: Literal["error", "formula"]
    text: str


Cell = str | int | float | bool | date | datetime | Fault | None
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; rows from 1, columns from 0."""


def dumped(number: int, cells: list[Cell]) -> str:
    """One row as a line of JSON."""
    return json.dumps([number, cells], ensure_ascii=False, default=_plain)


def loaded(line: str) -> tuple[int, list[Cell]]:
    """The row number (from 1) and cells of a line that `dumped` wrote."""
    number, cells = _READER.decode(line)
    return number, cells


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, Fault):
        return {value.kind: value.text}
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()}
    return {"text": str(value)}


def _cell(raw: dict[str, Any]) -> Cell:
    ((kind, text),) = raw.items()
    if kind == "date":
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    if kind == "error":
        return Fault("error", text)
    return Fault("formula", text) if kind == "formula" else str(text)


_READER = json.JSONDecoder(object_hook=_cell)


def shown(cell: Cell) -> str:
    """The cell as its owner sees it: dates as 2024-03-05, whole numbers without a point."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, Fault):
        return cell.text
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.strftime("%Y-%m-%d") if midnight else cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell)


def letters(column: int) -> str:
    """The letters of a column counted from 0: A … Z, AA …"""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(text: str) -> int:
    """The column, counted from 0, of letters such as AB."""
    column = 0
    for letter in text:
        column = column * 26 + ord(letter.upper()) - 64
    return column - 1
