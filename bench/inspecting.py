"""A province's annual inspection: its list opened, then its results brought in by one file."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from flask import Flask
from sqlalchemy import select

from bench.bare import Rows, add, bare, change, read_through, rows_of
from bench.intake import ALLOWED, LOCK, bring_in, empty, holding, write_file
from bench.measure import Measure, with_children
from partybuild import clock
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.work import work
from partybuild.demo import ACTOR
from partybuild.inspections import commands, opening
from partybuild.inspections.commands import Planned
from partybuild.inspections.kinds import Regime
from partybuild.inspections.models import Expected, Inspection
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization
from partybuild.workflow.models import WorkflowCase, WorkflowEvent

GROUP = "年检 inspection"
HEADS = (
    "统一社会信用代码",
    "年度",
    "参检日期",
    "年检结论",
    "党建评价得分",
    "党建评价结论",
    "处理措施",
)
ANSWERS = (("合格", "好", None), ("基本合格", "一般", "责令限期整改"), ("不合格", "差", "约谈"))
MOVED = ("state", "version", "due_on", "closed_on")
ANSWERED = ("filed_on", "conclusion", "concluded_on", "concluded_by", "score", "evaluation",
            "evaluated_on", "evaluated_by", "published_on", "rectify", "interviewed")  # fmt: skip


class Silent:
    """Progress that nobody reads."""

    def step(self, done: int, total: int = 0, message: str = "") -> None:
        """Nothing is kept."""

    def file(self, name: str) -> Path:
        """No file is written."""
        raise NotImplementedError

    def holds(self, organization_ids: Any) -> None:
        """No file is written."""


def inspecting(app: Flask, total: int) -> Iterator[Measure]:
    """Of a register of `total`, by an officer with everything in reach."""
    with tempfile.TemporaryDirectory(prefix="partybuild-bench-") as name:
        register, results = Path(name, "register.xlsx"), Path(name, "results.xlsx")
        with empty(Path(name, "ours")):
            write_file(register, total)
            bring_in(register)
            campaign = _draft()
            with holding() as opened:
                ours = with_children(lambda: _open(campaign))
            _write_results(results)
            with holding() as brought:
                taken = with_children(lambda: bring_in(results, "inspections"))
            tables: tuple[Any, ...] = (Expected, WorkflowCase, WorkflowEvent, Inspection)
            rows: Rows = {model.__table__: rows_of(model.__table__) for model in tables}
        with empty(Path(name, "bare")):
            limit = with_children(lambda: _bare_opening(rows))
            results_limit = with_children(lambda: _bare_results(results, rows))
    count = f"{len(rows[Inspection.__table__]):,} 家"
    yield Measure(GROUP, f"开放年检 {count} opening", ours, limit, ALLOWED)
    yield Measure(GROUP, f"导入结果 {count} results", taken, results_limit, ALLOWED)
    yield Measure(GROUP, f"写锁：开放 {count} lock, opening", max(opened), LOCK, 1.0)
    yield Measure(GROUP, f"写锁：导入结果 {count} lock, results", max(brought), LOCK, 1.0)


def _draft() -> int:
    year, kinds = clock.today().year, tuple(kind for kind in OrganizationKind if kind.registered)
    window = (date(year, 3, 1), date(year, 5, 31))
    planned = Planned(year - 1, "610000", False, kinds, Regime.INSPECTION, False, *window)
    with work(ACTOR) as running:
        return commands.draft(running.actor, planned)


def _open(campaign: int) -> None:
    opening.run(ACTOR, {"campaign": campaign, "version": 1}, Silent())


def _write_results(path: Path) -> None:
    """Both answers for everybody expected."""
    with system("测速"):
        query = select(Organization.code).join(
            Inspection, Inspection.organization_id == Organization.id
        )
        codes = db.session.scalars(query.order_by(Organization.id)).all()
    db.session.remove()
    year = clock.today().year
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("年检结果")
    sheet.write_row(0, 0, HEADS)
    for line, code in enumerate(codes, 1):
        conclusion, evaluation, measure = ANSWERS[line % len(ANSWERS)]
        score, filed = str(60 + line % 40), f"{year}-04-10"
        cells = (code, str(year - 1), filed, conclusion, score, evaluation, measure)
        sheet.write_row(line, 0, cells)
    book.close()


def _first(rows: Rows) -> tuple[list[Any], list[Any]]:
    """Events that opened a case, and those that came later."""
    table: Any = WorkflowEvent.__table__
    place = [column.name for column in table.columns].index("sequence")
    events = rows[table]
    return [e for e in events if e[place] == 1], [e for e in events if e[place] > 1]


def _bare_opening(rows: Rows) -> None:
    with bare(checked=False) as cursor:
        for table, values in rows.items():
            add(cursor, table, _first(rows)[0] if table is WorkflowEvent.__table__ else values)


def _bare_results(path: Path, rows: Rows) -> None:
    read_through(path)
    cases: Any = WorkflowCase.__table__
    inspections: Any = Inspection.__table__
    with bare(checked=False) as cursor:
        add(cursor, WorkflowEvent.__table__, _first(rows)[1])
        change(cursor, cases, MOVED, rows[cases])
        change(cursor, inspections, ANSWERED, rows[inspections])
