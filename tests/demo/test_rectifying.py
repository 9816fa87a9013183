"""Weak branches of the demo world: a case at every stage, and something on every desk."""

from collections import Counter

import pytest

from partybuild.access.scope import scope_of, visible
from partybuild.accounts.queries import actor_by_login
from partybuild.db import db
from partybuild.deadlines import todo
from partybuild.party.models import PartyOrganization
from partybuild.rectification.areas import ledger
from partybuild.rectification.areas import queries as areas
from partybuild.rectification.cases import checking
from partybuild.rectification.kinds import AreaMeasure, ProposalState, RoundState, Stage
from partybuild.rectification.models import Rectification, ScreeningProposal, ScreeningRound
from partybuild.rectification.process import KIND
from partybuild.workflow import checking as folding
from partybuild.workflow.models import WorkflowCase
from tests.demo.test_enforcing import browser


def cases(shown):
    query = (
        visible(shown.actor, Rectification, Rectification, WorkflowCase)
        .join(WorkflowCase, WorkflowCase.id == Rectification.case_id)
        .where(scope_of(shown.actor, WorkflowCase), WorkflowCase.kind == KIND)
    )
    return db.session.execute(query.order_by(WorkflowCase.id)).all()


def test_a_case_stands_at_every_stage_but_the_mistaken(shown):
    stages = Counter(case.state for _, case in cases(shown))
    assert set(stages) == set(Stage) - {Stage.WITHDRAWN}
    assert stages[Stage.DISSOLVED] == 6
    assert folding.faults(shown.actor) == []
    assert checking.faults(shown.actor) == []


def test_one_has_relapsed_and_one_is_raised_to_the_province(shown):
    rows = cases(shown)
    assert [case.state for row, case in rows if row.relapses] == ["running"]
    [raised] = [row for row, _ in rows if row.repeated and not row.relapses]
    assert raised.deciding_unit_id == actor_by_login("sheng").reach.unit.id


def test_the_six_dissolved_branches_ended_by_their_cases(shown):
    ended = {
        case.party_organization_id: case.closed_on
        for _, case in cases(shown)
        if case.state == Stage.DISSOLVED
    }
    query = visible(shown.actor, PartyOrganization).where(PartyOrganization.id.in_(ended))
    gone = db.session.scalars(query).all()
    assert {each.id: each.dissolved_on for each in gone} == ended


def test_a_round_waits_for_judging_and_shows_what_is_listed_already(shown):
    [row] = db.session.query(ScreeningRound).all()
    assert (row.state, row.screened > 20) == (RoundState.OPEN, True)
    states = Counter(db.session.scalars(visible(shown.actor, ScreeningProposal)).all())
    found = Counter(each.state for each in states)
    assert found[ProposalState.OPEN] >= 3
    assert found[ProposalState.STANDING] >= 1


def test_a_county_is_under_supervision_and_one_is_invited(shown):
    shi = actor_by_login("shi")
    rows = ledger.page(shi, ledger.Asked()).rows
    assert {each.row.measure for each in rows} == {AreaMeasure.SUPERVISION, AreaMeasure.INTERVIEW}
    [held] = [each for each in rows if each.row.measure is AreaMeasure.SUPERVISION]
    assert (held.promises, held.open_promises) == (2, 2)
    assert all(each.short for each in areas.file_of(shi, held.case.id).now)


@pytest.mark.parametrize(
    ("login", "waiting"),
    [
        (
            "quxian",
            {
                "rectification-plans",
                "rectification-acceptances",
                "rectification-items",
                "rectification-look-backs",
            },
        ),
        ("shi", {"rectification-approvals", "rectification-acceptances", "lagging-areas"}),
        ("sheng", {"rectification-approvals"}),
        ("qushuji", {"rectification-items"}),
    ],
)
def test_something_lies_on_every_desk(shown, login, waiting):
    heaps = {heap.source.key for heap in todo.open_items(actor_by_login(login))}
    assert heaps >= waiting


@pytest.mark.parametrize(
    ("login", "address"),
    [
        ("shi", "/rectification/areas"),
        ("shi", "/rectification/areas/cases"),
        ("quxian", "/rectification/areas/cases"),
        ("lingdao", "/rectification/areas"),
    ],
)
def test_pages_open(shown, login, address):
    assert browser(shown, login).get(address).status_code == 200
