"""The page of the working-day calendar: who sees, who edits, what is said."""

import pytest

from tests import factories
from tests.deadlines import clocked

pytestmark = pytest.mark.usefixtures("database")
DAY = {"day": "2026-11-25", "worked": "0", "basis": "市政府通知", "reason": "临时停电"}


def test_a_year_has_twelve_months_with_marks_and_sources(as_actor, cast):
    page = as_actor(cast.bo).get("/calendar/2026").text

    assert page.count("<caption>") == 12
    assert "2026-10-10" in page
    assert "国务院办公厅放假安排" in page
    assert "暂按周末推算" not in page
    assert "改一天" not in page


def test_a_year_that_is_not_known_says_so(as_actor, cast):
    assert "暂按周末推算" in as_actor(cast.bo).get("/calendar/2027").text
    assert as_actor(cast.bo).get("/calendar/3000").status_code == 404


def test_a_changed_day_says_how_many_deadlines_moved(as_actor, cast):
    clocked.start(factories.make_organization())
    client = as_actor(cast.an)
    assert client.post("/calendar/2026/days", data=DAY).status_code == 303

    page = client.get("/calendar/2026").text
    assert "已重算 1 个期限" in page
    assert "市政府通知" in page
    gone = client.post("/calendar/2026/days/2026-11-25/removal", data={"reason": "撤销"})
    assert gone.status_code == 303
    assert "市政府通知" not in client.get("/calendar/2026").text


def test_a_list_is_loaded_or_refused_with_its_line_and_kept(as_actor, cast):
    client = as_actor(cast.an)
    form = {"lines": "2027-01-01，休\n2027-13-01，休", "basis": "国办通知", "reason": "年度"}
    refused = client.post("/calendar/2027/list", data=form)
    assert refused.status_code == 422
    assert "第 2 行" in refused.text
    assert "2027-13-01，休" in refused.text

    form["lines"] = "2027-01-01，休"
    assert client.post("/calendar/2027/list", data=form).status_code == 303
    assert "暂按周末推算" not in client.get("/calendar/2027").text


def test_an_officer_does_not_edit(as_actor, cast):
    assert as_actor(cast.bo).post("/calendar/2026/days", data=DAY).status_code == 403


def test_a_reason_is_asked_for(as_actor, cast):
    client = as_actor(cast.an)
    for address, data in (("days", DAY | {"reason": ""}), ("days/2026-11-25/removal", {})):
        answer = client.post(f"/calendar/2026/{address}", data=data)

        assert answer.status_code == 422
        assert "请写明原因" in answer.text
