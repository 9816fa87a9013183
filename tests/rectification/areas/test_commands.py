"""From a figure that falls short to the paper that ends the matter; what is refused leaves no trace."""

import pytest

from partybuild.db.work import OutOfReach, work
from partybuild.enforcement.acting import Said
from partybuild.notices.models import Notice
from partybuild.rectification.areas import commands, queries
from partybuild.rectification.areas.models import AreaPromise, LaggingArea
from partybuild.rules import RuleBroken
from partybuild.workflow import checking
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.rectification.areas.conftest import PROMISE, case, rows
from tests.support.world import ROOT


def test_a_circular_names_its_figures_and_takes_a_number(urge):
    number = urge("circular")
    [row], [paper] = rows(LaggingArea), rows(Notice)
    held = case(number)
    assert (held.state, str(held.due_on), str(row.first_due)) == (
        "issued",
        "2026-12-05",
        "2027-02-20",
    )
    assert [(each["key"], each["value"], each["wanted"]) for each in row.figures] == [
        ("covered", "50.0", "85")
    ]
    assert paper.kind == "area-circular"
    assert row.number
    assert paper.fields["figures"] == [
        {"label": "组织覆盖率", "value": "50.0%", "wanted": "不低于85%"}
    ]
    assert "碑林区" in paper.addressed_to
    assert "碑林区" in paper.title


def test_promises_are_closed_one_by_one_and_the_end_shows_both_days(urge, done, step, beilin, shi):
    number = urge("supervision")
    early = step(number, "close", note="完成")
    assert "挂牌督办须先登记整改承诺" in early.text
    held = done(number, "promise", **PROMISE)
    assert (held.state, str(held.due_on)) == ("answered", "2027-02-20")
    first, second = rows(AreaPromise)
    assert "还有 2 项承诺没有销号" in step(number, "close", note="完成").text
    done(number, "keep", promise=str(first.id), day="2026-11-20", closing="已建", files=["keep"])
    done(number, "keep", promise=str(second.id), day="2026-11-20", closing="已派")
    short = step(number, "close", note="完成")
    assert "指标达到要求后才能摘牌" in short.text
    factories.link(beilin, factories.make_organization(), factories.make_organization())
    for _ in range(4):
        factories.link(beilin, factories.make_organization())
    ended = done(number, "close", note="逐项核实，予以摘牌", signer="刘（演示）")

    assert (ended.state, str(ended.closed_on), ended.due_on) == ("closed", "2026-11-20", None)
    [row] = rows(LaggingArea)
    assert (row.figures[0]["value"], row.closing_figures[0]["value"]) == ("50.0", "87.5")
    paper = rows(Notice)[-1]
    assert paper.kind == "area-closing"
    assert paper.fields["figures"][0] == {
        "label": "组织覆盖率",
        "before": "50.0%",
        "wanted": "不低于85%",
        "now": "87.5%",
    }
    page = shi.get(f"/rectification/areas/{number}").text
    assert "50.0%" in page
    assert "87.5%" in page
    assert "已达到" in page
    assert checking.faults(ROOT) == []


def test_an_interview_waits_for_its_day_and_can_be_moved(urge, step, done):
    number = urge("interview", answer_by="2026-11-25")
    early = step(number, "promise", **PROMISE)
    assert "约谈日期是 2026-11-25，还没有到" in early.text
    silent = step(number, "extend", until="2026-11-28")
    assert "须写明理由" in silent.text
    assert str(done(number, "extend", until="2026-11-28", note="对方出差").due_on) == "2026-11-28"


