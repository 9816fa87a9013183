"""账号管理: the accounts of the administrator's units."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.accounts import commands, directory
from partybuild.accounts.commands import NewAccount
from partybuild.accounts.forms import AccountForm, PostForm
from partybuild.accounts.rules import GRANTABLE
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import perform, submit

users = Feature("users", __name__, url_prefix="/users")
STATES = {"active": "在用", "waiting": "待首次登录", "disabled": "已停用"}


@users.page("", needs=Permission.ACCOUNTS_MANAGE)
def index(actor: Actor) -> ResponseReturnValue:
    """The accounts, by login."""
    known = {"role": {role.value: role.label for role in GRANTABLE}, "state": STATES}
    chosen = {
        name: value
        for name in ("q", "role", "state")
        if (value := request.args.get(name, "")) and value in known.get(name, {value: ""})
    }
    after, before = request.args.get("after", ""), request.args.get("before", "")
    return respond.page(
        "users/index.html",
        listing=directory.accounts(actor, chosen, after, before),
        chosen=chosen,
        active=_active(chosen, known),
        known=known,
    )


def _active(
    chosen: Mapping[str, str], known: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str]]:
    base = url_for(".index")
    labels = {"q": "查找", "role": "岗位", "state": "状态"}
    return [
        (
            f"{labels[name]}：{known.get(name, {}).get(value, value)}",
            f"{base}?{urlencode({k: v for k, v in chosen.items() if k != name})}",
        )
        for name, value in chosen.items()
    ]


@users.page("/new", needs=Permission.ACCOUNTS_MANAGE)
def new(actor: Actor) -> ResponseReturnValue:
    """A form for a new account."""
    return respond.page("users/new.html", form=AccountForm())


@users.action("", needs=Permission.ACCOUNTS_MANAGE)
def create(actor: Actor) -> ResponseReturnValue:
    """Open the account and show its one-time code this once."""
    form = AccountForm(request.form)
    proven = form.proven(actor, request.remote_addr or "")
    code = submit(form, actor, lambda actor: commands.add(actor, _wanted(form))) if proven else None
    if code is None:
        return respond.page("users/new.html", status=422, form=form)
    login = form.login.data.strip().lower()
    return respond.page("users/code.html", login=login, name=form.name.data, code=code)


def _wanted(form: AccountForm) -> NewAccount:
    return NewAccount(
        form.login.data, form.name.data, form.chosen, form.places, form.telephone.data or ""
    )


@users.page("/<int:user_id>", needs=Permission.ACCOUNTS_MANAGE)
def show(actor: Actor, user_id: int) -> ResponseReturnValue:
    """One account: posts, state, what can be done."""
    return _page(actor, user_id, PostForm())


def _page(actor: Actor, user_id: int, form: PostForm, status: int = 200) -> ResponseReturnValue:
    account = directory.account(actor, user_id)
    return respond.page("users/show.html", status=status, account=account, form=form)


@users.action("/<int:user_id>/appointments", needs=Permission.ACCOUNTS_MANAGE)
def appoint(actor: Actor, user_id: int) -> ResponseReturnValue:
    """Give a further post."""
    form = PostForm(request.form)
    proven = form.proven(actor, request.remote_addr or "")
    if not proven or not submit(
        form,
        actor,
        lambda actor: commands.appoint(actor, user_id, form.chosen, form.places) or True,
    ):
        return _page(actor, user_id, form, 422)
    flash("已任职，该用户须重新登录。", "fine")
    return respond.done(url_for(".show", user_id=user_id))


@users.action(
    "/<int:user_id>/appointments/<int:appointment_id>/closure", needs=Permission.ACCOUNTS_MANAGE
)
def end_appointment(actor: Actor, user_id: int, appointment_id: int) -> ResponseReturnValue:
    """End a post."""
    return _do(actor, user_id, commands.end_appointment, "已免职。", appointment_id)


@users.action("/<int:user_id>/closure", needs=Permission.ACCOUNTS_MANAGE)
def disable(actor: Actor, user_id: int) -> ResponseReturnValue:
    """Close the account."""
    return _do(actor, user_id, commands.disable, "账号已停用，登录已全部结束。")


@users.action("/<int:user_id>/sessions/closure", needs=Permission.ACCOUNTS_MANAGE)
def end_sessions(actor: Actor, user_id: int) -> ResponseReturnValue:
    """End all sessions of the account."""
    return _do(actor, user_id, commands.sign_out_everywhere, "该用户的登录已全部结束。")


@users.action("/<int:user_id>/code", needs=Permission.ACCOUNTS_MANAGE)
def reset(actor: Actor, user_id: int) -> ResponseReturnValue:
    """Replace the password by a one-time code, shown this once."""
    user = directory.user(actor, user_id)
    login, name = user.login, user.name
    code = perform(actor, lambda actor: commands.reset(actor, user_id))
    return respond.page("users/code.html", login=login, name=name, code=code)


def _do(
    actor: Actor, user_id: int, command: Callable[..., Any], said: str, *more: int
) -> ResponseReturnValue:
    perform(actor, lambda actor: command(actor, user_id, *more))
    flash(said, "fine")
    return respond.done(url_for(".show", user_id=user_id))
