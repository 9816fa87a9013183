"""Months and years from a day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.clock import days

SOME_DAY = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 10, 31), date(2026, 10, 1), date(2026, 10, 31)),
        (date(2024, 2, 1), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 12, 5), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_has_a_first_and_a_last_day(day: date, first: date, last: date) -> None:
    assert (days.month_start(day), days.month_end(day)) == (first, last)


def test_months_back_cross_the_year() -> None:
    assert days.months_back(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert days.months_back(date(2026, 3, 31), 13) == date(2025, 2, 1)
    assert days.months_back(date(2026, 3, 31), 0) == date(2026, 3, 1)


def test_a_month_without_the_day_gives_its_last() -> None:
    assert days.months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert days.months_later(date(2026, 10, 31), -1) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2024, 2, 29), 5, date(2029, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), -1, date(2023, 2, 28)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2021, 12, 31), 5, date(2026, 12, 31)),
    ],
)
def test_years_later(day: date, years: int, expected: date) -> None:
    assert days.years_later(day, years) == expected


def test_days_left_count_down_and_below_zero() -> None:
    due = date(2026, 11, 20)
    assert [days.days_left(date(2026, 11, d), due) for d in (19, 20, 22)] == [1, 0, -2]


@settings(max_examples=60, deadline=None)
@given(SOME_DAY, st.integers(-300, 300))
def test_months_later_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    moved = days.months_later(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved == days.month_end(moved) and moved.day < day.day)
