"""Filling in: item by item, sent when nothing is missing, locked afterwards."""

import pytest

from partybuild.db.work import NotPermitted, OutOfReach, Stale
from partybuild.ratings.filling import commands
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Stage, Tier
from partybuild.rules import RuleBroken
from tests.ratings.conftest import assessment, signed
from tests.support.world import ROOT


def test_a_secretary_fills_in_and_sends(filled, shu, do):
    do(shu, commands.send, filled, None)

    row, found = assessment(filled), sheet(shu, filled)
    assert (row.stage, row.self_total, row.answered) == (Stage.FIRST, 970, 3)
    assert found.case.desk_unit_id is not None
    assert [event.mark for event in found.events if event.action == "send"] == [""]
    assert {each.slot for files in found.files.values() for each in files} == {"life"}


def test_options_decide_the_points_and_typed_points_are_ignored(number, shu, do):
    do(shu, commands.save, number, "term", Answer(points=9999, options=("yes",)))

    assert sheet(shu, number).points(Tier.SELF) == {"term": 400}


@pytest.mark.parametrize(
    ("key", "answer", "words"),
    [
        ("life", Answer(601), "0 至 60"),
        ("life", Answer(-10), "0 至 60"),
        ("life", Answer(555), "最小单位"),
        ("life", Answer(), "自评分"),
        ("term", Answer(), "选一项"),
        ("term", Answer(options=("no",)), "没有这个选项"),
        ("nothing", Answer(10), "没有这个评分项"),
        ("life", Answer(10, note="长" * 1001), "最多 1000 字"),
    ],
)
def test_what_no_item_knows_is_refused(number, shu, do, key, answer, words):
    with pytest.raises(RuleBroken, match=words):
        do(shu, commands.save, number, key, answer)
    assert sheet(shu, number).scores == []


def test_what_is_missing_is_named_before_sending(number, shu, do):
    do(shu, commands.save, number, "life", Answer(550))

    with pytest.raises(RuleBroken, match="“按期换届”还没有自评分、“组织生活”须附佐证材料"):
        do(shu, commands.send, number, None)
    assert assessment(number).stage is Stage.FILLING


def test_once_sent_nothing_changes(filled, shu, do):
    do(shu, commands.send, filled, None)

    with pytest.raises(RuleBroken, match="已报送"):
        do(shu, commands.save, filled, "life", Answer(600))
    with pytest.raises(RuleBroken, match="已报送"):
        do(shu, commands.send, filled, None)
    assert sheet(shu, filled).points(Tier.SELF)["life"] == 550


def test_a_window_that_closed_yesterday_is_closed(filled, shu, do, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-30T23:59:00")
    do(shu, commands.save, filled, "life", Answer(540))
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-01T00:00:00")

    with pytest.raises(RuleBroken, match="2026-11-30 截止"):
        do(shu, commands.save, filled, "life", Answer(600))
    with pytest.raises(RuleBroken, match="截止"):
        do(shu, commands.send, filled, None)


def test_before_the_first_day_nothing_is_filled_in(number, shu, do, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-10-31T23:59:00")

    with pytest.raises(RuleBroken, match="2026-11-01 开始"):
        do(shu, commands.save, number, "life", Answer(600))


def test_an_officer_fills_in_on_behalf_and_it_shows(filled, cast, do):
    do(cast.jie, commands.send, filled, None, signed())

    event = sheet(ROOT, filled).events[-1]
    assert (event.action, event.mark) == ("send", "代填")


def test_nobody_else_fills_in(number, cast, do, secretary):
    with pytest.raises(OutOfReach):
        do(cast.cheng, commands.save, number, "life", Answer(10))
    with pytest.raises(OutOfReach):
        do(secretary(login="bieren"), commands.save, number, "life", Answer(10))
    with pytest.raises(NotPermitted):
        do(cast.zhu, commands.save, number, "life", Answer(10))


def test_two_who_send_at_once(filled, shu, do):
    version = sheet(shu, filled).case.version
    do(shu, commands.send, filled, version)

    with pytest.raises((Stale, RuleBroken)):
        do(shu, commands.send, filled, version)


def test_a_file_is_taken_back_with_a_reason(filled, shu, do):
    file_id = sheet(shu, filled).files["life"][0].id

    said = Answer(550, note="全年 12 次")

    with pytest.raises(RuleBroken, match="不在本项下"):
        do(shu, commands.save, filled, "term", Answer(options=("yes",)), removed={file_id: "传错"})
    with pytest.raises(RuleBroken, match="理由"):
        do(shu, commands.save, filled, "life", said, removed={file_id: " "})
    do(shu, commands.save, filled, "life", said, removed={file_id: "传错"})

    with pytest.raises(RuleBroken, match="须附佐证材料"):
        do(shu, commands.send, filled, None)
