"""The list of a campaign as a workbook, with what it was asked written on it."""

from collections.abc import Iterator, Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import rolls
from partybuild.coverage.roster_asked import Asked
from partybuild.inspections import listing, rules
from partybuild.inspections.kinds import Conclusion, Evaluation, Regime
from partybuild.inspections.queries import Campaign
from partybuild.sheets.book import ColumnSpec, Kind, ListSheet
from partybuild.sheets.taking import by_whom, numbered, take

COLUMNS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("组织名称", 32),
    ColumnSpec("统一社会信用代码", 22, Kind.CODE),
    ColumnSpec("统计归属", 14),
    ColumnSpec("组织类型", 16),
    ColumnSpec("办理状态", 14),
    ColumnSpec("参检日期", 12, Kind.DATE),
    ColumnSpec("补检", 6, Kind.FLAG),
    ColumnSpec("年检结论", 10),
    ColumnSpec("党建评价得分", 10),
    ColumnSpec("党建评价结论", 10),
    ColumnSpec("公布日期", 12, Kind.DATE),
    ColumnSpec("处理措施", 20),
    ColumnSpec("文号", 20, Kind.CODE),
    ColumnSpec("整改期限", 12, Kind.DATE),
    ColumnSpec("备注", 24, Kind.LONG),
)


def name(found: Campaign, wanted: Asked) -> str:
    """What the file is called."""
    title = listing.heading(wanted, Regime(found.row.regime))
    return f"{found.area}{found.row.year}年度{title}{clock.today():%Y%m%d}.xlsx"


def workbook(actor: Actor, found: Campaign, wanted: Asked) -> bytes:
    """The list as asked, as it stands now; who took it stands in the audit."""
    title = listing.heading(wanted, Regime(found.row.regime))
    roll = listing.roll(actor, found.row.id, wanted)
    notes = [
        f"单位：{found.area}　　年度：{rules.title(found.row.year)}",
        f"筛选条件：{wanted.words() or '无'}",
        f"共 {roll.total()} 家；{by_whom(actor)}",
    ]
    sheet = ListSheet(title[:31], COLUMNS, f"{found.area}{title}", notes, fixed=2)
    rows = numbered(map(_cells, rolls.walk(roll, wanted.sort)))
    return take(actor, title, [(sheet, rows)], list="inspections")


def _cells(batch: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for each in batch:
        row = each.row
        yield (
            each.name,
            each.code,
            each.unit,
            each.kind,
            each.state,
            row.filed_on,
            row.late,
            Conclusion(row.conclusion).label if row.conclusion else "",
            each.score,
            Evaluation(row.evaluation).label if row.evaluation else "",
            row.published_on,
            "、".join(each.measures),
            row.document,
            row.rectify_by,
            row.note,
        )
