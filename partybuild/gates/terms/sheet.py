"""Terms of office as a workbook."""

from collections.abc import Iterator
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.gates.terms import listing
from partybuild.gates.terms.listing import Asked
from partybuild.rules import RuleBroken
from partybuild.sheets.book import ColumnSpec, Kind, ListSheet
from partybuild.sheets.taking import by_whom, take

TITLE = "换届到期"
_COLUMNS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("党组织名称", 34),
    ColumnSpec("统计归属", 14),
    ColumnSpec("党组织类型", 10),
    ColumnSpec("组建方式", 14),
    ColumnSpec("本届任期起", 12, Kind.DATE),
    ColumnSpec("任期届满日期", 12, Kind.DATE),
    ColumnSpec("经批准延期至", 12, Kind.DATE),
    ColumnSpec("换届日期", 12, Kind.DATE),
    ColumnSpec("期限", 14),
    ColumnSpec("依托的社会组织", 30),
    ColumnSpec("理事会换届日期", 12, Kind.DATE),
    ColumnSpec("理事会届满日期", 12, Kind.DATE),
    ColumnSpec("最近提醒日期", 12, Kind.DATE),
    ColumnSpec("提醒方式", 10),
    ColumnSpec("办理情况", 24),
)


def made(actor: Actor, asked: Asked, filters: str) -> bytes:
    """The list as a workbook; who took it stands in the audit. RuleBroken for too long a one."""
    count = listing.total(actor, asked)
    if count > listing.MOST:
        raise RuleBroken(f"共 {count} 条，一次最多导出 {listing.MOST} 条；请先筛选再导出。")
    notes = [
        f"截至：{clock.today():%Y-%m-%d}　　筛选条件：{filters}",
        f"共 {count} 条；{by_whom(actor)}",
    ]
    sheet = ListSheet(TITLE, _COLUMNS, TITLE, notes, fixed=2)
    return take(actor, TITLE, [(sheet, _cells(actor, asked))], query=filters)


def _cells(actor: Actor, asked: Asked) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(listing.everything(actor, asked), start=1):
        board, reminder = row.board, row.reminder
        yield (
            number,
            row.name,
            row.unit,
            row.kind,
            row.formation,
            row.started_on,
            row.last_day,
            row.extended_to,
            row.elected_on,
            "已换届" if row.elected_on else row.left,
            board.name if board else None,
            board.elected_on if board else None,
            board.last_day if board else None,
            reminder.sent_on if reminder else None,
            reminder.channel.label if reminder else None,
            row.procedure,
        )
