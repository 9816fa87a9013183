"""The command line. Each group stands in a file of its own and is added to `GROUPS`."""

import sys
from collections.abc import Sequence

import click
from sqlalchemy.exc import OperationalError

from partybuild.cli.archives import backup, restore
from partybuild.cli.auditing import audit_group
from partybuild.cli.coverage import coverage, movement
from partybuild.cli.demo import demo
from partybuild.cli.doctor import doctor
from partybuild.cli.frame import say
from partybuild.cli.imports import import_file, template
from partybuild.cli.returns import returns
from partybuild.cli.routing import routes
from partybuild.cli.serving import run
from partybuild.cli.starting import init
from partybuild.cli.users import user
from partybuild.cli.words import SpokenGroup, misuse
from partybuild.db.work import NotPermitted, OutOfReach, Stale
from partybuild.rules import RuleBroken

DONE, REFUSED, MISUSED = 0, 1, 2
GROUPS: tuple[click.Command, ...] = (
    run,
    init,
    template,
    import_file,
    coverage,
    returns,
    movement,
    user,
    audit_group,
    backup,
    restore,
    doctor,
    routes,
    demo,
)


@click.group(cls=SpokenGroup)
def cli() -> None:
    """社会组织党建：安装、账号、名册、覆盖统计、月报。"""


for group in GROUPS:
    cli.add_command(group)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused or found wrong, 2 misused."""
    try:
        code = cli.main(
            list(sys.argv[1:] if arguments is None else arguments),
            prog_name="partybuild",
            standalone_mode=False,
        )
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.ctx.get_help() if asked.ctx else "")
        return MISUSED
    except click.UsageError as error:
        say(misuse(error))
        if error.ctx is not None:
            say(f"说明见：{error.ctx.command_path} --help")
        return MISUSED
    except (click.ClickException, click.Abort, RuleBroken, NotPermitted, Stale) as refused:
        say(getattr(refused, "message", "") or str(refused) or "已中止。")
        return REFUSED
    except OutOfReach:
        say("没有找到，或者不在管理范围内。")
        return REFUSED
    except OperationalError as error:
        say(f"数据库打不开或正忙：{error.orig}")
        return REFUSED
    return code if isinstance(code, int) else DONE
