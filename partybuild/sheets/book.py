"""A thin layer over XlsxWriter: texts that stay texts, real days, lists ready to print on A4."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from math import ceil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from partybuild.sheets.cells import Formula, Put, day_put, formula_put, number_put, text_put
from partybuild.sheets.tally import Extent, flag
from partybuild.sheets.text import clean
from partybuild.sheets.values import RowDigests

SONG, HEI, TITLE_SONG = "宋体", "黑体", "方正小标宋简体"
A4 = 9
LINE_HEIGHT = 15

TITLE: dict[str, object] = {"font_name": TITLE_SONG, "font_size": 18, "align": "center"}
SHADE = "#F2F2F2"
HEAD: dict[str, object] = {"font_name": HEI, "align": "center", "text_wrap": True, "border": 1}

_BASE: dict[str, object] = {"font_name": SONG, "font_size": 10, "valign": "vcenter"}

__all__ = ["Book", "ColumnSpec", "Formula", "Kind", "ListSheet", "across", "merge_written"]


class Kind(Enum):
    """What a column holds; LONG is text that wraps, TEXT shrinks, CODE is codes and telephones.

    Values are str, int, date, bool and Formula; None is a blank cell in each.
    """

    TEXT = "text"
    LONG = "long"
    CODE = "code"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    FORMULA = "formula"


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a list: its heading, its width in characters, what it holds."""

    heading: str
    width: float
    kind: Kind = Kind.TEXT


def merge_written(sheet: Any, first: int, left: int, last: int, right: int) -> None:
    """Merge cells that have been written one by one.

    `merge_range` refuses rows already flushed, and constant memory flushes each row at the next.
    """
    sheet.merge.append([first, left, last, right])


def forget_height(sheet: Any, row: int) -> None:
    """Drop the height of a row already flushed; XlsxWriter would keep one object a row."""
    sheet.row_info.pop(row, None)
    sheet.row_sizes.pop(row, None)


