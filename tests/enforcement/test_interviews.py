"""约谈: who, when, why, the record, promises closed one by one. Not a penalty."""

import pytest

from partybuild.enforcement.models import Penalty, Promise
from partybuild.notices.models import Notice
from tests.enforcement.conftest import case, rows

DAY = {"day": "2026-11-20"}
HELD = {
    "host": "周科长（演示）",
    "recorder": "李记录（演示）",
    "invited": "王理事长（演示）",
    "points": "限期建立党组织",
    "promise1": "报送成立党支部的请示",
    "until1": "2026-12-10",
    "promise2": "召开理事会",
    "until2": "2026-11-30",
}


def test_promises_are_closed_one_by_one(interview, done, step, association, zhu):
    number = interview(association)
    held = done(number, "hold", **DAY, **HELD)
    assert (held.state, str(held.due_on)) == ("held", "2026-11-30")
    assert [each.kind for each in rows(Notice)] == ["interview-notice", "interview-record"]
    first, second = rows(Promise)

    refused = step(number, "close")
    assert "还有 2 项承诺没有销号" in refused.text
    bare = step(number, "keep", promise=str(second.id), **DAY)
    assert "请写明完成情况" in bare.text
    left = done(number, "keep", promise=str(second.id), closing="已召开", **DAY)
    assert str(left.due_on) == "2026-12-10"
    again = step(number, "keep", promise=str(second.id), closing="已召开", **DAY)
    assert "请选择一项还没有销号的承诺" in again.text
    done(number, "keep", promise=str(first.id), files=["keep"], **DAY)
    assert step(number, "keep", promise=str(first.id), closing="x", **DAY).status_code == 422

    assert done(number, "close").state == "done"
    assert rows(Penalty) == []
    assert [str(each.closed_on) for each in rows(Promise)] == ["2026-11-20"] * 2
    assert "已销号" in zhu.get(f"/enforcement/{number}").text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"until1": ""}, "内容和完成日期要一起填写"),
        ({"promise2": ""}, "第 2 项承诺的内容和完成日期要一起填写"),
        ({"until1": "2026-11-19"}, "完成日期早于约谈日期"),
        ({"day": "2026-11-21"}, "约谈日期不能晚于今天"),
        ({"day": "2026-11-19"}, "不能早于 2026-11-20"),
        ({"points": ""}, "请写明约谈要点"),
    ],
)
def test_a_record_is_refused_whole(interview, step, association, said, sentence):
    number = interview(association)

    refused = step(number, "hold", **{**DAY, **HELD, **said})

    assert refused.status_code == 422
    assert sentence in refused.text
    assert rows(Promise) == []
    assert case(number).state == "invited"


def test_it_is_not_recorded_before_its_day(interview, step, done, association):
    number = interview(association, at="2026-11-25")

    early = step(number, "hold", **DAY, **HELD)
    assert "约谈日期是 2026-11-25，还没有到" in early.text
    moved = {"at": "2026-11-20", "hour": "下午三时", "place": "会议室"}
    moved |= {"contact": "周（演示）", "telephone": "029-80000001"}
    unexplained = step(number, "postpone", **moved)
    assert "须写明理由" in unexplained.text
    done(number, "postpone", note="提前", **moved)

    assert len([each for each in rows(Notice) if each.kind == "interview-notice"]) == 2
    assert done(number, "miss", note="无正当理由").state == "missed"
    assert done(number, "withdraw", note="改为责令整改").state == "withdrawn"


def test_an_interview_before_its_letter_is_refused(opened, association):
    data = {"invited": "王", "reasons": "未建", "at": "2026-11-19", "hour": "九时", "place": "室"}
    data |= {"issued_on": "2026-11-20", "contact": "周", "telephone": "1"}

    refused = opened("interview", association, **data)

    assert "约谈日期不能早于成文日期" in refused.text
    assert rows(Notice) == []
