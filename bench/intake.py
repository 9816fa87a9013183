"""The register workbook, checked and written, beside the same reader and bare `executemany`."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import xlsxwriter
from flask import Flask

from bench.bare import Rows, add, bare, every_row, read_through
from bench.measure import Measure, with_children
from bench.worlds import scratch
from partybuild import clock
from partybuild.db import db
from partybuild.db.ports import ports
from partybuild.db.work import work
from partybuild.demo import ACTOR, ground
from partybuild.demo.days import Days
from partybuild.demo.draft import Draft, Setting
from partybuild.demo.drafting import draft_share
from partybuild.demo.names import Names
from partybuild.demo.shares import spread
from partybuild.imports import commands, engine
from partybuild.imports.plans import Options, checkers
from partybuild.imports.reading import read

GROUP = "导入 import"
ALLOWED = 4.0
LOCK = 3_000.0
"""Milliseconds for which an import may hold the write lock (design.md, Mechanics)."""
KIND = "organizations"
LEFT_OUT = ("region", "setting", "audit", "policy", "job", "import")
"""Tables that were filled before, or by the way."""
HEADS: dict[str, Callable[[Any], Any]] = {
    "统一社会信用代码": lambda item: item.code,
    "备案编号": lambda item: item.filing_number,
    "组织名称": lambda item: item.profile["name"],
    "组织类型": lambda item: item.profile["kind"].label,
    "登记管理机关": lambda item: item.profile["authority"],
    "登记方式": lambda item: item.profile["registration_way"],
    "登记层级": lambda item: item.profile["level"],
    "业务主管单位": lambda item: item.profile["supervisor"],
    "行业类别": lambda item: item.profile["industry"],
    "成立登记日期": lambda item: item.profile["registered_on"].isoformat(),
    "法定代表人": lambda item: item.contact.get("legal_person"),
    "联系人": lambda item: item.contact.get("contact"),
    "联系电话": lambda item: item.contact.get("telephone"),
    "从业人员数": lambda item: item.headcount.get("staff"),
    "正式党员数": lambda item: item.headcount.get("full"),
    "预备党员数": lambda item: item.headcount.get("probationary"),
    "住所": lambda item: item.contact.get("address"),
}


def intake(app: Flask, total: int) -> Iterator[Measure]:
    """A register of `total` rows into an empty one, by an officer with everything in reach."""
    what = f"名册 {total:,} 行 register workbook"
    if KIND not in checkers:
        yield Measure(GROUP, what)
        return
    with tempfile.TemporaryDirectory(prefix="partybuild-bench-") as name:
        path = Path(name, "register.xlsx")
        with empty(Path(name, "ours")):
            write_file(path, total)
            with holding() as held:
                measured = with_children(lambda: bring_in(path))
            rows = every_row(LEFT_OUT)
            write_file(path, total, more=1)
            with holding() as again:
                bring_in(path)
        with empty(Path(name, "bare")):
            limit = with_children(lambda: _bare(path, rows))
    note = f"{sum(map(len, rows.values())):,} 行入 {len(rows)} 张表"
    yield Measure(GROUP, what, measured, limit, ALLOWED, note)
    yield Measure(GROUP, f"写锁：新增 {total:,} 行 lock, new rows", max(held), LOCK, 1.0)
    yield Measure(GROUP, f"写锁：变更 {total:,} 行 lock, changed rows", max(again), LOCK, 1.0)


@contextmanager
def holding() -> Iterator[list[float]]:
    """How long each write transaction has held the lock, its COMMIT included, in milliseconds."""
    held: list[float] = []
    began: list[float] = []
    lock, dialect = ports.lock_head, db.engine.dialect
    commit = dialect.do_commit

    def locked() -> int:
        number = lock()
        began.append(perf_counter())
        return number

    def committed(connection: Any) -> None:
        with _checkpoint_after(connection):
            commit(connection)
            if began:
                held.append((perf_counter() - began.pop()) * 1000)

    ports.lock_head = locked
    dialect.do_commit = committed  # type: ignore[assignment, method-assign]
    try:
        yield held
    finally:
        ports.lock_head = lock
        dialect.do_commit = commit  # type: ignore[method-assign]


@contextmanager
def _checkpoint_after(connection: Any) -> Iterator[None]:
    """SQLite copies its log into the file after it has let go of the lock, in the same COMMIT."""
    if db.engine.dialect.name != "sqlite":
        yield
        return
    cursor = connection.cursor()
    (pages,) = cursor.execute("PRAGMA wal_autocheckpoint").fetchone()
    cursor.execute("PRAGMA wal_autocheckpoint=0")
    yield
    cursor.execute(f"PRAGMA wal_autocheckpoint={pages}")
    cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    cursor.close()


@contextmanager
def empty(folder: Path) -> Iterator[None]:
    """A database with divisions and nothing else, and its application's context."""
    folder.mkdir()
    with scratch(folder):
        with work(ACTOR):
            ground.lay(ACTOR, ["61"], ground.SPREAD_OVER, Days(clock.today()))
        db.session.remove()
        yield


def write_file(path: Path, total: int, more: int = 0) -> None:
    """A register of so many rows; with `more`, so many members more in each."""
    units = ground.units()
    rng = Random(1)
    every = dict.fromkeys((unit.id for unit in units.values()), 0)
    setting = Setting(rng, Names(rng), Days(clock.today()), every, {})
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("社会组织名册")
    sheet.write_row(0, 0, [*HEADS, "统计归属"])
    line = 0
    for share in spread(units, ["61"], total, 0):
        draft = Draft()
        draft_share(setting, draft, share)
        for item in draft.organizations:
            if item.ended is None and item.code:
                line += 1
                cells = {head: get(item) for head, get in HEADS.items()}
                cells["从业人员数"] = (cells["从业人员数"] or 0) + more
                sheet.write_row(line, 0, [*cells.values(), share.unit.code])
    book.close()


def bring_in(path: Path, kind: str = KIND) -> None:
    """The file is checked and written, today, by somebody with everything in reach."""
    with read(path, path.name) as workbook:
        options = Options(effective_on=clock.today(), document=path.name)
        asked = engine.Asked(kind, path.name, engine.file_digest(path), options)
        examined = engine.examine(ACTOR, asked, workbook)
        assert examined.may_write, (examined.plan.errors[:3], examined.questions[:3])
        commands.write(ACTOR, examined)


def _bare(path: Path, rows: Rows) -> None:
    """Read the file with the same reader; send the same rows to the same tables."""
    read_through(path)
    with bare() as cursor:
        for table, values in rows.items():
            add(cursor, table, values)
