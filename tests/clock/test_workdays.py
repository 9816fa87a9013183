"""Working days over the holidays of 2026 as published by the State Council's office."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.clock.workdays import add_workdays, estimated, is_workday, workdays_between

SOME_DAY = st.dates(date(2024, 1, 1), date(2028, 12, 31))
EXCEPTIONS = st.dictionaries(SOME_DAY, st.booleans(), max_size=5)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
    ],
)
def test_holidays_rest_and_days_in_exchange_are_worked(day: date, worked: bool) -> None:
    assert is_workday(day) is worked


def test_an_office_s_own_entry_stands_first() -> None:
    assert not is_workday(date(2026, 10, 10), {date(2026, 10, 10): False})
    assert is_workday(date(2026, 10, 1), {date(2026, 10, 1): True})


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
    ],
)
def test_the_start_is_not_counted(start: date, count: int, expected: date) -> None:
    assert add_workdays(start, count) == expected


def test_working_days_left_reach_zero_on_the_due_day() -> None:
    due = date(2026, 10, 10)
    days = [date(2026, 9, 30), date(2026, 10, 9), due, date(2026, 10, 11), date(2026, 10, 13)]
    assert [workdays_between(day, due) for day in days] == [3, 1, 0, -1, -2]


def test_days_beyond_the_calendar_are_estimated_until_their_year_is_loaded() -> None:
    national_day = date(2031, 10, 1)
    assert not estimated(date(2026, 12, 31))
    assert estimated(national_day)
    assert is_workday(national_day)
    assert not estimated(national_day, loaded_years={2031})
    assert not is_workday(national_day, {national_day: False})


@settings(max_examples=80, deadline=None)
@given(SOME_DAY, st.integers(-40, 40), EXCEPTIONS)
def test_adding_and_counting_agree(day: date, count: int, exceptions: dict[date, bool]) -> None:
    reached = add_workdays(day, count, exceptions)
    assert workdays_between(day, reached, exceptions) == count
    assert count == 0 or is_workday(reached, exceptions)


@settings(max_examples=60, deadline=None)
@given(SOME_DAY, st.integers(0, 90), st.integers(0, 90))
def test_stretches_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    assert workdays_between(day, middle) + workdays_between(middle, end) == workdays_between(
        day, end
    )
