"""`partybuild coverage` and `partybuild movement`."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import click

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.cli.frame import acting, answer, as_option, opened
from partybuild.cli.words import DAY, Spoken
from partybuild.coverage import listing, moving, queries, scopes
from partybuild.coverage.figures import FIELDS, LABELS
from partybuild.coverage.scopes import Scope
from partybuild.rules import RuleBroken
from partybuild.sheets.text import safe_csv

FORMATS = click.Choice(["table", "json", "csv"])
LIST_FIELDS = ("code", "name", "unit", "kind", "state", "cover", "full", "probationary")
MOVEMENT_FIELDS = (
    "indicator",
    "opening",
    "added",
    "removed",
    "in",
    "out",
    "reclassified",
    "corrected",
    "closing",
)
_HEADS = {
    "code": "代码",
    "name": "名称",
    "own": "本级",
    "rate_covered": "组织覆盖率",
    "rate_work": "工作覆盖率",
    "rate_eligible": "应建已建率",
    "unit": "统计归属",
    "kind": "类型",
    "state": "状态",
    "cover": "覆盖情况",
    "full": "正式党员",
    "probationary": "预备党员",
    "indicator": "项目",
    "opening": "上月",
    "added": "新增",
    "removed": "减少",
    "in": "划入",
    "out": "划出",
    "reclassified": "转类",
    "corrected": "更正",
    "closing": "本月",
    **LABELS,
}


@click.command(cls=Spoken)
@click.option("--as-of", "day", type=DAY, help="截至哪一天；不写为今天。")
@click.option("--region", metavar="CODE", help="区划代码。")
@click.option("--body", metavar="CODE", help="党组织编码。")
@click.option("--by", type=click.Choice(queries.BREAKDOWNS), help="按什么分行。")
@click.option("--basis", "basis_name", default="registered", help="口径，默认 registered。")
@click.option("--list", "field", metavar="FIELD", help="列出一个数背后的名单。")
@click.option("--format", "form", type=FORMATS, default="table", help="输出格式。")
@as_option
def coverage(
    day: date | None,
    region: str | None,
    body: str | None,
    by: str | None,
    basis_name: str,
    field: str | None,
    form: str,
    login: str | None,
) -> None:
    """两个覆盖的数字，或一个数背后的名单。"""
    with opened():
        actor = acting(login)
        scope = scope_of_call(actor, region, body)
        day = day or clock.today()
        basis = queries.basis(basis_name, day)
        if field:
            rows = listing.plain_rows(actor, scope, field, day, basis)
            show(form, LIST_FIELDS, rows, {"field": field, "rows": rows})
            return
        by = by or ("body" if body else "region")
        table = queries.figures(actor, scope, by, day, basis)
        rows = [line.figures.as_row(line.code, line.name, line.own) for line in table.lines]
        total = table.total.as_row(None, "合计", False)
        head = {"as_of": day.isoformat(), "basis": basis.name, "scope": scope.code}
        show(form, FIELDS, [*rows, total], {**head, "rows": rows, "total": total})


@click.command(cls=Spoken)
@click.option("--month", required=True, metavar="2026-10", help="月份。")
@click.option("--region", metavar="CODE", help="区划代码。")
@click.option("--body", metavar="CODE", help="党组织编码。")
@click.option("--basis", "basis_name", default="registered", help="口径，默认 registered。")
@click.option("--format", "form", type=FORMATS, default="table", help="输出格式。")
@as_option
def movement(
    month: str,
    region: str | None,
    body: str | None,
    basis_name: str,
    form: str,
    login: str | None,
) -> None:
    """一个月的变动表：上月＋增－减＝本月，每个 ±1 都有名字。"""
    with opened():
        actor = acting(login)
        scope = scope_of_call(actor, region, body)
        first, last = month_of_call(month)
        basis = queries.basis(basis_name, last)
        found = moving.movement(actor, scope, moving.period_of(scope, first, last), basis)
        rows = [row.as_row() for row in found.rows]
        items = [
            {
                "indicator": item.indicator,
                "column": item.column.value,
                "code": item.code,
                "name": item.name,
                "event": item.event,
                "day": item.day.isoformat(),
            }
            for item in found.items
        ]
        whole = {"month": month, "scope": scope.code, "rows": rows, "items": items}
        shown = [{**row, "indicator": LABELS[str(row["indicator"])]} for row in rows]
        show(form, MOVEMENT_FIELDS, rows if form == "csv" else shown, whole)


def month_of_call(text: str) -> tuple[date, date]:
    """First and last day of the month a call names; RuleBroken for what is none."""
    try:
        return moving.month_of(text)
    except ValueError:
        raise RuleBroken(f"“{text}”不是月份，请写成 2026-10。") from None


def scope_of_call(actor: Actor, region: str | None, body: str | None) -> Scope:
    """The scope a call names, by default the actor's own."""
    if region and body:
        raise click.UsageError("--region 与 --body 只能写一个。")
    if region:
        return scopes.of_region(actor, region)
    return scopes.of_body(actor, body) if body else scopes.top(actor)


def show(form: str, fields: Sequence[str], rows: Sequence[dict[str, Any]], whole: Any) -> None:
    """Print rows as an aligned table or CSV, or the whole answer as JSON."""
    if form == "json":
        answer(whole)
    elif form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(fields)
        writer.writerows([_inert(row[name]) for name in fields] for row in rows)
        click.echo(out.getvalue(), nl=False)
    else:
        heads = [_HEADS.get(name, name) for name in fields]
        for line in _aligned([heads, *([_cell(row[n]) for n in fields] for row in rows)]):
            click.echo(line)


def _inert(value: Any) -> str:
    """A cell of CSV: a number as it is, text so that it can never run."""
    return str(value) if type(value) is int else safe_csv(_cell(value))


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    return ("是" if value else "") if isinstance(value, bool) else str(value)


def _aligned(rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Lines with columns under each other; a Chinese character is two wide."""
    rows = list(rows)
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        cells = (text + " " * (w - _width(text)) for text, w in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
