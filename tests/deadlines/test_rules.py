"""Counting terms: across holidays and year ends, with pauses, on the last permitted minute."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild import clock
from partybuild.clock.workdays import add_workdays, is_workday
from partybuild.deadlines import rules
from partybuild.deadlines.rules import OVERDUE, Pause, Rung, Standing, Term
from partybuild.rules import RuleBroken

START = st.dates(date(2025, 1, 1), date(2026, 10, 1))
DAYS = st.integers(1, 40)
WORKING = st.booleans()
FEW = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 9, 28), 5, date(2025, 10, 11)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        (date(2025, 12, 30), 2, date(2026, 1, 4)),
    ],
)
def test_working_days_pass_over_holidays_and_count_days_in_exchange(start, days, expected):
    assert rules.due(Term(start, days), (), {}) == expected


@pytest.mark.parametrize(
    ("rolls", "expected"), [(False, date(2026, 10, 1)), (True, date(2026, 10, 8))]
)
def test_calendar_days_that_end_on_a_holiday_move_only_where_the_rule_says(rolls, expected):
    assert rules.due(Term(date(2026, 9, 21), 10, False, rolls), (), {}) == expected


def test_calendar_days_run_over_the_year_end():
    assert rules.due(Term(date(2025, 12, 31), 60, working=False), (), {}) == date(2026, 3, 1)


@FEW
@given(START, DAYS, WORKING, st.data())
def test_a_pause_of_n_days_moves_the_due_day_by_n(start, days, working, data):
    term = Term(start, days, working)
    plain = rules.due(term, (), {})
    begins = start + timedelta(days=data.draw(st.integers(1, (plain - start).days)))
    ends = begins + timedelta(days=data.draw(st.integers(0, 30)))
    stood = [begins + timedelta(days=n) for n in range((ends - begins).days)]
    lost = sum(is_workday(day) for day in stood) if working else len(stood)
    expected = add_workdays(plain, lost) if working else plain + timedelta(days=lost)

    assert rules.due(term, [Pause(begins, ends)], {}) == expected


@FEW
@given(START, DAYS, WORKING, WORKING, st.integers(0, 60))
def test_a_pause_that_ends_the_same_day_changes_nothing(start, days, working, rolls, offset):
    term = Term(start, days, working, rolls)
    day = start + timedelta(days=offset)

    assert rules.due(term, [Pause(day, day)], {}) == rules.due(term, (), {})


@FEW
@given(
    START,
    st.integers(0, 40),
    WORKING,
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4),
    st.integers(0, 90),
)
def test_used_and_left_are_the_whole_term_and_due_is_never_before_start(
    start, days, working, gaps, on
):
    pauses, edge = [], start
    for before, length in gaps:
        begins = edge + timedelta(days=before)
        edge = begins + timedelta(days=length)
        pauses.append(Pause(begins, edge))
    term = Term(start, days, working)
    today = start + timedelta(days=on)
    read = rules.read(term, pauses, today, {})

    assert read.due >= start
    assert read.used + read.left == days
    assert (read.left == 0) == (today >= read.due)


def test_a_lasting_pause_leaves_the_due_day_open_unless_it_came_too_late():
    term = Term(date(2026, 11, 2), 5)

    assert rules.due(term, [Pause(date(2026, 11, 5))], {}) is None
    assert rules.read(term, [Pause(date(2026, 11, 5))], date(2026, 11, 20), {}).left == 3
    assert rules.due(term, [Pause(date(2026, 11, 10))], {}) == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("pauses", "sentence"),
    [
        ([Pause(date(2026, 11, 1))], "不能早于 2026-11-02"),
        ([Pause(date(2026, 11, 5), date(2026, 11, 4))], "恢复日期不能早于"),
        ([Pause(date(2026, 11, 5)), Pause(date(2026, 11, 6))], "请先恢复"),
        (
            [Pause(date(2026, 11, 5), date(2026, 11, 9)), Pause(date(2026, 11, 6))],
            "不能早于 2026-11-09",
        ),
    ],
)
def test_pauses_out_of_order_are_refused(pauses, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        rules.due(Term(date(2026, 11, 2), 5), pauses, {})


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-10-10T23:59:59", "今天到期"),
        ("2026-10-11T00:00:00", "逾期 1 天"),
        ("2026-10-10T15:59:59+00:00", "今天到期"),
        ("2026-10-10T16:00:00+00:00", "逾期 1 天"),
        ("2026-09-30T23:59:59", "还剩 3 个工作日"),
        ("2026-10-01T00:00:00", "还剩 3 个工作日"),
    ],
)
def test_the_last_permitted_minute_is_shanghai_s(monkeypatch, moment, said):
    monkeypatch.setenv("PARTYBUILD_NOW", moment)
    today, last = clock.today(), rules.due(Term(date(2026, 9, 30), 3), (), {})

    assert rules.words(today, last, rules.left(today, last, True, {}), True) == said


def test_overdue_on_a_weekend_is_said_in_calendar_days():
    friday = date(2026, 11, 20)

    assert rules.left(friday + timedelta(days=2), friday, True, {}) == -2


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (181, None),
        (180, Rung(180)),
        (91, Rung(180)),
        (90, Rung(90)),
        (31, Rung(60)),
        (30, Rung(30)),
        (1, Rung(30)),
        (0, Rung(0)),
        (-1, OVERDUE),
        (-400, OVERDUE),
    ],
)
def test_the_ladder_is_climbed_rung_by_rung(days, expected):
    today = date(2026, 11, 20)

    assert rules.rung(today, today + timedelta(days=days)) == expected


def test_standing_turns_the_day_after_the_last():
    today, until = date(2026, 11, 20), date(2026, 11, 27)
    days = [date(2026, 11, 19), today, until, date(2026, 11, 28), None]
    found = [rules.standing(today, day, until) for day in days]

    assert found == [
        Standing.LATE,
        Standing.SOON,
        Standing.SOON,
        Standing.OPEN,
        Standing.OPEN,
    ]