class Book:
    """A workbook written row by row; it stands at `path` whole after the block, or not at all.

    `day` is the day it says it was made, `serial` is printed in every page footer.
    """

    def __init__(self, path: Path, *, day: date, serial: str = "", title: str = "") -> None:
        self._path, self._part = path, path.with_name(path.name + ".part")
        self._spool = tempfile.TemporaryDirectory(dir=path.parent, prefix=".spool-")
        options = {
            "constant_memory": True,
            "tmpdir": self._spool.name,
            "default_format_properties": _BASE,
        }
        import xlsxwriter  # slow to load, and few commands write workbooks

        self.workbook = xlsxwriter.Workbook(str(self._part), options)
        self.workbook.set_properties(
            {"title": clean(title), "created": datetime.combine(day, time(12))}
        )
        self._serial = clean(serial).replace("&", "&&")
        self._said: dict[str, RowDigests] = {}
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.workbook.close()
                self._part.replace(self._path)
        finally:
            for sheet in self.workbook.worksheets():
                sheet.row_data_fh.close()
            self._part.unlink(missing_ok=True)
            self._spool.cleanup()

    def style(self, **properties: object) -> Any:
        """The format with these XlsxWriter properties, made once a workbook."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(_BASE | properties)
        return self._formats[key]

    def sheet(self, name: str) -> Any:
        """A new worksheet on A4 landscape with serial and page number in its footer."""
        sheet = self.workbook.add_worksheet(name)
        self._said[name] = RowDigests()
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.center_horizontally()
        sheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.6)
        serial = f"&L&9编号：{self._serial}" if self._serial else ""
        sheet.set_footer(f"{serial}&C&9第 &P 页 共 &N 页&R&9&A", {"margin": 0.3})
        return sheet

    def text(self, sheet: Any, **properties: object) -> Put:
        """A writer of texts in one style: never a formula, always legal XML, blank if empty."""
        plain = self.style(num_format="@", **properties)
        quoted = self.style(num_format="@", quote_prefix=True, **properties)
        return text_put(sheet, self._said[sheet.name], plain, quoted)

    def number(self, sheet: Any, **properties: object) -> Put:
        """A writer of numbers in one style."""
        style = self.style(**({"num_format": "0"} | properties))
        return number_put(sheet, self._said[sheet.name], style)

    def formula(self, sheet: Any, **properties: object) -> Put:
        """A writer of formulas in one style, with their values."""
        style = self.style(**({"num_format": "0"} | properties))
        return formula_put(sheet, self._said[sheet.name], style)

    def day(self, sheet: Any, **properties: object) -> Put:
        """A writer of days as real dates; days that spreadsheets count wrongly are ISO text."""
        style = self.style(**({"num_format": "yyyy-mm-dd"} | properties))
        text = self.text(sheet, **properties)
        return day_put(sheet, self._said[sheet.name], style, text)

    def digests(self) -> dict[str, bytes]:
        """The digests of the rows of each sheet, joined, in the order of the sheets."""
        return {name: said.whole() for name, said in self._said.items()}


@dataclass(frozen=True)
class ListSheet:
    """A list on its own sheet: title, notes, one row of headings that repeats on each page, rows.

    The first `fixed` columns stay in sight.
    """

    name: str
    columns: Sequence[ColumnSpec]
    title: str
    notes: Sequence[str] = ()
    fixed: int = 0

    def write(self, book: Book, rows: Iterable[Sequence[Any]]) -> Extent:
        """Write `rows`, each in the order of the columns, and say where they stand."""
        sheet = book.sheet(self.name)
        head_row, width = 1 + len(self.notes), len(self.columns) - 1
        self._heading(book, sheet, head_row)
        puts = [_put(book, sheet, column.kind) for column in self.columns]
        wrapped = [(at, x.width) for at, x in enumerate(self.columns) if x.kind is Kind.LONG]
        first = row = head_row + 1
        for row, values in enumerate(rows, first):
            lines = max((_lines(values[at], room) for at, room in wrapped), default=1)
            if lines > 1:
                sheet.set_row(row, LINE_HEIGHT * lines)
            forget_height(sheet, row - 2)
            for column, (put, value) in enumerate(zip(puts, values, strict=True)):
                put(row, column, value)
        sheet.autofilter(head_row, 0, row, width)
        sheet.print_area(0, 0, row, width)
        sheet.repeat_rows(head_row)
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(first, self.fixed)
        return Extent(self.name, [column.heading for column in self.columns], first, row)

    def _heading(self, book: Book, sheet: Any, head_row: int) -> None:
        last = len(self.columns) - 1
        sheet.set_row(0, 30)
        across(book, sheet, (0, 0, last), self.title, **TITLE)
        room = sum(column.width for column in self.columns)
        for row, note in enumerate(self.notes, 1):
            sheet.set_row(row, LINE_HEIGHT * _lines(note, room))
            across(book, sheet, (row, 0, last), note, text_wrap=True)
        head = book.text(sheet, bg_color=SHADE, **HEAD)
        sheet.set_row(head_row, 42)
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, column.width)
            head(head_row, index, column.heading)


def across(
    book: Book, sheet: Any, at: tuple[int, int, int], text: str, **properties: object
) -> None:
    """Write `text` over the cells of one row; `at` is the row, the first and the last column."""
    row, left, right = at
    put = book.text(sheet, **properties)
    put(row, left, text)
    for column in range(left + 1, right + 1):
        put(row, column, None)
    if right > left:
        merge_written(sheet, row, left, row, right)


def _lines(text: str | None, room: float) -> int:
    """Lines that `text` takes where `room` half-width characters stand on each."""
    if not text or 2 * len(text) <= room:
        return 1
    return ceil(len(text.encode("gbk", "replace")) / room)


def _put(book: Book, sheet: Any, kind: Kind) -> Put:
    if kind is Kind.NUMBER:
        return book.number(sheet, border=1)
    if kind is Kind.FORMULA:
        return book.formula(sheet, border=1)
    if kind is Kind.DATE:
        return book.day(sheet, border=1, align="center")
    if kind is Kind.FLAG:
        text = book.text(sheet, border=1, align="center")
        return lambda row, column, value: text(row, column, flag(value))
    if kind is Kind.LONG:
        return book.text(sheet, border=1, text_wrap=True)
    return book.text(sheet, border=1, shrink=True)
