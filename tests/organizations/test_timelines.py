"""A late entry changes the days it is about, and no others."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.facts.rules import New, Row, splice
from partybuild.organizations.timelines import changed_from, corrected, row_on, touched

START = date(2026, 1, 1)


def day(number):
    return START + timedelta(days=number)


def line(*values):
    """Rows of ten days each, the last one for ever; values are (full, staff)."""
    ends = [day(10 * (n + 1)) for n in range(len(values) - 1)] + [date.max]
    return [
        Row(n + 1, day(10 * n), end, {"full": full, "staff": staff})
        for n, ((full, staff), end) in enumerate(zip(values, ends, strict=True))
    ]


def after(rows, stretches):
    """The line once the stretches have been said, filled up as `put` does."""
    for stretch in stretches:
        for piece in list(rows) or [None]:
            base = dict(piece.values) if piece else {}
            begin = max(stretch.valid_from, piece.valid_from) if piece else stretch.valid_from
            end = min(stretch.valid_to, piece.valid_to) if piece else stretch.valid_to
            if begin < end:
                result = splice(rows, New(begin, end, base | dict(stretch.values)))
                rows = [row for row in rows if row not in result.closed]
                rows += [Row(0, n.valid_from, n.valid_to, n.values) for n in result.added]
    return rows


def value(rows, name, number):
    row = row_on(rows, day(number))
    return row.values[name] if row else None


def test_an_older_count_entered_late_leaves_the_newer_one():
    rows = line((4, 20), (6, 20))
    found = changed_from(rows, {"full": 5, "staff": 20}, ["full"], day(3))
    told = after(rows, found)
    assert [value(told, "full", n) for n in (2, 3, 9, 10, 99)] == [4, 5, 5, 6, 6]
    assert [value(told, "staff", n) for n in (2, 3, 10)] == [20, 20, 20]


def test_a_change_passes_over_rows_that_another_value_has_cut():
    rows = line((4, 20), (4, 30))
    (found,) = changed_from(rows, {"full": 5}, ["full"], day(3))
    assert (found.valid_from, found.valid_to) == (day(3), date.max)


def test_a_first_count_before_all_others_holds_until_them():
    (found,) = changed_from(line((4, 20)), {"full": 2, "staff": None}, ["full"], day(-5))
    assert (found.values, found.valid_to) == ({"full": 2, "staff": None}, START)


def test_a_correction_covers_the_whole_run_of_the_wrong_value():
    rows = line((3, 20), (4, 20), (4, 30), (6, 30))
    (found,) = corrected(rows, {"full": 5, "staff": 30}, ["full"], day(25), START)
    assert (found.valid_from, found.valid_to, found.values) == (day(10), day(30), {"full": 5})


def test_a_correction_of_what_was_never_said_holds_from_the_beginning():
    (found,) = corrected([], {"full": 5}, ["full"], day(25), START)
    assert (found.valid_from, found.valid_to) == (START, date.max)


def test_only_what_was_typed_otherwise_is_touched():
    shown = {"full": 0, "staff": None, "name": "", "trade": False}
    typed = {"full": None, "staff": 0, "name": None, "trade": False}
    assert touched(shown, typed) == {"full": None, "staff": 0}


VALUES = st.tuples(st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=5), st.integers(0, 60), st.integers(0, 3))
def test_days_before_the_change_and_untouched_values_stay(values, number, full):
    rows = line(*values)
    told = after(rows, changed_from(rows, {"full": full}, ["full"], day(number)))
    assert value(told, "full", number) == full
    for n in range(70):
        assert value(told, "staff", n) == value(rows, "staff", n)
        if n < number:
            assert value(told, "full", n) == value(rows, "full", n)
