"""Stars: bands, bars, caps and ties, tested like mathematics."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.ratings.kinds import StarMove
from partybuild.ratings.schemes.rules import Band, Cap, Category, Link, Scheme, Windows, places
from partybuild.ratings.stars.rules import Bar, Rated, award, move

BANDS = (Band(5, 900), Band(4, 800), Band(3, 700), Band(2, 600), Band(1, 0))
CAPS = (Cap(5, 10), Cap(4, 30), Cap(3, 40))


def scheme(*caps, bands=BANDS, one_step=True):
    return Scheme(
        name="plain",
        label="试",
        sample=True,
        categories=(Category("all", "全部"),),
        indicators=(),
        bands=bands,
        caps=caps,
        vetoes=(),
        gates=(),
        chain=(Link("final", "province"),),
        windows=Windows(30, {"final": 10}),
        validity_months=24,
        one_step=one_step,
    )


def stars(outcome):
    return {number: each.star for number, each in outcome.awards.items()}


@pytest.mark.parametrize(
    ("total", "star"),
    [(1100, 5), (900, 5), (899, 4), (800, 4), (799, 3), (700, 3), (699, 2), (600, 2), (599, 1)],
)
def test_the_lower_edge_of_a_band_belongs_to_it(total, star):
    assert stars(award([Rated(1, total)], scheme())) == {1: star}


def test_below_the_lowest_band_there_is_no_star():
    assert stars(award([Rated(1, 599)], scheme(bands=BANDS[:4]))) == {1: 0}


def test_96_points_are_held_at_three_stars_by_a_failed_inspection():
    held = Rated(1, 960, [Bar(3, "2025年度年检结论为不合格，不得评为四星及以上。")])

    found = award([held], scheme()).awards[1]

    assert (found.candidate, found.ceiling, found.star) == (5, 3, 3)
    assert found.why == ("2025年度年检结论为不合格，不得评为四星及以上。",)


def test_one_star_a_year_from_the_second_rating_on():
    ones = [Rated(1, 950, previous=2), Rated(2, 950, previous=None), Rated(3, 950, previous=0)]

    assert stars(award(ones, scheme())) == {1: 3, 2: 5, 3: 1}
    assert stars(award(ones, scheme(one_step=False))) == {1: 5, 2: 5, 3: 5}


def test_a_fall_is_not_limited_to_one_step():
    assert stars(award([Rated(1, 650, previous=5)], scheme())) == {1: 2}


def test_who_finds_no_place_competes_for_the_star_below():
    ones = [Rated(number, 990 - number) for number in range(10)]

    outcome = award(ones, scheme(*CAPS))

    assert sorted(stars(outcome).values(), reverse=True) == [5, 4, 4, 4, 3, 3, 3, 3, 2, 2]
    assert stars(outcome)[0] == 5
    assert "名额1个（10×10%）" in outcome.awards[1].why[0]


def test_a_tie_at_the_edge_is_left_to_people():
    ones = [Rated(1, 950), Rated(2, 950), *(Rated(n, 850) for n in range(3, 11))]

    waiting = award(ones, scheme(Cap(5, 10)))
    chosen = award(ones, scheme(Cap(5, 10)), picks={2: 5})

    assert [(tie.star, tie.places, tie.ids) for tie in waiting.ties] == [(5, 1, (1, 2))]
    assert stars(waiting)[1] == stars(waiting)[2] == 4
    assert not chosen.ties
    assert (stars(chosen)[1], stars(chosen)[2]) == (4, 5)


def test_a_tie_inside_the_places_is_no_tie():
    ones = [Rated(n, 950) for n in range(2)] + [Rated(n, 850) for n in range(2, 20)]

    assert not award(ones, scheme(Cap(5, 10))).ties


def test_more_picks_than_places_do_not_break_the_cap():
    ones = [Rated(1, 950), Rated(2, 950), Rated(3, 950), *(Rated(n, 100) for n in range(4, 11))]

    outcome = award(ones, scheme(Cap(5, 10)), picks={1: 5, 2: 5, 3: 5})

    assert list(stars(outcome).values()).count(5) == 1


def test_a_cap_that_only_warns_takes_nothing_away():
    ones = [Rated(n, 950) for n in range(10)]

    outcome = award(ones, scheme(Cap(5, 10, only_warn=True)))

    assert set(stars(outcome).values()) == {5}
    assert "超出9个" in outcome.warnings[0]


@pytest.mark.parametrize(
    ("rated", "least", "number"), [(9, False, 0), (9, True, 1), (10, False, 1), (19, False, 1)]
)
def test_places_are_rounded_down(rated, least, number):
    assert places(Cap(5, 10, at_least_one=least), rated) == number


@pytest.mark.parametrize(
    ("before", "star", "moved"),
    [
        (None, 3, StarMove.FIRST),
        (3, 4, StarMove.UP),
        (3, 3, StarMove.SAME),
        (3, 2, StarMove.DOWN),
        (3, 0, StarMove.REMOVED),
        (0, 1, StarMove.UP),
        (0, 0, StarMove.SAME),
    ],
)
def test_what_a_decision_does(before, star, moved):
    assert move(before, star) is moved


GROUPS = st.lists(
    st.tuples(st.integers(0, 1100), st.integers(0, 5), st.none() | st.integers(0, 5)), max_size=40
).map(
    lambda rows: [
        Rated(number, total, [Bar(bar, "据实")], previous)
        for number, (total, bar, previous) in enumerate(rows)
    ]
)


@settings(deadline=None, max_examples=150)
@given(GROUPS, st.booleans(), st.booleans())
def test_no_cap_is_exceeded_and_no_bar_is_passed(ones, one_step, least):
    caps = tuple(Cap(cap.star, cap.percent, at_least_one=least) for cap in CAPS)

    outcome = award(ones, scheme(*caps, one_step=one_step))

    for cap in caps:
        assert list(stars(outcome).values()).count(cap.star) <= places(cap, len(ones))
    for each in ones:
        found = outcome.awards[each.id]
        assert 0 <= found.star <= min(found.candidate, found.ceiling)
        assert found.star == found.candidate or found.why


@settings(deadline=None, max_examples=150)
@given(GROUPS)
def test_among_equals_in_facts_a_higher_score_never_has_the_lower_star(ones):
    outcome = award(ones, scheme(*CAPS))

    for one in ones:
        for other in ones:
            if one.total > other.total and (one.bars, one.previous) == (other.bars, other.previous):
                assert stars(outcome)[one.id] >= stars(outcome)[other.id]
