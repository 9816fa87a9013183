"""What people type of a policy is what is kept, and what cannot be is refused with its sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild import wiring
from partybuild.policies.shapes import Item, Type, shapes
from partybuild.rules import RuleBroken

wiring.fill_ports()
DAYS = Item("days", "天数", "天", least=1, most=30)
RUNGS = Item("rungs", "阶梯", "天", Type.NUMBERS)
ROWS = Item(
    "rows", "事由", type=Type.ROWS, columns={"key": ("代号", False), "ends": ("期满移出", True)}
)


@pytest.mark.parametrize("key", sorted(shapes))
def test_what_ships_is_typed_back_as_it_is(key):
    shape = shapes[key]
    values = {
        item.key: item.read(item.written(item.value(shape.default.content))) for item in shape.items
    }

    assert shape.content(values) == shape.default.content


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 3660), min_size=1))
def test_rungs_are_read_from_high_to_low_once_each(numbers):
    assert RUNGS.read("、".join(map(str, numbers))) == sorted(set(numbers), reverse=True)


@pytest.mark.parametrize(
    ("item", "text", "sentence"),
    [
        (DAYS, "", "请填写整数"),
        (DAYS, "二十", "请填写整数"),
        (DAYS, "-1", "请填写整数"),
        (DAYS, "31", "应在 1 到 30 天之间"),
        (RUNGS, "、", "至少填写一个数"),
        (Item("m", "截止日", type=Type.MONTH_DAY), "02-30", "请填写月和日"),
        (Item("w", "选项", type=Type.WORDS), " ", "至少填写一项"),
        (ROWS, "a｜是｜x", "第 1 行应有 2 栏"),
        (ROWS, "a｜也许", "请填“是”或者“否”"),
        (ROWS, "a｜是\na｜否", "“a”重复"),
        (ROWS, "", "至少填写一行"),
    ],
)
def test_what_cannot_be_is_refused(item, text, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        item.read(text)


def test_a_value_is_shown_with_its_unit():
    assert DAYS.shown(5) == ["5 天"]
    assert RUNGS.shown([90, 0]) == ["90、0 天"]
    assert Item("m", "截止日", type=Type.MONTH_DAY).shown("06-30") == ["6月30日"]
    assert ROWS.shown([{"key": "a", "ends": True}]) == ["a｜是"]
