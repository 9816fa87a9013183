"""Short ways for tests to run a command, and to read what came of it."""

from datetime import date

from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.accounts import queries as accounts
from partybuild.accounts.models import AppointmentOrganization
from partybuild.coverage.models import CoverageSpan
from partybuild.db import OPEN, db
from partybuild.db.work import work
from partybuild.organizations.models import Organization, OrganizationEvent
from partybuild.party.kinds import PartyKind
from partybuild.party.models import OrganizationLife, PartyEvent, PartyOrganization
from partybuild.party.telling import Why
from tests.factories import inside, make_party
from tests.support import world

DAY = date(2026, 10, 1)
WHY = Why(DAY, "会议决定", "碑社委〔2026〕7号")


def run(actor, command, *arguments, **options):
    """Run a command as somebody, in a transaction of its own."""
    with work(actor) as running:
        return command(running.actor, *arguments, **options)


def party(number):
    with system("测试"):
        return db.session.scalars(
            select(PartyOrganization)
            .where(PartyOrganization.id == number)
            .execution_options(populate_existing=True)
        ).one()


def rows(model, **columns):
    """Known rows of a dated model, in order of days."""
    query = select(model).where(model.known_to == OPEN)
    for name, value in columns.items():
        query = query.where(getattr(model, name) == value)
    with system("测试"):
        found = db.session.scalars(
            query.order_by(model.valid_from).execution_options(populate_existing=True)
        ).all()
    for row in found:
        db.session.expunge(row)
    return found


def events(number, model=PartyEvent):
    """History of a Party organization or (with OrganizationEvent) an organization, newest first."""
    key = model.organization_id if model is OrganizationEvent else model.party_organization_id
    with system("测试"):
        return db.session.scalars(
            select(model).where(key == number).order_by(model.id.desc())
        ).all()


def cover_on(organization_id, day):
    """How an organization counts on a day."""
    with system("测试"):
        return db.session.scalar(
            select(CoverageSpan.cover).where(
                CoverageSpan.organization_id == organization_id,
                CoverageSpan.known_to == OPEN,
                CoverageSpan.valid_from <= day,
                CoverageSpan.valid_to > day,
            )
        )


def make_committee(name="碑林区社会组织党委（演示）", **values):
    return make_party(name, kind=PartyKind.COMMITTEE, **values)


def somebody_of(role, *organization_ids, login="shu"):
    """A secretary or instructor whose appointment names these organizations."""
    with inside():
        appointment = world.add_person(login, role, "610103")
        for number in organization_ids:
            db.session.add(
                AppointmentOrganization(appointment_id=appointment, organization_id=number)
            )
        db.session.flush()
    return accounts.actor_by_login(login)


def lives(number):
    """Lines of organization life that stand, in order of days."""
    with system("测试"):
        return db.session.scalars(
            select(OrganizationLife)
            .where(
                OrganizationLife.party_organization_id == number,
                OrganizationLife.known_to == OPEN,
            )
            .order_by(OrganizationLife.held_on)
        ).all()


def name_of(organization_id):
    """An organization's name of today."""
    with system("测试"):
        query = select(Organization.name).where(Organization.id == organization_id)
        return db.session.scalar(query)
