from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.party import rules
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.rules import Standing, WarningCode, warnings
from partybuild.rules import RuleBroken

DAY = date(2026, 11, 20)
WELL = {
    "kind": PartyKind.BRANCH,
    "formation": Formation.SINGLE,
    "social": True,
    "covered": 1,
    "full": 5,
    "probationary": 0,
    "has_committee": None,
    "seats_due": None,
    "seats_filled": None,
    "superior_stands": True,
    "last_day": date(2027, 1, 1),
}
J, S = Formation.JOINT, Formation.SINGLE
C = WarningCode


def codes(**facts):
    return [each.code for each in warnings(Standing(**WELL | facts), DAY)]


def test_a_well_ordered_branch_has_no_warning():
    assert codes() == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"formation": J, "covered": 5}, []),
        ({"formation": J, "covered": 6}, [C.JOINT_OVER_FIVE]),
        ({"formation": None, "covered": 6}, [C.JOINT_OVER_FIVE]),
        ({"formation": Formation.REGIONAL, "covered": 12}, []),
        ({"formation": J, "covered": 1}, [C.JOINT_UNDER_TWO]),
        ({"formation": J, "covered": 0}, [C.HOLLOW]),
        ({"covered": 2}, [C.SINGLE_OVER_ONE]),
        ({"formation": None, "covered": 2}, []),
        ({"full": 7}, [C.COMMITTEE_DUE]),
        ({"full": 7, "has_committee": False}, [C.COMMITTEE_DUE]),
        ({"full": 7, "has_committee": True}, []),
        ({"full": 6, "probationary": 4}, []),
        ({"full": 50, "has_committee": True}, []),
        ({"full": 50, "probationary": 1, "has_committee": True}, [C.OVER_FIFTY]),
        ({"full": None, "probationary": None}, []),
        ({"superior_stands": False}, [C.OUTSIDE_TREE]),
        ({"seats_due": 3, "seats_filled": 2}, [C.SEATS_SHORT]),
        ({"seats_due": 3, "seats_filled": 3}, []),
        ({"last_day": DAY}, []),
        ({"last_day": DAY - timedelta(days=1)}, [C.TERM_OVERDUE]),
        ({"last_day": None}, []),
        ({"kind": PartyKind.COMMITTEE, "covered": 0, "full": 120}, []),
        ({"kind": PartyKind.WORK_COMMITTEE, "covered": 0, "superior_stands": False}, []),
        ({"social": False, "covered": 0}, []),
    ],
)
def test_the_field_warns_at_the_right_number(facts, expected):
    assert codes(**facts) == expected


def test_every_warning_says_how_to_mend_it():
    worst = {"formation": J, "covered": 9, "full": 60, "superior_stands": False}
    found = warnings(Standing(**WELL | worst | {"last_day": date(2026, 1, 1)}), DAY)

    assert {each.code for each in found} >= {C.JOINT_OVER_FIVE, C.OVER_FIFTY, C.OUTSIDE_TREE}
    assert all(each.sentence.endswith("。") for each in found)


@pytest.mark.parametrize(
    ("kind", "started", "last"),
    [
        (PartyKind.COMMITTEE, date(2021, 10, 9), date(2026, 10, 8)),
        (PartyKind.GENERAL_BRANCH, date(2023, 10, 9), date(2026, 10, 8)),
        (PartyKind.BRANCH, date(2024, 2, 29), date(2027, 2, 27)),
        (PartyKind.WORK_COMMITTEE, date(2023, 1, 1), None),
    ],
)
def test_a_term_is_five_or_three_years_to_its_last_day(kind, started, last):
    assert rules.last_day_of_term(kind, started) == last


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)) | st.none())
def test_a_last_day_is_stored_as_the_next_and_read_back(last):
    assert rules.last_day_of(rules.day_after(last)) == last


def test_a_term_of_five_years_may_not_be_a_day_longer():
    rules.check_term(date(2021, 10, 9), date(2026, 10, 8))
    with pytest.raises(RuleBroken, match="不超过五年"):
        rules.check_term(date(2021, 10, 9), date(2026, 10, 9))
    with pytest.raises(RuleBroken, match="之后"):
        rules.check_term(date(2021, 10, 9), date(2021, 10, 9))


def test_a_postponement_needs_a_term_a_document_and_a_year_at_most():
    last = date(2026, 10, 8)
    rules.check_extension(last, date(2027, 10, 8), "市社委〔2026〕3号")
    for extended, document, said in [
        (date(2027, 10, 9), "市社委〔2026〕3号", "不超过一年"),
        (last, "市社委〔2026〕3号", "不超过一年"),
        (date(2027, 1, 1), "  ", "批复文号"),
    ]:
        with pytest.raises(RuleBroken, match=said):
            rules.check_extension(last, extended, document)
    with pytest.raises(RuleBroken, match="先登记本届任期"):
        rules.check_extension(None, date(2027, 1, 1), "文号")


@pytest.mark.parametrize("kind", list(PartyKind))
def test_nothing_stands_below_a_branch(kind):
    with pytest.raises(RuleBroken, match="不能设在党支部之下"):
        rules.check_kind_below(kind, PartyKind.BRANCH)


def test_kinds_stand_below_kinds():
    rules.check_kind_below(PartyKind.BRANCH, PartyKind.GENERAL_BRANCH)
    rules.check_kind_below(PartyKind.COMMITTEE, PartyKind.WORK_COMMITTEE)
    with pytest.raises(RuleBroken, match="党总支不能设在党总支之下，请选择工作委员会、党委"):
        rules.check_kind_below(PartyKind.GENERAL_BRANCH, PartyKind.GENERAL_BRANCH)


def test_the_tree_has_no_loop():
    rules.check_no_loop(3, {1, 2})
    with pytest.raises(RuleBroken, match="不能是本党组织"):
        rules.check_no_loop(3, {1, 3})


def test_a_dissolution_leaves_nothing_hanging():
    rules.check_dissolution(0, 0, False, 0)
    rules.check_dissolution(2, 0, True, 0)
    for numbers, said in [
        ((2, 0, False, 0), "还覆盖着 2 家"),
        ((2, 1, True, 0), "不在您管理范围内"),
        ((0, 0, True, 1), "下面还有 1 个党组织"),
    ]:
        with pytest.raises(RuleBroken, match=said):
            rules.check_dissolution(*numbers)


def test_nothing_changes_before_the_founding_or_from_the_end_on():
    founded, ended = date(2020, 3, 2), date(2026, 6, 1)
    rules.check_exists("甲支部", founded, ended, date(2026, 5, 31))
    for day in (date(2020, 3, 1), ended):
        with pytest.raises(RuleBroken, match="甲支部"):
            rules.check_exists("甲支部", founded, ended, day)


def test_seats_belong_to_a_committee():
    rules.check_seats(None, 3, 2)
    with pytest.raises(RuleBroken, match="请留空"):
        rules.check_seats(False, 3, None)
