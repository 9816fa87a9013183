from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.party import founding_rules as rules
from partybuild.rules import RuleBroken

FIRST = date(2025, 1, 1)
FEW = settings(max_examples=60, deadline=None)


@FEW
@given(st.integers(-400, 400), st.integers(-400, 400))
def test_after_the_first_day_the_approval_comes_first(founded, approved):
    days = FIRST + timedelta(days=founded), FIRST + timedelta(days=founded + approved)
    if founded > 0 and approved > 0:
        with pytest.raises(RuleBroken, match=r"成立日期 .* 早于批复日期 .*应当先经批准再成立"):
            rules.check_approval(*days, FIRST)
    else:
        rules.check_approval(*days, FIRST)


def test_without_a_first_day_nothing_is_history():
    with pytest.raises(RuleBroken):
        rules.check_approval(date(1990, 1, 1), date(1990, 1, 2))
    rules.check_approval(date(1990, 1, 1), None)
