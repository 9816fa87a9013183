"""A list of verdicts as a workbook, with what it was asked written on it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.audit import commands as audit
from partybuild.audit import queries as audit_queries
from partybuild.coverage import keyset
from partybuild.coverage.keyset import Cursor
from partybuild.db import db
from partybuild.gates import gathering, listing
from partybuild.gates.listing import Sieve, sort_keys
from partybuild.gates.showing import Row, rows
from partybuild.jobs import files
from partybuild.jobs.commands import enqueue
from partybuild.jobs.ports import Progress
from partybuild.sheets.book import Book, ColumnSpec, Kind, ListSheet

KIND = "gates.list"
AT_ONCE = 2000
"""Up to so many rows are written while the user waits; more become a job."""
COLUMNS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("组织名称", 32),
    ColumnSpec("统一社会信用代码（备案编号）", 22, Kind.CODE),
    ColumnSpec("统计归属", 14),
    ColumnSpec("组织类型", 16),
    ColumnSpec("事项", 10),
    ColumnSpec("事项日期", 12, Kind.DATE),
    ColumnSpec("事项文件", 18),
    ColumnSpec("判定", 10),
    ColumnSpec("判定说明", 20),
    ColumnSpec("党组织一侧", 20),
    ColumnSpec("党组织一侧日期", 12, Kind.DATE),
    ColumnSpec("党组织一侧文件", 18),
    ColumnSpec("期限", 12, Kind.DATE),
    ColumnSpec("备注", 24),
)


def cells(row: Row) -> tuple[Any, ...]:
    """The cells of a row after its number."""
    return (
        row.name,
        row.code,
        row.unit,
        row.kind,
        row.rule,
        row.trigger_on,
        row.trigger_document,
        row.verdict.label,
        row.words,
        row.answer,
        row.answered_on,
        row.answer_document,
        row.due_on,
        row.note,
    )


class Listed:
    """The list that a query string asks for, as known at one change."""

    def __init__(self, actor: Actor, query: str) -> None:
        self.actor, self.query_string = actor, query
        self.asked, self.sieve = listing.read(actor, dict(parse_qsl(query)))
        self.change = int(audit_queries.head()["number"])
        label = gathering.rules()[self.sieve.rule][-1].label
        self.title = f"{label}同步名单"

    @property
    def file_name(self) -> str:
        """What the file is called."""
        return f"{self.asked.scope.name}{self.title}{self.asked.day:%Y%m%d}.xlsx"

    def batches(self) -> Iterator[list[Row]]:
        """All rows in order of names, each batch from a short read."""
        found = listing.query(self.actor, self.asked, self.sieve, self.change)
        keys, _ = sort_keys("name")
        at = Cursor()
        while True:
            wanted = keyset.page(found.add_columns(*keys), keys, False, at)
            read = db.session.execute(wanted.limit(1000)).all()
            if not read:
                return
            yield rows(self.actor, [each[0] for each in read], self.asked.day)
            at = Cursor(tuple(read[-1][1:]))
            db.session.expunge_all()


def write(found: Listed, path: Path, progress: Progress | None = None) -> int:
    """Write the list to `path`; how many rows."""
    day = f"截至：{found.asked.day:%Y-%m-%d}"
    notes = [
        f"单位：{found.asked.scope.name}　　{day}",
        f"筛选条件：{_words(found.sieve)}",
        f"{found.actor.label} 导出于 {clock.local_now():%Y-%m-%d %H:%M}",
    ]
    sheet = ListSheet(
        found.title, COLUMNS, f"{found.asked.scope.name}{found.title}", notes, fixed=2
    )
    count = 0

    def counted() -> Iterator[tuple[Any, ...]]:
        nonlocal count
        for batch in found.batches():
            for row in batch:
                count += 1
                yield (count, *cells(row))
            if progress is not None:
                progress.step(count, 0, "正在写入")
                progress.holds([row.id for row in batch if row.in_reach])

    with Book(path, day=clock.today(), title=found.title) as book:
        sheet.write(book, counted())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    audit.note(
        found.actor, "导出名单", list="sync", query=found.query_string, rows=count, file=digest
    )
    return count


def _words(sieve: Sieve) -> str:
    given = [f"判定 {sieve.verdict}", f"类型 {sieve.kind}", f"月份 {sieve.month}"]
    return "；".join(word for word in given if not word.endswith(" ")) or "无"


def made(actor: Actor, query: str) -> tuple[str, bytes]:
    """Name and content of the workbook of a short list."""
    found = Listed(actor, query)
    with TemporaryDirectory(dir=files.folder()) as folder:
        path = Path(folder) / "list.xlsx"
        write(found, path)
        return found.file_name, path.read_bytes()


def ask(actor: Actor, query: str) -> int:
    """Queue the workbook of a long list; the job's id."""
    name = Listed(actor, query).file_name
    db.session.rollback()
    return enqueue(actor, KIND, f"导出{name}", {"query": query})


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job: writes the workbook for the user to download."""
    found = Listed(actor, arguments["query"])
    count = write(found, progress.file(found.file_name), progress)
    return {"message": f"共 {count} 行"}
