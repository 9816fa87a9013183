"""Workbooks: texts stay texts, days are days, lists print on A4, nothing is left half written."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from partybuild.sheets.book import Book, ColumnSpec, Formula, Kind, ListSheet
from tests.sheets.office import converted

DAY = date(2026, 11, 3)
COLUMNS = (
    ColumnSpec("名称", 20, Kind.LONG),
    ColumnSpec("代码", 20, Kind.CODE),
    ColumnSpec("人数", 8, Kind.NUMBER),
    ColumnSpec("日期", 12, Kind.DATE),
    ColumnSpec("备案", 6, Kind.FLAG),
    ColumnSpec("合计", 6, Kind.FORMULA),
)
LIST = ListSheet("名单", COLUMNS, "社会组织名单", ["填报单位：长安市"], fixed=1)
ROW = ("甲协会（演示）", "0123456789012345678", 3, date(2026, 1, 8), True, Formula("=1+2", 3))
INERT = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://a.invalid","x")',
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "<r><t>假</t></r>",
    "_x0041_",
    "{=1}",
    "http://a.invalid",
    "甲&<乙>",
]


def write(path: Path, rows: Iterable[Sequence[Any]], serial: str = "A-1") -> Worksheet:
    with Book(path, day=DAY, serial=serial) as book:
        LIST.write(book, rows)
    return load_workbook(path)["名单"]


def test_values_keep_their_kinds(tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.xlsx", [ROW])
    cells = sheet[4]
    assert [cell.value for cell in cells][:3] == ["甲协会（演示）", "0123456789012345678", 3]
    assert cells[3].is_date
    assert cells[3].value.date() == date(2026, 1, 8)
    assert cells[3].number_format == "yyyy-mm-dd"
    assert cells[1].number_format == "@"
    assert [cells[4].value, cells[5].value] == ["是", "=1+2"]


def test_none_is_blank_and_old_days_are_text(tmp_path: Path) -> None:
    sheet = write(
        tmp_path / "a.xlsx",
        [(None, None, None, None, None, Formula("=0", 0)), (*ROW[:3], date(1899, 5, 4), *ROW[4:])],
    )
    assert [cell.value for cell in sheet[4]][:5] == [None] * 5
    assert sheet["D5"].value == "1899-05-04"


@pytest.mark.parametrize("text", INERT)
def test_text_is_inert(tmp_path: Path, text: str) -> None:
    cell = write(tmp_path / "a.xlsx", [(text, *ROW[1:])])["A4"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.hyperlink is None
    assert cell.quotePrefix == (text[0] in "=+-@\t\r")


def test_text_survives_an_office_suite(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [(text, *ROW[1:]) for text in INERT])
    [saved] = converted([tmp_path / "a.xlsx"], tmp_path)
    read = [row[0].value for row in load_workbook(saved)["名单"].iter_rows(min_row=4)]
    expected = [text.replace("\r", "\n") for text in INERT]
    assert [str(value).rstrip() for value in read] == expected
    with zipfile.ZipFile(saved) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<f") == len(INERT)  # the formula column only


def test_illegal_characters_are_gone(tmp_path: Path) -> None:
    cell = write(tmp_path / "a.xlsx", [("甲\x00\x0b乙\ud800\uffff", *ROW[1:])])["A4"]
    assert cell.value == "甲乙"


def test_a_list_is_ready_to_print(tmp_path: Path) -> None:
    sheet = write(tmp_path / "a.xlsx", [ROW, ROW], serial="A&B-1")
    assert sheet["A1"].value == "社会组织名单"
    assert [cell.value for cell in sheet[3]] == [column.heading for column in COLUMNS]
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize or 0) == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((None, 0), (1, 0))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == "'名单'!$A$1:$F$5"
    assert sheet.auto_filter.ref == "A3:F5"
    assert sheet.freeze_panes == "B4"
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:F1", "A2:F2"}
    assert "A&&B-1" in str(sheet.oddFooter.left.text) + str(sheet.oddFooter.center.text)
    assert "&P" in str(sheet.oddFooter.center.text)


def test_a_long_note_has_room(tmp_path: Path) -> None:
    with Book(tmp_path / "a.xlsx", day=DAY) as book:
        ListSheet("名单", COLUMNS, "社会组织名单", ["短", "长" * 100]).write(book, [ROW])
    heights = load_workbook(tmp_path / "a.xlsx")["名单"].row_dimensions
    assert [heights[row].height for row in (2, 3)] == [None, 45]


def test_long_texts_make_their_row_higher(tmp_path: Path) -> None:
    heights = write(tmp_path / "a.xlsx", [ROW, ("长" * 25, *ROW[1:])]).row_dimensions
    assert [heights[row].height for row in (4, 5)] == [None, 45]


def test_the_extent_says_where_the_rows_stand(tmp_path: Path) -> None:
    with Book(tmp_path / "a.xlsx", day=DAY) as book:
        extent = LIST.write(book, [ROW, ROW, ROW])
    assert extent.column("人数") == "'名单'!$C$4:$C$6"


def test_an_empty_list_has_one_empty_row(tmp_path: Path) -> None:
    with Book(tmp_path / "a.xlsx", day=DAY) as book:
        extent = LIST.write(book, [])
    assert extent.column("名称") == "'名单'!$A$4:$A$4"


def test_a_row_of_another_length_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shorter"):
        write(tmp_path / "a.xlsx", [ROW[:3]])
    assert list(tmp_path.iterdir()) == []


def test_a_failing_write_leaves_the_old_file(tmp_path: Path) -> None:
    def rows() -> Iterator[Sequence[Any]]:
        yield ROW
        raise ConnectionError

    (tmp_path / "a.xlsx").write_text("old")
    with pytest.raises(ConnectionError):
        write(tmp_path / "a.xlsx", rows())
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_text() == "old"


def test_the_same_rows_give_the_same_file(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [ROW])
    write(tmp_path / "b.xlsx", [ROW])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
