"""A scheme goes out as a workbook and comes back the same; a messy one is told all its faults."""

from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter

from partybuild.ratings.schemes import defaults, sheets, tables
from partybuild.ratings.schemes.rules import Deduction, indicator
from partybuild.rules import RuleBroken
from tests.ratings.schemes.example import SCHEME, scheme

DAY = date(2026, 11, 20)
EMPTY = replace(SCHEME, indicators=(), bands=(), caps=(), vetoes=(), gates=())
CODES = ["代码", "上级代码", "名称", "分值", "最小计分单位", "需佐证", "加分"]


def read_back(said, tmp_path, base=EMPTY):
    path = tmp_path / "scheme.xlsx"
    sheets.write(said, path, DAY)
    return sheets.taken(path, path.name, base)


def book(tmp_path, **pages):
    """A workbook typed by somebody: rows by sheet."""
    path = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        for name, rows in pages.items():
            page = out.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    page.write(number, column, value)
    return path


def taken(path, base=SCHEME):
    return sheets.taken(path, path.name, base)


@pytest.mark.parametrize("name", ["sample", "assessment", "ledger"])
def test_a_shipped_scheme_comes_back_the_same(name, tmp_path):
    shipped = defaults.shipped(name)

    found = read_back(shipped, tmp_path, replace(EMPTY, name=name))

    assert found.faults == []
    assert found.notes == []
    assert found.scheme == shipped


def test_points_with_a_decimal_and_risky_texts_come_back(tmp_path):
    term = replace(
        indicator(SCHEME, "term"),
        points=205,
        step=5,
        label="=1+1",
        explanation="第一行\n第二行",
        deductions=(Deduction("late", "-5", 25),),
    )
    odd = scheme(indicators=(term,), ledger=True, joint="all", note="@备注", exceeds=False)

    assert read_back(odd, tmp_path).scheme == odd


def test_name_and_owner_stay_those_of_the_draft(tmp_path):
    base = replace(EMPTY, name="scheme7", owner="unit:3")

    found = read_back(SCHEME, tmp_path, base).scheme

    assert (found.name, found.owner) == ("scheme7", "unit:3")


