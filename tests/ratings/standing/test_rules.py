"""参评条件: what is not known never passes, what is not due is not missing."""

from dataclasses import replace
from datetime import date

import pytest

from partybuild.inspections.kinds import Conclusion
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.rules import Category, Gate, Link, Scheme, Windows
from partybuild.ratings.standing import rules
from partybuild.ratings.standing.rules import Fact, OrganizationKnown, PartyKnown

DAY = date(2026, 11, 20)
BARS = {
    GateFact.INSPECTION_FAILED: 4,
    GateFact.INSPECTION_MISSING: 4,
    GateFact.PENALISED: 5,
    GateFact.ON_ABNORMAL_LIST: 3,
    GateFact.ON_DISHONEST_LIST: 0,
    GateFact.ORDER_OVERDUE: 5,
    GateFact.ELECTION_OVERDUE: 4,
    GateFact.NEWLY_SET_UP: 0,
    GateFact.SECRETARY_VACANT: 5,
}
SCHEME = Scheme(
    name="plain",
    label="试",
    sample=True,
    categories=(Category("all", "全部"),),
    indicators=(),
    bands=(),
    caps=(),
    vetoes=(),
    gates=tuple(Gate(f.value, f.value, f.label, bars, "改正后") for f, bars in BARS.items()),
    chain=(Link("final", "province"),),
    windows=Windows(30, {"final": 10}),
    validity_months=24,
)
GOOD = OrganizationKnown("甲协会（演示）", True, Conclusion.QUALIFIED)
SOUND = PartyKnown(date(2020, 1, 1), date(2027, 1, 1), elects=True, secretary=True)


def of(known=GOOD, party=SOUND, others=(), scheme=SCHEME, has_lead=True):
    lead = rules.of_organization(known, 2025) if has_lead else []
    rest = [fact for each in others for fact in rules.of_organization(each, 2025)]
    own = rules.of_party(party, DAY, date(2026, 6, 30))
    return rules.standing(scheme, own, lead, rest, has_lead)


def test_with_everything_in_order_five_stars_are_open():
    assert (of().open_star, of().shut_out, of().barred) == (5, False, [])


@pytest.mark.parametrize(
    ("known", "open_star", "words"),
    [
        (OrganizationKnown("甲", True, Conclusion.UNQUALIFIED), 3, "不合格"),
        (OrganizationKnown("甲", True, Conclusion.ABSENT), 3, "未参检"),
        (OrganizationKnown("甲", True, Conclusion.UNREPORTED), 3, "未报送"),
        (OrganizationKnown("甲", True, None), 3, "尚无公布的结论"),
        (OrganizationKnown("甲", None, None), 3, "没有年检年报记录"),
        (
            OrganizationKnown(
                "甲", False, None, penalties=[(date(2026, 3, 1), "陕民罚〔2026〕1号")]
            ),
            4,
            "陕民罚〔2026〕1号",
        ),
        (OrganizationKnown("甲", False, None, listed_on=date(2026, 1, 5)), 2, "2026-01-05"),
        (OrganizationKnown("甲", False, None, order_due=date(2026, 9, 1)), 4, "2026-09-01"),
    ],
)
def test_each_fact_bars_and_says_why(known, open_star, words):
    found = of(known)

    assert found.open_star == open_star
    assert any(words in bar.sentence for bar in found.bars())


@pytest.mark.parametrize(
    "known",
    [
        OrganizationKnown("新登记（演示）", False, None),
        OrganizationKnown("年报（演示）", True, Conclusion.REPORTED),
        OrganizationKnown("补报（演示）", True, Conclusion.REPORTED_LATE),
    ],
)
def test_not_being_due_is_not_missing(known):
    assert of(known).open_star == 5


def test_the_dishonest_list_shuts_out():
    found = of(OrganizationKnown("甲", False, None, dishonest_on=date(2026, 1, 5)))

    assert found.shut_out
    assert found.open_star == 0


@pytest.mark.parametrize(
    ("party", "open_star"),
    [
        (PartyKnown(date(2020, 1, 1), date(2026, 11, 19), True, True), 3),
        (PartyKnown(date(2020, 1, 1), date(2026, 11, 20), True, True), 5),
        (PartyKnown(date(2020, 1, 1), None, True, True), 3),
        (PartyKnown(date(2020, 1, 1), None, False, True), 5),
        (PartyKnown(date(2020, 1, 1), date(2027, 1, 1), True, False), 4),
        (PartyKnown(date(2026, 7, 1), date(2029, 7, 1), True, True), 0),
    ],
)
def test_the_party_organizations_own_facts(party, open_star):
    assert of(party=party).open_star == open_star


def test_without_a_lead_organization_nothing_passes():
    found = of(has_lead=False)

    assert found.shut_out
    assert all("没有牵头单位" in each.fact.words for each in found.barred)


def test_others_of_a_joint_branch_are_shown_but_do_not_bar():
    other = OrganizationKnown("乙（演示）", True, Conclusion.UNQUALIFIED)

    found = of(others=[other])

    assert found.open_star == 5
    assert [fact.fact for fact in found.for_decision] == [GateFact.INSPECTION_FAILED]


def test_a_scheme_may_let_all_covered_organizations_bar():
    other = OrganizationKnown("乙（演示）", True, Conclusion.UNQUALIFIED)

    assert of(others=[other], scheme=replace(SCHEME, joint="all")).open_star == 3


def test_unknown_bars_like_held():
    assert Fact(GateFact.PENALISED, None, "").bars
    assert Fact(GateFact.PENALISED, True, "").bars
    assert not Fact(GateFact.PENALISED, False, "").bars


def test_newest_is_half_a_year_before_the_end_of_the_year():
    assert rules.newest(2026) == date(2026, 6, 30)
