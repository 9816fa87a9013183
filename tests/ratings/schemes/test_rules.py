"""Points under a scheme: never beyond what it gives, never below nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.ratings.kinds import Tier
from partybuild.ratings.schemes import rules
from partybuild.ratings.schemes.rules import Cap, Indicator
from tests.ratings.schemes.example import BONUS, LEADERSHIP, SCHEME, scheme

KEYS = [item.key for item in rules.leaves(SCHEME)]
FULL = {item.key: item.points for item in rules.leaves(SCHEME)}
GIVEN = st.dictionaries(
    st.sampled_from([*KEYS, "unknown", "leadership"]), st.integers(-500, 20_000)
)
TERM, COMMITTEE = LEADERSHIP.children


class TestTree:
    def test_items_are_the_nodes_without_children_in_order(self):
        assert KEYS == ["term", "committee", "meetings", "verdict", "honour", "pilot"]

    def test_every_node_has_its_number_and_place(self):
        nodes = {node.indicator.key: node for node in rules.walk(SCHEME.indicators)}

        assert nodes["meetings"].number == "2.1"
        assert nodes["meetings"].place == "组织生活 › 三会一课"
        assert (nodes["life"].depth, nodes["meetings"].depth) == (1, 2)

    def test_a_node_is_found_by_its_key(self):
        assert rules.indicator(SCHEME, "life").label == "组织生活"
        assert rules.indicator(SCHEME, "nowhere") is None

    def test_a_tier_is_asked_for_its_own_items_and_those_of_everybody(self):
        assert "verdict" not in [item.key for item in rules.asked(SCHEME, Tier.SELF)]
        assert [item.key for item in rules.asked(SCHEME, Tier.FINAL)] == KEYS


class TestScore:
    @given(GIVEN)
    @settings(max_examples=200, deadline=None)
    def test_it_never_leaves_the_limits(self, points):
        total = rules.score(SCHEME, points)

        assert 0 <= total.base <= SCHEME.total
        assert 0 <= total.bonus <= SCHEME.bonus_cap
        assert total.bonus <= total.raw_bonus
        assert total.total == total.base + total.bonus <= SCHEME.limit

    @given(GIVEN)
    @settings(max_examples=100, deadline=None)
    def test_more_points_for_an_item_never_make_less(self, points):
        more = {key: value + 10 for key, value in points.items()}

        assert rules.score(SCHEME, more).total >= rules.score(SCHEME, points).total

    def test_full_points_come_to_hundred_and_the_bonus_is_capped(self):
        total = rules.score(SCHEME, FULL)

        assert (total.base, total.raw_bonus, total.bonus, total.total) == (1000, 120, 100, 1100)

    def test_a_bonus_may_not_lift_above_the_total_where_the_scheme_says_so(self):
        assert rules.score(scheme(exceeds=False), FULL).total == 1000
        without = FULL | {"term": 150}
        assert rules.score(scheme(exceeds=False), without).total == 1000

    @given(GIVEN)
    @settings(max_examples=100, deadline=None)
    def test_groups_add_up_to_what_is_scored(self, points):
        sums = rules.subtotals(SCHEME, points)
        total = rules.score(SCHEME, points)

        assert sums["leadership"] + sums["life"] == total.base
        assert sums["bonus"] == total.raw_bonus


class TestEarned:
    def test_the_item_floors_at_nothing_and_the_raw_deduction_stays(self):
        found = rules.earned(TERM, (), ["late"])

        assert (found.points, found.given, found.deducted) == (0, 200, 250)

    @given(
        st.lists(st.sampled_from(["full", "part", "none", "other"])),
        st.lists(st.sampled_from(["late", "x"])),
    )
    @settings(max_examples=50, deadline=None)
    def test_it_stays_within_the_item(self, options, deductions):
        both = replace(COMMITTEE, multiple=True, deductions=TERM.deductions)

        assert 0 <= rules.earned(both, options, deductions).points <= both.points

    def test_an_option_gives_its_points(self):
        assert rules.earned(COMMITTEE, ["part"], ()).points == 100
        assert rules.earned(COMMITTEE, (), ()).points == 0


class TestRefusal:
    @pytest.mark.parametrize("points", [-5, 305, 302])
    def test_below_above_and_between_steps(self, points):
        meetings = rules.indicator(SCHEME, "meetings")

        assert "三会一课" in rules.refusal(meetings, points)

    @pytest.mark.parametrize("points", [0, 5, 300])
    def test_what_the_item_can_have(self, points):
        assert rules.refusal(rules.indicator(SCHEME, "meetings"), points) == ""


class TestStars:
    @pytest.mark.parametrize(
        ("total", "star"), [(1100, 5), (900, 5), (899, 4), (800, 4), (699, 2), (599, 1), (0, 1)]
    )
    def test_bands_begin_with_their_line(self, total, star):
        assert rules.star_of(SCHEME, total) == star

    def test_below_the_lowest_band_there_is_no_star(self):
        assert rules.star_of(scheme(bands=SCHEME.bands[:4]), 599) == 0

    @pytest.mark.parametrize(
        ("cap", "rated", "places"),
        [
            (Cap(5, 10), 19, 1),
            (Cap(5, 10), 9, 0),
            (Cap(5, 10, at_least_one=True), 9, 1),
            (Cap(5, 10, at_least_one=True), 0, 0),
            (Cap(4, 30), 10, 3),
        ],
    )
    def test_places_are_rounded_down(self, cap, rated, places):
        assert rules.places(cap, rated) == places


class TestCategory:
    def test_trade_associations_go_first_whatever_their_order(self):
        turned = scheme(categories=SCHEME.categories[::-1])

        assert rules.category_of(turned, "association", trade=True).key == "trade"
        assert rules.category_of(turned, "association", trade=False).key == "association"

    def test_a_kind_without_category_takes_no_part(self):
        only = scheme(categories=SCHEME.categories[:2])

        assert rules.category_of(only, "foundation", trade=False) is None

    def test_no_kinds_means_all(self):
        everybody = scheme(categories=(rules.Category("all", "全部"),))

        assert rules.category_of(everybody, "filed", trade=False).key == "all"


def test_a_bonus_group_is_no_part_of_the_base():
    assert isinstance(BONUS, Indicator)
    assert rules.score(SCHEME, {"honour": 60}).base == 0
