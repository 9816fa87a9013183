"""To-dos of the deciding side: the count and the rows are the same, and only for those who decide."""

from datetime import date

from partybuild.deadlines.ports import Wanted
from partybuild.ratings.stars import computing, objecting
from partybuild.ratings.stars.waiting import SOURCES
from tests.ratings.stars.conftest import AFTER

BY_KEY = {source.key: source for source in SOURCES}


def open_of(actor, key):
    source = BY_KEY[key]
    rows = source.rows(actor, Wanted(20))
    assert source.count(actor).open == len(rows)
    return rows


def test_a_tie_waits_until_it_is_decided(scored, cast, do):
    number, _ = scored(950, 950, 950, 500)
    assert not open_of(cast.bo, "stars-ties")
    do(cast.bo, computing.compute, number)

    assert [row.arguments for row in open_of(cast.bo, "stars-ties")] == [{"round_id": number}]
    for other in (cast.cheng, cast.jie, cast.shi):
        assert not open_of(other, "stars-ties")


def test_objections_and_the_end_of_publicity_wait(shown, cast, do, monkeypatch):
    number, one = shown
    said = do(cast.bo, objecting.enter_objection, one, "某协会（演示）", date(2026, 11, 20), "不实")
    assert [row.id for row in open_of(cast.bo, "stars-objections")] == [said]
    assert not open_of(cast.bo, "stars-publicity")
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)

    assert [row.id for row in open_of(cast.bo, "stars-publicity")] == [number]
    assert not open_of(cast.jie, "stars-publicity")
    assert not open_of(cast.jie, "stars-objections")


def test_a_decided_publicity_waits_no_more(decided, cast):
    assert not open_of(cast.bo, "stars-publicity")
    assert not open_of(cast.bo, "stars-changes")
