"""A scheme kept as data is the same scheme again; what has not its shape is refused."""

import json

import pytest
from hypothesis import given, settings

from partybuild.ratings.schemes.content import to_content, to_scheme
from partybuild.rules import RuleBroken
from tests.ratings.schemes.example import SCHEME
from tests.ratings.schemes.strategies import SCHEMES


@given(SCHEMES)
@settings(max_examples=100, deadline=None)
def test_it_comes_back_the_same_through_json(scheme):
    assert to_scheme(json.loads(json.dumps(to_content(scheme)))) == scheme


def test_defaults_are_left_out():
    content = to_content(SCHEME)

    assert "joint" not in content
    assert content["bands"][0] == {"star": 5, "at_least": 900}


def _spoiled(**changes):
    return to_content(SCHEME) | changes


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_spoiled(stars=5), "不认识的栏目“stars”"),
        ({"name": "a"}, "缺少栏目“label”"),
        (_spoiled(total="100"), "方案.total：应填整数"),
        (_spoiled(sample=1), "方案.sample：应填是或否"),
        (_spoiled(bands={"star": 5}), "方案.bands：应是一个列表"),
        (_spoiled(bands=[{"star": 5}]), "方案.bands\\[1\\]：缺少栏目“at_least”"),
        (_spoiled(windows=3), "方案.windows：内容应是一组栏目"),
        (_spoiled(windows={"fill_days": 3, "review_days": 4}), "应是各环节的天数"),
        (_spoiled(indicators=[{"key": "a", "label": "b", "points": True}]), "应填整数"),
    ],
)
def test_another_shape_is_refused_with_its_place(content, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        to_scheme(content)
