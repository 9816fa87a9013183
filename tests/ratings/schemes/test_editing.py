"""The tree is changed in one place and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.ratings.schemes import editing
from partybuild.ratings.schemes.rules import Deduction, Indicator, Option, indicator, walk
from partybuild.rules import RuleBroken
from tests.ratings.schemes.example import SCHEME

NEW = Indicator("", "新指标", 50)


def keys(scheme):
    return [node.indicator.key for node in walk(scheme.indicators)]


class TestNodes:
    def test_a_new_one_goes_last_under_its_parent_with_a_key_of_its_own(self):
        once = editing.added(SCHEME, "life", NEW)
        twice = editing.added(once, "", NEW)

        assert [child.key for child in indicator(once, "life").children][-1] == "item1"
        assert twice.indicators[-1].key == "item2"

    def test_a_changed_one_keeps_its_key_and_what_is_below(self):
        found = editing.changed(SCHEME, "life", NEW)

        assert indicator(found, "life").label == "新指标"
        assert keys(found) == keys(SCHEME)

    def test_a_removed_one_takes_what_is_below_with_it(self):
        assert keys(editing.removed(SCHEME, "leadership")) == [
            key for key in keys(SCHEME) if key not in {"leadership", "term", "committee"}
        ]

    def test_it_moves_among_its_neighbours_and_stops_at_the_end(self):
        down = editing.moved(SCHEME, "term", 1)

        assert [each.key for each in down.indicators[0].children] == ["committee", "term"]
        assert editing.moved(down, "term", 1) == down

    def test_below_the_fourth_level_nothing_is_added(self):
        deep, parent = SCHEME, "life"
        for number in range(1, 4):
            deep = editing.added(deep, parent, NEW)
            parent = f"item{number}"

        with pytest.raises(RuleBroken, match="最多 4 级"):
            editing.added(deep, parent, NEW)

    def test_there_is_an_end_to_the_number_of_items(self):
        many = replace(SCHEME, indicators=tuple(replace(NEW, key=f"k{n}") for n in range(500)))

        with pytest.raises(RuleBroken, match="最多 500 个"):
            editing.added(many, "", NEW)

    @pytest.mark.parametrize("act", [editing.removed, lambda s, key: editing.moved(s, key, 1)])
    def test_what_is_gone_is_said_so(self, act):
        with pytest.raises(RuleBroken, match="已经不在草稿里"):
            act(SCHEME, "nowhere")

    @given(st.sampled_from(keys(SCHEME)), st.integers(-3, 3))
    @settings(max_examples=50, deadline=None)
    def test_moving_loses_nothing(self, key, by):
        assert sorted(keys(editing.moved(SCHEME, key, by))) == sorted(keys(SCHEME))


class TestLines:
    def test_what_was_typed_comes_back(self):
        committee = indicator(SCHEME, "committee")

        assert editing.options(editing.typed(committee.options), committee.options) == (
            committee.options
        )

    def test_a_reworded_line_keeps_its_key_and_a_new_one_gets_a_free_one(self):
        before = (Option("full", "配齐", 200), Option("none", "没有", 0))

        same_number = editing.options("全部配齐｜20\n没有 | 0", before)
        one_more = editing.options("配齐 | 20\n一般 | 10\n没有 | 0", before)

        assert [each.key for each in same_number] == ["full", "none"]
        assert [each.key for each in one_more] == ["full", "o1", "none"]
        assert [each.points for each in one_more] == [200, 100, 0]

    def test_the_same_words_twice_get_two_keys(self):
        found = editing.deductions("晚 | 1\n晚 | 2", (Deduction("late", "晚", 10),))

        assert len({each.key for each in found}) == 2

    def test_every_bad_line_is_named(self):
        with pytest.raises(RuleBroken) as broken:
            editing.deductions("没有分值\n\n晚报 | 很多\n缺 | 1.55\n好 | 1")

        assert "扣分第 1 行“没有分值”" in str(broken.value)
        assert "扣分第 2 行的分值“很多”不是数字" in str(broken.value)
        assert "扣分第 3 行的分值最多一位小数" in str(broken.value)

    @given(st.lists(st.integers(0, 300), max_size=5), st.lists(st.integers(0, 300), max_size=5))
    @settings(max_examples=60, deadline=None)
    def test_keys_never_repeat(self, old, new):
        before = tuple(Option(f"o{n}", f"旧{p}", p) for n, p in enumerate(old))
        text = "\n".join(f"旧{points} | {points}" for points in new)

        found = editing.options(text, before)

        assert len({each.key for each in found}) == len(new)


def test_the_old_scheme_is_untouched():
    before = replace(SCHEME)
    editing.removed(SCHEME, "life")

    assert before == SCHEME
