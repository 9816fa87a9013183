"""A new instance: divisions, 启用日, and the first three administrators (R12)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.accounts import commands, passwords, rules
from partybuild.accounts.models import Appointment
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.policies import seeding
from partybuild.policies.models import Policy
from partybuild.regions import commands as regions
from partybuild.regions import queries as region_queries
from partybuild.regions.levels import Level
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

SECRET = "setup_secret"
SECRET_FILE = "setup-secret"
"""In the instance folder, mode 0600; deleted once it has served."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What `init` did: divisions added, 启用日, and the setup secret if one was made."""

    divisions: int
    first_day: date
    secret: str | None


@needs(Permission.REGIONS_KEEP, "初始化")
def open_instance(
    actor: Actor, provinces: Iterable[str] | None, streets: bool, first_day: date | None
) -> Opened:
    """Load the divisions that are missing, set 启用日; a setup secret while nobody administers."""
    added = regions.load_divisions(provinces, streets)
    seeding.seed_defaults()
    day = regions.set_first_day(first_day)
    secret = None if administered() else passwords.one_time_code()
    if secret is not None:
        regions.set_setting(SECRET, passwords.hash_password(secret))
    audit_detail(first_day=day.isoformat(), setup_secret=secret is not None)
    return Opened(added, day, secret)


def provinces_in_use() -> list[str]:
    """The two digits of each province whose divisions are loaded."""
    codes = db.session.scalars(select(Region.code).where(Region.level == Level.PROVINCE))
    return sorted(code[:2] for code in codes)


def is_open() -> bool:
    """Whether the instance has been opened, with every policy this version ships."""
    known = {(p.kind, p.name) for p in db.session.execute(select(Policy.kind, Policy.name))}
    shipped = {(item.kind, item.name) for item in seeding.defaults}
    return region_queries.setting("first_day") is not None and shipped <= known


def administered() -> bool:
    """Whether anybody has ever been system administrator; then the setup is over for good."""
    return bool(
        db.session.scalar(select(Appointment.id).where(Appointment.role == Role.SYSTEM).limit(1))
    )


def awaits_setup() -> bool:
    """Whether the first administrators are still to be set up with the secret."""
    return not administered() and bool(region_queries.setting(SECRET))


@dataclass(frozen=True, slots=True)
class Administrator:
    """One of the first three."""

    login: str
    name: str


@needs(Permission.ACCOUNTS_MANAGE, "设立三员")
def set_up(
    actor: Actor, secret: str, unit: str, three: Mapping[Role, Administrator]
) -> Sequence[tuple[Role, str, str]]:
    """Open the accounts of the three administrators; role, login and one-time code of each.

    RuleBroken where the secret is not the one that `init` wrote.
    """
    kept = region_queries.setting(SECRET) if awaits_setup() else None
    if not passwords.verify(secret.strip().upper(), kept):
        raise RuleBroken("初始化口令不对。它写在服务器实例目录的 setup-secret 文件里。")
    logins = {rules.login_name(person.login) for person in three.values()}
    if len(logins) < len(three):
        raise RuleBroken("三员须为三个人，登录名不能相同。")
    opened = []
    for role, person in three.items():
        user, code = commands.new_user(person.login, person.name)
        commands.new_post(actor, user, role, [unit])
        opened.append((role, user.login, code))
    regions.set_setting(SECRET, "")
    audit_detail(logins=sorted(logins))
    return opened
