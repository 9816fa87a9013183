"""The template comes back without a word of complaint."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from partybuild.imports.columns import KINDS, Column, Kind, Type
from partybuild.imports.gate import admit
from partybuild.imports.rows import missing
from partybuild.imports.template import HEAD_ROW, write_template
from partybuild.rules import RuleBroken
from tests.imports.reads import messages, opened, rows_of

EXAMPLES: dict[Type, Any] = {
    Type.TEXT: "某某",
    Type.REGION: "610103",
    Type.PHONE: "029-88880001",
    Type.COUNT: 3,
    Type.DATE: "2024-03-05",
    Type.BOOL: "是",
    Type.NAMES: "甲会、乙会",
}

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def example(column: Column) -> Any:
    if column.choices:
        return next(iter(column.choices))
    if column.type is Type.CODE:
        return "51110000MJ0101505U" if column.pattern else "A001"
    return EXAMPLES[column.type]


def filled(kind: Kind, folder: Path) -> Path:
    path = folder / "模板.xlsx"
    write_template(kind, path)
    book = openpyxl.load_workbook(path)
    page = book[kind.label]
    for index, column in enumerate((c for c in kind.columns if c.in_template), start=1):
        page.cell(HEAD_ROW + 1, index, example(column))
    book.save(path)
    return path


@kinds
def test_filled_and_read_back(kind: Kind, tmp_path: Path) -> None:
    rows, notes = rows_of(filled(kind, tmp_path), kind.key)
    assert notes == []
    assert messages(rows) == []
    (row,) = rows
    assert set(row.values) == {c.field for c in kind.columns if c.in_template}
    assert missing(kind, row) == []


@kinds
def test_every_heading_is_its_own_column(kind: Kind, tmp_path: Path) -> None:
    with opened(filled(kind, tmp_path), kind.key) as (_, heads):
        columns = list(heads.found[0].matching.columns.values())
    assert columns == [column for column in kind.columns if column.in_template]


@kinds
def test_empty_it_has_a_head_and_no_rows(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(kind, path)
    rows, _ = rows_of(path, kind.key)
    assert rows == []


@kinds
def test_notes_lists_and_version(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(kind, path)
    assert admit(path, path.name).kind == "xlsx"
    book = openpyxl.load_workbook(path)
    page = book[kind.label]
    assert f"模板版本：{kind.stamp}" in str(page["A1"].value)
    columns = [column for column in kind.columns if column.in_template]
    for index, column in enumerate(columns, start=1):
        heading = page.cell(HEAD_ROW, index)
        assert heading.value == column.name + ("*" if column.required_new else "")
        assert heading.comment is not None
        assert heading.comment.text == column.rule
    offered = {str(rule.sqref).split(":")[0] for rule in page.data_validations.dataValidation}
    wanted = [i for i, c in enumerate(columns, 1) if c.type in (Type.CHOICE, Type.BOOL)]
    assert offered == {page.cell(HEAD_ROW + 1, i).coordinate for i in wanted}
    listed = {book["字典"].cell(1, i).value for i in range(1, 20)} - {None}
    assert listed == {column.name for column in columns if column.choices}


def test_written_twice_it_is_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    for path in (first, second):
        write_template(KINDS["instructors"], path)
    assert first.read_bytes() == second.read_bytes()


def test_the_template_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = filled(KINDS["ledger"], tmp_path)
    with pytest.raises(RuleBroken, match="这是“社会组织党建台账”的模板，不是“社会组织名册”"):
        rows_of(path, "organizations")
