"""The monthly workbook of the province, beside the bare writer for the same cells."""

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from flask import Flask
from xlsxwriter.worksheet import Worksheet

from bench.measure import Measure, milliseconds
from partybuild.accounts import queries as accounts
from partybuild.clock.days import months_back
from partybuild.coverage import queries, scopes
from partybuild.db import db
from partybuild.returns.building import build
from partybuild.returns.gathering import Gathering

GROUP = "月报 monthly workbook"
ALLOWED = 1.3
REPEATS = 2
WRITERS = ("write_string", "write_number", "write_blank", "write_formula", "merge_range")
Call = tuple[str, str, tuple[Any, ...]]


def workbooks(app: Flask, today: date) -> Iterator[Measure]:
    """With all name lists, for last month, of the whole province."""
    actor = accounts.actor_by_login("sheng")
    month = months_back(today, 1)
    day = months_back(today, 0) - timedelta(days=1)
    with tempfile.TemporaryDirectory(prefix="partybuild-bench-") as folder:
        path = Path(folder, "m.xlsx")

        def write() -> None:
            scope = scopes.of_region(actor, "610000")
            data = Gathering(actor, scope, day, queries.basis("registered", day))
            build(path, data, month, "PB-610000-000000-01", today)
            db.session.remove()

        calls = _recorded(write)
        measured = min(milliseconds(write) for _ in range(REPEATS))
        limit = min(milliseconds(lambda: _bare(path, calls)) for _ in range(REPEATS))
    cells = f"{len(calls):,} 格 cells"
    yield Measure(GROUP, "全省月报及名单 with name lists", measured, limit, ALLOWED, cells)


def _recorded(write: Any) -> list[Call]:
    """Every cell that was written: sheet, way of writing, place, value and format."""
    calls: list[Call] = []
    kept = {name: getattr(Worksheet, name) for name in WRITERS}

    def spy(name: str) -> Any:
        def record(sheet: Worksheet, *arguments: Any) -> Any:
            calls.append((sheet.name, name, arguments))
            return kept[name](sheet, *arguments)

        return record

    for name in WRITERS:
        setattr(Worksheet, name, spy(name))
    try:
        write()
    finally:
        for name, method in kept.items():
            setattr(Worksheet, name, method)
    return calls


def _bare(path: Path, calls: list[Call]) -> None:
    """The same cells with nothing but XlsxWriter, which keeps no row in memory."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    sheets: dict[str, Worksheet] = {}
    formats: dict[int, Any] = {}
    for sheet, name, arguments in calls:
        if sheet not in sheets:
            sheets[sheet] = book.add_worksheet(sheet)
        getattr(sheets[sheet], name)(*(_mine(book, formats, value) for value in arguments))
    book.close()


def _mine(book: Any, formats: dict[int, Any], value: Any) -> Any:
    if not isinstance(value, xlsxwriter.format.Format):
        return value
    found = formats.get(id(value))
    if found is None:
        found = formats[id(value)] = book.add_format()
        indices = {"xf_format_indices", "dxf_format_indices", "xf_index", "dxf_index"}
        for name, kept in vars(value).items():
            if name not in indices:
                setattr(found, name, kept)
    return found
