"""A scheme as a workbook that comes back the same, and the reading of one that was edited."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from partybuild.imports.cells import Cell, Fault, letters, shown
from partybuild.imports.limits import HEAD_WITHIN
from partybuild.imports.reading import Sheet, Workbook, read
from partybuild.imports.row import RowError
from partybuild.ratings.schemes import tables
from partybuild.ratings.schemes.columns import BY_TITLE, SETTINGS, TABLES, Column, Table
from partybuild.ratings.schemes.columns import read as value_of
from partybuild.ratings.schemes.rules import Scheme
from partybuild.ratings.schemes.tables import Line
from partybuild.rules import RuleBroken
from partybuild.sheets.book import Book, ColumnSpec, Kind, ListSheet

MOST_BYTES = 2 * 1024 * 1024
MOST_TEXT = 500
MOST_ROWS = 1000
NOTE = (
    "空白的代码由系统编；分值最多一位小数；同一指标的选项、扣分用指标代码对应。改好后可导入草稿。"
)


@dataclass
class Read:
    """What a workbook says: a scheme, or every fault with its place; notes in either case."""

    scheme: Scheme | None = None
    faults: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Table:
    """The rows of one sheet with their numbers, and where its columns stand."""

    sheet: str
    places: dict[str, int]
    rows: list[tuple[int, Line, list[Cell]]] = field(default_factory=list)


def write(scheme: Scheme, path: Path, day: date) -> None:
    """The workbook stands at `path`: one sheet for each table."""
    cells = tables.cells_of(scheme)
    with Book(path, day=day, title=scheme.label) as book:
        for table in TABLES:
            specs = [
                ColumnSpec(c.heading, c.width, Kind.LONG if c.width > 20 else Kind.TEXT)
                for c in table.columns
            ]
            title = f"{scheme.label}　{table.title}"
            ListSheet(table.title, specs, title, [NOTE]).write(book, cells[table.key])


def taken(path: Path, filename: str, base: Scheme) -> Read:
    """What the file says for a draft that says `base`; tables it has not stay, less what is gone.

    RuleBroken where the gate refuses the file, or where it has no sheet 指标.
    """
    if path.stat().st_size > MOST_BYTES:
        raise RuleBroken("评星方案的工作簿不应超过 2 MB，请只留下方案的工作表。")
    found = Read()
    with read(path, filename, seconds=20) as workbook:
        known = _tables(workbook, found)
    if "indicators" not in known:
        raise RuleBroken("没有找到“指标”工作表，请先导出一份方案，在它上面修改。")
    _put_together(known, base, found)
    return found


def _tables(workbook: Workbook, found: Read) -> dict[str, _Table]:
    known: dict[str, _Table] = {}
    for sheet in workbook.sheets:
        table = BY_TITLE.get(_plain(sheet.name))
        if table is None:
            found.notes.append(f"工作表“{sheet.name}”不认识，未读取。")
        elif (head := _head(sheet, table)) is None:
            cell = RowError(sheet.name, 1, "", "", "", f"前 {HEAD_WITHIN} 行没有找到表头。")
            found.faults.append(cell)
        else:
            known[table.key] = _rows(sheet, table, head, found)
    return known


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("*", "")


def _head(sheet: Sheet, table: Table) -> tuple[int, dict[str, int]] | None:
    """The row of the headings and the place of each column; the needed ones must be there."""
    wanted = {_plain(column.heading): column for column in table.columns}
    needed = {column.name for column in table.columns if column.needed}
    for number, cells in islice(sheet.rows(), HEAD_WITHIN):
        places = {}
        for at, cell in enumerate(cells):
            column = wanted.get(_plain(shown(cell)))
            if column is not None and column.name not in places:
                places[column.name] = at
        if len(places) > 1 and needed <= set(places):
            return number, places
    return None


def _rows(sheet: Sheet, table: Table, head: tuple[int, dict[str, int]], found: Read) -> _Table:
    last, places = head
    kept = _Table(sheet.name, places)
    for number, cells in sheet.rows():
        words = [text for text in map(_plain, map(shown, cells)) if text]
        if number <= last or not words or words[0] in {"合计", "小计", "总计"}:
            continue
        if len(kept.rows) == MOST_ROWS:
            many = f"最多 {MOST_ROWS} 行，请删去不属于方案的内容。"
            found.faults.append(RowError(sheet.name, number, "", "", "", many))
            break
        if table.key == "settings":
            kept.rows.append((number, {}, cells))
            continue
        line = {c.name: _value(kept, c, (number, cells), found) for c in table.columns}
        kept.rows.append((number, line, cells))
    return kept


def _value(kept: _Table, column: Column, row: tuple[int, list[Cell]], found: Read) -> object:
    """The cell's value; a column that is not there says what an empty cell says."""
    cells = row[1]
    place = kept.places.get(column.name, len(cells))
    cell = cells[place] if place < len(cells) else None
    try:
        return _said(column, cell)
    except RuleBroken as broken:
        found.faults.append(_error(kept, column, row, str(broken)))
        return ""


def _said(column: Column, cell: Cell) -> object:
    if isinstance(cell, Fault):
        raise RuleBroken("公式没有结果或有错，请填写数值。")
    text = shown(cell)
    if len(text) > MOST_TEXT:
        raise RuleBroken(f"最多 {MOST_TEXT} 个字。")
    return value_of(column, text)


def _error(kept: _Table, column: Column, row: tuple[int, list[Cell]], message: str) -> RowError:
    number, cells = row
    place = kept.places.get(column.name)
    value = shown(cells[place]) if place is not None and place < len(cells) else ""
    letter = letters(place) if place is not None else ""
    return RowError(kept.sheet, number, letter, column.heading, value[:60], message)


def _put_together(known: dict[str, _Table], base: Scheme, found: Read) -> None:
    lines: dict[str, Sequence[Line]] = dict(tables.lines_of(base))
    for key, kept in known.items():
        lines[key] = [line for _, line, _ in kept.rows]
    items = {line["key"] for line in lines["indicators"]}
    for key in {"options", "deductions"} - set(known):
        lines[key] = [line for line in lines[key] if line["item"] in items]
    lines["settings"] = [_settings(known.get("settings"), base, found)]
    if found.faults:
        return
    complete = tables.named(lines)
    for each in tables.wrong(complete):
        found.faults.append(_misfit(each, known))
    if not found.faults:
        found.scheme = tables.scheme_of(complete, base)


def _misfit(each: tables.Wrong, known: dict[str, _Table]) -> RowError:
    column = next(
        c for t in TABLES if t.key == each.table for c in t.columns if c.name == each.column
    )
    number, _, cells = known[each.table].rows[each.at]
    return _error(known[each.table], column, (number, cells), each.message)


def _settings(kept: _Table | None, base: Scheme, found: Read) -> Line:
    """What the rows 项目 | 内容 say; what they leave out stays."""
    said = tables.lines_of(base)["settings"][0]
    by_heading = {_plain(column.heading): column for column in SETTINGS}
    for number, _, cells in kept.rows if kept else ():
        place = kept.places["what"] if kept else 0
        column = by_heading.get(_plain(shown(cells[place]))) if place < len(cells) else None
        if kept and column is not None:
            one = _Table(kept.sheet, {column.name: kept.places["value"]})
            said[column.name] = _value(one, column, (number, cells), found)
    return said
