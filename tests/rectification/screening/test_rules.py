"""What the facts say against a Party organization, rule by rule and to the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.clock.days import months_later
from partybuild.party.kinds import Formation, PartyKind
from partybuild.rectification.screening import rules
from partybuild.rectification.screening.defaults import SHIPPED
from partybuild.rectification.screening.kinds import Test
from partybuild.rectification.screening.known import Inspected, Known, Listed
from partybuild.rectification.screening.looking import full_months
from partybuild.rectification.screening.rules import Rule, Rules

DAY = date(2026, 11, 20)
FIRST = date(2025, 1, 1)
WELL = Known(
    id=1,
    kind=PartyKind.BRANCH,
    founded_on=date(2020, 3, 2),
    first_day=FIRST,
    term_ends=date(2028, 3, 1),
    last_life=date(2026, 11, 5),
    full=5,
    covered=1,
    star=4,
    star_since=date(2026, 1, 1),
    satisfaction=92,
    asked_on=date(2026, 3, 1),
)
modest = settings(max_examples=60, deadline=None)
days = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def said(day=DAY, of=SHIPPED, **facts):
    """The rules that are met, with their sentences."""
    return {each.rule: each.words for each in rules.grounds(of, replace(WELL, **facts), day)}


def on(key):
    """The shipped rules with this one switched on."""
    changed = tuple(replace(each, on=True) if each.key == key else each for each in SHIPPED.rules)
    return replace(SHIPPED, rules=changed)


def only(test, limit):
    """One automatic rule."""
    return Rules((Rule("one", "情形", test, True, True, limit, "样例"),), 6)


def test_a_branch_in_order_is_not_proposed():
    assert said() == {}


def test_a_ground_says_rule_values_dates_and_source():
    since = date(2026, 5, 1)
    (found,) = rules.grounds(SHIPPED, replace(WELL, secretary=False, vacant_since=since), DAY)

    assert (found.rule, found.label) == ("secretary", "书记长期空缺")
    assert found.words == "书记自2026-05-01空缺203天（超过90天）"
    assert found.since == since
    assert found.values == {"days": 203, "limit": 90}
    assert "90天" in found.source


@pytest.mark.parametrize(("days", "met"), [(0, False), (89, False), (90, False), (91, True)])
def test_a_vacancy_counts_from_the_ninety_first_day(days, met):
    since = DAY - timedelta(days=days)

    assert ("secretary" in said(secretary=False, vacant_since=since)) is met


def test_a_secretary_who_was_never_entered_is_no_vacancy():
    assert said(secretary=False) == {}
    assert said(of=on("nameless"), secretary=False) == {
        "nameless": "自2025-01-01以来没有登记过书记，已688天（超过90天）"
    }
    left = {"secretary": False, "vacant_since": date(2026, 5, 1)}
    assert list(said(of=on("nameless"), **left)) == ["secretary"]


@pytest.mark.parametrize(("days", "met"), [(90, False), (91, True)])
def test_of_a_new_branch_these_days_begin_with_its_founding(days, met):
    founded = DAY - timedelta(days=days)
    by = replace(only(Test.NAMELESS, 90), new_months=0)
    known = replace(WELL, secretary=False, founded_on=founded)

    assert bool(rules.grounds(by, known, DAY)) is met


@pytest.mark.parametrize(("last", "met"), [(DAY, False), (DAY - timedelta(days=1), True)])
def test_a_term_is_over_on_the_day_after_its_last(last, met):
    assert ("term" in said(term_ends=last)) is met


def test_a_term_says_whether_it_had_been_extended():
    last = date(2026, 6, 30)

    assert said(term_ends=last) == {
        "term": "任期2026-06-30届满，已过143天，没有换届，也没有延期批准"
    }
    assert said(term_ends=last, extended=True) == {
        "term": "经批准延期至2026-06-30，已过143天，没有换届"
    }
    assert said(term_ends=None) == {}


@pytest.mark.parametrize(
    ("last", "met"), [(date(2026, 5, 21), False), (date(2026, 5, 20), True), (FIRST, True)]
)
def test_no_life_counts_once_six_months_are_full(last, met):
    assert ("life" in said(last_life=last)) is met


@pytest.mark.parametrize("last", [None, FIRST - timedelta(days=1)])
def test_what_was_never_reported_since_the_first_day_is_no_absence_of_life(last):
    assert said(last_life=last) == {}
    assert said(of=on("unreported"), last_life=last) == {
        "unreported": "自2025-01-01以来没有报告过组织生活，已满22个月（满6个月）"
    }


def test_the_months_of_a_new_branch_begin_with_its_founding():
    founded = date(2026, 5, 20)

    assert "unreported" in said(of=on("unreported"), last_life=None, founded_on=founded)
    later = founded + timedelta(days=1)
    assert said(of=on("unreported"), last_life=None, founded_on=later) == {}


@pytest.mark.parametrize("kind", [PartyKind.COMMITTEE, PartyKind.GENERAL_BRANCH])
def test_only_branches_are_asked_for_their_life(kind):
    assert said(of=on("unreported"), kind=kind, last_life=None) == {}
    assert said(kind=kind, last_life=date(2025, 3, 1)) == {}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"full": 6, "has_committee": False}, None),
        ({"full": 7, "has_committee": True}, None),
        ({"full": 7, "has_committee": False}, "正式党员7人，应设支部委员会，没有设"),
        ({"full": 9}, "正式党员9人，应设支部委员会，没有登记"),
        ({"seats_due": 3, "seats_filled": 2}, "委员应配3名，实配2名"),
        ({"seats_due": 3, "seats_filled": 3}, None),
        ({"seats_due": 3}, None),
        ({"full": 9, "has_committee": False, "kind": PartyKind.COMMITTEE}, None),
    ],
)
def test_a_committee_is_incomplete_where_it_is_due_or_seats_are_empty(facts, words):
    assert said(**facts) == ({} if words is None else {"committee": words})


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Inspected("甲协会", None, None, (2025,)), None),
        (Inspected("甲协会", None, None, (2025, 2024)), "甲协会2024、2025年度连续未参检"),
        (
            Inspected("甲协会", 2025, date(2026, 7, 1), ()),
            "甲协会2025年度年检不合格（2026-07-01公布）",
        ),
    ],
)
def test_an_inspection_failed_once_or_missed_twice(found, words):
    assert said(inspected=(found,)) == ({} if words is None else {"inspection": words})


def test_every_organization_it_rests_on_is_named():
    pair = (
        Inspected("甲协会", 2025, date(2026, 7, 1), ()),
        Inspected("乙学会", None, None, (2025, 2024)),
    )

    assert said(inspected=pair)["inspection"].split("；") == [
        "甲协会2025年度年检不合格（2026-07-01公布）",
        "乙学会2024、2025年度连续未参检",
    ]


def test_standing_on_a_list():
    entry = Listed("甲协会", "活动异常名录", date(2026, 3, 1))

    assert said(listed=(entry,)) == {"listed": "甲协会2026-03-01列入活动异常名录"}


@pytest.mark.parametrize(
    ("star", "words"),
    [
        (None, None),
        (2, None),
        (1, "评为一星（2026-01-01起）"),
        (0, "评为不定星（2026-01-01起）"),
    ],
)
def test_one_star_or_none_at_all(star, words):
    assert said(star=star) == ({} if words is None else {"star": words})


@pytest.mark.parametrize(("percent", "met"), [(None, False), (60, False), (59, True), (0, True)])
def test_satisfaction_below_sixty(percent, met):
    assert ("satisfaction" in said(satisfaction=percent)) is met


WRONG = {
    "secretary": False,
    "vacant_since": date(2025, 1, 1),
    "term_ends": date(2025, 1, 1),
    "star": 0,
}


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2026, 5, 21), "成立不满6个月"), (date(2026, 5, 20), "")]
)
def test_who_is_younger_than_six_months_is_left_out(day, reason):
    known = replace(WELL, **WRONG, founded_on=day)

    assert rules.left_out(SHIPPED, known, DAY) == reason
    assert bool(rules.grounds(SHIPPED, known, DAY)) is not bool(reason)


def test_temporary_ones_are_left_out():
    known = replace(WELL, **WRONG, formation=Formation.TEMPORARY)

    assert rules.left_out(SHIPPED, known, DAY) == "临时党组织"
    assert rules.grounds(SHIPPED, known, DAY) == []


def test_a_rule_that_is_off_or_manual_proposes_nothing():
    for change in ({"on": False}, {"automatic": False}):
        still = replace(SHIPPED, rules=tuple(replace(each, **change) for each in SHIPPED.rules))
        assert said(of=still, **WRONG) == {}


@pytest.mark.parametrize(
    ("test", "limit", "facts", "met"),
    [
        (Test.MEMBERS, 3, {"full": 3}, False),
        (Test.MEMBERS, 3, {"full": 2}, True),
        (Test.MEMBERS, 3, {"full": None}, False),
        (Test.COVERED, 1, {"covered": 1}, False),
        (Test.COVERED, 1, {"covered": 0}, True),
        (Test.SEATS, 2, {"seats_due": 5, "seats_filled": 4}, False),
        (Test.SEATS, 2, {"seats_due": 5, "seats_filled": 3}, True),
        (Test.HAND, 0, WRONG, False),
    ],
)
def test_a_rule_that_an_area_added(test, limit, facts, met):
    assert bool(said(of=only(test, limit), **facts)) is met


@pytest.mark.parametrize(
    ("percent", "screened", "number"), [(5, 0, 0), (5, 20, 1), (5, 21, 2), (10, 1234, 124)]
)
def test_five_and_ten_percent_are_the_least_number_that_makes_them(percent, screened, number):
    assert rules.least(percent, screened) == number


@modest
@given(st.integers(1, 100), st.integers(0, 100_000))
def test_one_fewer_would_not_make_the_percentage(percent, screened):
    number = rules.least(percent, screened)

    assert number * 100 >= percent * screened
    assert number == 0 or (number - 1) * 100 < percent * screened


@modest
@given(days, st.integers(0, 400), st.integers(0, 400))
def test_once_vacant_too_long_always_vacant_too_long(since, limit, more):
    """A day later the ground still stands: nothing heals by waiting."""
    known = replace(WELL, secretary=False, vacant_since=since)
    by = only(Test.SECRETARY, limit)
    first = since + timedelta(days=limit + 1)

    assert rules.grounds(by, known, first - timedelta(days=1)) == []
    assert rules.grounds(by, known, first + timedelta(days=more))


@modest
@given(days, st.integers(0, 60), days)
def test_full_months_agree_with_the_calendar(first, months, day):
    assert full_months(first, months_later(first, months)) >= months
    if day >= first:
        count = full_months(first, day)
        assert months_later(first, count) <= day < months_later(first, count + 1)
    else:
        assert full_months(first, day) == 0


@modest
@given(st.lists(st.sampled_from(SHIPPED.rules), unique=True), st.integers(0, 99))
def test_switching_rules_off_only_takes_their_grounds_away(off, percent):
    known = replace(WELL, **WRONG, satisfaction=percent)
    fewer = replace(
        SHIPPED,
        rules=tuple(replace(each, on=each not in off and each.on) for each in SHIPPED.rules),
    )
    gone = {each.key for each in off}

    before = [each for each in rules.grounds(SHIPPED, known, DAY) if each.rule not in gone]
    assert rules.grounds(fewer, known, DAY) == before
