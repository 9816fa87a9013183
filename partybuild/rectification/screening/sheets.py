"""The list of proposals as a workbook, with what it was asked written on it."""

from collections.abc import Iterator, Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import rolls
from partybuild.coverage.roster_asked import Asked
from partybuild.rectification.screening import listing
from partybuild.rules import RuleBroken
from partybuild.sheets.book import ColumnSpec, Kind, ListSheet
from partybuild.sheets.taking import by_whom, numbered, take

MOST = 20_000
COLUMNS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("党组织名称", 32),
    ColumnSpec("党组织编码", 16, Kind.CODE),
    ColumnSpec("统计归属", 14),
    ColumnSpec("来源", 10),
    ColumnSpec("提出日期", 12, Kind.DATE),
    ColumnSpec("情形", 28, Kind.LONG),
    ColumnSpec("事实", 50, Kind.LONG),
    ColumnSpec("规则来源", 30, Kind.LONG),
    ColumnSpec("认定情况", 10),
    ColumnSpec("认定理由", 30, Kind.LONG),
    ColumnSpec("认定日期", 12, Kind.DATE),
    ColumnSpec("认定人", 20),
    ColumnSpec("整顿进展", 14),
)


def _area(wanted: Asked) -> str:
    if wanted.scope is None:
        return ""
    return f"{wanted.scope.name}{'本级' if wanted.get('own') else ''}"


def name(wanted: Asked) -> str:
    """What the file is called."""
    return f"{_area(wanted)}{listing.heading(wanted)}{clock.today():%Y%m%d}.xlsx"


def workbook(actor: Actor, wanted: Asked) -> bytes:
    """The list as asked, as it stands now; who took it stands in the audit."""
    title, roll = listing.heading(wanted), listing.roll(actor, wanted)
    total = roll.total()
    if total > MOST:
        raise RuleBroken(f"共 {total} 条，一次最多导出 {MOST} 条；请先筛选再导出。")
    notes = [
        f"单位：{_area(wanted)}　　截至：{clock.today():%Y-%m-%d}",
        f"筛选条件：{wanted.words() or '无'}",
        f"共 {total} 条；{by_whom(actor)}",
    ]
    sheet = ListSheet(title[:31], COLUMNS, f"{_area(wanted)}{title}", notes, fixed=2)
    rows = numbered(map(_cells, rolls.walk(roll, wanted.sort)))
    return take(actor, title, [(sheet, rows)], list="screening")


def _cells(batch: Sequence[listing.Row]) -> Iterator[tuple[Any, ...]]:
    for each in batch:
        row = each.row
        yield (
            each.name,
            each.code,
            each.unit,
            row.origin.label,
            row.proposed_on,
            "；".join(ground.label for ground in each.grounds),
            "；".join(ground.words for ground in each.grounds),
            "；".join(dict.fromkeys(ground.source for ground in each.grounds)),
            row.state.label,
            row.reason,
            row.decided_on,
            row.decided_by,
            each.stage,
        )
