"""`partybuild returns export`."""

from pathlib import Path

import click

from partybuild.cli.coverage import month_of_call, scope_of_call
from partybuild.cli.frame import acting, answer, as_option, json_option, opened, say
from partybuild.cli.words import Spoken, SpokenGroup
from partybuild.returns import commands


@click.group(cls=SpokenGroup)
def returns() -> None:
    """月报：导出官方版式的工作簿。"""


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
