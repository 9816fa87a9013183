"""Who may hold which role, and what a login name is. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from partybuild.access.permissions import Role
from partybuild.rules import RuleBroken

PASSWORD_DAYS = 90
"""A password is changed after so long (GB/T 22239-2019 8.1.4.1 a); 0 switches that off."""
CODE_VALID = timedelta(days=7)
LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")
ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
GRANTABLE = tuple(role for role in Role if role is not Role.COMMAND)
BY_ORGANIZATION = (Role.SECRETARY,)


def login_name(text: str) -> str:
    """The login as it is kept; RuleBroken where it cannot be one."""
    login = text.strip().lower()
    if not LOGIN.fullmatch(login):
        raise RuleBroken(
            "登录名须以字母开头，由 2 至 40 位字母、数字、点、下划线或短横线组成，例如 zhang.wei。"
        )
    return login


def refuse_mixing(held: Iterable[Role], new: Role) -> None:
    """Keep the three administrators three persons (三员分立, R10)."""
    kept = [role for role in held if role in ADMINISTRATORS]
    if new in ADMINISTRATORS and any(role is not new for role in kept):
        raise RuleBroken(
            f"该账号已是{kept[0].label}，三员分立：同一人不能再任{new.label}，请为另一人开通账号。"
        )


def refuse_oneself(own: int | None, user_id: int, what: str) -> None:
    """Nobody changes the powers of their own account (R10)."""
    if own is not None and own == user_id:
        raise RuleBroken(f"不能{what}本人的账号，请由另一位系统管理员办理。")


def refuse_last(roles: Iterable[Role], others: Mapping[Role, int]) -> None:
    """Keep one administrator of each kind; `others` counts those of other users (R10)."""
    for role in roles:
        if role in ADMINISTRATORS and not others.get(role):
            raise RuleBroken(f"这是最后一位{role.label}，不能停用；请先为另一人开通{role.label}。")


def must_change(changed_at: datetime | None, today: date, days: int = PASSWORD_DAYS) -> bool:
    """Whether a password is too old; never with `days` 0, nor where its age is unknown."""
    return bool(days and changed_at and (today - changed_at.date()).days >= days)
