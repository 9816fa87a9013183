"""The list of a round as a workbook, with what it was asked written on it."""

from collections.abc import Iterator, Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import rolls
from partybuild.coverage.roster_asked import Asked
from partybuild.ratings import listing
from partybuild.ratings.kinds import star_label
from partybuild.ratings.points import shown
from partybuild.ratings.rounds.pages import Shown
from partybuild.sheets.book import ColumnSpec, Kind, ListSheet
from partybuild.sheets.taking import by_whom, numbered, take

COLUMNS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("党组织名称", 32),
    ColumnSpec("党组织编码", 16, Kind.CODE),
    ColumnSpec("牵头单位", 30),
    ColumnSpec("统计归属", 14),
    ColumnSpec("类别", 14),
    ColumnSpec("进度", 10),
    ColumnSpec("不参评原因", 18),
    ColumnSpec("自评得分", 10),
    ColumnSpec("初评得分", 10),
    ColumnSpec("复核得分", 10),
    ColumnSpec("审定得分", 10),
    ColumnSpec("原星级", 8),
    ColumnSpec("星级", 8),
    ColumnSpec("未评更高星级的原因", 40, Kind.LONG),
    ColumnSpec("改定理由", 30, Kind.LONG),
    ColumnSpec("公布日期", 12, Kind.DATE),
)


def name(found: Shown, wanted: Asked) -> str:
    """What the file is called."""
    return f"{found.area}{found.row.title}{listing.heading(wanted)}{clock.today():%Y%m%d}.xlsx"


def workbook(actor: Actor, found: Shown, wanted: Asked) -> bytes:
    """The list as asked, as it stands now; who took it stands in the audit."""
    title = listing.heading(wanted)
    roll = listing.roll(actor, found.row.id, wanted, found.scheme)
    notes = [
        f"单位：{found.area}　　{found.row.title}",
        f"筛选条件：{wanted.words() or '无'}",
        f"共 {roll.total()} 个；{by_whom(actor)}",
    ]
    sheet = ListSheet(title[:31], COLUMNS, f"{found.area}{title}", notes, fixed=2)
    rows = numbered(map(_cells, rolls.walk(roll, wanted.sort)))
    return take(actor, title, [(sheet, rows)], list="ratings")


def _cells(batch: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for each in batch:
        row = each.row
        totals = (row.self_total, row.first_total, row.second_total, row.final_total)
        yield (
            each.name,
            each.code,
            each.lead,
            each.unit,
            each.category,
            row.stage.label,
            row.left_out.label if row.left_out else "",
            *("" if total is None else shown(total) for total in totals),
            "" if row.previous is None else star_label(row.previous),
            "" if row.star is None else star_label(row.star),
            "；".join(row.why),
            row.override_reason,
            row.decided_on,
        )
