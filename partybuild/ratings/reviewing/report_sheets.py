"""The reviewers' report as a workbook: the persons, and what each passed on."""

from partybuild.access.actor import Actor
from partybuild.ratings.models import RatingRound
from partybuild.ratings.reviewing import report
from partybuild.sheets.book import ColumnSpec, Kind, ListSheet
from partybuild.sheets.taking import by_whom, take

PEOPLE = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("环节", 8),
    ColumnSpec("评审人员", 32),
    ColumnSpec("评审份数", 10, Kind.NUMBER),
    ColumnSpec("没有任何扣分", 12, Kind.NUMBER),
    ColumnSpec("不扣分占比（%）", 14),
    ColumnSpec("自评−本级 平均", 14),
    ColumnSpec("已审定份数", 10, Kind.NUMBER),
    ColumnSpec("自评−审定 平均", 14),
)
LINES = (
    ColumnSpec("序号", 6, Kind.NUMBER),
    ColumnSpec("环节", 8),
    ColumnSpec("评审人员", 32),
    ColumnSpec("评星材料", 36),
    ColumnSpec("自评", 8),
    ColumnSpec("本级", 8),
    ColumnSpec("低于自评的项数", 14, Kind.NUMBER),
    ColumnSpec("审定", 8),
)


def workbook(actor: Actor, found: RatingRound) -> bytes:
    """Both sheets as things stand now; who took them stands in the audit."""
    lines = report.lines(actor, found)
    people = report.reviewers(lines)
    notes = [f"{found.title}；{by_whom(actor)}"]
    title = "评审人员情况"
    sheets = [
        (ListSheet(title, PEOPLE, title, notes, fixed=3), _people(people)),
        (ListSheet("逐份", LINES, f"{title}（逐份）", notes, fixed=3), _lines(lines)),
    ]
    return take(actor, title, sheets, list="rating-reviewers")


def _people(people: list[report.Reviewer]) -> list[tuple[object, ...]]:
    return [
        (
            number,
            each.tier.label,
            each.who,
            len(each.lines),
            each.never,
            each.share,
            "" if each.gap is None else f"{each.gap:.1f}",
            each.finals,
            "" if each.final_gap is None else f"{each.final_gap:.1f}",
        )
        for number, each in enumerate(people, start=1)
    ]


def _lines(lines: list[report.Line]) -> list[tuple[object, ...]]:
    return [
        (
            number,
            each.tier.label,
            each.who,
            each.title,
            *(report.shown(value) for value in (each.own, each.given)),
            each.lower,
            report.shown(each.final),
        )
        for number, each in enumerate(lines, start=1)
    ]
