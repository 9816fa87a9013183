"""What was entered from above stands among the unit's to-dos until it is acknowledged."""

from datetime import date

import pytest

from partybuild.db.work import NotPermitted
from partybuild.deadlines import todo
from partybuild.organizations import commands
from partybuild.organizations.keeping import Asked
from partybuild.organizations.rules import Part
from partybuild.party import above, above_commands
from partybuild.rules import RuleBroken
from tests import factories
from tests.party.acts import run

COUNTS = {"staff": None, "probationary": None, "affiliated": None}


@pytest.fixture
def number(cast):
    return factories.make_organization("甲协会（演示）", full=2)


def counted(actor, number, full, reason=""):
    asked = Asked(10**9, date(2026, 5, 1), reason=reason)
    run(actor, commands.change, number, Part.HEADCOUNT, COUNTS | {"full": full}, asked)


def waiting(actor):
    return above.count(actor).open


def test_what_one_enters_oneself_is_no_to_do(cast, number):
    counted(cast.bo, number, 3)

    assert waiting(cast.bo) == 0


def test_a_correction_from_above_waits_below_and_nowhere_else(cast, number):
    counted(cast.sheng, number, 3, "年检核对")

    (line,) = above.told(cast.bo, "").lines
    assert (line.name, line.event.mark, line.event.reason) == (
        "甲协会（演示）",
        "上级更正",
        "年检核对",
    )
    assert [waiting(who) for who in (cast.bo, cast.sheng, cast.shi, cast.cheng)] == [1, 0, 0, 0]
    (heap,) = [heap for heap in todo.open_items(cast.bo) if heap.source.key == "above"]
    assert heap.tally.open == 1


def test_it_stands_on_the_desk_and_is_gone_once_acknowledged(cast, as_actor, number):
    counted(cast.sheng, number, 3, "年检核对")
    client = as_actor(cast.bo)
    assert "件上级代填或更正" in client.get("/").text
    assert "上级更正：变更从业人员与党员数" in client.get("/todo?kind=above").text
    page = client.get("/party/from-above").text
    assert f'href="/organizations/{number}"' in page
    up_to = above.told(cast.bo, "").up_to

    answer = client.post("/party/from-above", data={"up_to": up_to})
    assert (answer.status_code, answer.location) == (303, "/party/from-above")
    assert "没有未知悉的" in client.get("/party/from-above").text
    assert "件上级代填或更正" not in client.get("/").text
    assert client.post("/party/from-above", data={"up_to": up_to}).status_code == 409


def test_what_comes_after_the_page_was_read_stays(cast, number):
    counted(cast.sheng, number, 3, "年检核对")
    seen = above.told(cast.bo, "").up_to
    counted(cast.sheng, number, 4, "再次核对")

    assert run(cast.bo, above_commands.acknowledge, seen) == 1
    (line,) = above.told(cast.bo, "").lines
    assert line.event.reason == "再次核对"


def test_party_organizations_and_bodies_likewise(cast, number):
    from dataclasses import replace

    from partybuild.access.actor import Body, Reach

    upper = factories.make_party("区综合党委（演示）")
    led = factories.make_organization("乙协会（演示）", body_id=upper)
    counted(cast.sheng, led, 5, "核对")
    body = Body(upper, "DZ", "区综合党委（演示）", f"/{upper}/")
    of_body = replace(cast.bo, reach=Reach(body=body, user_id=cast.bo.user_id))

    assert [line.name for line in above.told(of_body, "").lines] == ["乙协会（演示）"]
    assert waiting(cast.bo) == 1


def test_pages_follow_each_other_and_items_are_as_many_as_counted(cast, number, monkeypatch):
    monkeypatch.setattr(above, "PAGE", 2)
    for full in range(3, 8):
        counted(cast.sheng, number, full, f"第{full}次")
    seen, after = [], ""
    while True:
        page = above.told(cast.bo, after)
        seen += [line.event.reason for line in page.lines]
        after = page.next
        if not after:
            break
    assert seen == [f"第{full}次" for full in range(7, 2, -1)]
    assert page.total == waiting(cast.bo) == 5
    assert len(todo.page(cast.bo, todo.Asked("above")).lines) == 5


def test_only_who_keeps_the_register_acknowledges(cast, as_actor, number):
    counted(cast.sheng, number, 3, "核对")
    with pytest.raises(NotPermitted):
        run(cast.dai, above_commands.acknowledge, 1)
    with pytest.raises(RuleBroken, match="没有新的"):
        run(cast.cheng, above_commands.acknowledge, 1)
    assert as_actor(cast.dai).get("/party/from-above").status_code == 403
    assert as_actor(cast.bo).get("/party/from-above?after=9.x.1").status_code == 200
