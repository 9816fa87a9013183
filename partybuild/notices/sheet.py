"""发文登记 as a workbook."""

from collections.abc import Iterator, Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of
from partybuild.db import db
from partybuild.notices import queries
from partybuild.notices.kinds import KINDS, NoticeState
from partybuild.notices.models import Notice
from partybuild.notices.queries import Asked
from partybuild.rules import RuleBroken
from partybuild.sheets.book import ColumnSpec, Kind, ListSheet
from partybuild.sheets.taking import by_whom, take

AT_ONCE = 5000
_COLUMNS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("发文字号", 24, Kind.CODE),
    ColumnSpec("文书", 22),
    ColumnSpec("标题", 36),
    ColumnSpec("发文机关", 24),
    ColumnSpec("主送单位", 28),
    ColumnSpec("成文日期", 12, Kind.DATE),
    ColumnSpec("签发人", 10),
    ColumnSpec("状态", 10),
    ColumnSpec("回执期限", 12, Kind.DATE),
    ColumnSpec("收到日期", 12, Kind.DATE),
    ColumnSpec("送达方式", 10),
    ColumnSpec("收件人", 12),
    ColumnSpec("作废原因", 24),
    ColumnSpec("经办人", 24),
)


def made(actor: Actor, asked: Asked, filters: str) -> bytes:
    """The papers asked for, by office and number; who took them stands in the audit."""
    query = queries.ledger(actor, asked, clock.today())
    total = db.session.scalar(count_of(query)) or 0
    if total > AT_ONCE:
        raise RuleBroken(f"共 {total} 件，一次最多导出 {AT_ONCE} 件；请先按年度或单位筛选再导出。")
    order = (Notice.issuer, Notice.year, Notice.series, Notice.number, Notice.id)
    rows = db.session.scalars(query.order_by(*order)).all()
    notes = [f"筛选条件：{filters}", f"共 {total} 件；{by_whom(actor)}"]
    sheet = ListSheet("发文登记", _COLUMNS, "发文登记", notes, fixed=2)
    return take(actor, "发文登记", [(sheet, _cells(rows))], query=filters)


def _cells(rows: Sequence[Notice]) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows, start=1):
        yield (
            number,
            queries.symbol(row),
            KINDS[row.kind].name,
            row.title,
            row.office,
            row.addressed_to,
            row.issued_on,
            row.signer,
            _state(row),
            row.receipt_due,
            row.received_on,
            row.way.label if row.way else "",
            row.receiver,
            row.void_reason,
            row.issued_by_name,
        )


def _state(row: Notice) -> str:
    if row.state is NoticeState.VOID:
        return "作废"
    if row.received_on:
        return "已回执"
    return "未回执" if row.receipt_due else "已发"
