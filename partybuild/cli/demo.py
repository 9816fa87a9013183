"""`demo`: the demo world, or a world of any size for measuring, in an empty database."""

import click

from partybuild import demo as worlds
from partybuild import schema
from partybuild.cli.frame import Meter, opened, say
from partybuild.cli.words import Spoken


@click.command("demo", cls=Spoken)
@click.option(
    "--organizations", type=click.IntRange(min=500), metavar="N",
    help="建立有 N 个社会组织及其历史的世界，用于测速；不写则建立演示世界。",
)  # fmt: skip
@click.option("--seed", type=int, default=worlds.SEED, metavar="S", help="随机种子，默认固定。")
def demo(organizations: int | None, seed: int) -> None:
    """在空的数据库里建立演示数据，显示演示账号。"""
    with opened(ready=False):
        schema.upgrade()
        meter = Meter("建立演示数据")
        try:
            if organizations is None:
                accounts = worlds.build(meter, seed)
            else:
                accounts = worlds.world(organizations, seed, meter)
        finally:
            meter.close()
        for account in accounts:
            click.echo("\t".join(account))
    say("演示数据已建好；口令只属于这个实例，写在实例目录里。")
