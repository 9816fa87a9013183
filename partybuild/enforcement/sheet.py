"""处置台账 as a workbook."""

from collections.abc import Iterator, Sequence
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import count_of
from partybuild.db import db
from partybuild.enforcement import ledger
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.ledger import Asked
from partybuild.enforcement.process import BY_KIND
from partybuild.organizations import queries as organizations
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken
from partybuild.sheets.book import ColumnSpec, Kind, ListSheet
from partybuild.sheets.taking import by_whom, take
from partybuild.workflow.models import WorkflowCase

AT_ONCE = 5000
_COLUMNS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("社会组织", 34),
    ColumnSpec("统一社会信用代码", 22, Kind.CODE),
    ColumnSpec("统计归属", 16),
    ColumnSpec("处理", 16),
    ColumnSpec("状态", 16),
    ColumnSpec("立案日期", 12, Kind.DATE),
    ColumnSpec("本步期限", 12, Kind.DATE),
    ColumnSpec("办结日期", 12, Kind.DATE),
)


def made(actor: Actor, asked: Asked, filters: str) -> bytes:
    """The cases asked for, by day of opening; who took them stands in the audit."""
    query = ledger.cases(actor, asked)
    total = db.session.scalar(count_of(query)) or 0
    if total > AT_ONCE:
        raise RuleBroken(f"共 {total} 件，一次最多导出 {AT_ONCE} 件；请先按年度或单位筛选再导出。")
    order = (WorkflowCase.opened_on, WorkflowCase.id)
    rows = db.session.scalars(query.order_by(*order)).all()
    notes = [f"筛选条件：{filters}", f"共 {total} 件；{by_whom(actor)}"]
    sheet = ListSheet("处置台账", _COLUMNS, "处置台账", notes, fixed=2)
    return take(actor, "处置台账", [(sheet, _cells(actor, rows))], query=filters)


def _cells(actor: Actor, rows: Sequence[WorkflowCase]) -> Iterator[Sequence[Any]]:
    ids = sorted({row.organization_id for row in rows if row.organization_id})
    known = {each.id: each for each in organizations.organizations(actor, ids)} if ids else {}
    units = regions.named([row.unit_id for row in rows])
    for number, row in enumerate(rows, start=1):
        subject = known[row.organization_id or 0]
        yield (
            number,
            subject.name,
            subject.number,
            units[row.unit_id].name,
            Measure(row.kind).label,
            BY_KIND[row.kind].states[row.state],
            row.opened_on,
            row.due_on,
            row.closed_on,
        )
