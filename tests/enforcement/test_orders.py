"""责令限期整改 through its pages: notice, receipt, extension, result, the next step."""

from datetime import date

import pytest

from partybuild.enforcement.models import Listing, RectificationOrder
from partybuild.notices.models import Notice
from partybuild.notices.queries import symbol
from partybuild.organizations.kinds import OrganizationState
from partybuild.workflow import checking
from partybuild.workflow.models import WorkflowEvent
from tests.enforcement.conftest import ISSUING, case, rows, state_of
from tests.support.world import ROOT

DAY = {"day": "2026-11-20"}


def test_the_order_of_a_private_unit_runs_three_months(order, private_unit, zhu):
    number = order(private_unit)

    (held,) = rows(RectificationOrder)
    assert (held.deadline, case(number).due_on) == (date(2027, 2, 20), date(2027, 2, 20))
    (notice,) = rows(Notice)
    assert (notice.kind, notice.case_id) == ("rectification-order", number)
    assert notice.organization_id == private_unit
    assert held.number.endswith("民社〔2026〕1号")
    page = zhu.get(f"/enforcement/{number}").text
    assert held.number in page
    assert "登记送达" in page


def test_others_name_their_deadline(opened, association, order):
    data = {"faults": "未换届", "measures": "换届", **ISSUING}

    refused = opened("order", association, **data)

    assert refused.status_code == 422
    assert "请填写整改期限" in refused.text
    assert rows(RectificationOrder) == []
    assert rows(Notice) == []
    number = order(association, deadline="2026-12-31")
    assert case(number).due_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"deadline": "2026-11-20"}, "整改期限应在成文日期 2026-11-20 之后"),
        ({"deadline": "2028-11-20"}, "整改期限超过一年"),
        ({"deadline": "2026-12-31", "issued_on": "2026-11-21"}, "成文日期晚于今天"),
        ({"deadline": "没有"}, "整改期限"),
        ({"deadline": "2026-12-31", "faults": ""}, "请写明存在的问题"),
    ],
)
def test_what_an_order_refuses(opened, association, said, sentence):
    data = {"faults": "未换届", "measures": "换届", **ISSUING, **said}

    refused = opened("order", association, **data)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert rows(Notice) == []


def test_a_second_open_order_is_refused_and_nothing_is_half_done(opened, order, private_unit):
    order(private_unit)
    data = {"faults": "又一次", "measures": "整改", **ISSUING}

    refused = opened("order", private_unit, **data)

    assert refused.status_code == 422
    assert "已有未办结的责令限期整改（2026-11-20立案）" in refused.text
    assert len(rows(Notice)) == 1


def test_from_notice_to_result(order, done, step, private_unit):
    number = order(private_unit)
    done(number, "serve", way="direct", receiver="王主任（演示）", **DAY)
    (notice,) = rows(Notice)
    assert str(notice.received_on) == "2026-11-20"
    assert case(number).state == "served"

    refused = step(number, "extend", until="2027-05-20")
    assert refused.status_code == 422
    assert "须写明理由" in refused.text
    assert done(number, "extend", until="2027-05-20", note="校舍修缮").due_on == date(2027, 5, 20)

    refused = step(number, "report", **DAY)
    assert refused.status_code == 422
    assert "请上传整改报告" in refused.text
    assert done(number, "report", files=["report"], **DAY).state == "reported"
    assert done(number, "reject", note="章程未修改", **DAY).state == "failed"
    assert done(number, "report", **DAY).state == "reported"
    finished = done(number, "accept", **DAY)

    assert (finished.state, str(finished.closed_on)) == ("passed", "2026-11-20")
    assert checking.faults(ROOT) == []
    (held,) = rows(RectificationOrder)
    assert (held.first_due, held.result.label) == (date(2027, 2, 20), "合格")


def test_overdue_opens_the_next_step_and_changes_nothing_by_itself(
    order, done, step, private_unit, monkeypatch, zhu
):
    number = order(private_unit)
    early = step(number, "escalate")
    assert early.status_code == 422
    assert "还没有过" in early.text

    monkeypatch.setenv("PARTYBUILD_NOW", "2027-02-20T23:59:00+08:00")
    assert "现在没有处理建议" in zhu.get("/enforcement/proposals?kind=overdue_order").text
    assert step(number, "escalate").status_code == 422
    monkeypatch.setenv("PARTYBUILD_NOW", "2027-02-21T00:00:00+08:00")
    page = zhu.get("/enforcement/proposals?kind=overdue_order").text
    assert "碑林区晨光培训中心（演示）" in page
    assert f"/enforcement/{number}" in page
    assert state_of(private_unit) is OrganizationState.NORMAL
    late = step(number, "extend", until="2027-05-20", note="来不及")
    assert late.status_code == 422
    assert "延期须在届满前办理" in late.text

    assert done(number, "escalate").state == "escalated"

    (entry,) = rows(Listing)
    assert (entry.ground, entry.listed_on) == ("rectification", None)
    assert state_of(private_unit) is OrganizationState.NORMAL


def test_somebody_was_first(order, done, step, private_unit):
    number = order(private_unit)
    done(number, "serve", way="post", receiver="收发室", **DAY)

    stale = step(number, "serve", version=1, way="post", receiver="收发室", **DAY)

    assert stale.status_code == 409
    assert "办理“登记送达”" in stale.text


def test_next_door_sees_nothing(order, private_unit, as_actor, cast, step):
    number = order(private_unit)
    cheng = as_actor(cast.cheng)

    assert cheng.get(f"/enforcement/{number}").status_code == 404
    assert cheng.get(f"/enforcement/new?kind=order&organization={private_unit}").status_code == 403
    assert as_actor(cast.bo).get(f"/enforcement/{number}").status_code == 200
    assert step(number, "serve", client=as_actor(cast.bo), **DAY).status_code == 403


def test_an_unknown_step_or_case_is_404(order, private_unit, step, zhu):
    number = order(private_unit)

    assert step(number, "explode", version=1).status_code == 404
    assert zhu.get("/enforcement/999999").status_code == 404
    assert zhu.get("/enforcement/new?kind=x&organization=1").status_code == 409
    assert zhu.get("/enforcement/new?kind=order&organization=²").status_code == 409
    assert zhu.get("/enforcement/new?kind=order&organization=999999").status_code == 404


def test_withdrawn_by_a_paper_that_names_the_order_and_the_reason(order, done, step, private_unit):
    number = order(private_unit)

    refused = step(number, "withdraw")
    assert refused.status_code == 422
    assert "撤回的理由" in refused.text

    assert done(number, "withdraw", note="发错单位").state == "withdrawn"
    first, taken_back = rows(Notice)
    assert (taken_back.kind, taken_back.case_id) == ("order-withdrawal", number)
    assert taken_back.fields == {
        "order": symbol(first), "reasons": ["发错单位"], "attachments": [],
    }  # fmt: skip
    assert rows(WorkflowEvent)[-1].document == symbol(taken_back)
