"""The small world every test starts from: a province, two cities, counties, streets, a cast."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from partybuild.access.actor import Actor, command_line
from partybuild.access.permissions import Role
from partybuild.accounts import queries as accounts
from partybuild.accounts.models import Appointment, User
from partybuild.db import FOREVER, db
from partybuild.db.work import work
from partybuild.regions import commands as regions
from partybuild.regions.divisions import streets_of
from partybuild.regions.models import Region

ROOT = command_line("test")
FIRST_DAY = date(2025, 1, 1)
PEOPLE = {
    "sheng": (Role.OFFICER, "610000"),
    "shi": (Role.OFFICER, "610100"),
    "bo": (Role.OFFICER, "610103"),
    "cheng": (Role.OFFICER, "610102"),
    "jie": (Role.OFFICER, "610103001"),
    "dai": (Role.LEADER, "610103"),
    "zhu": (Role.REGISTRAR, "610103"),
    "bao": (Role.REPORTER, "610103"),
    "xi": (Role.SYSTEM, "610000"),
    "an": (Role.SECURITY, "610000"),
    "ji": (Role.AUDIT, "610000"),
}


@dataclass(frozen=True)
class Cast:
    """Bo keeps 碑林区; Cheng does Bo's job next door and must see nothing of it; Dai only reads."""

    sheng: Actor
    shi: Actor
    bo: Actor
    cheng: Actor
    jie: Actor
    dai: Actor
    zhu: Actor
    bao: Actor
    xi: Actor
    an: Actor
    ji: Actor


def build() -> None:
    """Commit the divisions of Shaanxi, the streets of 碑林区, the first day and the accounts."""
    with work(ROOT):
        regions.load_divisions(["61"], streets=False)
        for division in streets_of("610103"):
            regions.add_division(division)
        regions.set_first_day(FIRST_DAY)
        for login, (role, code) in PEOPLE.items():
            add_person(login, role, code)


def add_person(login: str, role: Role, code: str) -> int:
    """An account with one appointment at a unit; the appointment's id. Inside `work`."""
    user = User(login=login, name=f"{login}（演示）", must_change=False)
    db.session.add(user)
    db.session.flush()
    region_id = db.session.scalar(select(Region.id).where(Region.code == code))
    appointment = Appointment(
        user_id=user.id,
        role=role,
        region_id=region_id,
        valid_from=FIRST_DAY,
        valid_to=FOREVER,
    )
    db.session.add(appointment)
    db.session.flush()
    return appointment.id


def cast() -> Cast:
    """The cast as the database has them."""
    return Cast(**{login: accounts.actor_by_login(login) for login in PEOPLE})


def add_post(login: str, role: Role, code: str) -> int:
    """A further appointment of an account at a unit; its id. Inside `work`."""
    appointment = Appointment(
        user_id=db.session.scalar(select(User.id).where(User.login == login)),
        role=role,
        region_id=db.session.scalar(select(Region.id).where(Region.code == code)),
        valid_from=FIRST_DAY,
        valid_to=FOREVER,
    )
    db.session.add(appointment)
    db.session.flush()
    return appointment.id
