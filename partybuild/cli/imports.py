"""`partybuild template` and `partybuild import`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.cli.frame import acting, answer, as_option, json_option, opened, say
from partybuild.cli.words import DAY, Spoken
from partybuild.imports import commands, engine
from partybuild.imports.columns import KINDS
from partybuild.imports.engine import Asked, Examined
from partybuild.imports.plans import Options, Plan
from partybuild.imports.reading import read
from partybuild.imports.row import RowError
from partybuild.imports.template import write_template
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken

KIND = click.Choice(list(KINDS))
SHOWN = 30
REFUSED = 1


@click.command("template", cls=Spoken)
@click.argument("kind", type=KIND, metavar="KIND")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.xlsx")
def template(kind: str, out: Path) -> None:
    """写出一个空的导入模板，含字典、下拉选项、填写说明和版本号。"""
    with opened():
        write_template(engine.kind_today(kind), out)
    say(f"已写出 {out}。")


def pairs(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """`LEFT=RIGHT` options as a mapping."""
    found = {}
    for text in value:
        left, sign, right = text.partition("=")
        if not (sign and left.strip() and right.strip()):
            raise click.BadParameter(f"“{text}”应写成 左=右。")
        found[left.strip()] = right.strip()
    return found


@click.command("import", cls=Spoken)
@click.argument("kind", type=KIND, metavar="KIND")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE"
)
@click.option(
    "--unit", metavar="CODE", help="没有区划列的行归属哪个单位；也决定“在册未在表中”的范围。"
)
@click.option("--check", "only_check", is_flag=True, help="只核对，不写入。")
@click.option("--partial", is_flag=True, help="有错的行退回，其余照常写入。")
@click.option("--effective", type=DAY, metavar="DAY", help="变更自哪一天起生效；不写为今天。")
@click.option("--correct", is_flag=True, help="在册的内容一开始就记错了，予以更正。")
@click.option(
    "--take", multiple=True, callback=pairs, metavar="COLUMN=FIELD",
    help="指明一列是什么，如 党员数=正式党员数。",
)  # fmt: skip
@click.option(
    "--accept", multiple=True, callback=pairs, metavar="CODE=REASON",
    help="校验码不符的代码，写明理由予以放行。",
)  # fmt: skip
@click.option(
    "--errors", "errors_out", type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.xlsx", help="把标出错误的工作簿写到这里。",
)  # fmt: skip
@as_option
@json_option
def import_file(kind: str, file: Path, login: str | None, as_json: bool, **options: Any) -> int:
    """导入一个工作簿：先核对全部内容，再整表写入或一行不写。"""
    with opened():
        actor = acting(login)
        asked = _asked(actor, kind, file, options)
        try:
            with read(file, file.name) as workbook:
                examined = engine.examine(actor, asked, workbook)
                return _bring_in(actor, examined, options, as_json)
        except RuleBroken as broken:
            if not as_json:
                raise
            error = RowError("", 0, "", "", "", str(broken))
            answer(engine.answer(asked, Plan(errors=[error])))
            return REFUSED


def _asked(actor: Actor, kind: str, file: Path, options: Mapping[str, Any]) -> Asked:
    unit, effective = options["unit"], options["effective"]
    return Asked(
        kind=kind,
        filename=file.name,
        file_digest=engine.file_digest(file),
        options=Options(
            effective_on=effective or clock.today(),
            unit_id=regions.in_reach(actor, unit).id if unit else None,
            correct=options["correct"],
            partial=options["partial"],
            accept={code.upper(): reason for code, reason in options["accept"].items()},
            document=file.name,
        ),
        take=options["take"],
    )


def _bring_in(actor: Actor, examined: Examined, options: Mapping[str, Any], as_json: bool) -> int:
    out: Path | None = options["errors_out"]
    if out is not None and examined.plan.errors:
        examined.write_errors(out)
    written = not options["only_check"] and examined.may_write
    if written:
        commands.write(actor, examined)
    found = engine.answer(examined.asked, examined.plan)
    if as_json:
        answer(found)
    else:
        _tell(examined, found, written)
    return REFUSED if examined.plan.errors else 0


def _tell(examined: Examined, found: dict[str, Any], written: bool) -> None:
    _list(found["warnings"])
    _list(
        [
            f"{error['sheet']} 第 {error['row']} 行 {error['column']}：{error['message']}"
            f"{'（' + error['value'] + '）' if error['value'] else ''}"
            for error in found["errors"]
        ]
    )
    done = "已写入" if written else "没有写入"
    say(
        f"{KINDS[examined.asked.kind].label} {found['rows']} 行：新增 {found['created']}，"
        f"变更 {found['updated']}，无变化 {found['unchanged']}，退回 {found['rejected']}；"
        f"在册未在表中 {found['absent']}。{done}。"
    )


def _list(lines: Sequence[str]) -> None:
    for line in lines[:SHOWN]:
        say(line)
    if len(lines) > SHOWN:
        say(f"…… 共 {len(lines)} 条，其余见 --json 或 --errors。")
