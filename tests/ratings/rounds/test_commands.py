"""A round is opened at one's own level, with a frozen list and a reason for each left out."""

from dataclasses import replace
from datetime import date

import pytest

from partybuild.db.work import OutOfReach, Stale, work
from partybuild.party.kinds import Formation
from partybuild.ratings import queries
from partybuild.ratings.kinds import LeftOut, RoundState, Stage
from partybuild.ratings.rounds import commands
from partybuild.rules import RuleBroken
from partybuild.workflow import queries as cases
from tests import factories
from tests.ratings.conftest import PLANNED, assessments
from tests.support.world import ROOT


def branch(name, unit="610103001", **more):
    organization = factories.make_organization(f"{name}协会（演示）", unit)
    return factories.make_party(f"{name}（演示）", unit, covers=[organization], **more)


def test_the_list_names_everybody_with_the_reason(cast, plan, open_up):
    old, new = branch("老支部"), branch("新支部", founded_on=date(2026, 7, 1))
    passing = branch("临时支部", formation=Formation.TEMPORARY)
    empty = factories.make_party("空壳支部（演示）", "610103001")
    host = branch("社区支部", social=False)
    number = plan()

    assert open_up(number) == 1

    found = {row.party_organization_id: row.left_out for row in assessments(number)}
    assert found == {
        old: None,
        new: LeftOut.NEW,
        passing: LeftOut.TEMPORARY,
        empty: LeftOut.NO_ORGANIZATION,
    }
    assert host not in found
    assert queries.round_of(cast.bo, number).state is RoundState.OPEN


def test_everybody_taking_part_has_a_case_at_the_first_desk(cast, taking_part):
    row = assessments(taking_part[0])[0]
    case = cases.case(cast.jie, row.case_id, "rating2")

    assert (row.stage, case.state) == (Stage.FILLING, "filling")
    assert case.desk_unit_id == factories.region_id("610103001")
    assert case.due_on == date(2026, 11, 30)
    assert row.organization_id is not None


def test_only_the_units_own_officer_opens_it(cast, plan):
    branch("老支部")
    with pytest.raises(OutOfReach):
        plan(actor=cast.shi)
    number = plan()
    with pytest.raises(OutOfReach), work(cast.cheng) as running:
        commands.open_round(running.actor, number, 1)


def test_a_round_is_seen_from_above_and_by_who_takes_part(cast, plan, open_up):
    branch("老支部")
    number = plan()

    assert [row.id for row in queries.rounds(cast.shi)] == [number]
    assert [row.id for row in queries.rounds(cast.jie)] == []
    open_up(number)
    assert [row.id for row in queries.rounds(cast.jie)] == [number]
    assert [row.id for row in queries.rounds(cast.cheng)] == []
    with pytest.raises(OutOfReach):
        queries.round_of(cast.cheng, number)


def test_a_changed_draft_is_not_opened_unseen(plan, open_up):
    branch("老支部")
    number = plan()

    with pytest.raises(Stale):
        open_up(number, version=7)


def test_without_anybody_it_does_not_open(plan, open_up):
    number = plan()

    with pytest.raises(RuleBroken, match="没有党组织参评"):
        open_up(number)
    assert queries.round_of(ROOT, number).state is RoundState.DRAFT
    assert assessments(number) == []


def test_an_open_round_is_no_longer_edited(cast, taking_part, scheme_id):
    planned = replace(PLANNED, scheme_id=scheme_id)

    with pytest.raises(RuleBroken, match="已经开展"), work(cast.bo) as running:
        commands.draft(running.actor, planned, taking_part[0])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fill_to": date(2026, 10, 1)}, "填报截止日"),
        ({"review_to": {"first": date(2026, 11, 1)}}, "初评截止日"),
        ({"review_to": {"final": date(2026, 11, 1)}}, "审定截止日"),
        ({"publicity_days": 0}, "公示天数"),
        ({"year": 2027}, "评定年度"),
        ({"categories": ()}, "参评类别"),
        ({"categories": ("other",)}, "参评类别|重新选择"),
        ({"title": " "}, "名称"),
    ],
)
def test_terms_that_do_not_hold_are_refused(plan, changes, words):
    with pytest.raises(RuleBroken, match=words):
        plan(**changes)
