"""`user`: accounts from the server room."""

from typing import Any

import click

from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.accounts import commands, directory
from partybuild.accounts.commands import NewAccount
from partybuild.accounts.queries import user_by_login
from partybuild.accounts.rules import GRANTABLE
from partybuild.cli.frame import acting, answer, as_option, json_option, opened, say
from partybuild.cli.words import SpokenGroup
from partybuild.db.work import work
from partybuild.rules import RuleBroken

ROLES = click.Choice([role.value for role in GRANTABLE])
ROLE_WORDS = "、".join(f"{role.value} {role.label}" for role in GRANTABLE)


@click.group("user", cls=SpokenGroup)
def user() -> None:
    """开通、列出、停用账号，重置口令。"""


@user.command("add")
@click.argument("account", metavar="LOGIN")
@click.option("--name", required=True, metavar="姓名", help="姓名。")
@click.option("--role", required=True, type=ROLES, metavar="ROLE", help=f"岗位：{ROLE_WORDS}。")
@click.option(
    "--unit", "codes", required=True, multiple=True, metavar="CODE",
    help="区划代码、党组织编码；党组织书记为统一社会信用代码，可重复。",
)  # fmt: skip
@as_option
def add(account: str, name: str, role: str, codes: tuple[str, ...], login: str | None) -> None:
    """开通账号，显示一次性口令。账号已存在时再加一个岗位。"""
    with opened():
        actor = acting(login)
        found = user_by_login(account)
        if found is not None:
            _further_post(actor, found.id, found.name, name, Role(role), codes)
            return
        with work(actor) as running:
            new = NewAccount(account, name, Role(role), codes)
            code = commands.add(running.actor, new)
    _show(code)


def _further_post(
    actor: Actor, user_id: int, kept: str, name: str, role: Role, codes: tuple[str, ...]
) -> None:
    if kept != name.strip():
        raise RuleBroken(f"登录名已属于“{kept}”，请换一个登录名。")
    with work(actor) as running:
        commands.appoint(running.actor, user_id, role, codes)
    say("账号已存在，已加上这个岗位。")


def _show(code: str) -> None:
    click.echo(code)
    say("以上为一次性口令，只显示这一次，7 天内有效；首次登录须设置自己的口令。")


@user.command("list")
@click.option("--role", type=ROLES, metavar="ROLE", default=None, help="只列这种岗位。")
@as_option
@json_option
def listing(role: str | None, login: str | None, as_json: bool) -> None:
    """列出账号。"""
    filters = {"role": role} if role else {}
    with opened():
        actor = acting(login)
        rows = []
        after = ""
        while True:
            page = directory.accounts(actor, filters, after=after)
            rows += [_row(account) for account in page.rows]
            after = page.after
            if not after:
                break
    if as_json:
        answer({"rows": rows})
        return
    for row in rows:
        click.echo(f"{row['login']}\t{row['name']}\t{row['state']}\t{'；'.join(row['posts'])}")


def _row(account: directory.Account) -> dict[str, Any]:
    return {
        "login": account.user.login,
        "name": account.user.name,
        "state": account.state[0],
        "posts": [post.label for post in account.posts],
        "roles": [post.role.value for post in account.posts],
        "last_seen": account.seen_at.isoformat() if account.seen_at else None,
    }


def _user_id(login: str) -> int:
    found = user_by_login(login)
    if found is None:
        raise RuleBroken(f"没有账号“{login}”。")
    return found.id


@user.command("disable")
@click.argument("account", metavar="LOGIN")
@as_option
def disable(account: str, login: str | None) -> None:
    """停用账号，结束其全部登录。"""
    with opened(), work(acting(login)) as running:
        commands.disable(running.actor, _user_id(account))
    say(f"{account} 已停用。")


@user.command("reset")
@click.argument("account", metavar="LOGIN")
@as_option
def reset(account: str, login: str | None) -> None:
    """重置口令，显示一次性口令；已停用的账号随之恢复。"""
    with opened(), work(acting(login)) as running:
        code = commands.reset(running.actor, _user_id(account))
    _show(code)
