"""`audit`: the chain from the server room."""

import json
from pathlib import Path

import click

from partybuild.audit import commands as audit
from partybuild.audit import queries
from partybuild.cli.frame import acting, opened, say
from partybuild.cli.words import SpokenGroup
from partybuild.rules import RuleBroken


@click.group("audit", cls=SpokenGroup)
def audit_group() -> None:
    """核对、导出审计日志。"""


@audit_group.command("verify")
@click.option(
    "--head", "head", type=click.Path(exists=True, path_type=Path), metavar="FILE",
    help="先前留存的链首（audit head 的输出）；核对它仍在链中。",
)  # fmt: skip
def verify(head: Path | None) -> int:
    """逐条核对审计链；完整为 0，有不符为 1。"""
    kept = _head_of(head) if head else None
    with opened():
        count = queries.head()["number"]
        faults = 0
        for sentence in queries.faults(kept):
            faults += 1
            say(sentence)
    if faults:
        say(f"审计链有 {faults} 处不符。")
        return 1
    click.echo(f"审计链完整，共 {count} 条。")
    return 0


def _head_of(path: Path) -> tuple[int, str]:
    try:
        kept = json.loads(path.read_text("utf-8"))
        return int(kept["number"]), str(kept["digest"])
    except (ValueError, KeyError, TypeError):
        raise RuleBroken(f"{path} 不是留存的链首；它应是 partybuild audit head 的输出。") from None


@audit_group.command("head")
def head() -> None:
    """给出链首（末条编号和摘要），供抄存到别处。"""
    with opened():
        click.echo(json.dumps(queries.head()))


@audit_group.command("export")
def export() -> None:
    """逐行导出审计日志（JSON，一行一条，最早的在前）。"""
    with opened():
        audit.note(acting(None), "导出审计日志")
        for line in queries.lines():
            click.echo(json.dumps(line, ensure_ascii=False, default=str))
