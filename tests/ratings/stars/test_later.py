"""Every kind of fact that became known after a star was decided opens one case, and only that."""

from datetime import date

import pytest

from partybuild.access.scope import system, visible
from partybuild.db import db
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Listing
from partybuild.inspections import freezing
from partybuild.inspections.kinds import Conclusion, Regime
from partybuild.inspections.models import Inspection
from partybuild.organizations.models import Organization
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.stars import changing, later, proposing
from partybuild.regions.placing import copied
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.ratings.conftest import assessment
from tests.ratings.stars.test_changing import cases, fine
from tests.support.world import ROOT

SINCE, KNOWN, TODAY = date(2026, 11, 30), date(2026, 12, 8), date(2026, 12, 10)
LATER = "2026-12-10T09:00:00"


def organization(number):
    query = visible(ROOT, Organization).where(Organization.id == number)
    return db.session.scalars(query).one()


def opened(number, kind, state, due_on=None, closed_on=None):
    row = WorkflowCase(**copied(organization(number)), kind=kind.value, state=state)
    row.organization_id, row.title, row.table_version = number, "某案", 1
    row.due_on, row.opened_on, row.closed_on = due_on, date(2026, 11, 25), closed_on
    db.session.add(row)
    db.session.flush()
    return row


def entered(kind, listed_on=KNOWN, removed=None):
    """An entry in a list; `removed` where it was taken out again."""

    def happens(number):
        with factories.inside(), system("测试"):
            state = "removed" if removed else "listed"
            case = opened(number, kind, state, closed_on=removed)
            row = Listing(**copied(organization(number)), organization_id=number, case_id=case.id)
            row.ground, row.words, row.basis, row.listed_on = "address", "失联", "条例", listed_on
            db.session.add(row)

    return happens


def ordered(state, due_on):
    """责令限期整改 with its deadline."""

    def happens(number):
        with factories.inside(), system("测试"):
            opened(number, Measure.ORDER, state, due_on)

    return happens


def inspected(conclusion, published_on=KNOWN):
    def happens(number):
        with factories.inside(), system("测试"):
            values = freezing.blank(number, copied(organization(number)), 2025, Regime.INSPECTION)
            known = {"conclusion": conclusion, "published_on": published_on}
            db.session.add(Inspection(**values | known))

    return happens


GROUNDS = {
    "penalty": (lambda number: fine(number, KNOWN), GateFact.PENALISED, "受行政处罚"),
    "abnormal": (entered(Measure.LISTING), GateFact.ON_ABNORMAL_LIST, "被列入活动异常名录"),
    "dishonest": (entered(Measure.DISHONEST), GateFact.ON_DISHONEST_LIST, "被列入严重违法失信名单"),
    "inspection": (
        inspected(Conclusion.UNQUALIFIED),
        GateFact.INSPECTION_FAILED,
        "2025年度年检不合格",
    ),
    "issued": (ordered("issued", date(2026, 12, 9)), GateFact.ORDER_OVERDUE, "未按期完成"),
    "served": (ordered("served", date(2026, 12, 9)), GateFact.ORDER_OVERDUE, "未按期完成"),
    "failed": (ordered("failed", date(2026, 12, 20)), GateFact.ORDER_OVERDUE, "未按期完成"),
}
NONE = {
    "an entry before the decision": entered(Measure.LISTING, date(2026, 11, 20)),
    "an entry taken out again": entered(Measure.LISTING, removed=KNOWN),
    "an order whose deadline is today": ordered("issued", TODAY),
    "an order that was accepted": ordered("accepted", date(2026, 12, 9)),
    "an inspection that was passed": inspected(Conclusion.QUALIFIED),
    "a conclusion that is not published": inspected(Conclusion.UNQUALIFIED, None),
}


@pytest.fixture
def rated(decided, monkeypatch):
    """A branch with five stars since 2026-11-30, ten days later."""
    monkeypatch.setenv("PARTYBUILD_NOW", LATER)
    return assessment(decided[1])


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_later_fact_of_every_kind_opens_one_case(rated, ground):
    happens, fact, words = GROUNDS[ground]
    number, party = rated.organization_id, rated.party_organization_id
    happens(number)

    assert [each.fact for each in later.known(ROOT, [number], SINCE, TODAY)] == [fact]
    assert proposing.turn(ROOT)

    found = cases()
    assert [(each.star, each.proposed) for each in found] == [(5, 4)]
    assert words in found[0].words
    assert "参评协会" in found[0].words
    assert changing.holding(ROOT, party, TODAY).star == 5
    assert not proposing.proposals(ROOT, TODAY)


@pytest.mark.parametrize("reason", NONE)
def test_what_is_no_ground_opens_nothing(rated, reason):
    NONE[reason](rated.organization_id)

    assert proposing.turn(ROOT)
    assert cases() == []
