"""The rows below the heads as values by field, each trouble with its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from partybuild.imports.cells import Cell, letters, shown
from partybuild.imports.cleaning import CellError
from partybuild.imports.dates import Inferred
from partybuild.imports.heads import Head, Heads
from partybuild.imports.records import Column, Kind, Type
from partybuild.imports.repeats import Repeats
from partybuild.imports.row import Row, RowError
from partybuild.imports.skipping import why_skipped
from partybuild.imports.values import CLEAR, Parsed, Special, parser

_REMEMBERED = 4096


@dataclass
class Skipped:
    """A row that was taken for no data, and why."""

    sheet: str
    row: int
    why: str


class Rows:
    """Walks all rows of all heads; what was passed over is in `skipped` when the walk is done."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self.kind = heads.kind
        self.skipped: list[Skipped] = []
        self.repeats = Repeats(self.kind)

    def __iter__(self) -> Iterator[Row]:
        self.skipped.clear()
        self.repeats = Repeats(self.kind)
        for head in self.heads.found:
            self.repeats.note(head, data_rows(head, []))
        for head in self.heads.found:
            yield from self._rows_of(head)

    def _rows_of(self, head: Head) -> Iterator[Row]:
        places = {column.field: index for index, column in head.matching.columns.items()}
        plan = [(i, c, _remembering(c)) for i, c in head.matching.columns.items()]
        for number, cells in data_rows(head, self.skipped):
            row = Row(head.sheet.name, number, {}, cells, places)
            for index, column, read in plan:
                value = read(cells[index]) if index < len(cells) else None
                if value is not None:
                    _place(row, column, value, index)
            if row.values or row.errors:
                _split_total(self.kind, row)
                self.repeats.check(row)
                yield row

    @property
    def notes(self) -> list[str]:
        """What the preview says of rows passed over, one sentence a sheet and reason."""
        found: dict[tuple[str, str], list[int]] = {}
        for skipped in self.skipped:
            found.setdefault((skipped.sheet, skipped.why), []).append(skipped.row)
        return [
            f"工作表“{sheet}”跳过了 {len(rows)} 行{why}：第 {_listed(rows)} 行。"
            for (sheet, why), rows in found.items()
        ]


def missing(kind: Kind, row: Row) -> list[RowError]:
    """What the row lacks if it is to make something new."""
    given = {name: v for name, v in row.values.items() if not isinstance(v, Special)}
    faulty = {error.heading for error in row.errors}
    return [
        row.error(kind, c.field, f"新增时必须填写{c.name}，请补填。")
        for c in kind.columns
        if c.required_new is not None
        and c.field not in given
        and c.name not in faulty
        and c.required_new.holds(given)
    ]


def _listed(rows: list[int]) -> str:
    return "、".join(map(str, rows[:10])) + (" 等" if len(rows) > 10 else "")


def _remembering(column: Column) -> Callable[[Cell], Parsed]:
    known: dict[str, Parsed] = {}
    fresh = parser(column)

    def read(cell: Cell) -> Parsed:
        if not isinstance(cell, str):
            return fresh(cell)
        value = known.get(cell)
        if value is None:
            value = fresh(cell)
            if len(known) < _REMEMBERED:
                known[cell] = value
        return value

    return read


def _place(row: Row, column: Column, value: Parsed, index: int) -> None:
    if isinstance(value, CellError):
        row.errors.append(
            RowError(
                row.sheet,
                row.number,
                letters(index),
                column.name,
                shown(row.cells[index]),
                value.message,
            )
        )
    elif isinstance(value, Inferred):
        row.values[column.field] = value.day
        row.inferred.add(column.field)
    else:
        row.values[column.field] = value


def _split_total(kind: Kind, row: Row) -> None:
    """党员总数 less 预备党员数 is 正式党员数; the sum itself is kept nowhere."""
    for column in kind.columns:
        total = row.values.pop(column.field, None) if column.total_of else None
        if column.total_of is None or total is None:
            continue
        first, second = column.total_of
        part = row.values.get(second, 0)
        if total is CLEAR:
            row.values[first] = CLEAR
        elif isinstance(total, int) and isinstance(part, int):
            if part > total:
                words = f"预备党员数 {part} 大于党员总数 {total}，请核对。"
                row.errors.append(row.error(kind, column.field, words))
            else:
                row.values[first] = total - part


def data_rows(head: Head, skipped: list[Skipped]) -> Iterator[tuple[int, list[Cell]]]:
    """The data rows with merged cells filled down; others are noted in `skipped`."""
    keys = [
        index
        for index, column in head.matching.columns.items()
        if column.type in (Type.CODE, Type.TEXT) and column.field in _key_fields(head)
    ]
    filler = _Filler(head)
    for number, cells in head.sheet.rows():
        if number <= head.last_row:
            continue
        filler.fill(number, cells)
        why = why_skipped(cells, keys, head.headings)
        if why is None:
            yield number, cells
        else:
            skipped.append(Skipped(head.sheet.name, number, why))


def _key_fields(head: Head) -> set[str]:
    known = [column.field for column in head.matching.columns.values()]
    return {name for name in ("code", "filing_number", "name", "organization") if name in known}


class _Filler:
    """Puts the first cell of a vertical merge into its lower rows, in its own column only."""

    def __init__(self, head: Head) -> None:
        self.starts: dict[int, list[tuple[int, int]]] = {}
        self.open: dict[int, tuple[int, Cell]] = {}
        for top, left, bottom, _ in head.sheet.merges:
            if bottom > top > head.last_row:
                self.starts.setdefault(top, []).append((left, bottom))

    def fill(self, number: int, cells: list[Cell]) -> None:
        """The row's cells with what reaches down into it."""
        for column, (bottom, value) in list(self.open.items()):
            if number > bottom:
                del self.open[column]
            elif column >= len(cells) or cells[column] is None:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = value
        for column, bottom in self.starts.get(number, ()):
            if column < len(cells) and cells[column] is not None:
                self.open[column] = (bottom, cells[column])
