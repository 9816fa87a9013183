"""The door: signing in and out, the first password, the setup of a new instance."""

import ipaddress

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor, command_line
from partybuild.access.permissions import Permission, Role
from partybuild.accounts import opening, sessions, signing
from partybuild.accounts.forms import NewPasswordForm, SetupForm, SignInForm
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import perform, submit
from partybuild.web.urls import safe_next

accounts = Feature("accounts", __name__)


@accounts.page("/sign-in", needs=Permission.ANYONE)
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    return _door(SignInForm(request.args))


@accounts.action("/sign-in", needs=Permission.ANYONE)
def begin() -> ResponseReturnValue:
    """Sign in, then go where the person wanted to go, or set a password first."""
    form = SignInForm(request.form)
    if not form.validate():
        return _door(form, 422)
    found = signing.sign_in(form.login.data, form.password.data, request.remote_addr or "")
    if isinstance(found, signing.Shut):
        form.form_errors.append(found.sentence)
        return _door(form, 429 if found.until else 422)
    onward = safe_next(form.next.data, request.host)
    goal = url_for(".password", next=onward) if found.awaiting else onward
    return _with_session(found.token, goal)


def _door(form: SignInForm, status: int = 200) -> Response:
    return respond.page(
        "accounts/sign_in.html",
        status=status,
        form=form,
        plain=not request.is_secure and not _is_loopback(request.remote_addr),
        setup=opening.awaits_setup(),
        demo=current_app.config.get("DEMO_ACCOUNTS") or [],
    )


def _is_loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def _with_session(token: str, goal: str) -> Response:
    response = redirect(goal, 303)
    sessions.give_cookie(response, token)  # type: ignore[arg-type]
    return response  # type: ignore[return-value]


@accounts.action("/sign-out", needs=Permission.SIGNED_IN)
def sign_out(actor: Actor) -> ResponseReturnValue:
    """End the session and empty what the browser kept."""
    perform(actor, lambda actor: signing.sign_out(actor, sessions.current_id()))
    response = redirect(url_for(".sign_in"), 303)
    sessions.take_cookie(response)  # type: ignore[arg-type]
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@accounts.page("/password", needs=Permission.ANYONE)
def password() -> ResponseReturnValue:
    """Where a session begun with a one-time code or an old password sets a new one."""
    if sessions.awaiting_password() is None:
        return redirect(url_for(".sign_in", next=request.args.get("next")), 303)
    return respond.page("accounts/password.html", form=NewPasswordForm(request.args))


@accounts.action("/password", needs=Permission.ANYONE)
def set_password() -> ResponseReturnValue:
    """Set it, and go on with a session that opens everything."""
    waiting = sessions.awaiting_password()
    if waiting is None:
        return redirect(url_for(".sign_in"), 303)
    form = NewPasswordForm(request.form)
    address = request.remote_addr or ""
    token = submit(
        form, waiting.actor, lambda actor: signing.first_password(actor, form.new.data, address)
    )
    if token is None:
        return respond.page("accounts/password.html", status=422, form=form)
    return _with_session(token, safe_next(form.next.data, request.host))


@accounts.page("/setup", needs=Permission.ANYONE)
def setup() -> ResponseReturnValue:
    """The first three administrators, while there are none."""
    if not opening.awaits_setup():
        return redirect(url_for(".sign_in"), 303)
    return respond.page("accounts/setup.html", form=SetupForm(), opened=())


@accounts.action("/setup", needs=Permission.ANYONE)
def set_up() -> ResponseReturnValue:
    """Open their accounts; the one-time codes are shown this once."""
    form = SetupForm(request.form)
    data = form.data
    three = {
        role: opening.Administrator(data[f"{role.value}_login"], data[f"{role.value}_name"])
        for role in (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
    }
    opened = submit(
        form,
        command_line("初始化"),
        lambda actor: opening.set_up(actor, data["secret"], data["unit"], three),
    )
    if opened:
        (current_app.config["INSTANCE"].folder / opening.SECRET_FILE).unlink(missing_ok=True)
    status = 200 if opened else 422
    return respond.page("accounts/setup.html", status=status, form=form, opened=opened or ())
