"""Campaigns are frozen once; names come and go with a reason; nothing is half done."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.inspections import closing, commands, deciding, queries
from partybuild.inspections.kinds import CampaignState, Conclusion, Exclusion, Regime
from partybuild.inspections.models import Expected, Inspection
from partybuild.organizations.kinds import OrganizationKind as K
from partybuild.organizations.kinds import OrganizationState as S
from partybuild.rules import RuleBroken
from partybuild.workflow import checking
from tests import factories
from tests.inspections.conftest import all_cases, campaign, case_of, concluding, of
from tests.support.world import ROOT


def reasons(campaign_id):
    rows = db.session.execute(
        visible(ROOT, Expected, Expected.organization_id, Expected.reason).where(
            Expected.campaign_id == campaign_id
        )
    )
    return {number: reason for number, reason in rows}


def test_the_list_is_frozen_with_the_reason_for_each_exclusion(plan, open_up):
    make = factories.make_organization
    due = [make(unit="610103"), make(unit="610103001", kind=K.PRIVATE_UNIT)]
    left = {
        make(registered_on=date(2026, 2, 2)): Exclusion.NEW,
        make(kind=K.PRIVATE_UNIT, registered_on=date(2025, 7, 1)): Exclusion.NEW,
        make(kind=K.FOUNDATION, charity=True): Exclusion.CHARITY,
        make(kind=K.FILED): Exclusion.FILED,
        make(ended=(S.DEREGISTERED, date(2026, 2, 1), "")): Exclusion.DEREGISTERED,
    }
    make(unit="610102")
    make(ended=(S.REVOKED, date(2024, 6, 1), ""))
    number = plan()

    count = open_up(number)

    assert count == 2
    assert reasons(number) == dict.fromkeys(due) | left
    row = campaign(number)
    assert (row.state, row.frozen_on) == (CampaignState.OPEN, date(2026, 11, 20))
    assert row.cutoffs["private_unit"] == "2025-06-30"
    assert [(case.state, case.due_on) for case in all_cases()] == [("due", date(2026, 5, 31))] * 2
    assert checking.faults(ROOT) == []


def test_the_list_stays_as_it_was_frozen(expected):
    number, organization = expected
    later = factories.make_organization(unit="610103")

    assert later not in reasons(number)
    assert reasons(number)[organization] is None


def test_charities_have_their_own_campaign(plan, open_up):
    charity = factories.make_organization(kind=K.FOUNDATION, charity=True)
    ordinary = factories.make_organization()
    number = plan(regime=Regime.REPORT, charities=True)

    assert open_up(number) == 1
    assert reasons(number) == {charity: None, ordinary: Exclusion.NO_CHARITY}
    assert of(charity).regime is Regime.REPORT


def test_an_organization_is_inspected_once_a_year(expected, plan, open_up):
    factories.make_organization(unit="610103")
    again = plan(unit_code="610103001")
    with pytest.raises(RuleBroken, match="没有应检组织"):
        open_up(again)


def test_an_opened_campaign_cannot_be_edited_or_opened_again(expected, cast, open_up):
    number, _ = expected
    from tests.inspections.conftest import PLANNED

    with pytest.raises(RuleBroken, match="名单和条件已冻结"), work(cast.zhu) as running:
        commands.draft(running.actor, PLANNED, number)
    with pytest.raises(RuleBroken, match="名单和条件已冻结"):
        open_up(number)


def test_a_draft_changed_meanwhile_is_not_opened(plan, cast):
    factories.make_organization()
    number = plan()

    with pytest.raises(Stale, match="刚刚被改过"), work(cast.zhu) as running:
        commands.open_campaign(running.actor, number, 9)
    assert campaign(number).state is CampaignState.DRAFT


def test_only_registrars_of_the_area_open_campaigns(plan, cast):
    with pytest.raises(NotPermitted):
        plan(actor=cast.bo)
    with pytest.raises(OutOfReach):
        plan(unit_code="610102")


def test_who_is_not_on_the_list_is_added_with_a_reason(expected, cast):
    number, _ = expected
    new = factories.make_organization("新协会（演示）", registered_on=date(2026, 11, 2))

    with pytest.raises(RuleBroken, match="补列须写明理由"), work(cast.zhu) as running:
        commands.add_expected(running.actor, number, new, " ")
    with work(cast.zhu) as running:
        made = commands.add_expected(running.actor, number, new, "登记日期录入有误")

    line = queries.expectation(ROOT, number, new)
    assert (line.reason, line.note, line.added_by) == (None, "登记日期录入有误", cast.zhu.label)
    assert case_of(made).state == "due"
    with pytest.raises(RuleBroken, match="已在应检名单"), work(cast.zhu) as running:
        commands.add_expected(running.actor, number, new, "再来一次")


def test_an_organization_of_another_area_is_not_added(expected, cast):
    number, _ = expected
    elsewhere = factories.make_organization(unit="610102")

    with pytest.raises(OutOfReach), work(cast.zhu) as running:
        commands.add_expected(running.actor, number, elsewhere, "理由")
    with pytest.raises(RuleBroken, match="统计归属不在碑林区"), work(ROOT) as running:
        commands.add_expected(running.actor, number, elsewhere, "理由")


def test_names_are_taken_off_and_put_back_with_a_reason(expected, cast, take):
    number, organization = expected
    row = of(organization)

    assert take(cast.zhu, commands.take_off, row.id, "正在办理注销清算") == "withdrawn"
    assert reasons(number)[organization] is Exclusion.OTHER
    assert not of(organization).expected
    assert take(cast.zhu, commands.put_back, row.id, "注销申请已撤回") == "due"
    assert of(organization).expected
    assert checking.faults(ROOT) == []


def test_closing_marks_who_has_not_filed_and_nobody_else(expected, plan, open_up, cast, take):
    number, organization = expected
    row = of(organization)
    take(cast.zhu, deciding.conclude, row.id, concluding())
    late = factories.make_organization()
    with work(cast.zhu) as running:
        commands.add_expected(running.actor, number, late, "补列")

    with work(cast.zhu) as running:
        count = closing.close_campaign(running.actor, number, campaign(number).version)

    assert count == 1
    assert (of(late).conclusion, case_of(of(late).id).state) == (Conclusion.ABSENT, "absent")
    assert of(organization).conclusion is Conclusion.QUALIFIED
    assert campaign(number).state is CampaignState.CLOSED
    assert checking.faults(ROOT) == []


def test_a_campaign_is_not_closed_before_its_window(expected, cast, monkeypatch):
    number, _ = expected
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-05-31T23:59:00")

    with pytest.raises(RuleBroken, match="期限届满后才能结束"), work(cast.zhu) as running:
        closing.close_campaign(running.actor, number, campaign(number).version)


def test_a_campaign_concerns_those_above_within_and_below(expected, cast):
    number, _ = expected
    seen = {
        name: number in [each.row.id for each in queries.campaigns(getattr(cast, name))]
        for name in ("sheng", "shi", "bo", "jie", "cheng")
    }

    assert seen == {"sheng": True, "shi": True, "bo": True, "jie": True, "cheng": False}
    assert db.session.scalars(visible(cast.cheng, Inspection)).all() == []
