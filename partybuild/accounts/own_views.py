"""我的账号: one's password, sessions and posts."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.accounts import directory, queries, sessions, signing
from partybuild.accounts.forms import ChangePasswordForm
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import perform, submit

account = Feature("account", __name__)


@account.page("/account", needs=Permission.SIGNED_IN)
def show(actor: Actor) -> ResponseReturnValue:
    """Password, sessions, posts."""
    return _page(actor, ChangePasswordForm())


def _page(actor: Actor, form: ChangePasswordForm, status: int = 200) -> ResponseReturnValue:
    user_id = actor.user_id or 0
    rows = [row for row in queries.sign_ins_of(user_id) if sessions.lives(row)]
    return respond.page(
        "account/show.html",
        status=status,
        form=form,
        rows=rows,
        here=sessions.current_id(),
        posts=directory.posts_of([user_id]).get(user_id, []),
    )


@account.action("/account/password", needs=Permission.SIGNED_IN)
def change_password(actor: Actor) -> ResponseReturnValue:
    """Replace one's password."""
    form = ChangePasswordForm(request.form)
    here = sessions.current_id()
    proven = form.proven(actor, request.remote_addr or "")
    if not proven or not submit(
        form, actor, lambda actor: signing.change_password(actor, form.new.data, here) or True
    ):
        return _page(actor, form, 422)
    flash("口令已修改，其他地方的登录已全部结束。", "fine")
    return respond.done(url_for(".show"))


@account.action("/account/sessions/<int:sign_in_id>/closure", needs=Permission.SIGNED_IN)
def end_session(actor: Actor, sign_in_id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    perform(actor, lambda actor: signing.end_own(actor, sign_in_id))
    flash("那一处登录已结束。", "fine")
    return respond.done(url_for(".show"))


@account.page("/appointments", needs=Permission.SIGNED_IN)
def posts(actor: Actor) -> ResponseReturnValue:
    """The posts between which this person may choose."""
    held = directory.posts_of([actor.user_id or 0]).get(actor.user_id or 0, [])
    return respond.page("account/posts.html", posts=held, here=actor.appointment_id)


@account.action("/appointments/<int:appointment_id>/current", needs=Permission.SIGNED_IN)
def switch(actor: Actor, appointment_id: int) -> ResponseReturnValue:
    """Act in another of one's posts from now on."""
    here, address = sessions.current_id(), request.remote_addr or ""
    token = perform(actor, lambda actor: signing.switch(actor, here, appointment_id, address))
    response = redirect("/", 303)
    sessions.give_cookie(response, token)  # type: ignore[arg-type]
    return response
