"""The stars of a round: from scores, facts, vetoes and caps; ties and overrides with a reason."""

from dataclasses import replace

import pytest

from partybuild.db.work import OutOfReach
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.rules import Gate
from partybuild.ratings.stars import choosing, computing
from partybuild.rules import RuleBroken
from tests.ratings.conftest import SCHEME, assessment
from tests.ratings.stars.conftest import finish

BARRED = replace(
    SCHEME,
    gates=(Gate("i", GateFact.INSPECTION_MISSING.value, "年检", 4, "补检合格后"),),
)


def stars(ids):
    return [assessment(number).star for number in ids]


def test_scores_become_stars_with_the_reason_for_less(scored, cast, do):
    number, ids = scored(950, 930, 850, 720, 100)

    assert do(cast.bo, computing.compute, number) == 5

    assert stars(ids) == [5, 5, 4, 3, 1]
    do_again = do(cast.bo, computing.compute, number)
    assert do_again == 5
    assert stars(ids) == [5, 5, 4, 3, 1]


def test_who_finds_no_place_is_told(scored, cast, do):
    number, ids = scored(950, 940, 930, 920)

    do(cast.bo, computing.compute, number)

    assert stars(ids) == [5, 5, 4, 4]
    assert "五星名额2个（4×50%）已满" in assessment(ids[2]).why[0]


def test_a_fact_of_the_register_holds_a_high_score_down(scored, publish, cast, do):
    number, ids = scored(960, scheme_id=publish(replace(BARRED, name="barred")))

    do(cast.bo, computing.compute, number)

    row = assessment(ids[0])
    assert (row.candidate, row.ceiling, row.star) == (5, 3, 3)
    assert "没有年检年报记录" in row.why[0]
    assert [
        held for name, held, _ in row.facts["computed"]["facts"] if name == "inspection_missing"
    ]


def test_others_under_way_stop_it_unless_they_are_to_follow(scored, cast, do):
    number, ids = scored(950, None)

    with pytest.raises(RuleBroken, match="还有 1 份"):
        do(cast.bo, computing.compute, number)
    assert do(cast.bo, computing.compute, number, leave_open=True) == 1
    assert stars(ids) == [5, None]


def test_a_tie_is_decided_by_people_with_a_reason(scored, cast, do):
    number, ids = scored(950, 950, 950, 100)
    do(cast.bo, computing.compute, number)
    tie = choosing.ties(cast.bo, number)[0]

    assert (tie.star, tie.places, list(tie.ids)) == (5, 2, ids[:3])
    with pytest.raises(RuleBroken, match="理由"):
        do(cast.bo, choosing.pick, number, ids[:2], " ")
    with pytest.raises(RuleBroken, match="还有 2 个名额"):
        do(cast.bo, choosing.pick, number, ids[:3], "实地查看")
    with pytest.raises(RuleBroken, match="不在同一组"):
        do(cast.bo, choosing.pick, number, [ids[3]], "实地查看")
    do(cast.bo, choosing.pick, number, ids[1:3], "实地查看得分高")
    do(cast.bo, computing.compute, number)

    assert stars(ids) == [4, 5, 5, 1]
    assert choosing.ties(cast.bo, number) == []


def test_an_override_needs_a_reason_and_shows(scored, cast, do):
    number, ids = scored(850)
    with pytest.raises(RuleBroken, match="计算星级之后"):
        do(cast.bo, choosing.override, ids[0], 5, "理由")
    do(cast.bo, computing.compute, number)
    with pytest.raises(RuleBroken, match="理由"):
        do(cast.bo, choosing.override, ids[0], 5, "")
    with pytest.raises(RuleBroken, match="星级只能"):
        do(cast.bo, choosing.override, ids[0], 6, "理由")
    do(cast.bo, choosing.override, ids[0], 5, "获省级表彰")

    row = assessment(ids[0])
    assert (row.computed, row.star, row.override_reason) == (4, 5, "获省级表彰")
    assert row.override_by


def test_only_the_unit_of_the_round_computes(scored, cast, do):
    number, _ = scored(950)

    for other in (cast.shi, cast.cheng, cast.jie):
        with pytest.raises(OutOfReach):
            do(other, computing.compute, number)


def test_statements_do_not_grow_with_the_number(scored, cast, do, queries):
    number, ids = scored(*(700 + n for n in range(12)))
    for row in ids[6:]:
        finish(row, None)

    def sent(count):
        with queries() as seen:
            assert do(cast.bo, computing.compute, number, leave_open=True) == count
        return len(seen)

    few = sent(6)
    for row in ids[6:]:
        finish(row, 700)
    assert sent(12) == few
