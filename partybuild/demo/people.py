"""The accounts of a demo world: one for each role and level, with passwords of this instance."""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import system
from partybuild.accounts import passwords
from partybuild.accounts.models import Appointment, AppointmentOrganization, User
from partybuild.clock.days import months_back
from partybuild.config import Instance
from partybuild.db import FOREVER, OPEN, db
from partybuild.db.work import audit_detail, needs
from partybuild.demo.names import MARK, bare
from partybuild.demo.shares import BUSY_COUNTY, FIRST_CITY, PROVINCE
from partybuild.party.kinds import Formation
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
)
from partybuild.regions.models import Region

FILE = "demo-accounts.json"
Secret = tuple[str, str]
"""A password and its hash."""


class DemoAccount(NamedTuple):
    """An account that a visitor of the demo may use; the password is this instance's own."""

    login: str
    password: str
    who: str
    """Role, name and place, as the sign-in page shows them."""


@dataclass(frozen=True, slots=True)
class _Person:
    login: str
    name: str
    role: Role
    unit: str
    """Code of the unit."""
    level: str = ""
    """What stands before the role on the sign-in page."""
    at: str = ""
    """body, branch or assignments where the reach is none of a unit."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What an appointment is for, what the place is called, and who holds the post already."""

    where: str
    region_id: int
    """The unit whose system administrator manages the account."""
    body_id: int | None = None
    person_key: str | None = None
    organizations: tuple[int, ...] = ()
    name: str = ""


PEOPLE = (
    _Person("sheng", "陈演示", Role.OFFICER, PROVINCE, "省级"),
    _Person("dangwei", "何演示", Role.OFFICER, PROVINCE, "党委", "body"),
    _Person("shi", "王演示", Role.OFFICER, FIRST_CITY, "市级"),
    _Person("quxian", "李演示", Role.OFFICER, BUSY_COUNTY, "区县"),
    _Person("jiedao", "周演示", Role.OFFICER, f"{BUSY_COUNTY}001", "街道"),
    _Person("dengji", "郑演示", Role.REGISTRAR, PROVINCE, "省级"),
    _Person("qudengji", "刘演示", Role.REGISTRAR, BUSY_COUNTY, "区县"),
    _Person("yuebao", "冯演示", Role.REPORTER, FIRST_CITY, "市级"),
    _Person("shuji", "张演示", Role.SECRETARY, PROVINCE, "", "branch"),
    _Person("qushuji", "许演示", Role.SECRETARY, BUSY_COUNTY, "区县", "branch"),
    _Person("zhidao", "孙演示", Role.INSTRUCTOR, PROVINCE, "", "assignments"),
    _Person("lingdao", "马演示", Role.LEADER, PROVINCE, "省级"),
    _Person("xitong", "吴演示", Role.SYSTEM, PROVINCE),
    _Person("anquan", "朱演示", Role.SECURITY, PROVINCE),
    _Person("shenji", "秦演示", Role.AUDIT, PROVINCE),
)


def secrets() -> list[Secret]:
    """A new password and its hash for each account; made before any transaction begins."""
    new = [_password((person.login, person.name)) for person in PEOPLE]
    with ThreadPoolExecutor() as pool:
        return list(zip(new, pool.map(passwords.hash_password, new), strict=True))


@needs(Permission.ACCOUNTS_MANAGE, "建立演示账号")
def open_accounts(actor: Actor, given: Sequence[Secret]) -> list[DemoAccount]:
    """One account for each role and level stands, with the passwords given."""
    found = [_open(person, secret) for person, secret in zip(PEOPLE, given, strict=True)]
    audit_detail(accounts=[account.login for account in found])
    return found


def _open(person: _Person, secret: Secret) -> DemoAccount:
    region = db.session.scalars(select(Region).where(Region.code == person.unit)).one()
    with system("演示账号"):
        place = _PLACES[person.at](region)
    password, digest = secret
    user = User(
        login=person.login,
        name=f"{place.name or person.name}{MARK}",
        password=digest,
        must_change=False,
        changed_at=clock.local_now(),
    )
    db.session.add(user)
    db.session.flush()
    _appoint(user.id, person.role, place)
    who = f"{person.level}{person.role.label} {bare(user.name)}（{bare(place.where)}）"
    return DemoAccount(person.login, password, who)


