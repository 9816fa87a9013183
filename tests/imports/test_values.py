"""One cell by its type: what is taken, what is refused, and in which words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.imports.cells import Cell, Fault
from partybuild.imports.cleaning import CellError, cleaned
from partybuild.imports.columns import KINDS, Column, Type
from partybuild.imports.values import CLEAR, UNCHANGED, parse

LIST = {"社会团体": ("社团",), "基金会": ()}
UNIFIED = KINDS["organizations"].by_field["code"]


def read(type_: Type, cell: Cell, **more: Any) -> object:
    return parse(Column("列", "field", type_, choices=LIST, **more), cell)


def words(value: object) -> str:
    assert isinstance(value, CellError), value
    return value.message


class TestAnyType:
    @pytest.mark.parametrize("type_", [t for t in Type if t is not Type.DROPPED])
    def test_blank_clear_and_faults(self, type_: Type) -> None:
        for blank in (None, "", "  ", "/", "／", "—", "——", "-", "--"):
            assert read(type_, blank) is None
        assert read(type_, "清空") is CLEAR
        assert read(type_, " 清空 ") is CLEAR
        assert "公式错误 #REF!" in words(read(type_, Fault("error", "#REF!")))
        assert "公式没有计算结果" in words(read(type_, Fault("formula", "公式")))

    @pytest.mark.parametrize(
        ("raw", "trouble"),
        [
            ("甲\0会", "控制字符"),
            ("甲\x1b会", "控制字符"),
            ("甲\x85会\x90", "控制字符"),
            ("甲\u200b会", "零宽"),
            ("\ufeff甲会", "零宽"),
            ("甲\u202e会", "方向控制符"),
            ("甲\u2066会", "方向控制符"),
            ("甲\ufffd会", "乱码"),
        ],
    )
    def test_r39_what_cannot_be_seen_is_refused(self, raw: str, trouble: str) -> None:
        for type_ in (Type.TEXT, Type.CODE, Type.DATE, Type.NAMES):
            message = words(read(type_, raw))
            assert trouble in message
            assert "重新输入" in message

    def test_r39_lone_surrogates_are_refused(self) -> None:
        assert "乱码" in words(read(Type.TEXT, "甲" + chr(0xD800)))

    @pytest.mark.parametrize(
        "name", ["㐂會", "𠮷野会", "𰻝面协会", "\ue000会", "阿·巴会", "Ａ会（演示）"]
    )
    def test_r39_rare_characters_are_kept(self, name: str) -> None:
        assert read(Type.TEXT, name) == name

    def test_r39_one_form(self) -> None:
        assert read(Type.TEXT, "  e\u0301会\u3000") == "\u00e9会"
        assert read(Type.TEXT, "甲\r\n会") == "甲 会"

    @settings(max_examples=300, deadline=None)
    @given(
        st.sampled_from(list(Type)),
        st.one_of(
            st.text(),
            st.text("0123456789-/.年月日*E+xX人、，\n "),
            st.integers(),
            st.floats(),
            st.booleans(),
            st.dates(),
            st.datetimes(),
        ),
    )
    def test_no_cell_raises(self, type_: Type, cell: Cell) -> None:
        value = read(type_, cell)
        if isinstance(value, CellError):
            assert value.message.endswith("。")

    @settings(max_examples=200, deadline=None)
    @given(st.text())
    def test_cleaning_twice_changes_nothing(self, raw: str) -> None:
        once = cleaned(raw)
        assert isinstance(once, CellError) or cleaned(once) == once


class TestText:
    def test_numbers_and_masks(self) -> None:
        assert read(Type.TEXT, 12) == "12"
        assert read(Type.TEXT, "张**") is UNCHANGED
        assert read(Type.TEXT, "无") is None

    def test_too_long(self) -> None:
        assert words(read(Type.TEXT, "长" * 61, longest=60)) == "有 61 个字，最多 60 个，请缩短。"


class TestCode:
    @pytest.mark.parametrize(
        "raw",
        ["51110000mj0101505u", "５１１１００００MJ0101505U", " 51110000 MJ\n0101505U "],
    )
    def test_cleaned(self, raw: str) -> None:
        assert parse(UNIFIED, raw) == "51110000MJ0101505U"

    @pytest.mark.parametrize("cell", ["5.16E+17", "5.16e+17", "516E+15", 5.16e17])
    def test_scientific_notation(self, cell: Cell) -> None:
        message = words(parse(UNIFIED, cell))
        assert "科学计数法" in message
        assert "设为文本格式" in message

    def test_form(self) -> None:
        assert "现有 17 位" in words(parse(UNIFIED, "51110000MJ010150U"))
        assert "18 位数字和大写字母" in words(parse(UNIFIED, "某证字第123号"))
        assert "不是编码" in words(parse(UNIFIED, date(2024, 1, 1)))
        assert read(Type.CODE, 10086) == "10086"
        assert "最多 4 位" in words(read(Type.CODE, "12345", longest=4))


class TestRegion:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ("610103", "610103"),
            (610103, "610103"),
            ("610103000000", "610103"),
            ("610103000", "610103"),
            ("610103001000", "610103001"),
            (610103001001, "610103001001"),
            ("610000", "610000"),
            ("６１０１０３", "610103"),
            ("碑林区", "碑林区"),
        ],
    )
    def test_codes_and_names(self, cell: Cell, value: str) -> None:
        assert read(Type.REGION, cell) == value

    def test_wrong_length(self) -> None:
        assert "有 4 位，应为 6 位、9 位或 12 位" in words(read(Type.REGION, "6101"))
        assert "科学计数法" in words(read(Type.REGION, "6.10103E+11"))


class TestPhone:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            (13800001234, "13800001234"),
            ("138 0000 1234", "13800001234"),
            ("029-88886666", "029-88886666"),
            ("（029）88886666", "029-88886666"),
            ("029—88886666转801", "029-88886666转801"),
            ("13800001234/13900001234", "13800001234、13900001234"),
            ("138****1234", UNCHANGED),
            ("无", None),
        ],
    )
    def test_forms(self, cell: Cell, value: object) -> None:
        assert read(Type.PHONE, cell) == value

    @pytest.mark.parametrize("cell", ["某某", "12", "1380000123456789012345", 1.38e22, 1.5, True])
    def test_not_a_number(self, cell: Cell) -> None:
        assert "不是电话号码" in words(read(Type.PHONE, cell))


class TestCount:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            *((3, 3), (3.0, 3), ("3", 3), ("3人", 3), (" 3 名", 3), ("３人", 3), ("1,203", 1203)),
            *(("0", 0), ("无", 0), ("3.0", 3)),
        ],
    )
    def test_forms(self, cell: Cell, value: int) -> None:
        assert read(Type.COUNT, cell) == value

    @pytest.mark.parametrize(
        ("cell", "trouble"),
        [
            (-1, "是负数"),
            ("-3人", "是负数"),
            (2.5, "带小数"),
            ("约30", "不是整数"),
            ("三人", "不是整数"),
            ("nan", "不是整数"),
            ("1e400", "不是整数"),
            (10**9, "不是整数"),
            (True, "真假值"),
            (date(2024, 3, 5), "是日期"),
        ],
    )
    def test_refused(self, cell: Cell, trouble: str) -> None:
        assert trouble in words(read(Type.COUNT, cell))


class TestChoices:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            *((yes, True) for yes in ("是", "√", "✔", "有", "Y", "yes", "已建", 1, True, "１")),
            *((no, False) for no in ("否", "×", "✗", "无", "n", "NO", "未建", 0, False, "X")),
        ],
    )
    def test_booleans(self, cell: Cell, value: bool) -> None:
        assert read(Type.BOOL, cell) is value

    def test_neither_yes_nor_no(self) -> None:
        assert words(read(Type.BOOL, "大概")) == "“大概”看不出是或否，请填“是”或“否”。"

    @pytest.mark.parametrize(
        "raw", ["社会团体", "社团", " 社 团 ", "1.社会团体", "（1）社会团体"[3:]]
    )
    def test_variants(self, raw: str) -> None:
        assert read(Type.CHOICE, raw) == "社会团体"

    def test_unknown_label_lists_the_known(self) -> None:
        assert words(read(Type.CHOICE, "公司")) == "“公司”不在可填的值中，请填：社会团体、基金会。"
        assert "“公司”" in words(read(Type.CHOICES, "社团、公司"))

    def test_several(self) -> None:
        assert read(Type.CHOICES, "社团，基金会；社会团体") == ("社会团体", "基金会")
        assert read(Type.CHOICES, "无") == ()

    @pytest.mark.parametrize(
        "raw", ["甲会、乙会", "甲会,乙会", "甲会；乙会;", "甲会\n乙会", "甲会\r\n乙会、甲会"]
    )
    def test_names(self, raw: str) -> None:
        assert read(Type.NAMES, raw) == ("甲会", "乙会")

    def test_every_label_and_variant_of_every_column_is_read(self) -> None:
        for kind in KINDS.values():
            for column in kind.columns:
                for label, variants in column.choices.items():
                    for word in (label, *variants):
                        value = parse(column, word)
                        assert value == (label if column.type is Type.CHOICE else (label,)), word
