"""The lists 双强 and 典型示范 of a round as a workbook."""

from partybuild.access.actor import Actor
from partybuild.ratings.kinds import star_label
from partybuild.ratings.rounds.pages import Shown
from partybuild.ratings.stars.honours import Line, listed
from partybuild.sheets.book import ColumnSpec, Kind, ListSheet
from partybuild.sheets.taking import by_whom, take

COLUMNS = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("名单", 12),
    ColumnSpec("党组织名称", 32),
    ColumnSpec("社会组织名称", 32),
    ColumnSpec("星级", 8),
    ColumnSpec("党建", 8),
    ColumnSpec("党建依据", 36, Kind.LONG),
    ColumnSpec("发展", 8),
    ColumnSpec("发展依据", 36, Kind.LONG),
    ColumnSpec("命名日期", 12, Kind.DATE),
    ColumnSpec("文号", 20, Kind.CODE),
    ColumnSpec("状态", 10),
)


def standing(line: Line) -> str:
    """推荐, 已命名 or 已撤销."""
    if line.row.withdrawn_on is not None:
        return "已撤销"
    return "已命名" if line.row.decided_on is not None else "推荐"


def made(actor: Actor, shown: Shown) -> bytes:
    """The lists as they stand; who took them stands in the audit."""
    rows = [
        (
            place,
            line.row.kind.label,
            line.party,
            line.organization,
            star_label(line.rated.star if line.rated else None),
            line.row.building.label,
            line.row.building_words,
            line.row.development.label,
            line.row.development_words,
            line.row.decided_on,
            line.row.document,
            standing(line),
        )
        for place, line in enumerate(listed(actor, shown.row.id), start=1)
    ]
    title = f"{shown.area}{shown.row.year}年度双强和典型示范名单"
    notes = [
        f"单位：{shown.area}　　评星工作：{shown.row.title}",
        f"共 {len(rows)} 个；{by_whom(actor)}",
    ]
    sheet = ListSheet("双强和典型示范", COLUMNS, title, notes, fixed=3)
    return take(actor, title, [(sheet, rows)], list="honours")
