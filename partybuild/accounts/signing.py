"""Signing in and out, and the passwords people set for themselves."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.accounts import commands, passwords, queries, rules, sessions, throttle
from partybuild.accounts.models import Attempt, SignIn, User
from partybuild.audit import commands as audit
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, audit_detail, needs, work
from partybuild.rules import RuleBroken

REFUSED = "登录名或口令不对，或者账号已停用。"


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name typed at the door, for the audit."""

    login: str
    label: str = "未登录"
    user_id: int | None = None
    appointment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session begun: the token for the cookie, and whether it awaits a new password."""

    token: str
    awaiting: bool


@dataclass(frozen=True, slots=True)
class Shut:
    """The door stayed shut: the sentence, and until when it will in any case."""

    sentence: str
    until: datetime | None = None


def sign_in(login: str, password: str, address: str) -> Opened | Shut:
    """Try a name and a password; the same answer at the same cost for unknown names (R16)."""
    login, address = login.strip().lower()[:80], throttle.source(address)
    shut = _locked(login, address)
    if shut is not None:
        audit.note(Stranger(""), "登录受限", "refused", login=login)
        return shut
    user = queries.user_by_login(login)
    proven = _proven(user, password)
    actor = _actor(user) if user is not None and proven else None
    if user is None or actor is None:
        with audit.noting(Stranger(login), "登录", "failed"):
            _record(login, address, success=False)
        return Shut(REFUSED)
    with work(actor) as running:
        return _open(running.actor, password, address)


def _locked(login: str, address: str) -> Shut | None:
    until = throttle.locked_until(_attempts(login, address), login, address, clock.local_now())
    return Shut(f"尝试次数过多，请在 {until:%H:%M} 以后再试。", until) if until else None


def proof_fault(actor: Actor, password: str, address: str) -> str | None:
    """Why the person at the keyboard is not proven to be the one who signed in (R23).

    None where the password is theirs; failures count as those at the door do.
    """
    address = throttle.source(address)
    shut = _locked(actor.login, address)
    if shut is not None:
        return shut.sentence
    if passwords.verify(password, _own(actor).password):
        return None
    with audit.noting(actor, "核对口令", "failed"):
        _record(actor.login, address, success=False)
    return "您的口令不对。"


def _proven(user: User | None, password: str) -> bool:
    """One hash, whoever it is: the one-time code where there is one, else the password."""
    if user is not None and user.one_time:
        fresh = user.one_time_until is None or user.one_time_until >= clock.local_now()
        return passwords.verify(password.strip().upper(), user.one_time) and fresh
    return passwords.verify(password, user.password if user is not None else None)


def _actor(user: User) -> Actor | None:
    """The user in the appointment they last acted in, else in their first."""
    held = [post.id for post in queries.appointments_of(user.id)]
    last = db.session.scalar(
        select(SignIn.appointment_id)
        .where(SignIn.user_id == user.id, SignIn.appointment_id.in_(held))
        .order_by(SignIn.id.desc())
        .limit(1)
    )
    try:
        return queries.actor_of(last or held[0]) if held else None
    except NotPermitted:
        return None


def _attempts(login: str, address: str) -> list[Attempt]:
    since = clock.local_now() - throttle.DEFAULT.lookback
    of_either = (Attempt.login == login) | (Attempt.address == address)
    recent = select(Attempt).where(of_either, Attempt.at >= since)
    own = (
        select(Attempt)
        .where(Attempt.login == login, Attempt.address == address, Attempt.success)
        .order_by(Attempt.id.desc())
        .limit(1)
    )
    return [*db.session.scalars(recent), *db.session.scalars(own)]


def _record(login: str, address: str, success: bool) -> None:
    db.session.add(Attempt(at=clock.local_now(), login=login, address=address, success=success))
    db.session.flush()


@needs(Permission.SIGNED_IN, "登录")
def _open(actor: Actor, password: str, address: str) -> Opened:
    user = _own(actor)
    _record(user.login, address, success=True)
    if user.password and passwords.outdated(user.password):
        user.password = passwords.hash_password(password)
    days = int(current_app.config.get("PASSWORD_DAYS", rules.PASSWORD_DAYS))
    awaiting = user.must_change or rules.must_change(user.changed_at, clock.today(), days)
    sessions.end_of_cookie()
    audit_detail(object=("user", user.id))
    return Opened(sessions.start(user.id, actor.appointment_id or 0, address, awaiting), awaiting)


def _own(actor: Actor) -> User:
    return db.session.scalars(select(User).where(User.id == actor.user_id)).one()


@needs(Permission.SIGNED_IN, "退出")
def sign_out(actor: Actor, sign_in_id: int) -> None:
    """End this session."""
    sessions.end(sign_in_id)
    audit_detail(object=("user", actor.user_id))


@needs(Permission.SIGNED_IN, "结束本人登录")
def end_own(actor: Actor, sign_in_id: int) -> None:
    """End one of one's own sessions elsewhere; OutOfReach for anybody else's."""
    if sign_in_id not in {row.id for row in queries.sign_ins_of(actor.user_id or 0)}:
        raise OutOfReach
    sessions.end(sign_in_id)
    audit_detail(object=("user", actor.user_id))


@needs(Permission.SIGNED_IN, "换岗位")
def switch(actor: Actor, sign_in_id: int, appointment_id: int, address: str) -> str:
    """Act in another of one's own posts: a new session in place of this one; its token."""
    if appointment_id not in {post.id for post in queries.appointments_of(actor.user_id or 0)}:
        raise OutOfReach
    sessions.end(sign_in_id)
    audit_detail(object=("user", actor.user_id), appointment=appointment_id)
    return sessions.start(actor.user_id or 0, appointment_id, throttle.source(address))


@needs(Permission.SIGNED_IN, "修改口令")
def change_password(actor: Actor, new: str, sign_in_id: int) -> None:
    """Replace the password, once the old one has been proven; all other sessions end (R20)."""
    user = _own(actor)
    _set_password(user, actor, new)
    commands.end_sessions(user.id, but=sign_in_id)
    audit_detail(object=("user", user.id))


@needs(Permission.SIGNED_IN, "设置口令")
def first_password(actor: Actor, new: str, address: str) -> str:
    """Set the password of a session that awaits one; the token of the session that follows it."""
    user = _own(actor)
    _set_password(user, actor, new)
    commands.end_sessions(user.id)
    audit_detail(object=("user", user.id))
    return sessions.start(user.id, actor.appointment_id or 0, throttle.source(address))


def _set_password(user: User, actor: Actor, new: str) -> None:
    words = (user.login, user.name, actor.unit_name)
    fault = passwords.problem(new, words, commands.former_hashes(user))
    if fault:
        raise RuleBroken(fault)
    commands.keep_former(user)
    user.password = passwords.hash_password(new)
    user.must_change, user.one_time, user.one_time_until = False, "", None
    user.changed_at = clock.local_now()
    db.session.flush()
