"""A fact spliced into a time line changes its own days and no other."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.facts.rules import New, Row, splice

START = date(2025, 1, 1)
LENGTH = 40
days = st.integers(0, LENGTH).map(lambda n: START + timedelta(days=n))


@st.composite
def news(draw):
    first, last = sorted([draw(days), draw(days)])
    value = draw(st.sampled_from(["a", "b", "c", None]))
    return New(first, last, None if value is None else {"v": value})


def told(history):
    """The known rows after saying the news one after the other."""
    rows, number = [], 0
    for new in history:
        result = splice(rows, new)
        rows = [row for row in rows if row not in result.closed]
        for piece in result.added:
            number += 1
            rows.append(Row(number, piece.valid_from, piece.valid_to, piece.values))
    return rows


def on(rows, day):
    return [row.values for row in rows if row.valid_from <= day < row.valid_to]


@given(st.lists(news(), max_size=8))
@settings(max_examples=150, deadline=None)
def test_each_day_says_what_was_said_last_of_it(history):
    rows = told(history)
    for n in range(LENGTH):
        day = START + timedelta(days=n)
        said = [new.values for new in history if new.valid_from <= day < new.valid_to]
        expected = [said[-1]] if said and said[-1] is not None else []
        assert on(rows, day) == expected


@given(st.lists(news(), max_size=6), news())
@settings(max_examples=100, deadline=None)
def test_saying_the_same_twice_changes_nothing(history, new):
    rows = told([*history, new])
    again = splice(rows, new)
    if new.values is not None and any(
        row.valid_from <= new.valid_from and row.valid_to >= new.valid_to for row in rows
    ):
        assert (again.closed, again.added) == ((), ())


def test_what_sticks_out_on_both_sides_is_said_again():
    rows = [Row(1, date(2025, 1, 1), date(2025, 12, 1), {"v": "a"})]

    result = splice(rows, New(date(2025, 3, 1), date(2025, 4, 1), {"v": "b"}))

    assert result.closed == (rows[0],)
    assert [(p.valid_from, p.valid_to, p.values["v"]) for p in result.added] == [
        (date(2025, 1, 1), date(2025, 3, 1), "a"),
        (date(2025, 3, 1), date(2025, 4, 1), "b"),
        (date(2025, 4, 1), date(2025, 12, 1), "a"),
    ]


def test_an_empty_stretch_says_nothing():
    assert splice([], New(START, START, {"v": "a"})).added == ()
