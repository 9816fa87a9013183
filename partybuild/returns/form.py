"""The sheet 月报表 on paper: title, grouped heads, lines, signatures, 口径 and serial number.

It is printed on A4 landscape in two parts side by side, so the figures stay large enough to read.
Nothing but the table stands in the first two columns, which are repeated on the second part.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from partybuild.returns.figures import FIRST_LEAF, Line
from partybuild.returns.layout import COVER_LEAVES, LEAVES, Rate
from partybuild.returns.rows import MonthlyData
from partybuild.sheets.book import HEAD, SHADE, TITLE, Book, Formula, across, merge_written

HEAD_ROW = 2
FIRST_ROW = 4
PRINT_SCALE = 76
"""Percent; leaves a fifth to spare for computers that lack the fonts and draw wider columns."""
SIGNATURES = ("单位负责人：", "审核人：", "填报人：", "联系电话：")

_PART_TWO = FIRST_LEAF + len(COVER_LEAVES)
_LAST = FIRST_LEAF + len(LEAVES) - 1
_CELL: dict[str, object] = {"border": 1, "align": "center", "shrink": True}
_BOLD: dict[str, object] = {"bold": True, "bg_color": SHADE}
_LONG_TITLE = 34
"""Characters beyond which a large title would reach into the repeated columns."""
_NOTE_WIDTH = 84
"""Characters of a note that fit on one line of the first part."""


def month_words(data: MonthlyData) -> str:
    """The month as titles name it."""
    return f"{data.month.year}年{data.month.month}月"


def draw(book: Book, sheet: Any, data: MonthlyData, lines: Sequence[Line]) -> None:
    """Write the whole sheet; the last line is 合计."""
    _columns(sheet)
    _title(book, sheet, data)
    _heads(book, sheet)
    for line in lines:
        _line(book, sheet, line, _BOLD if line is lines[-1] else {})
    last = _foot(book, sheet, data, lines[-1].row + 1)
    sheet.print_area(0, 0, last, _LAST)


def _columns(sheet: Any) -> None:
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 15)
    sheet.set_column(FIRST_LEAF, _PART_TWO - 1, 4.2)
    sheet.set_column(_PART_TWO, _LAST - 1, 5.2)
    sheet.set_column(_LAST, _LAST, 12)
    sheet.set_print_scale(PRINT_SCALE)
    sheet.print_across()
    sheet.set_v_pagebreaks([_PART_TWO])
    sheet.repeat_columns(0, FIRST_LEAF - 1)
    sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    sheet.freeze_panes(FIRST_ROW, FIRST_LEAF)


def _title(book: Book, sheet: Any, data: MonthlyData) -> None:
    title = f"{data.title_unit}社会组织党建工作月报表（{month_words(data)}）"
    sheet.set_row(0, 36)
    style = TITLE if len(title) <= _LONG_TITLE else TITLE | {"font_size": 14}
    across(book, sheet, (0, 0, _PART_TWO - 1), title, **style)
    across(book, sheet, (0, _PART_TWO, _LAST), f"{title}（续表）", **style)
    day = data.filled_on
    filled = f"填报时间：{day.year}年{day.month}月{day.day}日　　单位：个、人、%"
    sheet.set_row(1, 30)
    across(book, sheet, (1, 0, 1), f"填报单位（盖章）：\n{data.unit}", text_wrap=True)
    for left, right in ((_PART_TWO - 14, _PART_TWO - 1), (_LAST - 10, _LAST)):
        across(book, sheet, (1, left, right), filled, align="right")


def _heads(book: Book, sheet: Any) -> None:
    head = book.text(sheet, bg_color=SHADE, font_size=9, **HEAD)
    columns = [("", "序号"), ("", "地区（单位）"), *((x.group, x.heading) for x in LEAVES)]
    sheet.set_row(HEAD_ROW, 30)
    sheet.set_row(HEAD_ROW + 1, 72)
    for at, (group, heading) in enumerate(columns):
        again = group and group == columns[at - 1][0]
        head(HEAD_ROW, at, None if again else group or heading)
    for at, (group, heading) in enumerate(columns):
        head(HEAD_ROW + 1, at, heading if group else None)
        if not group:
            merge_written(sheet, HEAD_ROW, at, HEAD_ROW + 1, at)
    for group, run in groupby(range(len(columns)), key=lambda at: columns[at][0]):
        left, *rest = run
        if group and rest:
            merge_written(sheet, HEAD_ROW, left, HEAD_ROW, rest[-1])


def _line(book: Book, sheet: Any, line: Line, extra: dict[str, object]) -> None:
    text = book.text(sheet, **_CELL | extra)
    name = book.text(sheet, **_CELL | {"align": "center" if extra else "left"} | extra)
    count = book.formula(sheet, **_CELL | extra)
    percent = book.formula(sheet, **_CELL | extra, num_format="0.0")
    sheet.set_row(line.row, 21)
    text(line.row, 0, line.number)
    name(line.row, 1, line.label)
    for at, leaf in enumerate(LEAVES, FIRST_LEAF):
        cell = line.cells[leaf.key]
        put = text
        if isinstance(cell, Formula):
            put = percent if isinstance(leaf.rule, Rate) else count
        put(line.row, at, cell)


def _foot(book: Book, sheet: Any, data: MonthlyData, row: int) -> int:
    """Signatures below each part, then the notes; the number of the last row."""
    sheet.set_row(row, 36)
    for left, right in ((FIRST_LEAF, _PART_TWO - 1), (_PART_TWO, _LAST)):
        step = (right - left + 1) // len(SIGNATURES)
        for at, words in enumerate(SIGNATURES):
            across(book, sheet, (row, left + at * step, left + (at + 1) * step - 1), words)
    for note in _notes(data):
        row += 1
        sheet.set_row(row, 14 * -(-len(note) // _NOTE_WIDTH))
        across(book, sheet, (row, FIRST_LEAF, _PART_TWO - 1), note, text_wrap=True)
    return row


def _notes(data: MonthlyData) -> list[str]:
    """The 口径 in words, remarks and the serial number, a line each."""
    basis = data.basis
    said = [*basis.words, *data.remarks]
    return [
        f"统计口径：{basis.label}（{basis.version}）；统计范围：{data.scope}。",
        *(f"{at}. {words}" for at, words in enumerate(said, 1)),
        f"编号：{data.serial}",
    ]
