"""`partybuild returns export` and `verify`."""

from pathlib import Path
from typing import Any

import click

from partybuild.cli.coverage import month_of_call, scope_of_call
from partybuild.cli.frame import acting, answer, as_option, json_option, opened, say
from partybuild.cli.words import Spoken, SpokenGroup
from partybuild.returns import commands, verifying


@click.group(cls=SpokenGroup)
def returns() -> None:
    """月报：导出官方版式的工作簿，核验收到的工作簿。"""


@returns.command(cls=Spoken)
@click.option("--month", required=True, metavar="2026-10", help="月份。")
@click.option("--region", metavar="CODE", help="区划代码。")
@click.option("--body", metavar="CODE", help="党组织编码。")
@click.option("--basis", "basis_name", default="registered", help="口径，默认 registered。")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.xlsx",
    help="写到哪个文件。",
)
@as_option
@json_option
def export(
    month: str,
    region: str | None,
    body: str | None,
    basis_name: str,
    out: Path,
    login: str | None,
    as_json: bool,
) -> None:
    """写出一个单位一个月的月报工作簿，名单与合计可以核对。"""
    with opened():
        actor = acting(login)
        scope = scope_of_call(actor, region, body)
        first, _ = month_of_call(month)
        issued = commands.issue(actor, scope, first, out, basis_name)
        if as_json:
            answer({"serial": issued.serial, "month": month, "scope": scope.code, "file": str(out)})
        else:
            say(f"已写出 {out}，编号 {issued.serial}。")


@returns.command(cls=Spoken)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_option
@json_option
@click.pass_context
def verify(context: click.Context, file: Path, login: str | None, as_json: bool) -> None:
    """核验一份月报工作簿：是不是本系统签发的、何时、由谁，签发后哪些格子被改过。"""
    with opened():
        verdict = verifying.verify(acting(login), file, file.name)
        if as_json:
            answer(_answered(verdict))
        else:
            click.echo(verdict.sentence)
            for one in verdict.differences:
                click.echo(f"{one.sheet} {one.cell}：签发时为 {one.issued}，文件中为 {one.found}")
    context.exit(0 if verdict.unchanged else 1)


def _answered(verdict: verifying.Verdict) -> dict[str, Any]:
    record = verdict.record
    return {
        "serial": record.serial,
        "scope": record.scope_code,
        "month": f"{record.month:%Y-%m}",
        "revision": record.revision,
        "issued_at": record.issued_at.isoformat(timespec="seconds"),
        "issued_by": record.actor,
        "layout_version": record.layout_version,
        "unchanged": verdict.unchanged,
        "differences": [one._asdict() for one in verdict.differences],
    }
