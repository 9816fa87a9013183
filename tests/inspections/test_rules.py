"""Who is expected on boundary days, which answers are possible, and years in a row."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.inspections import cutoffs, rules
from partybuild.inspections.kinds import CampaignState, Conclusion, Evaluation, Exclusion, Regime
from partybuild.inspections.rules import Candidate, Terms
from partybuild.organizations.kinds import OrganizationKind as K
from partybuild.organizations.kinds import OrganizationState as S
from partybuild.rules import RuleBroken

FROZEN = date(2026, 3, 1)
TODAY = date(2026, 11, 20)
CUTOFFS = rules.cutoffs(cutoffs.DEFAULT.content, Regime.INSPECTION, 2025)
TERMS = Terms(
    2025, frozenset({K.ASSOCIATION, K.PRIVATE_UNIT, K.FOUNDATION}), CUTOFFS, False, FROZEN
)


def one(kind=K.ASSOCIATION, registered=date(2015, 6, 1), charity=False, **more):
    return Candidate(kind, registered, charity, more.pop("state", S.NORMAL), **more)


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        (one(), None),
        (one(registered=date(2025, 12, 31)), None),
        (one(registered=date(2026, 1, 1)), Exclusion.NEW),
        (one(K.PRIVATE_UNIT, date(2025, 6, 30)), None),
        (one(K.PRIVATE_UNIT, date(2025, 7, 1)), Exclusion.NEW),
        (one(K.FOUNDATION, date(2025, 12, 31)), None),
        (one(charity=True), Exclusion.CHARITY),
        (one(K.FILED), Exclusion.FILED),
        (one(state=S.DEREGISTERED, ended_on=FROZEN), Exclusion.DEREGISTERED),
        (one(state=S.CANCELLED, ended_on=FROZEN), Exclusion.CANCELLED),
        (one(state=S.REVOKED, ended_on=FROZEN), Exclusion.REVOKED),
        (one(state=S.DEREGISTERED, ended_on=FROZEN + timedelta(days=1)), None),
        (one(elsewhere=True), Exclusion.ELSEWHERE),
        (one(state=S.ABNORMAL), None),
    ],
)
def test_an_organization_is_expected_or_left_out_with_its_reason(candidate, reason):
    assert rules.exclusion(candidate, TERMS) is reason


def test_charities_have_a_list_of_their_own():
    own = Terms(2025, TERMS.kinds, CUTOFFS, charities=True, frozen_on=FROZEN)

    assert rules.exclusion(one(charity=True), own) is None
    assert rules.exclusion(one(), own) is Exclusion.NO_CHARITY


def test_who_ended_before_the_year_or_is_of_another_kind_is_not_named_at_all():
    gone = one(state=S.DEREGISTERED, ended_on=date(2024, 12, 31))
    only = Terms(2025, frozenset({K.FOUNDATION}), CUTOFFS, False, FROZEN)

    assert not rules.considered(gone, TERMS)
    assert rules.considered(one(state=S.DEREGISTERED, ended_on=date(2025, 1, 1)), TERMS)
    assert not rules.considered(one(), only)
    assert rules.considered(one(K.FILED), only)
    assert not rules.considered(one(registered=FROZEN + timedelta(days=1)), TERMS)


@given(
    kind=st.sampled_from([K.ASSOCIATION, K.PRIVATE_UNIT, K.FOUNDATION]),
    shift=st.integers(-400, 400),
    charity=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_ordinary_and_charity_lists_share_nobody_and_lose_nobody(kind, shift, charity):
    candidate = one(kind, CUTOFFS[kind] + timedelta(days=shift), charity)
    both = [
        rules.exclusion(candidate, Terms(2025, TERMS.kinds, CUTOFFS, charities, date(2027, 12, 31)))
        for charities in (False, True)
    ]

    assert both.count(None) == (1 if shift <= 0 else 0)


@pytest.mark.parametrize(
    "content",
    [{}, {"inspection": {"association": "12-31"}}, {"inspection": {"association": "2-30"}}],
)
def test_a_policy_without_a_day_for_each_kind_is_refused(content):
    with pytest.raises(RuleBroken, match="应检截止日"):
        rules.cutoffs(content, Regime.INSPECTION, 2025)


@pytest.mark.parametrize(
    ("done", "due", "rate"),
    [(1410, 1529, "92.2"), (0, 3, "0.0"), (1, 8, "12.5"), (1, 16, "6.3"), (5, 5, "100.0")],
)
def test_the_rate_has_one_place_half_up(done, due, rate):
    assert rules.rate(done, due) == Decimal(rate)


def test_nothing_due_has_no_rate():
    assert rules.rate(0, 0) is None


@pytest.mark.parametrize(
    ("year", "regime", "opens", "closes", "charities", "words"),
    [
        (2026, Regime.INSPECTION, date(2027, 3, 1), date(2027, 5, 31), False, "还没有结束"),
        (2025, Regime.INSPECTION, date(2025, 3, 1), date(2025, 5, 31), False, "应在 2026 年内"),
        (2025, Regime.INSPECTION, date(2026, 5, 31), date(2026, 3, 1), False, "早于开始日期"),
        (2025, Regime.INSPECTION, date(2026, 3, 1), date(2026, 5, 31), True, "慈善组织报送年报"),
    ],
)
def test_an_impossible_campaign_is_refused_in_a_sentence(
    year, regime, opens, closes, charities, words
):
    with pytest.raises(RuleBroken, match=words):
        rules.check_campaign(year, regime, (opens, closes), TODAY, charities)


def test_an_opened_campaign_cannot_be_edited_and_a_draft_not_worked_on():
    with pytest.raises(RuleBroken, match="名单和条件已冻结"):
        rules.check_editable(CampaignState.OPEN, 2025)
    with pytest.raises(RuleBroken, match="还没有开放"):
        rules.check_running(CampaignState.DRAFT, 2025)


def test_days_of_answers_follow_opening_and_filing():
    opens, filed = date(2026, 3, 1), date(2026, 4, 10)
    rules.check_dated("结论", filed, opens, filed, TODAY)

    with pytest.raises(RuleBroken, match="2026-02-28 早于本次开始日期 2026-03-01"):
        rules.check_dated("结论", date(2026, 2, 28), opens, date(2026, 2, 1), TODAY)
    with pytest.raises(RuleBroken, match="2026-04-09 早于参检日期 2026-04-10"):
        rules.check_dated("结论", date(2026, 4, 9), opens, filed, TODAY)
    with pytest.raises(RuleBroken, match="晚于今天"):
        rules.check_dated("结论", TODAY + timedelta(days=1), opens, filed, TODAY)
    with pytest.raises(RuleBroken, match="请填写参检日期"):
        rules.check_filed(None, opens, TODAY)
    with pytest.raises(RuleBroken, match="早于本次开始日期"):
        rules.check_filed(date(2026, 2, 28), opens, TODAY)


def test_filed_after_the_window_is_late_not_refused():
    closes = date(2026, 5, 31)

    assert not rules.is_late(closes, closes)
    assert rules.is_late(closes + timedelta(days=1), closes)


def test_neither_answer_is_published_without_the_other():
    inspection, report = Regime.INSPECTION, Regime.REPORT
    assert rules.check_publishable(inspection, Conclusion.QUALIFIED, Evaluation.GOOD) == ""
    assert "还没有党建评价" in rules.check_publishable(inspection, Conclusion.QUALIFIED, None)
    assert "还没有结论" in rules.check_publishable(inspection, None, Evaluation.GOOD)
    assert "不能确认收到年报" in rules.check_publishable(report, Conclusion.REPORTED, None)


def test_a_regime_has_its_own_words():
    rules.check_conclusion(Conclusion.REPORTED_LATE, Regime.REPORT)
    with pytest.raises(RuleBroken, match="结论只能是合格、基本合格、不合格、未参检"):
        rules.check_conclusion(Conclusion.REPORTED, Regime.INSPECTION)


@pytest.mark.parametrize(
    ("text", "tenths"), [("92.5", 925), ("100", 1000), ("0", 0), (" 88 ", 880)]
)
def test_scores_have_at_most_one_place(text, tenths):
    assert rules.score(text) == tenths
    assert rules.points(tenths) == text.strip()


@pytest.mark.parametrize("text", ["100.1", "-1", "92.55", "九十", "NaN", "Infinity", ""])
def test_other_scores_are_refused(text):
    with pytest.raises(RuleBroken, match="党建评价得分"):
        rules.score(text)


def test_years_in_a_row_are_named():
    answers = {2022: Conclusion.ABSENT, 2024: Conclusion.ABSENT, 2025: Conclusion.ABSENT}
    found = rules.streak(answers, 2025)

    assert found.absent == (2025, 2024)
    assert found.words == "连续 2 年未参检（2024年度、2025年度）"
    assert rules.streak(
        {2025: Conclusion.UNQUALIFIED, 2024: Conclusion.UNQUALIFIED}, 2025
    ).words == ("连续 2 年不合格（2024年度、2025年度）")
    assert rules.streak({2025: Conclusion.QUALIFIED, 2024: Conclusion.ABSENT}, 2025).words == ""


@given(st.dictionaries(st.integers(2010, 2025), st.sampled_from(list(Conclusion))))
@settings(max_examples=100, deadline=None)
def test_a_row_of_years_is_unbroken_and_cannot_be_longer(answers):
    row = rules.streak(answers, 2025).absent

    assert list(row) == list(range(2025, 2025 - len(row), -1))
    assert all(not answers[year].present for year in row)
    before = answers.get(2025 - len(row))
    assert before is None or before.present
