"""A list as a workbook, with what it was asked written on it; telephones masked."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.audit import commands as audit
from partybuild.audit import queries as audit_queries
from partybuild.coverage import rolls
from partybuild.coverage.listed import Listed, listed
from partybuild.db import OPEN, db
from partybuild.jobs import files
from partybuild.jobs.commands import enqueue
from partybuild.jobs.ports import Progress
from partybuild.organizations.models import OrganizationContact
from partybuild.sheets.book import Book, ColumnSpec, Kind, ListSheet
from partybuild.web.filters import masked

KIND = "lists.download"
AT_ONCE = 2000
"""Up to so many rows are written while the user waits; more become a job."""
NARROW, WIDE = 10, 24

_ORGANIZATIONS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("组织名称", 32),
    ColumnSpec("统一社会信用代码（备案编号）", 22, Kind.CODE),
    ColumnSpec("统计归属", 14),
    ColumnSpec("组织类型", 16),
    ColumnSpec("组织状态", NARROW),
    ColumnSpec("覆盖情况", NARROW),
    ColumnSpec("党组织", WIDE),
    ColumnSpec("正式党员数", NARROW, Kind.NUMBER),
    ColumnSpec("预备党员数", NARROW, Kind.NUMBER),
    ColumnSpec("从业人员数", NARROW, Kind.NUMBER),
    ColumnSpec("提示", 16),
    ColumnSpec("行业类别", 14),
    ColumnSpec("业务主管单位", 20),
    ColumnSpec("党建工作机构", 20),
    ColumnSpec("成立登记日期", 12, Kind.DATE),
    ColumnSpec("终止日期", 12, Kind.DATE),
    ColumnSpec("联系人", NARROW),
    ColumnSpec("联系电话（隐去中间）", 16, Kind.CODE),
)
_PARTY = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("党组织名称", 34),
    ColumnSpec("党组织编码", 14, Kind.CODE),
    ColumnSpec("统计归属", 14),
    ColumnSpec("党组织类型", 12),
    ColumnSpec("组建方式", 14),
    ColumnSpec("社会组织党组织", NARROW, Kind.FLAG),
    ColumnSpec("上级党组织", 28),
    ColumnSpec("覆盖组织数", NARROW, Kind.NUMBER),
    ColumnSpec("正式党员数", NARROW, Kind.NUMBER),
    ColumnSpec("预备党员数", NARROW, Kind.NUMBER),
    ColumnSpec("书记", NARROW),
    ColumnSpec("任期届满日期", 12, Kind.DATE),
    ColumnSpec("提醒", 20),
    ColumnSpec("成立日期", 12, Kind.DATE),
    ColumnSpec("撤销日期", 12, Kind.DATE),
)


def ask(actor: Actor, found: Listed, name: str) -> int:
    """Queue the workbook of a list that is too long to wait for; the job's id."""
    title = f"导出{file_name(found)}"
    return enqueue(actor, KIND, title, {"list": name, "query": found.address})


def made(actor: Actor, name: str, query: str) -> bytes:
    """The workbook of a short list, as known now; who took it stands in the audit."""
    found = listed(actor, name, query, int(audit_queries.head()["number"]))
    with TemporaryDirectory(dir=files.folder()) as folder:
        path = Path(folder) / "list.xlsx"
        rows = write(actor, found, path)
        noted(actor, found, name, query, rows)
        return path.read_bytes()


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job: writes the workbook for the user to download."""
    name, query = arguments["list"], arguments["query"]
    change = int(audit_queries.head()["number"])
    found = listed(actor, name, query, change)
    title, total = file_name(found), found.roll.total()
    seen: list[int] = []

    def going(count: int, ids: Sequence[int]) -> None:
        seen.extend(ids)
        if found.roll.pinned:
            progress.step(count, total, "正在写入")

    rows = write(actor, found, progress.file(title), going)
    if not found.party:
        progress.holds(seen)
    noted(actor, found, name, query, rows)
    return {"message": f"共 {rows[0]} 行"}


def file_name(found: Listed) -> str:
    """What the file is called: 碑林区社会组织名单20261120.xlsx."""
    return f"{found.scope}{found.title}{found.day:%Y%m%d}.xlsx"


def write(
    actor: Actor,
    found: Listed,
    path: Path,
    going: Callable[[int, Sequence[int]], None] = lambda count, ids: None,
) -> tuple[int, str]:
    """Write the list to `path`: (how many rows, the digest of the file)."""
    columns = _PARTY if found.party else _ORGANIZATIONS
    notes = _notes(actor, found)
    sheet = ListSheet(found.title[:31], columns, f"{found.scope}{found.title}", notes, fixed=2)
    count = 0

    def counted() -> Iterator[Sequence[Any]]:
        nonlocal count
        for batch in rolls.walk(found.roll, found.sort):
            cells = _party_cells(batch) if found.party else _cells(actor, batch, found)
            for row in cells:
                count += 1
                yield (count, *row)
            going(count, [row.id for row in batch if row.in_reach])

    with Book(path, day=clock.today(), title=found.title) as book:
        sheet.write(book, counted())
    return count, hashlib.sha256(path.read_bytes()).hexdigest()


def noted(actor: Actor, found: Listed, name: str, query: str, rows: tuple[int, str]) -> None:
    """Write into the audit who took which list out."""
    count, digest = rows
    audit.note(
        actor, "导出名单", list=name, query=query, title=found.title, rows=count, file=digest
    )


def _notes(actor: Actor, found: Listed) -> list[str]:
    basis = f"　　口径：{found.basis}" if found.basis else ""
    return [
        f"单位：{found.scope}　　截至：{found.day:%Y-%m-%d}{basis}",
        f"筛选条件：{found.words or '无'}",
        f"共 {found.roll.total()} 条；{actor.label} 导出于 {clock.local_now():%Y-%m-%d %H:%M}",
    ]


def _cells(actor: Actor, batch: Sequence[Any], found: Listed) -> Iterator[tuple[Any, ...]]:
    today = found.day == clock.today()
    contacts = _contacts(actor, [row.id for row in batch], found.day) if today else {}
    for row in batch:
        contact, telephone = contacts.get(row.id, ("", ""))
        yield (
            row.name,
            row.code,
            row.unit,
            row.kind,
            row.state,
            row.cover,
            "、".join(name for _, name in row.party),
            row.full,
            row.probationary,
            row.staff,
            "、".join(row.warnings),
            row.industry,
            row.supervisor,
            row.body,
            row.registered_on,
            row.ended_on,
            contact,
            masked(telephone) if telephone else "",
        )
    if found.roll.pinned:
        db.session.rollback()


def _contacts(actor: Actor, ids: Sequence[int], day: date) -> dict[int, tuple[str, str]]:
    query = visible(
        actor,
        OrganizationContact,
        OrganizationContact.organization_id,
        OrganizationContact.contact,
        OrganizationContact.telephone,
    ).where(
        OrganizationContact.organization_id.in_(ids),
        OrganizationContact.known_to == OPEN,
        OrganizationContact.valid_from <= day,
        OrganizationContact.valid_to > day,
    )
    return {number: (name, telephone) for number, name, telephone in db.session.execute(query)}


def _party_cells(batch: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for row in batch:
        yield (
            row.name,
            row.code,
            row.unit,
            row.kind,
            row.formation,
            row.social,
            row.superior,
            row.covered,
            row.full,
            row.probationary,
            row.secretary,
            row.term_ends,
            "、".join(warning.code.label for warning in row.warnings),
            row.founded_on,
            row.dissolved_on,
        )
