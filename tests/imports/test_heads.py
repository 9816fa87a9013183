"""Which column is what: variants, group heads, contexts, stamps, answers."""

from pathlib import Path

import pytest
import xlsxwriter

from partybuild.imports.columns import KINDS
from partybuild.rules import RuleBroken
from tests.imports import files
from tests.imports.reads import Lines, fields_of, opened, rows_from

CODE, NAME = "统一社会信用代码", "组织名称"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_name_is_its_own_column_in_the_order_of_the_contract(kind: object) -> None:
    columns = [column.name for column in kind.columns]  # type: ignore[attr-defined]
    assert len(columns) == len(set(columns))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *(("单位名称", "name"), ("社会组织名称", "name"), ("社 会 组 织 名 称", "name")),
        *(("信用代码", "code"), ("社会信用代码", "code"), ("登记证书号", "code")),
        *(("发证机关", "authority"), ("成立时间", "registered_on"), ("注册时间", "registered_on")),
        *(("业务主管部门", "supervisor"), ("负责人", "legal_person"), ("*行业类别：", "industry")),
        *(("从业人员数（人）", "staff"), ("所属街道(乡镇)", "street"), ("换届时间", "elected_on")),
        *(("联系\n电话", "telephone"), ("社会组织性质", "kind"), ("住址", "address")),
    ],
)
def test_variants(heading: str, field: str, tmp_path: Path) -> None:
    other = "备案编号" if field != "name" else CODE
    found = fields_of(tmp_path, "organizations", [[heading, other], ["x", "1"]])
    assert found["A"] == field


def test_found_below_titles_and_notes_in_any_order(tmp_path: Path) -> None:
    lines = [
        ["某区社会组织名册"],
        ["填报单位：某区", None, "2026年10月"],
        [],
        ["联系电话", "备注栏", CODE, NAME],
        ["1380000", "x", "51110000MJ0101505U", "甲会"],
    ]
    assert fields_of(tmp_path, "organizations", lines) == {
        "A": "telephone",
        "C": "code",
        "D": "name",
    }
    rows, notes = rows_from(tmp_path, "organizations", lines)
    assert [row.number for row in rows] == [5]
    assert "工作表“名册”的 B 列“备注栏” 不认识，未导入。" in notes


def test_a_head_below_the_twelfth_row_is_not_found(tmp_path: Path) -> None:
    lines: Lines = [*[["标题"]] * 12, [CODE, NAME], ["1", "甲会"]]
    with pytest.raises(RuleBroken) as refusal:
        fields_of(tmp_path, "organizations", lines)
    assert "前 12 行没有找到“社会组织名册”的表头" in str(refusal.value)
    assert "“统一社会信用代码”或“备案编号”或“组织名称”" in str(refusal.value)


