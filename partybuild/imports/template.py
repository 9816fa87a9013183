"""The empty workbook of a kind, from the very records that check what comes back."""

from datetime import datetime
from pathlib import Path
from typing import Any

from partybuild.imports.cells import letters
from partybuild.imports.heads import LISTS, RULES, STAMP
from partybuild.imports.limits import MARKED_ROWS
from partybuild.imports.records import Column, Kind, Type

HEAD_ROW = 3
INSTRUCTIONS = (
    "带 * 的列新增时必填，已有的只填编码和要改的列；空白表示不改动，填“清空”表示清除，"
    "打码的内容（如 138****1234）表示不变；列可以调换次序，也可以删去不用的列；"
    "每列的要求见表头批注和“填写说明”。"
)
_AS_TEXT = frozenset((Type.TEXT, Type.CODE, Type.REGION, Type.PHONE, Type.NAMES))
# A workbook written twice is the same byte for byte.
_WRITTEN = datetime(2026, 1, 1)


def write_template(kind: Kind, path: Path) -> None:
    """The workbook lies at the path: headings with notes and drop-downs, rules, lists, version."""
    import xlsxwriter  # slow to load, and few commands write workbooks

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{kind.label}导入模板", "created": _WRITTEN})
    columns = [column for column in kind.columns if column.in_template]
    page = book.add_worksheet(kind.label)
    _write_rules(book, columns)
    lists = _write_lists(book, columns)
    _write_head(book, page, kind, columns)
    for index, column in enumerate(columns):
        _offer(page, index, column, lists)
    book.close()


def _write_head(book: Any, page: Any, kind: Kind, columns: list[Column]) -> None:
    title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    small = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#555555"})
    shared = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    needed = book.add_format({**shared, "bg_color": "#F8D7D4"})
    other = book.add_format({**shared, "bg_color": "#EEEEEE"})
    last = len(columns) - 1
    page.merge_range(0, 0, 0, last, f"{kind.label}导入模板（{STAMP}：{kind.stamp}）", title)
    page.merge_range(1, 0, 1, last, INSTRUCTIONS, small)
    page.set_row(1, 48)
    page.set_row(HEAD_ROW - 1, 32)
    for index, column in enumerate(columns):
        _format_column(book, page, index, column)
        star = "*" if column.required_new else ""
        page.write_string(HEAD_ROW - 1, index, column.name + star, needed if star else other)
        page.write_comment(HEAD_ROW - 1, index, column.rule, {"x_scale": 2, "author": ""})
    page.freeze_panes(HEAD_ROW, 0)


def _format_column(book: Any, page: Any, index: int, column: Column) -> None:
    number_format = {Type.DATE: "yyyy-mm-dd", Type.COUNT: "0"}.get(column.type, "General")
    shape = {"num_format": "@" if column.type in _AS_TEXT else number_format}
    width = 24 if column.field in ("code", "name", "address", "covers") else 14
    page.set_column(index, index, width, book.add_format(shape))


def _offer(page: Any, index: int, column: Column, lists: dict[str, str]) -> None:
    """A drop-down that advises and does not bar: the import knows variants of every label."""
    source: object = ["是", "否"] if column.type is Type.BOOL else lists.get(column.field)
    if source is None or column.type is Type.CHOICES:
        return
    rule = {"validate": "list", "source": source, "error_type": "information"}
    rule |= {"error_title": column.name[:32], "error_message": column.rule[:255]}
    page.data_validation(HEAD_ROW, index, HEAD_ROW + MARKED_ROWS, index, rule)


def _write_rules(book: Any, columns: list[Column]) -> None:
    page = book.add_worksheet(RULES)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90, book.add_format({"text_wrap": True}))
    page.write_row(0, 0, ("列名", "要求"), book.add_format({"bold": True}))
    for row, column in enumerate(columns, start=1):
        page.write_string(row, 0, column.name)
        page.write_string(row, 1, column.rule)


def _write_lists(book: Any, columns: list[Column]) -> dict[str, str]:
    """The ranges of the lists by field."""
    page = book.add_worksheet(LISTS)
    ranges = {}
    for index, column in enumerate(c for c in columns if c.choices):
        page.set_column(index, index, 24)
        page.write_string(0, index, column.name, book.add_format({"bold": True}))
        page.write_column(1, index, list(column.choices))
        letter = letters(index)
        ranges[column.field] = f"='{LISTS}'!${letter}$2:${letter}${len(column.choices) + 1}"
    return ranges