def test_extensions_say_why_and_go_forward(urge, step, done):
    number = urge()
    done(number, "promise", **PROMISE)
    first, _ = rows(AreaPromise)
    back = step(number, "extend", until="2027-02-20", note="材料多")
    assert "延期后的日期应当更晚" in back.text
    beyond = step(number, "extend", promise=str(first.id), until="2027-03-01", note="材料多")
    assert "不能晚于整改期限 2027-02-20" in beyond.text
    done(number, "extend", promise=str(first.id), until="2027-01-15", note="等批复")
    assert [str(each.due_on) for each in rows(AreaPromise)] == ["2027-01-15", "2026-12-10"]
    assert str(done(number, "extend", until="2027-04-01", note="等批复").due_on) == "2027-04-01"
    assert str(rows(LaggingArea)[0].first_due) == "2027-02-20"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"figures": {}}, "请至少选择一项指标"),
        ({"figures": {"covered": "40"}}, "已经达到"),
        ({"answer_by": "2026-11-19"}, "早于今天"),
        ({"deadline": "2026-12-01"}, "整改期限 2026-12-01 早于报送承诺的日期"),
        ({"reasons": ""}, "请写明存在的主要问题"),
        ({"measure": "interview", "answer_by": "2026-11-25"}, "请填写被约谈人"),
    ],
)
def test_a_bad_form_opens_nothing(send, beilin, said, sentence):
    refused = send(**said)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert rows(WorkflowCase) == []
    assert rows(Notice) == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"until1": "2026-11-19"}, "第 1 项承诺的完成日期 2026-11-19 早于今天"),
        ({"until2": "2027-03-01"}, "晚于整改期限 2027-02-20"),
        ({"person2": ""}, "第 2 项承诺的内容、责任人和完成日期要一起填写"),
        ({"day": "2026-11-21"}, "和今天之间"),
        (dict.fromkeys(PROMISE, "") | {"day": "2026-11-20"}, "请至少登记一项承诺"),
    ],
)
def test_a_bad_promise_changes_nothing(urge, step, said, sentence):
    number = urge()
    refused = step(number, "promise", **{**PROMISE, **said})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert rows(AreaPromise) == []
    assert (case(number).state, case(number).version) == ("issued", 1)


def test_the_same_is_not_taken_up_twice_but_in_another_way(urge, send):
    urge("circular")
    again = send("circular")
    assert "碑林区已有未办结的通报（2026-11-20发出）" in again.text
    assert len(rows(LaggingArea)) == 1
    urge("supervision")
    assert len(rows(LaggingArea)) == 2


def test_two_at_once_the_second_is_told(urge, step, done):
    number = urge()
    done(number, "promise", **PROMISE)
    stale = step(number, "withdraw", version=1, note="重复")
    assert stale.status_code == 409
    assert "登记整改承诺" in stale.text
    assert case(number).state == "answered"


def test_the_unit_itself_sees_all_and_decides_nothing(urge, as_actor, cast, step, send):
    number = urge()
    bo = as_actor(cast.bo)
    seen = bo.get(f"/rectification/areas/{number}")
    assert seen.status_code == 200
    assert "被督促的单位不能自己办理" in seen.text
    refused = step(number, "close", client=bo, note="办好了")
    assert "被督促的单位不能自己办理" in refused.text
    own = send(client=bo)
    assert own.status_code == 409
    assert "只能督促下级单位" in own.text
    assert as_actor(cast.cheng).get(f"/rectification/areas/{number}").status_code == 404
    assert case(number).state == "issued"


def test_not_even_where_the_desk_has_nobody_left(urge, cast, monkeypatch):
    """The engine lets others act for an empty desk: never the unit that is urged."""
    number = urge()
    monkeypatch.setattr("partybuild.workflow.queries.staffed", lambda *_: False)
    file = queries.file_of(cast.bo, number)
    assert not any(each.allowed for each in queries.allowed(cast.bo, file))
    with pytest.raises(RuleBroken, match="不能自己办理"), work(cast.bo) as running:
        commands.take(running.actor, number, "close", 1, Said({"note": "好"}))
    with pytest.raises(OutOfReach), work(cast.cheng) as running:
        commands.take(running.actor, number, "close", 1, Said({"note": "好"}))
    assert case(number).state == "issued"


def test_what_was_sent_by_mistake_is_withdrawn_with_the_reason(urge, step, done):
    number = urge()
    assert "须写明理由" in step(number, "withdraw").text
    gone = done(number, "withdraw", note="统计口径有误")
    assert gone.state == "withdrawn"
    assert rows(LaggingArea)[0].closing_figures[0]["value"] == "50.0"
