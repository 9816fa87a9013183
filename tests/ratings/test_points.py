"""Points: what is typed is what is kept and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partybuild.ratings.points import MOST, shown, tenths
from partybuild.rules import RuleBroken


@given(st.integers(0, MOST))
def test_what_is_shown_is_read_back(points):
    assert tenths(shown(points)) == points


@pytest.mark.parametrize("text", ["", "八分", "-1", "1.25", "1e9", "NaN", "∞", "Infinity", "1001"])
def test_what_is_no_score_is_refused(text):
    with pytest.raises(RuleBroken):
        tenths(text)


def test_points_as_an_office_types_them():
    assert tenths(" 8.5分 ") == 85
    assert tenths("8．5") == 85
    assert shown(None) == "—"
    assert shown(-5) == "-0.5"
