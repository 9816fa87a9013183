"""Days and numbers of what follows an inspection."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.enforcement import guards, rules
from partybuild.enforcement.rules import Member, Terms
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.rules import RuleBroken

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
QUICK = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    ("listed", "until"),
    [
        (date(2026, 11, 20), date(2028, 11, 20)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2030, 2, 28)),
    ],
)
def test_two_years_are_the_same_calendar_day(listed, until):
    assert rules.two_years(listed, 2) == until


@QUICK
@given(DAYS)
def test_two_years_keep_month_and_day_but_for_the_29th_of_february(day):
    until = rules.two_years(day, 2)

    assert until.year == day.year + 2
    expected = (2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    assert (until.month, until.day) == expected


def test_only_private_units_have_a_default_deadline():
    found = {kind: rules.order_deadline(kind, date(2026, 11, 30), 3) for kind in OrganizationKind}

    assert found.pop(OrganizationKind.PRIVATE_UNIT) == date(2027, 2, 28)
    assert set(found.values()) == {None}


@QUICK
@given(DAYS, st.integers(-400, 400))
def test_a_deadline_is_taken_after_the_order_and_within_a_year(issued, days):
    deadline = issued + timedelta(days=days)

    try:
        rules.check_deadline(issued, deadline)
    except RuleBroken:
        assert days <= 0 or days > 364
    else:
        assert 0 < days <= 366


@QUICK
@given(DAYS, st.integers(-5, 5))
def test_a_deadline_lasts_to_the_end_of_its_last_day(deadline, days):
    assert rules.overdue(deadline, deadline + timedelta(days=days)) is (days > 0)


@QUICK
@given(st.lists(st.integers(2000, 2030), max_size=12))
def test_the_latest_run_is_unbroken_and_longest(years):
    run = rules.latest_run(years)

    assert set(run) <= set(years)
    assert run == list(range(run[0], run[-1] + 1)) if run else years == []
    if run:
        assert run[-1] == max(years)
        assert run[0] - 1 not in years


MEMBERS = st.builds(Member, st.booleans(), st.booleans(), st.booleans(), st.booleans())


@QUICK
@given(st.lists(MEMBERS, max_size=60))
def test_a_batch_balances(members):
    found = rules.numbers(members)

    assert found.proposed == len(members) == found.defended + found.undefended
    assert found.proposed == found.spared + found.decided + found.pending


@QUICK
@given(st.lists(MEMBERS, max_size=20), st.lists(MEMBERS, max_size=20))
def test_two_batches_add_up(first, second):
    one, other, both = (rules.numbers(each) for each in (first, second, first + second))

    for name in both.__slots__:
        assert getattr(both, name) == getattr(one, name) + getattr(other, name)


def test_entering_and_leaving_move_only_normal_and_abnormal():
    entered = {state: rules.state_entered(state) for state in OrganizationState}
    left = {state: rules.state_left(state, 0) for state in OrganizationState}

    assert {s for s, to in entered.items() if to} == {OrganizationState.NORMAL}
    assert {s for s, to in left.items() if to} == {OrganizationState.ABNORMAL}
    assert rules.state_left(OrganizationState.ABNORMAL, 1) is None


@pytest.mark.parametrize("gap", [15, 30])
def test_letters_in_time(gap):
    first = date(2026, 10, 1)
    rules.check_letters(first, first + timedelta(days=gap), 15, 30, date(2026, 11, 20))


@pytest.mark.parametrize("gap", [-1, 0, 14, 31])
def test_letters_too_near_or_too_far(gap):
    first = date(2026, 10, 1)
    with pytest.raises(RuleBroken, match="两封信相隔"):
        rules.check_letters(first, first + timedelta(days=gap), 15, 30, date(2026, 11, 20))


def test_a_public_notice_counts_after_its_days():
    assert rules.served_on(date(2026, 12, 1), True, 30) == date(2026, 12, 31)
    assert rules.served_on(date(2026, 12, 1), False, 30) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("hearing", "defence", "asked", "today", "waits", "late"),
    [
        (date(2026, 11, 27), date(2026, 11, 27), None, date(2026, 11, 27), True, False),
        (date(2026, 11, 27), date(2026, 11, 27), None, date(2026, 11, 28), False, True),
        (date(2026, 11, 27), date(2026, 12, 4), None, date(2026, 11, 28), True, True),
        (date(2026, 11, 27), None, date(2026, 11, 20), date(2026, 11, 28), False, False),
        (None, None, None, date(2026, 11, 28), False, False),
    ],
)
def test_the_decision_waits_for_both_terms(hearing, defence, asked, today, waits, late):
    class Held:
        asked_on = asked
        hearing_on = None

    said = guards.dormant(Held, "served", guards.Runs(hearing, defence), Terms(), today)

    assert ("terms" in said, "asked" in said) == (waits, late)