class TestTyped:
    def test_a_plain_sheet_of_items_is_enough(self, tmp_path):
        path = book(
            tmp_path,
            指标=[
                ["我市评星指标"],
                [],
                ["名 称*", "分值", "代码", "上级代码", "需佐证"],
                ["班子", 60, "BZ", "", ""],
                ["换届", "４０", "", "ｂｚ", "√"],
                ["书记", 20.5, "", "bz", "否"],
                ["合计", 60],
            ],
        )

        found = taken(path).scheme

        [group] = found.indicators
        assert [(e.label, e.points, e.evidence) for e in group.children] == [
            ("换届", 400, True),
            ("书记", 205, False),
        ]
        assert [each.key for each in group.children] == ["item1", "item2"]
        assert found.bands == SCHEME.bands

    def test_a_messy_one_is_told_every_fault_with_its_place(self, tmp_path):
        path = book(
            tmp_path,
            指标=[
                CODES,
                ["a", "", "甲", "很多", "", "", ""],
                ["b", "", "", 10, "", "也许", ""],
                ["c", "", "丙", 1.55, "", "", ""],
                ["d", "", "丁", -3, "", "", ""],
            ],
            档次=[["星级", "最低分"], ["六星", 90], ["四星", ""]],
            评审链=[["环节", "评审单位", "期限（天）"], ["初评", "村", "十天"]],
            随便写的=[["备注"]],
        )

        found = taken(path)

        places = {(f.sheet, f.row, f.column, f.value) for f in found.faults}
        assert found.scheme is None
        assert places == {
            ("指标", 2, "D 分值", "很多"),
            ("指标", 3, "C 名称", ""),
            ("指标", 3, "F 需佐证", "也许"),
            ("指标", 4, "D 分值", "1.55"),
            ("指标", 5, "D 分值", "-3"),
            ("档次", 2, "A 星级", "六星"),
            ("档次", 3, "B 最低分", ""),
            ("评审链", 2, "B 评审单位", "村"),
            ("评审链", 2, "C 期限（天）", "十天"),
        }
        assert all(fault.message.endswith("。") for fault in found.faults)
        assert found.notes == ["工作表“随便写的”不认识，未读取。"]

    def test_rows_that_do_not_fit_each_other(self, tmp_path):
        path = book(
            tmp_path,
            指标=[
                CODES,
                ["a", "b", "甲", 10],
                ["b", "a", "乙", 10],
                ["c", "z", "丙", 10],
                ["c", "", "丁", 10],
            ],
            选项=[["指标代码", "代码", "内容", "分值"], ["nowhere", "", "有", 1]],
            扣分=[["指标代码", "代码", "内容", "分值"]],
        )

        found = [(f.sheet, f.row, f.value, f.message) for f in taken(path).faults]

        assert ("指标", 2, "b", "上级不能是自己或自己的下级。") in found
        assert ("指标", 4, "z", "没有这个上级指标，请核对代码。") in found
        assert ("指标", 5, "c", "代码与上面的指标重复。") in found
        assert ("选项", 2, "nowhere", "没有这个指标，请核对指标代码。") in found

    def test_a_fifth_level_and_a_thousand_rows_are_faults(self, tmp_path):
        chain = [[f"k{n}", f"k{n - 1}" if n else "", "甲", 1] for n in range(1100)]
        found = taken(book(tmp_path, 指标=[CODES, *chain]))

        assert ("指标", 1002, "最多 1000 行，请删去不属于方案的内容。") in [
            (f.sheet, f.row, f.message) for f in found.faults
        ]
        found = taken(book(tmp_path, 指标=[CODES, *chain[:6]]))
        assert [(f.row, f.message) for f in found.faults] == [
            (6, "指标最多 4 级。"),
            (7, "指标最多 4 级。"),
        ]

    def test_a_sheet_without_heads_is_a_fault(self, tmp_path):
        path = book(tmp_path, 指标=[CODES, ["a", "", "甲", 10]], 档次=[["五星", 90]])

        [fault] = taken(path).faults

        assert (fault.sheet, fault.message) == ("档次", "前 12 行没有找到表头。")

    def test_a_formula_that_gave_nothing_is_a_fault(self, tmp_path):
        path = tmp_path / "typed.xlsx"
        with xlsxwriter.Workbook(str(path)) as out:
            page = out.add_worksheet("指标")
            page.write_row(0, 0, CODES)
            page.write_row(1, 0, ["a", "", "甲"])
            page.write_formula(1, 3, "=1/0", None, "#DIV/0!")

        [fault] = [f for f in taken(path).faults if f.sheet == "指标"]

        assert (fault.row, fault.column) == (2, "D 分值")
        assert "公式" in fault.message

    def test_without_items_it_is_no_scheme(self, tmp_path):
        with pytest.raises(RuleBroken, match="没有找到“指标”工作表"):
            taken(book(tmp_path, 名册=[["姓名"]]))

    def test_what_is_no_workbook_stays_at_the_gate(self, tmp_path):
        path = tmp_path / "scheme.xlsx"
        path.write_bytes(b"<html>")

        with pytest.raises(RuleBroken):
            sheets.taken(path, "scheme.xlsx", SCHEME)

    def test_a_very_large_file_is_refused_unread(self, tmp_path):
        path = tmp_path / "scheme.xlsx"
        path.write_bytes(b"0" * (sheets.MOST_BYTES + 1))

        with pytest.raises(RuleBroken, match="不应超过 2 MB"):
            sheets.taken(path, "scheme.xlsx", SCHEME)


def test_the_rows_of_a_scheme_make_it_again():
    assert tables.scheme_of(tables.lines_of(SCHEME), EMPTY) == SCHEME
