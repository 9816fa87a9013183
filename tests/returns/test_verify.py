"""A re-save changes nothing; a changed figure, name or row is noticed and named."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from partybuild.returns.monthly import write_monthly
from partybuild.returns.rows import MonthlyData
from partybuild.returns.verify import (
    Difference,
    compare,
    digest,
    sheet_digest,
    values_of,
)
from partybuild.sheets.values import Row, canonical_rows
from tests.returns.samples import month, organization, random_month
from tests.returns.test_monthly import plant
from tests.sheets.office import converted

AWKWARD = [
    "=1+1",
    "<r><t>假</t></r>",
    "_x0041_",
    " 前后有空 ",
    "cafe\u0301",
    "甲\r\n乙",
    "&<>\"'",
    "001",
    "1e5",
]


@pytest.fixture(scope="module")
def data() -> MonthlyData:
    names = [organization(n=n, name=name) for n, name in enumerate(AWKWARD, 1)]
    some = random_month(7, 40)
    return replace(some, organizations=[*some.organizations, *names])


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, data: MonthlyData) -> Path:
    path = tmp_path_factory.mktemp("issued") / "m.xlsx"
    write_monthly(path, data)
    return path


def edited(issued: Path, folder: Path, sheet: str, cell: str, value: object) -> list[Difference]:
    book = load_workbook(issued)
    before = values_of(issued)
    book[sheet][cell] = value
    book.save(folder / "edited.xlsx")
    [saved] = converted([folder / "edited.xlsx"], folder)
    return compare(before, values_of(saved))


class TestUnchanged:
    def test_the_same_file(self, issued: Path) -> None:
        assert compare(values_of(issued), values_of(issued)) == []

    def test_a_plain_resave(self, issued: Path, tmp_path: Path) -> None:
        [saved] = converted([issued], tmp_path)
        assert saved.read_bytes() != issued.read_bytes()
        assert compare(values_of(issued), values_of(saved)) == []

    def test_digests_made_while_writing_are_those_of_the_file(
        self, issued: Path, tmp_path: Path, data: MonthlyData
    ) -> None:
        written = write_monthly(tmp_path / "again.xlsx", data)
        found = values_of(issued)
        assert list(written.digests) == list(found)
        for name, rows in found.items():
            assert sheet_digest(written.digests[name]) == digest(rows), name

    def test_awkward_texts_are_read_as_written(self, issued: Path) -> None:
        read = [row[2] for row in values_of(issued)["覆盖名单"][-len(AWKWARD) :]]
        assert read[0] == "=1+1"
        assert read[4:8] == ["café", "甲\n乙", "&<>\"'", "001"]


class TestChanged:
    def test_a_planted_cached_value(self, issued: Path, tmp_path: Path) -> None:
        planted = tmp_path / "planted.xlsx"
        plant(issued, planted, rb"</f><v>\d+</v>", b"</f><v>987</v>")
        before = values_of(issued)
        assert compare(before, values_of(planted)) == [
            Difference("月报表", "C5", str(before["月报表"][4][2]), "987")
        ]

    def test_a_changed_name(self, issued: Path, tmp_path: Path) -> None:
        old = str(values_of(issued)["覆盖名单"][5][2])
        assert edited(issued, tmp_path, "覆盖名单", "C6", "乙协会（演示）") == [
            Difference("覆盖名单", "C6", old, "乙协会（演示）")
        ]

    def test_a_changed_class_is_named_with_the_figures_it_moves(
        self, issued: Path, tmp_path: Path
    ) -> None:
        found = edited(issued, tmp_path, "覆盖名单", "M44", "是")
        places = {(difference.sheet, difference.cell) for difference in found}
        assert ("覆盖名单", "M44") in places
        assert ("月报表", "C9") in places
        assert {sheet for sheet, _ in places} == {"月报表", "覆盖名单"}

    def test_an_added_row(self, issued: Path) -> None:
        found = dict(values_of(issued))
        row = ("碑林区", "51610103MJ99999999", "新增协会（演示）")
        found["覆盖名单"] = [*found["覆盖名单"][:10], row, *found["覆盖名单"][10:]]
        assert compare(values_of(issued), found) == [
            Difference("覆盖名单", "第11行", "（无此行）", "｜".join(row))
        ]

    def test_a_removed_row(self, issued: Path) -> None:
        found = dict(values_of(issued))
        gone = found["指导员名单"][4]
        found["指导员名单"] = [row for row in found["指导员名单"] if row is not gone]
        [difference] = compare(values_of(issued), found)
        assert difference[:2] == ("指导员名单", "第5行")
        assert str(gone[1]) in difference.issued
        assert difference.found == "（无此行）"

    def test_an_added_and_a_changed_row(self, issued: Path) -> None:
        found = dict(values_of(issued))
        rows = list(found["覆盖名单"])
        rows[20] = (*rows[20][:2], "改名协会（演示）", *rows[20][3:])
        found["覆盖名单"] = [*rows[:5], ("碑林区", "51", "新协会（演示）"), *rows[5:]]
        differences = compare(values_of(issued), found)
        assert [difference.cell for difference in differences] == ["C22", "第6行"]

    def test_another_order(self, issued: Path) -> None:
        found = dict(values_of(issued))
        rows = found["覆盖名单"]
        found["覆盖名单"] = [*rows[:3], *reversed(rows[3:])]
        [difference] = compare(values_of(issued), found)
        assert difference[:2] == ("覆盖名单", "")

    def test_sheets_gone_and_added(self, issued: Path) -> None:
        found = dict(values_of(issued))
        found["附表"] = found.pop("变动表")
        assert [d[:2] for d in compare(values_of(issued), found)] == [("变动表", ""), ("附表", "")]

    def test_everything_changed_is_still_answered(self) -> None:
        old: list[Row] = [(f"旧{n}", n) for n in range(500)]
        new: list[Row] = [(f"新{n}", n) for n in range(500)]
        assert len(compare({"表": old}, {"表": new})) == 500


def cells() -> st.SearchStrategy[object]:
    return st.one_of(st.none(), st.integers(0, 9), st.sampled_from("甲乙丙"), st.dates())


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(cells(), min_size=3, max_size=3), min_size=1, max_size=6),
    data=st.data(),
)
def test_one_changed_cell_is_always_noticed(rows: list[list[object]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, 2))
    changed = [list(row) for row in rows]
    changed[at][column] = "改"
    before, after = canonical_rows(rows), canonical_rows(changed)
    assert digest(before) != digest(after)
    named = list(differences(before, after))
    assert any("改" in difference.found for difference in named)


def differences(before: list[Row], after: list[Row]) -> Iterator[Difference]:
    yield from compare({"表": before}, {"表": after})


def test_a_month_of_another_serial_is_another_workbook(tmp_path: Path) -> None:
    write_monthly(tmp_path / "a.xlsx", month())
    write_monthly(tmp_path / "b.xlsx", month(serial="610100-2026-10-0002"))
    found = compare(values_of(tmp_path / "a.xlsx"), values_of(tmp_path / "b.xlsx"))
    assert {difference.sheet for difference in found} == {"月报表", "口径说明"}