def _appoint(user_id: int, role: Role, place: _Place) -> None:
    appointment = Appointment(
        user_id=user_id,
        role=role,
        region_id=place.region_id,
        body_id=place.body_id,
        person_key=place.person_key,
        valid_from=clock.today(),
        valid_to=FOREVER,
    )
    db.session.add(appointment)
    db.session.flush()
    db.session.add_all(
        AppointmentOrganization(appointment_id=appointment.id, organization_id=number)
        for number in place.organizations
    )
    db.session.flush()


def _unit(region: Region) -> _Place:
    return _Place(region.name, region.id)


def _committee(region: Region) -> _Place:
    """The committee that leads the organizations of a unit."""
    columns = PartyOrganization.__table__.c
    row = db.session.execute(
        select(columns.id, columns.name)
        .where(columns.unit_id == region.id, columns.name.like("%社会组织委员会%"))
        .order_by(columns.id)
    ).first()
    assert row is not None
    return _Place(row.name, region.id, body_id=row.id)


def _branch(region: Region) -> _Place:
    """The smallest joint branch of a unit (one that is not, for want of any): what it covers, and
    its secretary's name.
    """
    links, columns = CoverageLink.__table__.c, PartyOrganization.__table__.c
    secretaries, profiles = PartySecretary.__table__.c, PartyProfile.__table__.c
    rows = db.session.execute(
        select(columns.id, columns.name, links.organization_id, secretaries.name.label("who"))
        .join(CoverageLink.__table__, links.party_organization_id == columns.id)
        .join(PartySecretary.__table__, secretaries.party_organization_id == columns.id)
        .join(PartyProfile.__table__, profiles.party_organization_id == columns.id)
        .where(
            columns.unit_id == region.id,
            columns.dissolved_on.is_(None),
            columns.founded_on < months_back(clock.today(), 24),
            profiles.known_to == OPEN,
            profiles.valid_to == FOREVER,
            profiles.social,
            profiles.formation.not_in((Formation.TEMPORARY, Formation.FUNCTIONAL)),
            links.known_to == OPEN,
            links.valid_to == FOREVER,
            secretaries.known_to == OPEN,
            secretaries.valid_to == FOREVER,
        )
    ).all()
    covered = Counter(row.id for row in rows)
    _, _, number = min((many < 2, many, number) for number, many in covered.items())
    found = [row for row in rows if row.id == number]
    organizations = tuple(row.organization_id for row in found)
    return _Place(found[0].name, region.id, organizations=organizations, name=found[0].who)


def _assignments(region: Region) -> _Place:
    """The instructor with most organizations."""
    columns = InstructorAssignment.__table__.c
    rows = db.session.execute(
        select(columns.person_key, columns.workplace, columns.name)
        .where(columns.known_to == OPEN, columns.valid_to == FOREVER)
        .order_by(columns.id)
    ).all()
    sent = Counter(row.person_key for row in rows)
    first = max(rows, key=lambda row: sent[row.person_key])
    return _Place(first.workplace, region.id, person_key=first.person_key, name=first.name)


_PLACES: Mapping[str, Callable[[Region], _Place]] = {
    "": _unit,
    "body": _committee,
    "branch": _branch,
    "assignments": _assignments,
}


def _password(words: Sequence[str]) -> str:
    while True:
        password = passwords.one_time_code()
        if passwords.problem(password, words) is None:
            return password


def save_accounts(instance: Instance, accounts: Sequence[DemoAccount]) -> None:
    """The accounts are kept for the sign-in page, for the instance's owner alone (0600)."""
    path = instance.folder / FILE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False)


def load_accounts(instance: Instance) -> list[DemoAccount]:
    """The accounts of a demo instance; none in any other."""
    path = instance.folder / FILE
    if not path.exists():
        return []
    return [DemoAccount(*account) for account in json.loads(path.read_text("utf-8"))]
