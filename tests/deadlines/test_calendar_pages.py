"""The page of the working-day calendar: who sees, who edits, what is said."""

import datetime
import io
import re

import pytest
from openpyxl import Workbook

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


FORM = {"basis": "国办发明电〔2026〕8号", "reason": "年度安排"}


def seal_of(page):
    return re.search(r'name="seal" value="(\w+)"', page)[1]


def saved(client, year, **said):
    """Look at what differs, then save that very list."""
    seen = client.post(f"/calendar/{year}/list", data=FORM | said)
    assert seen.status_code == 200, seen.text
    hidden = dict(re.findall(r'name="(lines|seal)" value="([^"]*)"', seen.text))
    return seen.text, client.post(f"/calendar/{year}/list", data=FORM | hidden)


def test_a_list_is_compared_before_it_is_saved(as_actor, cast):
    client = as_actor(cast.an)
    bad = FORM | {"lines": "2027-01-01，休\n2027-13-01，休"}
    refused = client.post("/calendar/2027/list", data=bad)
    assert refused.status_code == 422
    assert "第 2 行" in refused.text
    assert "2027-13-01，休" in refused.text

    lines = "2027-02-05至2027-02-11，休\n2027-02-13，班"
    page, answer = saved(client, 2027, lines=lines)

    assert "与现在的日历不同的 6 天" in page
    assert "全年工作日 261 天 → 257 天" in page
    assert "2027-02-13" in page
    assert answer.status_code == 303
    shown = client.get("/calendar/2027").text
    assert "暂按周末推算" not in shown
    assert "依据：国办发明电〔2026〕8号" in shown
    assert "全年工作日 257 天" in shown


def test_nothing_is_saved_by_looking_or_after_the_calendar_has_changed(as_actor, cast):
    client = as_actor(cast.an)
    seen = client.post("/calendar/2027/list", data=FORM | {"lines": "2027-01-01，休"})
    assert "暂按周末推算" in client.get("/calendar/2027").text
    changed = DAY | {"day": "2027-03-01"}
    assert client.post("/calendar/2027/days", data=changed).status_code == 303

    again = client.post(
        "/calendar/2027/list",
        data=FORM | {"lines": "2027-01-01，休", "seal": seal_of(seen.text)},
    )

    assert again.status_code == 200
    assert "2027-03-01" in again.text
    assert "还没有保存" in again.text


def test_a_known_year_is_filled_in_from_the_shipped_calendar(as_actor, cast):
    client = as_actor(cast.an)
    assert "/calendar/2026/list?from=shipped" in client.get("/calendar/2026").text
    page = client.get("/calendar/2026/list?from=shipped").text
    lines = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)[1].strip()
    assert "2026-10-10，班" in lines

    seen, answer = saved(client, 2026, lines=lines)

    assert "每一天都和现在相同" in seen
    assert answer.status_code == 303
    assert "国办发明电〔2026〕8号" in client.get("/calendar/2026").text
    assert "from=shipped" not in client.get("/calendar/2027").text


def test_rows_and_a_workbook_say_the_same_as_lines(as_actor, cast):
    client = as_actor(cast.an)
    rows = {"first0": "2027-02-05", "last0": "2027-02-11", "worked0": "0"}
    book = Workbook()
    book.active.append(["日期", "休/班", "依据"])
    book.active.append([datetime.date(2027, 2, 13), "班", None])
    out = io.BytesIO()
    book.save(out)
    said = FORM | rows | {"file": (io.BytesIO(out.getvalue()), "安排.xlsx")}

    seen = client.post("/calendar/2027/list", data=said, content_type="multipart/form-data")

    assert seen.status_code == 200
    assert "与现在的日历不同的 6 天" in seen.text
    assert "2027-02-13，班" in seen.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"basis": "国办通知"}, "请写明通知的文号"),
        ({"reason": ""}, "请写明原因"),
        ({"lines": ""}, "没有 2027 年的休息日"),
        ({"lines": "2026-01-01，休"}, "不在 2027 年"),
        ({"lines": "2027-02-11至2027-02-05，休"}, "起止日期不对"),
        ({"file": b"MZ..."}, "请上传 .xlsx 文件"),
        ({"file": b"PK..."}, "文件无法读取"),
    ],
)
def test_a_year_that_cannot_be_is_refused_with_its_sentence(as_actor, cast, said, sentence):
    given = FORM | {"lines": "2027-01-01，休"} | said
    if "file" in said:
        given["file"] = (io.BytesIO(said["file"]), "x.xlsx")

    answer = as_actor(cast.an).post(
        "/calendar/2027/list", data=given, content_type="multipart/form-data"
    )

    assert answer.status_code == 422
    assert sentence in answer.text


def test_loading_a_year_counts_deadlines_anew(as_actor, cast):
    clocked.start(factories.make_organization())
    client = as_actor(cast.an)

    _, answer = saved(client, 2026, lines="2026-11-23至2026-11-27，休")

    assert answer.status_code == 303
    assert "已重算 1 个期限" in client.get("/calendar/2026").text


def test_an_officer_does_not_edit(as_actor, cast):
    assert as_actor(cast.bo).get("/calendar/2026/list").status_code == 403
    assert as_actor(cast.bo).post("/calendar/2026/list", data=FORM).status_code == 403
    assert as_actor(cast.bo).post("/calendar/2026/days", data=DAY).status_code == 403


def test_a_reason_is_asked_for(as_actor, cast):
    client = as_actor(cast.an)
    for address, data in (("days", DAY | {"reason": ""}), ("days/2026-11-25/removal", {})):
        answer = client.post(f"/calendar/2026/{address}", data=data)

        assert answer.status_code == 422
        assert "请写明原因" in answer.text
