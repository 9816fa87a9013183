"""Counting in passing, and the formulas that count the same."""

import pytest

from partybuild.sheets.tally import Extent, Tally, column_letters, countifs, sumifs

HEADINGS = ["单位", "类型", "备案", "党员"]
ROWS = [
    ("甲", "社会团体", False, 3),
    ("甲", "社会团体", True, 5),
    ("甲", "基金会", False, None),
    ("乙", "社会团体", None, 7),
]
EXTENT = Extent("名单", HEADINGS, 3, 6)


def counted() -> Tally:
    tally = Tally(HEADINGS, "单位", ["类型", "备案"], ["党员"])
    assert list(tally.through(ROWS)) == ROWS
    return tally


def test_rows_are_counted_by_group() -> None:
    groups = counted().groups()
    assert set(groups) == {"甲", "乙"}
    assert groups["甲"].figure({}) == 3
    assert groups["甲"].figure({"备案": ("否",)}) == 2
    assert groups["甲"].figure({"类型": ("社会团体", "基金会"), "备案": ("否",)}) == 2
    assert groups["乙"].figure({"备案": ("",)}) == 1


def test_sums_leave_unknown_out() -> None:
    assert counted().groups()["甲"].figure({"备案": ("否",)}, "党员") == 3
    assert counted().groups()["甲"].figure({}, "党员") == 8


def test_a_tally_by_group_alone() -> None:
    tally = Tally(HEADINGS, "单位", [])
    list(tally.through(ROWS))
    assert {name: group.figure({}) for name, group in tally.groups().items()} == {"甲": 3, "乙": 1}


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_column_letters(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_formulas_name_whole_columns_of_the_list() -> None:
    assert countifs(EXTENT, ("单位", "$B5"), {"备案": ("否",)}) == (
        "=COUNTIFS('名单'!$A$4:$A$7,$B5,'名单'!$C$4:$C$7,\"否\")"
    )
    assert sumifs(EXTENT, "党员", ("单位", "$B5"), {}) == (
        "=SUMIFS('名单'!$D$4:$D$7,'名单'!$A$4:$A$7,$B5)"
    )


def test_alternatives_are_counted_one_after_the_other() -> None:
    text = countifs(EXTENT, ("单位", "$B5"), {"类型": ("社会团体", "基金会")})
    assert text.count("COUNTIFS") == 2
    assert "社会团体" in text.split("+")[0]
    assert "基金会" in text.split("+")[1]
