"""The error workbook: marked, mended, sent again."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from partybuild.imports import limits
from partybuild.imports.errors import write_error_workbook
from partybuild.imports.rows import Rows
from tests.imports import files
from tests.imports.reads import messages, opened, rows_of
from tests.imports.test_heads import grouped, identity_number

CODE, NAME = "统一社会信用代码", "组织名称"
FIRST, SECOND = "51110000MJ0101505U", "52110000MJ0163191U"
RED = ("FFF4B6B0", "FFF4B6B0")


def lines() -> list[list[object]]:
    return [
        ["某区名册"],
        [CODE, NAME, "正式党员数", "身份证号", "备注"],
        [FIRST, "甲会", 3, "机密一", "=1+1"],
        [SECOND, "乙会", "三个", "机密二", "+86"],
        ["5.1E+17", "丙会", -1, None, f"号码 {identity_number()}"],
        ["合计", None, 3],
    ]


def returned(source: Path, out: Path, kind: str = "organizations") -> Worksheet:
    """The error workbook of a file, opened."""
    with opened(source, kind) as (workbook, heads):
        errors = [error for row in Rows(heads) for error in row.errors]
        write_error_workbook(workbook, heads, errors, out)
    page = openpyxl.load_workbook(out).active
    assert isinstance(page, Worksheet)
    return page


def as_xlsx(folder: Path) -> Path:
    return files.workbook(folder / "表.xlsx", {"名册": lines()})


def as_csv(folder: Path) -> Path:
    path = folder / "表.csv"
    text = "\n".join(",".join("" if v is None else str(v) for v in line) for line in lines())
    path.write_text(text, encoding="gb18030")
    return path


def texts(page: Worksheet) -> str:
    return "".join(str(cell.value) for row in page.iter_rows() for cell in row)


def test_the_users_own_workbook_with_red_cells_and_a_column_of_errors(tmp_path: Path) -> None:
    page = returned(as_xlsx(tmp_path), tmp_path / "错误.xlsx")
    assert page["A1"].value == "某区名册"
    assert page["F2"].value == "错误说明"
    assert page["F3"].value is None
    assert page["F4"].value == "C 正式党员数：“三个”不是整数，请只填数字，如 3。"
    assert page["F5"].value.count("：") == 2
    red = {
        cell.coordinate
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == RED[0]
    }
    assert red == {"C4", "A5", "C5"}
    assert page["A6"].value == "合计"


@pytest.mark.parametrize("build", [as_xlsx, as_csv])
def test_identity_numbers_are_blanked(build: object, tmp_path: Path) -> None:
    page = returned(build(tmp_path), tmp_path / "错误.xlsx")  # type: ignore[operator]
    assert "机密" not in texts(page)
    assert identity_number() not in texts(page)
    assert "身份证号" in texts(page)


@pytest.mark.parametrize("build", [as_xlsx, as_csv])
def test_r44_texts_that_look_like_formulas_stay_texts(build: object, tmp_path: Path) -> None:
    page = returned(build(tmp_path), tmp_path / "错误.xlsx")  # type: ignore[operator]
    kept = {c.value: (c.data_type, c.quotePrefix) for row in page.iter_rows() for c in row}
    assert kept["=1+1"] == ("s", True)
    assert kept["+86"] == ("s", True)


def test_a_csv_comes_back_as_a_workbook_with_all_its_rows(tmp_path: Path) -> None:
    page = returned(as_csv(tmp_path), tmp_path / "错误.xlsx")
    assert [page.cell(row, 6).value for row in range(2, 6)] == ["原行号", 3, 4, 5]
    assert page["G4"].value.startswith("C 正式党员数：")
    assert page["C4"].fill.fgColor.rgb in RED


def test_an_old_workbook_comes_back_as_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "表.xls"
    book = files.old_book([[CODE, "正式党员数"], [FIRST, "三个"], [SECOND, 3]])
    path.write_bytes(files.compound({"Workbook": book}))
    page = returned(path, tmp_path / "错误.xlsx")
    assert [page.cell(2, column).value for column in (1, 2, 3)] == [FIRST, "三个", 2]
    assert "不是整数" in page["D2"].value


def test_above_the_limit_only_heads_and_refused_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partybuild.imports.errors.MARKED_ROWS", 4)
    assert limits.MARKED_ROWS == 5000
    page = returned(as_xlsx(tmp_path), tmp_path / "错误.xlsx")
    assert page["A1"].value == "某区名册"
    assert [page.cell(2, column).value for column in (1, 6, 7)] == [CODE, "原行号", "错误说明"]
    assert [page.cell(row, 6).value for row in range(3, 6)] == [4, 5, None]


@pytest.mark.parametrize("refused_only", [False, True])
@pytest.mark.parametrize("build", [as_xlsx, as_csv])
def test_mended_and_sent_again(
    build: object, refused_only: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if refused_only:
        monkeypatch.setattr("partybuild.imports.errors.MARKED_ROWS", 4)
    out = tmp_path / "错误.xlsx"
    returned(build(tmp_path), out)  # type: ignore[operator]
    book = openpyxl.load_workbook(out)
    page = book.active
    assert isinstance(page, Worksheet)
    first = 3 if refused_only else 4
    page.cell(first, 3).value = 5
    page.cell(first + 1, 1).value = "53100000500021676K"
    page.cell(first + 1, 3).value = 1
    book.save(out)
    rows, notes = rows_of(out, "organizations")
    assert messages(rows) == []
    assert [row.values["name"] for row in rows] == ["甲会", "乙会", "丙会"][refused_only:]
    assert [row.values["full"] for row in rows] == [3, 5, 1][refused_only:]
    assert not any("原行号" in note or "错误说明" in note for note in notes)


def test_errors_of_errors_use_the_same_column(tmp_path: Path) -> None:
    out = tmp_path / "错误.xlsx"
    returned(as_xlsx(tmp_path), out)
    page = returned(out, tmp_path / "再错.xlsx")
    assert page["F4"].value == "C 正式党员数：“三个”不是整数，请只填数字，如 3。"
    assert page.max_column == 6


def test_grouped_heads_are_still_read_when_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partybuild.imports.errors.MARKED_ROWS", 0)
    source, out = grouped(tmp_path / "表.xlsx"), tmp_path / "错误.xlsx"
    with opened(source, "ledger") as (workbook, heads):
        before = [column.field for column in heads.found[0].matching.columns.values()]
        (row,) = Rows(heads)
        error = row.error(heads.kind, "name", "名称不对，请核对。")
        write_error_workbook(workbook, heads, [error], out)
    with opened(out, "ledger") as (_, heads):
        after = [column.field for column in heads.found[0].matching.columns.values()]
        assert after == before
        assert [row.values["name"] for row in Rows(heads)] == ["甲会"]
