"""Taking back what was sent: with a reason, before anybody has begun to review it, in the window."""

import re
from datetime import date

import pytest

from partybuild.db.work import OutOfReach, Stale
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.filling import recalling
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.reviewing import commands as reviewing
from partybuild.ratings.reviewing import noting
from partybuild.ratings.reviewing.commands import Given
from partybuild.rules import RuleBroken
from tests.ratings.conftest import assessment
from tests.support.world import ROOT


@pytest.fixture
def sent(filled, shu, do):
    do(shu, filling.send, filled, None)
    return filled


def test_it_is_filled_in_again_and_what_was_sent_stays(sent, shu, do):
    do(shu, recalling.recall, sent, 2, "组织生活次数填错")

    found = sheet(ROOT, sent)
    assert (found.row.stage, found.case.state) == (Stage.FILLING, "filling")
    assert found.case.due_on == date(2026, 11, 30)
    assert (found.row.self_total, found.row.sent_on) == (None, None)
    assert "sent" not in found.row.facts
    assert (found.events[-1].action, found.events[-1].note) == ("recall", "组织生活次数填错")
    do(shu, filling.save, sent, "life", Answer(500, note="改为 11 次"))
    do(shu, filling.send, sent, None)

    again = sheet(ROOT, sent)
    life = [each for each in again.scores if each.indicator == "life"]
    assert [(each.attempt, each.points, each.current) for each in life] == [
        (1, 550, False),
        (2, 500, True),
    ]
    assert again.row.self_total == 920
    assert again.row.stage is Stage.FIRST


def test_without_a_reason_nothing_happens(sent, shu, do):
    with pytest.raises(RuleBroken):
        do(shu, recalling.recall, sent, 2, " ")
    assert assessment(sent).stage is Stage.FIRST


def test_a_score_or_a_veto_of_a_reviewer_keeps_it(sent, shu, cast, do):
    do(cast.jie, reviewing.put, sent, "term", Given(400))

    with pytest.raises(RuleBroken, match="已经开始评审"):
        do(shu, recalling.recall, sent, None, "填错")
    assert assessment(sent).stage is Stage.FIRST
    assert {each.tier for each in sheet(ROOT, sent).scores} == {Tier.SELF, Tier.FIRST}


def test_a_veto_keeps_it(sent, shu, cast, do):
    do(cast.jie, noting.veto, sent, None, "accident", "应急〔2026〕3号", "")

    with pytest.raises(RuleBroken, match="已经开始评审"):
        do(shu, recalling.recall, sent, None, "填错")


def test_what_was_mended_is_not_taken_back_as_a_whole(sent, shu, cast, do):
    do(
        cast.jie,
        reviewing.send_back,
        sent,
        None,
        {"term": "补批文"},
        "材料不全",
        date(2026, 11, 28),
    )
    do(shu, filling.save, sent, "term", Answer(options=("yes",), note="已补"))
    do(shu, filling.send, sent, None)

    with pytest.raises(RuleBroken, match="退回补正后"):
        do(shu, recalling.recall, sent, None, "填错")


def test_after_the_window_it_stays_sent(sent, shu, do, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-01T00:01:00")

    with pytest.raises(RuleBroken, match="填报已于 2026-11-30 截止"):
        do(shu, recalling.recall, sent, None, "填错")


def test_who_was_first_wins(sent, shu, cast, do):
    do(cast.jie, reviewing.put, sent, "term", Given(400))
    for key, points in (("life", 550), ("extra", 20)):
        do(cast.jie, reviewing.put, sent, key, Given(points))
    do(cast.jie, reviewing.pass_on, sent, 2)

    with pytest.raises(Stale):
        do(shu, recalling.recall, sent, 2, "填错")
    with pytest.raises(OutOfReach):
        do(cast.cheng, recalling.recall, sent, None, "填错")


def test_the_page_offers_it_until_somebody_reviews(sent, shu, cast, do, as_actor):
    client = as_actor(shu)
    here = f"/ratings/fill/{sent}"
    page = client.get(here).text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]

    assert client.post(f"{here}/recall", data={"version": version}).status_code == 422
    assert assessment(sent).stage is Stage.FIRST
    answer = client.post(f"{here}/recall", data={"version": version, "reason": "填错一项"})
    assert answer.status_code == 303
    assert assessment(sent).stage is Stage.FILLING
    do(shu, filling.send, sent, None)
    do(cast.jie, reviewing.put, sent, "term", Given(400))

    page = client.get(here).text
    assert "已经开始评审，不能撤回" in page
    assert "/recall" not in page
