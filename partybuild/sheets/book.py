"""A thin layer over XlsxWriter: texts that stay texts, real days, lists ready to print on A4."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import xlsxwriter

from partybuild.sheets.tally import Extent, flag
from partybuild.sheets.text import STARTS_FORMULA, clean

SONG, HEI, TITLE_SONG = "宋体", "黑体", "方正小标宋简体"
A4 = 9

TITLE: dict[str, object] = {"font_name": TITLE_SONG, "font_size": 18, "align": "center"}
SHADE = "#F2F2F2"
HEAD: dict[str, object] = {"font_name": HEI, "align": "center", "text_wrap": True, "border": 1}

_BASE: dict[str, object] = {"font_name": SONG, "font_size": 10, "valign": "vcenter"}
_FIRST_RELIABLE_DAY = date(1900, 3, 1)
_DAY_ZERO = date(1899, 12, 30).toordinal()

Put = Callable[[int, int, Any], None]


class Kind(Enum):
    """What a column holds; LONG is text that wraps, CODE text such as codes and telephones.

    Values are str, int, date, bool and Formula; None is a blank cell in each.
    """

    TEXT = "text"
    LONG = "long"
    CODE = "code"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    FORMULA = "formula"


class Formula(NamedTuple):
    """A formula of our own making and the value it gives, stored with it."""

    text: str
    value: int | float | str


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
        self.workbook = xlsxwriter.Workbook(str(self._part), options)
        self.workbook.set_properties(
            {"title": clean(title), "created": datetime.combine(day, time(12))}
        )
        self._serial = clean(serial).replace("&", "&&")
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
        string, blank = sheet.write_string, sheet.write_blank

        def put(row: int, column: int, value: str | None) -> None:
            if not value:
                blank(row, column, None, plain)
                return
            chosen = quoted if value[0] in STARTS_FORMULA else plain
            text = clean(value)
            if text.startswith("<r>") and text.endswith("</r>"):
                text += " "  # XlsxWriter would pass it on as raw rich-text XML
            string(row, column, text, chosen)

        return put

    def number(self, sheet: Any, **properties: object) -> Put:
        """A writer of numbers in one style; None is a blank cell."""
        style = self.style(**({"num_format": "0"} | properties))
        number, blank = sheet.write_number, sheet.write_blank

        def put(row: int, column: int, value: float | None) -> None:
            if value is None:
                blank(row, column, None, style)
            else:
                number(row, column, value, style)

        return put

    def formula(self, sheet: Any, **properties: object) -> Put:
        """A writer of formulas in one style, with their values."""
        style = self.style(**({"num_format": "0"} | properties))

        def put(row: int, column: int, value: Formula) -> None:
            sheet.write_formula(row, column, value.text, style, value.value)

        return put

    def day(self, sheet: Any, **properties: object) -> Put:
        """A writer of days as real dates; days that Excel cannot count are ISO text."""
        number = self.number(sheet, **({"num_format": "yyyy-mm-dd"} | properties))
        text = self.text(sheet, **properties)

        def put(row: int, column: int, value: date | None) -> None:
            if value is not None and value < _FIRST_RELIABLE_DAY:
                text(row, column, value.isoformat())
            else:
                number(row, column, None if value is None else value.toordinal() - _DAY_ZERO)

        return put


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
        first = row = head_row + 1
        for row, values in enumerate(rows, first):
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
        for row, note in enumerate(self.notes, 1):
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
    return book.text(sheet, border=1, text_wrap=kind is Kind.LONG)
