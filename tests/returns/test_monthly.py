"""月报表 says what its lists add up to: in the stored values, in the formulas, and recalculated."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from partybuild.coverage.rules import Cover
from partybuild.returns.columns import COLUMNS
from partybuild.returns.figures import rate
from partybuild.returns.layout import LEAVES
from partybuild.returns.monthly import unit_labels, write_monthly
from partybuild.returns.rows import UnitRow
from partybuild.returns.verify import values_of
from tests.returns.counting import figures
from tests.returns.samples import UNITS, month, organization, random_month
from tests.sheets.office import converted

RANGE = re.compile(
    r"'(?P<sheet>[^']+)'!\$(?P<column>[A-Z]+)\$(?P<first>\d+):\$[A-Z]+\$(?P<last>\d+)"
)
COLUMN = {leaf.key: get_column_letter(at) for at, leaf in enumerate(LEAVES, 3)}
SINCE_5 = [leaf.key for leaf in LEAVES if leaf.key.startswith("weak_")]
FIRST = 5


def form(path: Path) -> Worksheet:
    return load_workbook(path)["月报表"]


class TestFigures:
    @settings(max_examples=25, deadline=None)
    @given(seed=st.integers(0, 10**6), count=st.integers(0, 60))
    def test_stored_values_are_the_counts_of_the_rows(
        self, tmp_path_factory: pytest.TempPathFactory, seed: int, count: int
    ) -> None:
        path = tmp_path_factory.mktemp("month") / "m.xlsx"
        data = random_month(seed, count)
        written = write_monthly(path, data)
        said = values_of(path)["月报表"][FIRST - 1 :]
        units = [*(unit.code for unit in data.units), None]
        for at, (code, line) in enumerate(zip(units, [*written.units, written.total], strict=True)):
            for key, value in figures(data, code).items():
                assert line[key] == value, (code, key)
                assert said[at][list(COLUMN).index(key) + 2] == value, (code, key)

    def test_uncovered_ones_are_the_three_classes(self, tmp_path: Path) -> None:
        total = write_monthly(tmp_path / "m.xlsx", random_month(5, 80)).total
        uncovered = int(total["organizations"]) - int(total["covered"])
        classes = ("should_build", "members_no_condition", "no_member")
        assert uncovered == sum(int(total[key]) for key in classes)

    def test_what_a_layout_does_not_have_is_a_dash_and_no_zero(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", month(organizations=[organization()], layout=4))
        sheet = form(tmp_path / "m.xlsx")
        rows = range(FIRST, FIRST + len(UNITS) + 1)
        assert {sheet[f"{COLUMN[key]}{row}"].value for key in SINCE_5 for row in rows} == {"—"}
        assert len(SINCE_5) == 3

    def test_the_six_stars_add_up_to_the_party_organizations(self, tmp_path: Path) -> None:
        total = write_monthly(tmp_path / "m.xlsx", random_month(7, 90)).total
        stars = [total[key] for key in COLUMN if key.startswith("stars_")]
        assert len(stars) == 6
        assert sum(int(count) for count in stars) == int(total["party_organizations"]) > 0

    def test_a_workbook_of_an_older_layout_says_nothing_of_stars(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", replace(random_month(7, 90), layout=3))
        book = load_workbook(tmp_path / "m.xlsx")
        assert "评星情况" not in book.sheetnames
        assert {book["月报表"][f"{COLUMN[f'stars_{n}']}{FIRST}"].value for n in range(1, 6)} == {
            "—"
        }
        assert "星级" not in {cell.value for row in book["党组织名单"].iter_rows() for cell in row}

    @given(st.integers(0, 10**6), st.integers(1, 10**6))
    def test_rates_are_rounded_half_up(self, part: int, whole: int) -> None:
        tenths = Fraction(1000 * part, whole)
        assert round(float(rate(part, whole)) * 10) == int(tenths + Fraction(1, 2))

    def test_a_tie_goes_up_and_nothing_divides_by_zero(self) -> None:
        assert [rate(1, 16), rate(617, 1000), rate(1233, 2000), rate(0, 0)] == [
            6.3,
            61.7,
            61.7,
            "—",
        ]


class TestFormulas:
    def test_recalculation_changes_nothing(self, tmp_path: Path) -> None:
        paths = [tmp_path / f"m{seed}.xlsx" for seed in range(5)]
        for seed, path in enumerate(paths):
            write_monthly(path, random_month(seed, seed * 23))
        for path, saved in zip(paths, converted(paths, tmp_path), strict=True):
            assert values_of(saved) == values_of(path)

    def test_recalculation_does_happen(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", random_month(1, 30))
        planted = tmp_path / "planted.xlsx"
        plant(tmp_path / "m.xlsx", planted, rb"</f><v>\d+</v>", b"</f><v>987</v>")
        assert values_of(planted) != values_of(tmp_path / "m.xlsx")
        [saved] = converted([planted], tmp_path)
        assert values_of(saved) == values_of(tmp_path / "m.xlsx")

    def test_every_figure_is_a_formula(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", random_month(2, 30))
        sheet = form(tmp_path / "m.xlsx")
        for key in COLUMN.keys() - {"note"}:
            for row in range(FIRST, FIRST + len(UNITS) + 1):
                assert str(sheet[f"{COLUMN[key]}{row}"].value).startswith("="), key

    @pytest.mark.parametrize(
        ("key", "function", "sheet", "headings"),
        [
            ("organizations", "COUNTIFS", "覆盖名单", ["月报表行", "备案"]),
            ("private_units", "COUNTIFS", "覆盖名单", ["月报表行", "备案", "组织类型"]),
            ("filed", "COUNTIFS", "覆盖名单", ["月报表行", "备案"]),
            ("independent", "COUNTIFS", "覆盖名单", ["月报表行", "备案", "覆盖方式"]),
            ("no_member", "COUNTIFS", "覆盖名单", ["月报表行", "备案", "未建类别"]),
            ("should_build", "COUNTIFS", "应建未建名单", ["月报表行"]),
            ("full_members", "SUMIFS", "覆盖名单", ["正式党员", "月报表行", "备案"]),
            ("instructors", "COUNTIFS", "指导员名单", ["月报表行", "类型"]),
            ("new_month", "COUNTIFS", "党组织名单", ["月报表行", "计入党组织数", "本月新建"]),
            ("terms_overdue", "COUNTIFS", "换届到期", ["月报表行", "换届情况"]),
        ],
    )
    def test_a_figure_asks_the_list_named_for_it(
        self, tmp_path: Path, key: str, function: str, sheet: str, headings: list[str]
    ) -> None:
        data = random_month(4, 40)
        write_monthly(tmp_path / "m.xlsx", data)
        book = load_workbook(tmp_path / "m.xlsx")
        formula = book["月报表"][f"{COLUMN[key]}{FIRST + 1}"].value
        assert formula.startswith(f"={function}(")
        assert f",$B{FIRST + 1}" in formula
        ranges = list(RANGE.finditer(formula))
        assert {found["sheet"] for found in ranges} == {sheet}
        listed = book[sheet]
        assert [listed[f"{found['column']}3"].value for found in ranges] == headings
        assert {(found["first"], found["last"]) for found in ranges} == {("4", str(listed.max_row))}

    def test_the_total_adds_the_units_up(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", random_month(4, 40))
        last = FIRST + len(UNITS)
        sheet = form(tmp_path / "m.xlsx")
        assert sheet[f"B{last}"].value == "合计"
        assert sheet[f"C{last}"].value == f"=SUM(C{FIRST}:C{last - 1})"
        part, whole = COLUMN["covered"], COLUMN["organizations"]
        assert sheet[f"{COLUMN['rate_covered']}{last}"].value == (
            f'=IF({whole}{last}=0,"—",ROUND({part}{last}*1000/{whole}{last},0)/10)'
        )

    def test_units_with_awkward_names_are_told_apart(self, tmp_path: Path) -> None:
        units = [
            UnitRow(str(n), name)
            for n, name in enumerate(["东区", "东*", "=东区", "东区", "A区", "a区"])
        ]
        rows = [organization(str(n), n * 10 + i) for n in range(6) for i in range(n + 1)]
        path = tmp_path / "m.xlsx"
        written = write_monthly(path, month(units=units, organizations=rows))
        assert [line["organizations"] for line in written.units] == [1, 2, 3, 4, 5, 6]
        [saved] = converted([path], tmp_path)
        assert values_of(saved) == values_of(path)

    def test_a_month_without_anything(self, tmp_path: Path) -> None:
        path = tmp_path / "m.xlsx"
        total = write_monthly(path, month()).total
        assert (total["organizations"], total["rate_covered"]) == (0, "—")
        [saved] = converted([path], tmp_path)
        assert values_of(saved) == values_of(path)

    def test_the_movement_balances(self, tmp_path: Path) -> None:
        write_monthly(
            tmp_path / "m.xlsx", replace(random_month(1, 4), movement_notes=["内部划转2家。"])
        )
        sheet = load_workbook(tmp_path / "m.xlsx")["变动表"]
        assert sheet["I5"].value == "=B5+C5-D5+E5-F5+G5+H5"
        assert values_of(tmp_path / "m.xlsx")["变动表"][4] == (
            "社会组织总数",
            100,
            5,
            2,
            1,
            1,
            -1,
            2,
            104,
        )


class TestSheets:
    def test_sheets_stand_in_the_order_of_the_contract(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", random_month(1, 8))
        assert load_workbook(tmp_path / "m.xlsx").sheetnames == [
            "月报表",
            "变动表",
            "增减名单",
            "覆盖名单",
            "党组织名单",
            "指导员名单",
            "应建未建名单",
            "换届到期",
            "三同步",
            "整顿台账",
            "评星情况",
            "口径说明",
        ]

    def test_lists_hold_every_row_in_its_columns(self, tmp_path: Path) -> None:
        data = random_month(1, 20)
        write_monthly(tmp_path / "m.xlsx", data)
        values = values_of(tmp_path / "m.xlsx")
        [first, *_] = data.organizations
        labels = unit_labels(UNITS)
        assert len(values["覆盖名单"]) == 3 + 20
        assert values["覆盖名单"][3][:5] == (labels[first.unit_row], *first[1:5])
        assert values["党组织名单"][3][1:3] == ("D000000", "第0党支部（演示）")
        assert values["口径说明"][3] == ("编号", "610100-2026-10-0001")

    def test_rows_have_a_value_for_every_column(self) -> None:
        data = random_month(1, 20)
        lists = {
            "覆盖名单": data.organizations,
            "党组织名单": data.party_organizations,
            "指导员名单": data.instructors,
            "应建未建名单": data.should_build,
            "换届到期": data.terms,
            "增减名单": data.movement_items,
        }
        for name, rows in lists.items():
            assert {len(row) for row in rows} == {len(COLUMNS[name])}, name

    def test_the_form_looks_as_the_contract_says(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", month(organizations=[organization()]))
        sheet = form(tmp_path / "m.xlsx")
        assert sheet["A1"].value == "长安市社会组织党建工作月报表（2026年10月）"
        assert sheet["A2"].value == "填报单位（盖章）：\n长安市社会组织党委"
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        assert "填报时间：2026年11月3日　　单位：个、人、%" in texts
        for words in (
            "单位负责人：",
            "审核人：",
            "填报人：",
            "联系电话：",
            "编号：610100-2026-10-0001",
        ):
            assert words in texts
        assert "1. 社会组织总数为依法登记" in "\n".join(texts)
        assert [sheet[f"B{row}"].value for row in range(5, 10)] == [
            "长安市本级",
            "碑林区",
            "莲湖区",
            "灞桥区",
            "合计",
        ]
        assert sheet["C3"].value == "社会组织总数"
        assert [sheet[f"{c}4"].value for c in "CDEF"] == [
            "合计",
            "社会团体",
            "社会服务机构",
            "基金会",
        ]
        assert {"A3:A4", "B3:B4", "C3:F3"} <= {str(area) for area in sheet.merged_cells.ranges}

    def test_the_form_prints_on_a4(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", month(organizations=[organization()]))
        sheet = form(tmp_path / "m.xlsx")
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == (
            "landscape",
            9,
        )
        assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$4", "$A:$B")
        assert sheet.freeze_panes == "C5"
        assert "610100-2026-10-0001" in str(sheet.oddFooter.left.text)
        assert "&P" in str(sheet.oddFooter.center.text)

    def test_a_long_title_is_set_smaller(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", month(title_unit="长安市" * 9))
        write_monthly(tmp_path / "n.xlsx", month())
        sizes = [form(tmp_path / name)["A1"].font.sz for name in ("m.xlsx", "n.xlsx")]
        assert sizes == [14, 18]

    def test_dangerous_names_are_texts(self, tmp_path: Path) -> None:
        name = "=cmd|' /C calc'!A0"
        data = month(organizations=[organization(name=name, code="012345678901234567")])
        write_monthly(tmp_path / "m.xlsx", data)
        cells = load_workbook(tmp_path / "m.xlsx")["覆盖名单"][4]
        assert [cell.value for cell in cells[1:3]] == ["012345678901234567", name]
        assert {cell.data_type for cell in cells[1:3]} <= {"s", "inlineStr"}


class TestRefusals:
    def refused(self, path: Path, words: str, **given: object) -> None:
        with pytest.raises(ValueError, match=words):
            write_monthly(path / "m.xlsx", month(**given))
        assert list(path.iterdir()) == []

    def test_a_row_of_no_unit(self, tmp_path: Path) -> None:
        self.refused(tmp_path, "不在月报表中：999", organizations=[organization("999")])

    def test_a_label_that_no_column_counts(self, tmp_path: Path) -> None:
        rows = [organization(), organization(cover=Cover.JOINT.value)]
        self.refused(tmp_path, "覆盖方式不认识：joint", organizations=rows)

    def test_no_units(self, tmp_path: Path) -> None:
        self.refused(tmp_path, "至少要有一行", units=[])

    def test_the_same_unit_twice(self, tmp_path: Path) -> None:
        self.refused(tmp_path, "不能区分", units=[UnitRow("1", "甲"), UnitRow("1", "乙")])

    def test_a_day_is_any_in_the_month(self, tmp_path: Path) -> None:
        write_monthly(tmp_path / "m.xlsx", month(month=date(2026, 9, 30)))
        assert "（2026年9月）" in str(form(tmp_path / "m.xlsx")["A1"].value)


def plant(source: Path, target: Path, pattern: bytes, value: bytes) -> None:
    """Copy a workbook with the first match in 月报表 replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(pattern, value, content, count=1)
            new.writestr(name, content)