def grouped(path: Path) -> Path:
    """A ledger with three merged head rows, as districts keep it."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("台账")
    page.merge_range("A1:L1", "某区社会组织党建工作台账")
    page.merge_range("A2:A4", "序号")
    page.merge_range("B2:E2", "社会组织基本情况")
    page.merge_range("B3:B4", "名称")
    page.merge_range("C3:C4", CODE)
    page.merge_range("D3:D4", "成立时间")
    page.merge_range("E3:E4", "联系电话")
    page.merge_range("F2:J2", "党组织设置情况")
    page.merge_range("F3:F4", "名称")
    page.merge_range("G3:G4", "成立时间")
    page.merge_range("H3:I3", "书记")
    page.write("H4", "姓名")
    page.write("I4", "联系电话")
    page.merge_range("J3:J4", "换届时间")
    page.merge_range("K2:L3", "党建指导员")
    page.write("K4", "姓名")
    page.write("L4", "工作单位")
    page.write_row("A5", [1, "甲会", "51110000MJ0101505U", "2001-02-03"])
    book.close()
    return path


def test_group_heads_over_three_merged_rows(tmp_path: Path) -> None:
    with opened(grouped(tmp_path / "表.xlsx"), "ledger") as (_, heads):
        head = heads.found[0]
        fields = {c.field: i for i, c in head.matching.columns.items()}
    assert (head.first_row, head.last_row) == (2, 4)
    assert fields == {
        "name": 1,
        "code": 2,
        "registered_on": 3,
        "telephone": 4,
        "party_name": 5,
        "party_founded_on": 6,
        "secretary_name": 7,
        "secretary_telephone": 8,
        "party_elected_on": 9,
        "instructor_name": 10,
        "instructor_workplace": 11,
    }
    assert not head.matching.unknown


def test_group_heads_of_a_csv_without_merges(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(
        "某区社会组织党建台账,,,,,\n社会组织名称,信用代码,党组织情况,,指导员,\n"
        ",,名称,成立时间,姓名,电话\n甲会,51110000MJ0101505U,甲支部,2011-02,某乙,029-88880003\n",
        encoding="gb18030",
    )
    with opened(path, "ledger") as (_, heads):
        fields = [c.field for c in heads.found[0].matching.columns.values()]
    assert fields == [
        *("name", "code", "party_name", "party_founded_on"),
        *("instructor_name", "instructor_telephone"),
    ]


class TestLedger:
    def test_times_after_the_party_organization_are_its_own(self, tmp_path: Path) -> None:
        heads = [NAME, CODE, "成立时间", "换届时间", "党组织名称", "成立时间", "换届时间"]
        found = fields_of(tmp_path, "ledger", [heads, ["甲会"]])
        assert (found["C"], found["D"]) == ("registered_on", "elected_on")
        assert (found["F"], found["G"]) == ("party_founded_on", "party_elected_on")

    def test_a_time_after_the_party_organization_alone(self, tmp_path: Path) -> None:
        found = fields_of(tmp_path, "ledger", [["党组织名称", NAME, CODE, "成立时间"], ["x", "y"]])
        assert found["D"] == "party_founded_on"

    def test_a_telephone_belongs_to_the_person_before_it(self, tmp_path: Path) -> None:
        heads = [NAME, "联系人", "联系电话", "书记姓名", "联系电话", "指导员姓名", "联系电话"]
        found = fields_of(tmp_path, "ledger", [heads, ["甲会"]])
        assert [found[letter] for letter in "CEG"] == [
            "telephone",
            "secretary_telephone",
            "instructor_telephone",
        ]

    def test_the_names_of_the_contract(self, tmp_path: Path) -> None:
        heads = [c.name for c in KINDS["ledger"].columns if c.in_template]
        found = fields_of(tmp_path, "ledger", [heads[:20], ["x"] * 20])
        assert (
            list(found.values()) == [c.field for c in KINDS["ledger"].columns if c.in_template][:20]
        )


class TestTotals:
    @pytest.mark.parametrize("heading", ["党员数", "党员人数", "党员总数", "党员"])
    def test_without_probationary_it_asks(self, heading: str, tmp_path: Path) -> None:
        lines = [[CODE, heading], ["51110000MJ0101505U", 5]]
        rows, notes = rows_from(tmp_path, "organizations", lines)
        assert "full" not in rows[0].values
        assert any("请指明是哪一列" in note for note in notes)
        answered, _ = rows_from(tmp_path, "organizations", lines, {heading: "正式党员数"})
        assert answered[0].values["full"] == 5
        left, notes = rows_from(tmp_path, "organizations", lines, {"B": "忽略"})
        assert "full" not in left[0].values
        assert not any("请指明" in note for note in notes)

    def test_less_the_probationary(self, tmp_path: Path) -> None:
        lines = [[CODE, "党员总数", "其中：预备党员"], ["51110000MJ0101505U", 5, 2]]
        rows, _ = rows_from(tmp_path, "organizations", lines)
        assert (rows[0].values["full"], rows[0].values["probationary"]) == (3, 2)

    def test_more_probationary_than_all(self, tmp_path: Path) -> None:
        lines = [[CODE, "党员总数", "预备党员数"], ["51110000MJ0101505U", 1, 2]]
        rows, _ = rows_from(tmp_path, "organizations", lines)
        assert rows[0].errors[0].message == "预备党员数 2 大于党员总数 1，请核对。"

    def test_beside_full_members_it_is_left_alone(self, tmp_path: Path) -> None:
        lines = [[CODE, "党员总数", "正式党员数"], ["51110000MJ0101505U", 9, 3]]
        rows, notes = rows_from(tmp_path, "organizations", lines)
        assert rows[0].values["full"] == 3
        assert "工作表“名册”的 B 列“党员总数” 与其他列重复，未导入。" in notes


class TestIdentityNumbers:
    @pytest.mark.parametrize("heading", ["身份证号", "公民身份号码", "证件号码", "法人身份证号码"])
    def test_dropped_by_heading(self, heading: str, tmp_path: Path) -> None:
        rows, notes = rows_from(
            tmp_path, "organizations", [[NAME, CODE, heading], ["甲会", None, "secret"]]
        )
        assert "secret" not in str(rows[0].values) + str(rows[0].raw)
        assert f"工作表“名册”的 C 列“{heading}” 是身份证号，已丢弃，不保存。" in notes

    def test_dropped_by_content(self, tmp_path: Path) -> None:
        lines = [[NAME, CODE, "备注"], ["甲会", None, None], ["乙会", None, identity_number()]]
        _, notes = rows_from(tmp_path, "organizations", lines)
        assert "工作表“名册”的 C 列“备注” 是身份证号，已丢弃，不保存。" in notes


def identity_number() -> str:
    """A number of nobody, computed so that none stands in this repository."""
    from stdnum.cn import ric

    first = "110101" + "19000101" + "001"
    return first + str(ric.calc_check_digit(first + "0"))


class TestSheets:
    def test_every_sheet_with_a_head_is_read_and_others_are_named(self, tmp_path: Path) -> None:
        path = files.workbook(
            tmp_path / "表.xlsx",
            {
                "甲街道": [[NAME, CODE], ["甲会", "51110000MJ0101505U"]],
                "封面": [["目录"], ["一"]],
                "乙街道": [[CODE, NAME], ["52110000MJ0163191U", "乙会"]],
            },
        )
        with opened(path, "organizations") as (_, heads):
            assert [head.sheet.name for head in heads.found] == ["甲街道", "乙街道"]
            assert heads.notes == ["工作表“封面”没有找到表头，未读取。"]

    def test_an_exact_name_wins_over_a_variant(self, tmp_path: Path) -> None:
        found = fields_of(tmp_path, "organizations", [["单位名称", NAME, CODE], ["x", "y"]])
        assert found == {"B": "name", "C": "code"}

    def test_answers_must_name_columns(self, tmp_path: Path) -> None:
        lines = [[NAME, CODE], ["甲会"]]
        with pytest.raises(RuleBroken, match="表中没有“党员数”这一列"):
            rows_from(tmp_path, "organizations", lines, {"党员数": "full"})
        with pytest.raises(RuleBroken, match="没有“党费”这一列，请从下列列名中选"):
            rows_from(tmp_path, "organizations", lines, {NAME: "党费"})

    def test_an_answer_names_an_unknown_column(self, tmp_path: Path) -> None:
        lines = [[CODE, "会名"], ["51110000MJ0101505U", "甲会"]]
        rows, notes = rows_from(tmp_path, "organizations", lines, {"会名": "组织名称"})
        assert rows[0].values["name"] == "甲会"
        assert notes == []


class TestStamp:
    def test_another_kind_is_said_and_nothing_else(self, tmp_path: Path) -> None:
        lines = [["党组织名册导入模板（模板版本：party-organizations/1）"], ["不认识"], ["x"]]
        with pytest.raises(RuleBroken) as refusal:
            rows_from(tmp_path, "organizations", lines)
        assert str(refusal.value).startswith("这是“党组织名册”的模板，不是“社会组织名册”")

    def test_an_old_version(self, tmp_path: Path) -> None:
        lines = [["模板版本: organizations/0"], [NAME, CODE], ["甲会"]]
        with pytest.raises(RuleBroken, match="模板是第 0 版，现行是第 1 版，请重新下载模板"):
            rows_from(tmp_path, "organizations", lines)
