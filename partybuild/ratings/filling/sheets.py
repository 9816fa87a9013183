"""A self-assessment as a workbook, to be taken along and filled in without a network."""

from datetime import date
from pathlib import Path

from partybuild.ratings.filling.queries import Sheet
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.points import shown as said
from partybuild.ratings.schemes.rules import Indicator, Placed, walk
from partybuild.sheets.book import Book, ColumnSpec, Kind, ListSheet

NAME = "自评"
NUMBER, GROUP, ITEM, MOST, OPTIONS, POINTS, NOTE = (
    *("序号", "分组", "评分项", "满分", "选项"),
    *("自评分", "说明"),
)
COLUMNS = (
    ColumnSpec(NUMBER, 8, Kind.CODE),
    ColumnSpec(GROUP, 16),
    ColumnSpec(ITEM, 22, Kind.LONG),
    ColumnSpec(MOST, 8, Kind.CODE),
    ColumnSpec(OPTIONS, 46, Kind.LONG),
    ColumnSpec(POINTS, 10, Kind.CODE),
    ColumnSpec(NOTE, 40, Kind.LONG),
)
NOTES = (
    "只填“自评分”和“说明”两列：有选项的在“自评分”填字母（如 A；可多选的填 A、C），"
    "没有选项的填分数。空白的行不改动系统里已有的内容。佐证材料导入后在页面上传。",
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write(found: Sheet, path: Path, day: date) -> None:
    """The workbook stands at `path`: every item that the branch scores, with what it has said."""
    answers = found.current(Tier.SELF)
    rows = [_line(each, answers.get(each.indicator.key)) for each in placed(found)]
    title = f"{found.case.title}自评表"
    with Book(path, day=day, title=title) as book:
        ListSheet(NAME, COLUMNS, title, NOTES, fixed=3).write(book, rows)


def placed(found: Sheet) -> list[Placed]:
    """The items that the branch scores, with their numbers."""
    asked = {item.key for item in found.items()}
    return [each for each in walk(found.scheme.indicators) if each.indicator.key in asked]


def _line(where: Placed, score: Score | None) -> list[str | None]:
    item = where.indicator
    chosen = ""
    if score is not None:
        marked = zip(LETTERS, item.options, strict=False)
        chosen = "、".join(mark for mark, option in marked if option.key in score.options)
        chosen = chosen if item.options else said(score.points)
    group = where.above[0].label if where.above else item.label
    cells = [where.number, group, item.label, said(item.points), _options(item), chosen]
    return [cell or None for cell in (*cells, score.note if score else "")]


def _options(item: Indicator) -> str:
    if not item.options:
        return f"填分数，以 {said(item.step)} 分为最小单位"
    marked = zip(LETTERS, item.options, strict=False)
    named = [f"{mark} {option.label}（{said(option.points)} 分）" for mark, option in marked]
    return "　".join(["可多选：" if item.multiple else "选一项：", *named])
