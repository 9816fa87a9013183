"""From sheets to rows: what is skipped, filled down, repeated, hidden, missing."""

from pathlib import Path

import openpyxl
import pytest

from partybuild.imports.columns import KINDS
from partybuild.imports.row import Row
from partybuild.imports.rows import missing
from partybuild.imports.values import CLEAR, UNCHANGED
from tests.imports import files
from tests.imports.reads import messages, rows_from, rows_of

CODE, NAME = "统一社会信用代码", "组织名称"
FIRST, SECOND = "51110000MJ0101505U", "52110000MJ0163191U"


def test_values_errors_and_their_places(tmp_path: Path) -> None:
    lines = [
        ["标题"],
        [CODE, NAME, "成立登记日期", "正式党员数", "联系电话", "未建原因"],
        [FIRST, "甲会", "2001年", "三个", "138****1234", "清空"],
    ]
    rows, _ = rows_from(tmp_path, "organizations", lines)
    (row,) = rows
    assert row.values["name"] == "甲会"
    assert row.values["telephone"] is UNCHANGED
    assert row.values["reason"] is CLEAR
    assert row.inferred == {"registered_on"}
    assert row.raw["registered_on"] == "2001年"
    (error,) = row.errors
    assert (error.sheet, error.row, error.column) == ("名册", 3, "D 正式党员数")
    assert (error.value, error.message) == ("三个", "“三个”不是整数，请只填数字，如 3。")


@pytest.mark.parametrize(
    "line",
    [
        *(["合计", None, 8], [None, "合计", 8], ["合 计", None, 8], [None, "某区小计", 8]),
        *([None, "总计：2家", 8], ["累计", None, 8]),
    ],
)
def test_totals_are_skipped_and_said(line: list[object], tmp_path: Path) -> None:
    lines = [[CODE, NAME, "正式党员数"], [FIRST, "设计合计协会", 8], line]
    rows, notes = rows_from(tmp_path, "organizations", lines)
    assert [row.values["name"] for row in rows] == ["设计合计协会"]
    assert notes == ["工作表“名册”跳过了 1 行合计行：第 3 行。"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("单位负责人：        审核人：      填表人：", "签字行"),
        ("审核人（签字）：", "签字行"),
        ("填报时间： 2026年10月", "签字行"),
        ("注：本表一式两份", "说明行"),
        ("填表说明：略", "说明行"),
    ],
)
def test_signatures_and_notes_are_skipped_and_said(text: str, why: str, tmp_path: Path) -> None:
    lines = [[CODE, NAME, "正式党员数"], [FIRST, "甲会", 8], [text]]
    rows, notes = rows_from(tmp_path, "organizations", lines)
    assert len(rows) == 1
    assert notes == [f"工作表“名册”跳过了 1 行{why}：第 3 行。"]


def test_a_head_printed_again_and_numbered_empty_lines_are_no_data(tmp_path: Path) -> None:
    lines = [
        ["序号", CODE, NAME],
        [1, FIRST, "甲会"],
        ["序号", CODE, NAME],
        [2, SECOND, "乙会"],
        [3],
    ]
    rows, notes = rows_from(tmp_path, "organizations", lines)
    assert [row.number for row in rows] == [2, 4]
    assert notes == ["工作表“名册”跳过了 1 行重复的表头：第 3 行。"]


