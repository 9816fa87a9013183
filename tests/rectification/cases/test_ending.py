"""Dissolution in rectification: coverage from its day, the month's movement by name; withdrawal."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.coverage import moving, scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.coverage.models import CoverageSpan
from partybuild.coverage.movement import Period
from partybuild.db import OPEN, db
from partybuild.party import commands as party
from partybuild.party.models import PartyOrganization
from partybuild.party.telling import Why
from partybuild.rectification.cases import ending
from partybuild.rectification.cases.ending import Dissolution
from partybuild.rectification.kinds import Outcome
from partybuild.rules import RuleBroken
from tests import factories
from tests.rectification.conftest import file_of, paper
from tests.support.world import ROOT

DAY = date(2026, 11, 20)


def decision(branch, **said):
    values = {
        "day": DAY,
        "document": "市社党〔2026〕21号",
        "reason": "长期不开展活动，整顿无望",
        "members": "3名党员转入隔壁协会党支部",
        "heirs": {branch.organization: branch.next, branch.other: None},
        "papers": [paper("批复.jpg")],
    }
    return Dissolution(**values | said)


def covered_on(organization, day):
    span = CoverageSpan
    query = visible(ROOT, span, span.cover).where(
        span.organization_id == organization,
        span.known_to == OPEN,
        span.valid_from <= day,
        span.valid_to > day,
    )
    return db.session.scalars(query).one()


def dissolved_on(number):
    query = visible(ROOT, PartyOrganization, PartyOrganization.dissolved_on)
    return db.session.scalar(query.where(PartyOrganization.id == number))


@pytest.mark.parametrize("stage", ["planned", "running", "applied"])
def test_it_ends_with_its_cover_from_the_day_on(request, stage, do, people, branch):
    number = request.getfixturevalue(stage)
    before = covered_on(branch.organization, DAY)
    do(people.shi, ending.dissolve, number, None, decision(branch))

    file = file_of(number)
    assert (file.case.state, file.case.closed_on) == ("dissolved", DAY)
    assert (file.row.outcome, file.row.outcome_on) == (Outcome.DISSOLVED, DAY)
    assert file.row.members_to == "3名党员转入隔壁协会党支部"
    assert dissolved_on(branch.id) == DAY
    yesterday = date(2026, 11, 19)
    assert covered_on(branch.organization, yesterday) == before
    assert covered_on(branch.other, yesterday) == before
    assert covered_on(branch.organization, DAY).value == "joint"
    assert covered_on(branch.other, DAY).value == "none"
    assert [each.slot for each in file.papers if each.slot == "dissolution"]


def test_the_movement_of_the_month_names_what_lost_its_cover(running, do, people, branch):
    do(people.shi, ending.dissolve, running, None, decision(branch))

    scope = scopes.of_region(people.bo, "610103")
    period = Period(date(2026, 10, 31), date(2026, 11, 30))
    found = moving.movement(people.bo, scope, period, REGISTERED)
    named = {(each.indicator, each.name) for each in found.items}
    assert ("covered", "共建协会（演示）") in named
    assert ("covered", "薄弱协会（演示）") not in named
    assert ("party_organizations", "薄弱协会联合党支部（演示）") in named


def test_one_that_has_ended_already_is_only_recorded(running, do, people, branch):
    why = Why(DAY, "合并", "市社党〔2026〕20号")
    do(people.shi, party.dissolve, branch.id, None, why, ended_too=True)
    assert ending.covered(ROOT, running) == []
    do(people.shi, ending.dissolve, running, None, decision(branch, heirs={}))

    assert file_of(running).case.state == "dissolved"
    assert covered_on(branch.organization, DAY).value == "none"


def test_what_it_covers_is_asked_for_by_name_with_who_else_covers_it(running, branch):
    factories.link(branch.next, branch.other, day=date(2026, 1, 1))
    found = ending.covered(ROOT, running)

    assert [(each.id, each.name) for each in found] == [
        (branch.organization, "薄弱协会（演示）"),
        (branch.other, "共建协会（演示）"),
    ]
    assert [each.others for each in found] == [[], ["隔壁协会党支部（演示）"]]


def test_an_heir_that_covers_it_already_is_no_hindrance(running, do, people, branch):
    factories.link(branch.next, branch.organization, day=date(2026, 1, 1))
    do(people.shi, ending.dissolve, running, None, decision(branch))

    assert covered_on(branch.organization, DAY).value == "joint"


def test_a_mistaken_finding_is_withdrawn_by_the_level_above(case, do, people):
    with pytest.raises(RuleBroken, match="西安市"):
        do(people.bo, ending.withdraw, case, None, "任职文件补到")
    do(people.shi, ending.withdraw, case, None, "任职文件补到")

    file = file_of(case)
    assert (file.case.state, file.row.outcome) == ("withdrawn", None)
