"""Clocks and terms for tests of this room."""

from datetime import date

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import clocks
from partybuild.deadlines.clocks import Start
from partybuild.deadlines.rules import Term
from partybuild.facts.commands import Statement, put
from partybuild.organizations.models import BuildPlan, Organization
from partybuild.party.models import PartyTerm
from tests import factories
from tests.support.world import ROOT


def organization_row(number):
    """The kept row of an organization."""
    return db.session.scalars(visible(ROOT, Organization).where(Organization.id == number)).one()


def start(organization_id, started=date(2026, 11, 2), days=20, working=True, rolls=False):
    """A running clock on an organization; its id."""
    with factories.inside():
        term = Term(started, days, working, rolls)
        placed = organization_row(organization_id)
        about = Start("organization", organization_id, "trial", "材料补正", term, placed, "样例")
        return clocks.start_clock(ROOT, about).id


def set_term(party_id, last_day, started_on=date(2023, 1, 1)):
    """The term of office of a Party organization."""
    values = {"started_on": started_on, "last_day": last_day, "extended_to": None, "document": ""}
    with factories.inside() as running:
        put(PartyTerm, [Statement((party_id,), values, started_on)])
        running.touch(started_on, party=[party_id])


def set_review(organization_id, review_on):
    """Why there is no Party organization yet, and when to look again."""
    values = {
        "reason": "党员不足三名",
        "measure": "",
        "planned_on": None,
        "responsible": "",
        "review_on": review_on,
    }
    with factories.inside() as running:
        put(BuildPlan, [Statement((organization_id,), values, date(2026, 1, 1))])
        running.touch(date(2026, 1, 1), organizations=[organization_id])
