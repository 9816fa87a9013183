"""Rows for tests, made by the product's own writing. Name only what the test is about.

Every function runs inside `with work(ROOT):` of the caller or opens one of its own.
"""

from contextlib import contextmanager
from datetime import date
from itertools import count

from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.db import FOREVER, db
from partybuild.db.ports import ports
from partybuild.db.work import _current, current_work, work
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because
from partybuild.organizations import codes, writing
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization, OrganizationContact, OrganizationProfile
from partybuild.organizations.writing import NewOrganization
from partybuild.party import writing as party_writing
from partybuild.party.kinds import InstructorKind, MassKind, PartyKind
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    MassCover,
    PartyOrganization,
    PartyProfile,
)
from partybuild.party.writing import NewParty
from partybuild.regions.models import Region
from tests.support.world import ROOT

_serial = count(1)
REGISTERED = date(2020, 3, 2)
PREFIX = {
    OrganizationKind.ASSOCIATION: "51",
    OrganizationKind.PRIVATE_UNIT: "52",
    OrganizationKind.FOUNDATION: "53",
}


@contextmanager
def inside():
    """The running work, or one of the command line."""
    if _current.get() is not None:
        yield current_work()
        return
    with work(ROOT) as running:
        yield running
        running.audited = True
        ports.write_audit(ROOT, running.change, "测试数据", {})


def region_id(code):
    return db.session.scalar(select(Region.id).where(Region.code == code))


def make_organization(
    name=None,
    unit="610103",
    kind=OrganizationKind.ASSOCIATION,
    registered_on=REGISTERED,
    full=None,
    probationary=None,
    ended=None,
    **profile,
):
    """An organization that counts in `unit`; its id."""
    serial = next(_serial)
    filed = kind is OrganizationKind.FILED
    known = full is not None or probationary is not None
    headcount = {"staff": None, "full": full, "probationary": probationary, "affiliated": None}
    with inside():
        return writing.add(
            ROOT,
            [
                NewOrganization(
                    code=None if filed else codes.make(PREFIX[kind], "610103", serial),
                    filing_number=f"BA{serial:06d}" if filed else None,
                    profile={**_PROFILE, "name": name or f"第{serial}协会（演示）", "kind": kind}
                    | {"region_id": region_id(unit), "unit_id": region_id(unit)}
                    | {"registered_on": registered_on}
                    | profile,
                    ended=ended,
                    headcount=headcount if known else {},
                )
            ],
            Because("登记入册"),
        )[0]


_PROFILE = {
    "authority": "",
    "registration_way": "直接登记",
    "level": "县级",
    "supervisor": "",
    "industry": "",
    "trade": False,
    "charity": False,
    "community": False,
    "zombie": False,
    "body_id": None,
    "body_name": "",
}
_PARTY = {
    "formation": None,
    "social": True,
    "region_id": None,
    "lead_organization_id": None,
    "approval_number": "",
    "approved_on": None,
    "has_committee": None,
    "seats_due": None,
    "seats_filled": None,
}


def make_party(
    name=None,
    unit="610103",
    kind=PartyKind.BRANCH,
    founded_on=REGISTERED,
    covers=(),
    parent_id=None,
    **profile,
):
    """A Party organization that counts in `unit`, linked to `covers` from its founding; its id."""
    serial = next(_serial)
    values = {**_PARTY, "name": name or f"第{serial}党支部（演示）", "kind": kind}
    values |= {"parent_id": parent_id, "region_id": region_id(unit)} | profile
    with inside():
        new = NewParty(
            code=party_writing.next_codes(1)[0],
            founded_on=founded_on,
            profile=values,
            unit_id=region_id(unit),
        )
        number = party_writing.add(ROOT, [new], Because("党组织入册"))[0]
        link(number, *covers, day=founded_on)
        return number


def link(party_id, *organization_ids, day=REGISTERED, until=FOREVER):
    """Cover organizations by a Party organization from `day` on."""
    with inside() as running:
        put(
            CoverageLink,
            [Statement((n, party_id), {"inferred": False}, day, until) for n in organization_ids],
        )
        running.touch(day, organizations=organization_ids, party=[party_id])


def unlink(party_id, organization_id, day):
    """End a link: on `day` it no longer counts."""
    with inside() as running:
        put(CoverageLink, [Statement((organization_id, party_id), None, day)])
        running.touch(day, organizations=[organization_id], party=[party_id])


def assign(organization_id, day=REGISTERED, kind=InstructorKind.INSTRUCTOR, name="刘指导（演示）"):
    """Send an instructor or liaison officer."""
    key = party_writing.person_key(name, "", "")
    with inside() as running:
        values = {"name": name, "workplace": "", "telephone": ""}
        put(InstructorAssignment, [Statement((organization_id, kind, key), values, day)])
        running.touch(day, organizations=[organization_id])


def make_mass(organization_id, day=REGISTERED, kind=MassKind.UNION):
    """Set up a mass organization."""
    with inside() as running:
        put(MassCover, [Statement((organization_id, kind), {"present": True}, day)])
        running.touch(day, organizations=[organization_id])


def region(code):
    """The unit with this code."""
    return db.session.scalars(select(Region).where(Region.code == code)).one()


def transfer(organization_id, unit, day):
    """Let an organization count in another unit from `day` on."""
    with inside() as running:
        values = {"unit_id": region_id(unit)}
        put(OrganizationProfile, [Statement((organization_id,), values, day)])
        running.touch(day, organizations=[organization_id])


def alter_party(party_id, day, **values):
    """Let a Party organization be otherwise from `day` on."""
    with inside() as running:
        put(PartyProfile, [Statement((party_id,), values, day)])
        running.touch(day, party=[party_id])


def code_of(organization_id):
    """The unified code or filing number of an organization."""
    table = Organization.__table__.c
    with system("测试"):
        query = select(table.code, table.filing_number).where(table.id == organization_id)
        code, filing = db.session.execute(query).one()
    return code or filing


def set_contact(organization_id, day=REGISTERED, **values):
    """Whom to ask at an organization."""
    known = {
        "legal_person": "",
        "contact": "",
        "telephone": "",
        "address": "",
        "overdue_leader": "",
    }
    with inside() as running:
        put(OrganizationContact, [Statement((organization_id,), known | values, day)])
        running.touch(day, organizations=[organization_id])


def party_code(party_id):
    """The 党组织编码 of a Party organization."""
    with system("test"):
        query = select(PartyOrganization.code).where(PartyOrganization.id == party_id)
        return db.session.scalar(query)
