from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.web import filters

DAY = date(2026, 10, 31)
BLANKS = sorted(set(filters.FILTERS) - {"ticks"})


@pytest.mark.parametrize("name", BLANKS)
def test_nothing_is_a_dash(name: str) -> None:
    assert filters.FILTERS[name](None) == "—"


def test_days() -> None:
    assert filters.day(DAY) == "2026年10月31日"
    assert filters.day(date(2026, 3, 5)) == "2026年3月5日"
    assert filters.short_day(date(2026, 3, 5)) == "2026-03-05"


@pytest.mark.parametrize("value", [DAY, date(2026, 10, 1), "2026-10", "2026-10-31"])
def test_month_from_any_day_or_from_its_text(value: date | str) -> None:
    assert filters.month(value) == "2026年10月"


def test_moment_is_told_in_china_time() -> None:
    assert filters.moment(datetime(2026, 10, 31, 18, 5, tzinfo=UTC)) == "2026-11-01 02:05"
    assert filters.moment(datetime(2026, 10, 31, 14, 5)) == "2026-10-31 14:05"


def test_counts() -> None:
    assert filters.number(63235) == "63,235"
    assert filters.number(0) == "0"
    assert filters.number(Decimal("88.5")) == "88.5"


@pytest.mark.parametrize(
    ("value", "written"),
    [(6, "＋6"), (-3, "－3"), (0, "0"), (1684, "＋1,684"), (Decimal("-0.4"), "－0.4")],
)
def test_signed(value: int, written: str) -> None:
    assert filters.signed(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("61.7", "61.7%"),
        (61.65, "61.7%"),
        (Decimal("61.64"), "61.6%"),
        (0, "0.0%"),
        (100, "100.0%"),
    ],
)
def test_rate_has_one_place_half_up(value: str, written: str) -> None:
    assert filters.rate(value) == written


def test_points() -> None:
    assert filters.points(0.4) == "＋0.4 个百分点"
    assert filters.points("-1.25") == "－1.3 个百分点"
    assert filters.points(0.04) == "持平"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("13800001234", "138****1234"),
        ("138 0000 1234", "138****1234"),
        ("029-80001234", "029****1234"),
        ("80001234", "****34"),
        ("66123", "****"),
        ("13800001234、13900005678", "138****1234、139****5678"),
        ("办公室 029-80001234", "办公室 029****1234"),
        ("１３８００００１２３４", "１３８****１２３４"),
    ],
)
def test_masked(value: str, written: str) -> None:
    assert filters.masked(value) == written


@given(st.text(alphabet="0123456789- ()、电话+", max_size=60))
@settings(max_examples=200, deadline=None)
def test_masking_never_leaves_five_digits_in_a_row(text: str) -> None:
    longest = 0
    run = 0
    for character in filters.masked(text):
        run = run + 1 if character.isdigit() else 0
        longest = max(longest, run)
    assert longest <= 4


@given(st.lists(st.decimals(-1000, 100_000, places=1), max_size=12))
@settings(max_examples=200, deadline=None)
def test_ticks_hold_all_values_on_a_few_even_marks(values: list[Decimal]) -> None:
    marks = filters.ticks(values)
    assert 3 <= len(marks) <= 6
    assert len({upper - lower for lower, upper in pairwise(marks)}) == 1
    assert all(marks[0] <= value <= marks[-1] for value in values)


def test_dash_leaves_nought_alone() -> None:
    assert filters.dash("") == "—"
    assert filters.dash(0) == 0
