"""What can be demanded of a unit and what it may promise."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.rectification.areas.rules import Named, Progress, again, chosen, read, refusals
from partybuild.rectification.kinds import AreaMeasure
from partybuild.rules import RuleBroken

RATE = Named("covered", "组织覆盖率", "61.7", "85")
COUNT = Named("overdue", "逾期未办事项", "3", "0", "件", rising=False)
NONE = Named("sync:election", "换届同步率", None, "90")
TODAY = date(2026, 11, 20)


def test_more_is_better_of_a_rate_and_less_of_a_count():
    assert RATE.short
    assert COUNT.short
    assert not NONE.short
    assert (RATE.demanded, COUNT.demanded) == ("不低于85%", "不超过0件")
    assert chosen([RATE, COUNT], {"covered": "80.5%"})[0].wanted == "80.5"


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({}, "请至少选择一项指标"),
        ({"stars": "3"}, "请至少选择一项指标"),
        ({"covered": "许多"}, "“组织覆盖率”的要求请填写 0 到 100 的数"),
        ({"covered": "100.1"}, "0 到 100 的数"),
        ({"covered": "８５"}, "0 到 100 的数"),
        ({"covered": "61.7"}, "现为 61.7%，已经达到“不低于61.7%”的要求"),
        ({"overdue": "3"}, "已经达到“不超过3件”的要求"),
        ({"overdue": "1.5"}, "“逾期未办事项”的要求请填写整数"),
        ({"sync:election": "90"}, "“换届同步率”现在没有数"),
    ],
)
def test_a_demand_that_makes_no_sense_is_refused(wanted, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        chosen([RATE, COUNT, NONE], wanted)


@given(
    value=st.decimals(0, 100, places=1), wanted=st.decimals(0, 100, places=1), rising=st.booleans()
)
@settings(max_examples=60, deadline=None)
def test_a_figure_can_be_named_exactly_when_it_falls_short(value, wanted, rising):
    figure = Named("x", "指标", str(value), "0", "%", rising)
    falls_short = value < wanted if rising else value > wanted
    if falls_short:
        [made] = chosen([figure], {"x": str(wanted)})
        assert read([made.kept()]) == [made]
    else:
        with pytest.raises(RuleBroken):
            chosen([figure], {"x": str(wanted)})


def test_a_figure_that_is_counted_no_more_has_no_value_later():
    [now, gone] = again([RATE, NONE], {"covered": Named("covered", "组织覆盖率", "90.0", "70")})
    assert (now.value, now.wanted, now.short) == ("90.0", "85", False)
    assert (gone.value, gone.path) == (None, "")


@pytest.mark.parametrize(
    ("measure", "open_", "made", "figures", "sentence"),
    [
        (AreaMeasure.CIRCULAR, 0, 0, [RATE], None),
        (AreaMeasure.CIRCULAR, 2, 2, [], "还有 2 项承诺没有销号"),
        (AreaMeasure.INTERVIEW, 0, 0, [], "约谈须先登记整改承诺"),
        (AreaMeasure.INTERVIEW, 0, 1, [RATE], None),
        (
            AreaMeasure.SUPERVISION,
            0,
            1,
            [RATE],
            "组织覆盖率现为 61.7%，要求不低于85%。指标达到要求后",
        ),
        (AreaMeasure.SUPERVISION, 0, 1, [], None),
    ],
)
def test_when_it_may_be_closed(measure, open_, made, figures, sentence):
    said = refusals(Progress(measure, "answered", TODAY, open_, made, figures), TODAY)
    assert ("kept" in said) is (sentence is not None)
    assert (sentence or "") in said.get("kept", "")
    assert ("promise" in said) is (open_ == 0)