def test_merged_cells_fill_down(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "名册"
    for line in (
        ["姓名", "类型", CODE, "派驻日期"],
        ["某甲", "指导员", FIRST, "2024-01-02"],
        [None, None, SECOND, "2024-01-03"],
        ["某乙", "联络员", FIRST, "2024-01-04"],
    ):
        page.append(line)
    page.merge_cells("A2:B3")
    page.merge_cells("D2:D3")
    path = tmp_path / "表.xlsx"
    book.save(path)
    rows, _ = rows_of(path, "instructors")
    assert [row.values["name"] for row in rows] == ["某甲", "某甲", "某乙"]
    assert str(rows[1].values["posted_from"]) == "2024-01-02"


def test_hidden_rows_hidden_sheets_and_formulas_are_read_and_said(tmp_path: Path) -> None:
    path = files.patched(
        tmp_path / "表.xlsx",
        {
            files.SHEET: files.sheet(
                b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + CODE.encode() + b"</t></is></c>"
                b'<c r="B1" t="inlineStr"><is><t>' + "正式党员数".encode() + b"</t></is></c></row>"
                b'<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>51110000MJ0101505U</t></is>'
                b'</c><c r="B2"><f>1+2</f><v>3</v></c></row>'
                b'<row r="3"><c r="A3" t="inlineStr"><is><t>52110000MJ0163191U</t></is></c>'
                b'<c r="B3"><f>1+2</f></c></row>'
                b'<row r="4"><c r="A4" t="inlineStr"><is><t>53100000500021676K</t></is></c>'
                b'<c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
            )
        },
    )
    rows, notes = rows_of(path, "organizations")
    assert [row.values.get("full") for row in rows] == [3, None, None]
    assert "公式没有计算结果" in rows[1].errors[0].message
    assert "公式错误 #DIV/0!" in rows[2].errors[0].message
    assert "工作表“名册”有 1 行是隐藏的，也已读取。" in notes
    assert "工作表“名册”有 1 个公式，按已有的计算结果读取。" in notes


class TestRepeats:
    def test_both_rows_name_the_other(self, tmp_path: Path) -> None:
        path = files.workbook(
            tmp_path / "表.xlsx",
            {
                "甲街道": [[CODE, NAME], [FIRST, "甲会"], [FIRST.lower(), "甲会"]],
                "乙街道": [[CODE, NAME], [FIRST, "甲会"], [SECOND, "乙会"]],
            },
        )
        rows, _ = rows_of(path, "organizations")
        assert messages(rows) == [
            "2 A 统一社会信用代码：与第 3 行、工作表“乙街道”第 2 行重复，"
            "同一文件里只能出现一次，请保留一行。",
            "3 A 统一社会信用代码：与第 2 行、工作表“乙街道”第 2 行重复，"
            "同一文件里只能出现一次，请保留一行。",
            "2 A 统一社会信用代码：与工作表“甲街道”第 2 行、工作表“甲街道”第 3 行重复，"
            "同一文件里只能出现一次，请保留一行。",
        ]

    def test_names_count_where_codes_are_absent(self, tmp_path: Path) -> None:
        lines = [[CODE, NAME, "所属街道"], [None, "甲会", "东街"], [None, "甲会", "西街"]]
        assert messages(rows_from(tmp_path, "organizations", lines)[0]) == []
        again = messages(rows_from(tmp_path, "organizations", [*lines, [None, "甲会", "西街"]])[0])
        assert [message.split("，")[0] for message in again] == [
            "3 B 组织名称：与第 4 行重复",
            "4 B 组织名称：与第 3 行重复",
        ]

    def test_one_instructor_may_serve_many(self, tmp_path: Path) -> None:
        heads = ["姓名", "类型", CODE, "派驻日期"]
        lines = [heads, *(["某甲", "指导员", code, "2024-01-02"] for code in (FIRST, SECOND))]
        assert messages(rows_from(tmp_path, "instructors", lines)[0]) == []

    def test_a_row_without_any_key(self, tmp_path: Path) -> None:
        rows, _ = rows_from(tmp_path, "organizations", [[CODE, NAME, "住所"], [None, None, "某路"]])
        assert "分不清是哪一条" in rows[0].errors[0].message

    def test_a_key_that_cannot_be_read_is_one_error(self, tmp_path: Path) -> None:
        rows, _ = rows_from(tmp_path, "organizations", [[CODE, "住所"], ["5.11E+17", "某路"]])
        assert len(rows[0].errors) == 1


def new(**values: object) -> Row:
    return Row("名册", 2, dict(values), [], {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "values", "wanted"),
    [
        ("organizations", {}, ["统一社会信用代码", "组织名称", "组织类型", "成立登记日期"]),
        ("organizations", {"kind": "社区社会组织"}, ["组织名称", "成立登记日期"]),
        (
            "organizations",
            {"state": "注销", "name": "甲", "kind": "社区社会组织"},
            ["成立登记日期", "状态日期"],
        ),
        ("party-organizations", {"name": "甲"}, ["党组织类型", "成立日期"]),
        ("instructors", {"name": "某甲", "kind": "指导员", "organization": "甲会"}, ["派驻日期"]),
        ("organization-life", {"held_on": CLEAR, "code": "1"}, ["日期", "类别"]),
    ],
)
def test_what_a_new_row_lacks(kind: str, values: dict[str, object], wanted: list[str]) -> None:
    assert [error.heading for error in missing(KINDS[kind], new(**values))] == wanted


def test_editable_lists_may_be_replaced() -> None:
    kind = KINDS["organizations"].choosing("industry", ["教育", "养老"])
    assert list(kind.by_field["industry"].choices) == ["教育", "养老"]
    assert kind.by_field["industry"].choices["教育"] == ("教育类",)
