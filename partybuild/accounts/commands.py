"""Opening accounts, giving and ending posts, one-time codes. The codes are returned once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.accounts import directory, passwords, places, rules
from partybuild.accounts.models import (
    Appointment,
    AppointmentOrganization,
    FormerPassword,
    SignIn,
    User,
)
from partybuild.accounts.queries import appointments_of, user_by_login
from partybuild.db import FOREVER, db
from partybuild.db.work import OutOfReach, audit_detail, needs
from partybuild.rules import RuleBroken

NAME_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person to be given an account, with their first post."""

    login: str
    name: str
    role: Role
    codes: Sequence[str]
    """A region code, a 党组织编码, or for a secretary unified codes."""
    telephone: str = ""


@needs(Permission.ACCOUNTS_MANAGE, "开通账号")
def add(actor: Actor, new: NewAccount) -> str:
    """Open an account with one post; its one-time code, which is kept only as a hash (R21)."""
    user, code = new_user(new.login, new.name, new.telephone)
    new_post(actor, user, new.role, new.codes)
    audit_detail(object=("user", user.id), login=user.login, role=new.role.value, codes=new.codes)
    return code


def new_user(login: str, name: str, telephone: str = "") -> tuple[User, str]:
    """A user who cannot do anything yet, and their one-time code. Inside `work`."""
    login, name = rules.login_name(login), name.strip()
    if not 0 < len(name) <= NAME_AT_MOST:
        raise RuleBroken(f"请填写姓名，最多 {NAME_AT_MOST} 个字。")
    if user_by_login(login) is not None:
        raise RuleBroken(f"登录名“{login}”已有人使用，请换一个。")
    user = User(login=login, name=name, telephone=telephone.strip())
    code = _give_code(user)
    db.session.add(user)
    db.session.flush()
    return user, code


def _give_code(user: User) -> str:
    code = passwords.one_time_code()
    user.one_time = passwords.hash_password(code)
    user.one_time_until = clock.local_now() + rules.CODE_VALID
    user.must_change = True
    return code


def new_post(actor: Actor, user: User, role: Role, codes: Sequence[str]) -> Appointment:
    """A post for a user from today on, where the rules allow it. Inside `work`."""
    if role not in rules.GRANTABLE:
        raise RuleBroken("没有这种岗位。")
    rules.refuse_oneself(actor.user_id, user.id, "调整")
    rules.refuse_mixing((post.role for post in appointments_of(user.id)), role)
    place = places.place(actor, role, user.name, codes)
    appointment = Appointment(
        user_id=user.id,
        role=role,
        region_id=place.region.id,
        body_id=place.body_id,
        person_key=place.person_key,
        valid_from=clock.today(),
        valid_to=FOREVER,
    )
    db.session.add(appointment)
    db.session.flush()
    for number in place.organization_ids:
        db.session.add(
            AppointmentOrganization(appointment_id=appointment.id, organization_id=number)
        )
    db.session.flush()
    return appointment


@needs(Permission.ACCOUNTS_MANAGE, "任职")
def appoint(actor: Actor, user_id: int, role: Role, codes: Sequence[str]) -> None:
    """Give a user a further post; their sessions end, so that it binds at once (R20)."""
    user = directory.user(actor, user_id)
    appointment = new_post(actor, user, role, codes)
    end_sessions(user.id)
    audit_detail(
        object=("user", user.id), login=user.login, role=role.value, codes=codes,
        appointment=appointment.id,
    )  # fmt: skip


@needs(Permission.ACCOUNTS_MANAGE, "免职")
def end_appointment(actor: Actor, user_id: int, appointment_id: int) -> None:
    """End one of a user's posts from today on; their sessions end."""
    user = directory.user(actor, user_id)
    rules.refuse_oneself(actor.user_id, user.id, "调整")
    held = [post for post in appointments_of(user.id) if post.id == appointment_id]
    if not held:
        raise OutOfReach
    rules.refuse_last([held[0].role], directory.administrators_besides(user.id))
    held[0].valid_to = clock.today()
    end_sessions(user.id)
    audit_detail(
        object=("user", user.id), login=user.login, role=held[0].role.value,
        appointment=appointment_id,
    )  # fmt: skip


@needs(Permission.ACCOUNTS_MANAGE, "停用账号")
def disable(actor: Actor, user_id: int) -> None:
    """Close an account from today on; its sessions end with the next request (R08)."""
    user = directory.user(actor, user_id)
    rules.refuse_oneself(actor.user_id, user.id, "停用")
    held = [post.role for post in appointments_of(user.id)]
    rules.refuse_last(held, directory.administrators_besides(user.id))
    user.disabled_on = clock.today()
    end_sessions(user.id)
    audit_detail(object=("user", user.id), login=user.login)


@needs(Permission.ACCOUNTS_MANAGE, "重置口令")
def reset(actor: Actor, user_id: int) -> str:
    """Replace the password by a one-time code, reopen a closed account; the code (R21)."""
    user = directory.user(actor, user_id)
    rules.refuse_oneself(actor.user_id, user.id, "重置")
    keep_former(user)
    user.password, user.disabled_on = "", None
    code = _give_code(user)
    end_sessions(user.id)
    audit_detail(object=("user", user.id), login=user.login)
    return code


@needs(Permission.ACCOUNTS_MANAGE, "结束登录")
def sign_out_everywhere(actor: Actor, user_id: int) -> None:
    """End all sessions of a user."""
    user = directory.user(actor, user_id)
    end_sessions(user.id)
    audit_detail(object=("user", user.id), login=user.login)


def keep_former(user: User) -> None:
    """Remember the password that is about to be replaced. Inside `work`."""
    if user.password:
        db.session.add(FormerPassword(user_id=user.id, password=user.password))


def former_hashes(user: User) -> list[str]:
    """The hashes in use so far, newest first."""
    rows = db.session.scalars(
        select(FormerPassword.password)
        .where(FormerPassword.user_id == user.id)
        .order_by(FormerPassword.id.desc())
        .limit(passwords.REMEMBERED)
    )
    return [user.password, *rows] if user.password else list(rows)


def end_sessions(user_id: int, but: int | None = None) -> None:
    """End a user's sessions, except the one with the id `but`. Inside `work`."""
    query = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if but is not None:
        query = query.where(SignIn.id != but)
    db.session.flush()
    db.session.execute(query.values(ended_at=clock.local_now()))
