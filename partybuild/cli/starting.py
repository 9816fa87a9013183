"""`init`: a database of this version, divisions, 启用日, the setup secret."""

from datetime import date
from pathlib import Path

import click
from flask import current_app

from partybuild import schema
from partybuild.accounts import opening
from partybuild.cli.frame import acting, opened, say
from partybuild.cli.words import DAY, Spoken
from partybuild.config import Instance
from partybuild.db.work import work
from partybuild.regions.divisions import divisions


def province_codes(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> list[str]:
    """The two digits of each province named, by commas or one by one."""
    codes = [code.strip()[:2] for part in value for code in part.split(",") if code.strip()]
    known = {division.code[:2] for division in divisions(None, False) if division.level == 1}
    for code in codes:
        if code not in known:
            raise click.BadParameter(f"没有“{code}”这个省级区划，陕西写 61。")
    return codes


@click.command("init", cls=Spoken)
@click.option(
    "--divisions", "provinces", metavar="61", multiple=True, callback=province_codes,
    help="只装入这些省份的区划（两位代码，逗号隔开）；首次不写则全国，到县为止。",
)  # fmt: skip
@click.option("--streets", is_flag=True, help="连街道（乡镇）一起装入。")
@click.option("--first-day", "first_day", type=DAY, metavar="DAY", help="启用日；不写则为今天。")
def init(provinces: list[str], streets: bool, first_day: date | None) -> None:
    """建立或升级数据库，装入区划，设定启用日。"""
    with opened(ready=False):
        schema.upgrade()
        done = open_instance(provinces, streets, first_day)
    click.echo(f"数据库已就绪；新装入区划 {done.divisions} 个；启用日 {done.first_day}。")


def open_instance(
    provinces: list[str] | None, streets: bool, first_day: date | None
) -> opening.Opened:
    """Open the instance of the running app; a new setup secret goes to a file of mode 0600."""
    actor = acting(None)
    with work(actor) as running:
        wanted = provinces or opening.provinces_in_use() or None
        done = opening.open_instance(running.actor, wanted, streets, first_day)
    if done.secret is not None:
        path = _write_secret(done.secret)
        say(f"设立三员用的初始化口令写在 {path}（只有本用户可读），用过后自动删除。")
    return done


def _write_secret(secret: str) -> Path:
    instance: Instance = current_app.config["INSTANCE"]
    path = instance.folder / opening.SECRET_FILE
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"{secret}\n")
    return path
