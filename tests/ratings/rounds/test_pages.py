"""The pages of rounds, as everybody who reads or opens them sees them."""

import io
import re
from datetime import date

import openpyxl
import pytest

from partybuild.jobs.ports import handlers
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.reviewing import commands as reviewing
from partybuild.ratings.reviewing.commands import Given
from partybuild.ratings.rounds import opening
from partybuild.ratings.stars import computing, publicity
from tests import factories
from tests.ratings.conftest import assessment, assessments

NEW = date(2026, 10, 8)
TERMS = {
    "year": "2026",
    "title": "2026年度评星",
    "categories": ["all"],
    "founded_by": "2026-06-30",
    "fill_from": "2026-11-01",
    "fill_to": "2026-11-30",
    "first": "2026-12-10",
    "final": "2026-12-20",
    "publicity_days": "5",
}


def branch(name, unit="610103001", **more):
    organization = factories.make_organization(f"{name}协会（演示）", unit)
    return factories.make_party(f"{name}党支部（演示）", unit, covers=[organization], **more)


def test_nothing_has_been_rated_yet(as_actor, cast):
    page = as_actor(cast.bo).get("/ratings/")
    assert page.status_code == 200
    assert "还没有评星工作" in page.text


def test_a_draft_is_told_only_to_those_who_run_it(as_actor, cast, plan):
    number = plan()
    text = as_actor(cast.bo).get("/ratings/").text
    assert "2026年度评星晋级" in text
    assert "评星办法（样例）" in text
    for other in (cast.cheng, cast.jie, cast.sheng):
        client = as_actor(other)
        assert "2026年度评星晋级" not in client.get("/ratings/").text
        assert client.get(f"/ratings/{number}").status_code == 404


def test_opening_is_guided(as_actor, cast, scheme_id):
    branch("参评")
    branch("新设", founded_on=NEW)
    client = as_actor(cast.bo)
    assert f"/ratings/new?scheme={scheme_id}" in client.get("/ratings/new").text
    form = client.get(f"/ratings/new?scheme={scheme_id}").text
    assert 'value="2026-12-20"' in form
    assert "复核截止" not in form

    refused = client.post(f"/ratings/new?scheme={scheme_id}", data=TERMS | {"fill_to": ""})
    assert refused.status_code == 422
    assert "请填写填报截止日期" in refused.text
    assert 'value="2026年度评星"' in refused.text
    wrong = TERMS | {"final": "2026-12-01"}
    assert "审定截止日" in client.post(f"/ratings/new?scheme={scheme_id}", data=wrong).text

    answer = client.post(f"/ratings/new?scheme={scheme_id}", data=TERMS)
    here = answer.headers["Location"]
    draft = client.get(here).text
    assert "确认名单并开展（应参评 1 个）" in draft
    assert "参评党支部（演示）" in client.get(f"{here}/preview").text
    assert "新设党支部（演示）" in client.get(f"{here}/preview?reason=new").text
    assert client.post(f"{here}/terms", data=TERMS | {"title": "评星改名"}).status_code == 303
    assert client.post(f"{here}/opening", data={"version": "1"}).status_code == 409
    assert client.post(f"{here}/opening", data={"version": "2"}).status_code == 303
    shown = client.get(here).text
    assert "名单冻结于" in shown
    assert "评星改名" in shown
    assert client.get(f"{here}/terms").status_code == 409


def test_a_form_offered_for_no_scheme_is_not_found(as_actor, cast):
    assert as_actor(cast.bo).get("/ratings/new?scheme=999").status_code == 404
    assert as_actor(cast.bo).post("/ratings/new", data=TERMS).status_code == 404


def test_only_officers_open_rounds(as_actor, cast, plan):
    number = plan()
    for other in (cast.dai, cast.zhu, cast.bao):
        client = as_actor(other)
        assert client.get("/ratings/new").status_code == 403
        assert client.post(f"/ratings/{number}/opening", data={"version": "1"}).status_code == 403
    next_door = as_actor(cast.cheng)
    assert next_door.post(f"/ratings/{number}/opening", data={"version": "1"}).status_code == 404
    assert next_door.post(f"/ratings/{number}/terms", data=TERMS).status_code == 404


def test_a_long_list_is_opened_by_a_job(as_actor, cast, plan, monkeypatch):
    branch("参评")
    number = plan()
    monkeypatch.setattr(opening, "AT_ONCE", 0)
    client = as_actor(cast.bo)
    answer = client.post(f"/ratings/{number}/opening", data={"version": "1"})
    assert "/jobs/" in answer.headers["Location"]
    assert assessments(number) == []
    assert "正在生成名单" in client.get(f"/ratings/{number}").text
    assert client.post(f"/ratings/{number}/opening", data={"version": "1"}).status_code == 409

    class Progress:
        def step(self, done, total=0, message=""):
            pass

    arguments = {"round": number, "version": 1}
    handlers[opening.JOB](cast.bo, arguments, Progress())
    assert len(assessments(number)) == 1
    assert "已开展" in handlers[opening.JOB](cast.bo, arguments, Progress())["message"]


def test_every_figure_of_a_round_opens_a_list_of_as_many_rows(as_actor, cast, plan, open_up):
    for name in "一二三":
        branch(name)
    branch("新设", founded_on=NEW)
    number = plan()
    open_up(number)
    client = as_actor(cast.bo)
    page = client.get(f"/ratings/{number}").text
    found = re.findall(
        rf'<a href="(/ratings/{number}/list\?[^"]+)">([\d,]+)</a>', page
    ) + re.findall(rf'href="(/ratings/{number}/list\?stage=taking)">.*?value">(\d+)<', page, re.S)
    assert len(found) == 4
    for link, count in found:
        rows = client.get(link).text.count('<tr><th scope="row">')
        assert rows == int(count), link


def test_lists_are_paged_filtered_and_taken_home(as_actor, cast, plan, open_up):
    for count in range(52):
        branch(f"第{count:02d}")
    number = plan()
    open_up(number)
    client = as_actor(cast.bo)
    first = client.get(f"/ratings/{number}/list")
    assert first.text.count('<tr><th scope="row">') == 50
    following = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert client.get(following).text.count('<tr><th scope="row">') == 2
    assert "第07党支部" in client.get(f"/ratings/{number}/list?q=第07").text
    assert "没有符合这些条件" in client.get(f"/ratings/{number}/list?star=5").text
    assert "没有“9”这一项" in client.get(f"/ratings/{number}/list?star=9").text
    answer = client.get(f"/ratings/{number}/workbook?stage=filling")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert sum("党支部" in str(row[1].value) for row in sheet.iter_rows()) == 52


def test_reading_a_list_costs_the_same_for_twice_as_many(as_actor, cast, plan, open_up, queries):
    for count in range(4):
        branch(f"第{count}")
    number = plan()
    open_up(number)
    client = as_actor(cast.bo)
    asked = []
    for size in (2, 4):
        client.get(f"/ratings/{number}/list")
        with queries() as seen:
            client.get(f"/ratings/{number}/list?q=第{'' if size == 4 else '1'}")
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_next_door_sees_nothing_of_a_round(as_actor, cast, taking_part):
    number, one = taking_part
    client = as_actor(cast.cheng)
    assert client.get(f"/ratings/{number}").status_code == 404
    assert client.get(f"/ratings/{number}/list").status_code == 404
    assert client.get(f"/ratings/{number}/workbook").status_code == 404
    assert client.get(f"/ratings/assessments/{one}").status_code == 404
    assert client.post(f"/ratings/assessments/{one}/leave", data={}).status_code == 404


def test_one_left_out_is_added_by_hand_with_a_reason(as_actor, cast, plan, open_up):
    branch("参评")
    late = branch("新设", founded_on=NEW)
    number = plan()
    open_up(number)
    client = as_actor(cast.bo)
    where, said = (
        f"/ratings/{number}/additions",
        {"code": factories.party_code(late), "reason": "由两家合并设立"},
    )
    refused = client.post(where, data=said | {"reason": ""})
    assert refused.status_code == 422
    assert f'value="{factories.party_code(late)}"' in refused.text
    assert "本地没有这个编码" in client.post(where, data=said | {"code": "X1"}).text
    answer = client.post(where, data=said)
    assert answer.status_code == 303
    assert "由两家合并设立" in client.get(answer.headers["Location"]).text
    row = next(each for each in assessments(number) if each.party_organization_id == late)
    assert (row.left_out, row.stage.value, row.note) == (None, "filling", "由两家合并设立")
    again = client.post(where, data=said)
    assert again.status_code == 422
    assert "已经参评" in again.text
    assert as_actor(cast.jie).post(where, data=said).status_code == 404


def test_a_branch_leaves_and_comes_back_with_a_reason(as_actor, cast, taking_part):
    number, one = taking_part
    client, here = as_actor(cast.bo), f"/ratings/assessments/{one}"
    assert "不参评" in client.get(here).text
    refused = client.post(f"{here}/leave", data={"version": "1", "note": ""})
    assert refused.status_code == 422
    assert "须写明理由" in refused.text
    said = {"version": "1", "note": "正在合并"}
    assert client.post(f"{here}/leave", data=said).status_code == 303
    row = assessment(one)
    assert (row.stage.value, row.left_out.value, row.note) == ("out", "unable", "正在合并")
    assert client.post(f"{here}/leave", data=said).status_code == 409
    text = client.get(here).text
    assert "不参评不是不合格" in text
    assert "恢复参评" in text
    back = {"version": "2", "note": "合并取消"}
    assert client.post(f"{here}/restore", data=back).status_code == 303
    row = assessment(one)
    assert (row.stage.value, row.left_out) == ("filling", None)
    assert client.get(f"/ratings/{number}/list?stage=taking").text.count('<tr><th scope="row">')


def test_leaving_is_for_the_unit_that_runs_the_round(as_actor, cast, taking_part):
    here = f"/ratings/assessments/{taking_part[1]}"
    said = {"version": "1", "note": "试一试"}
    assert as_actor(cast.jie).post(f"{here}/leave", data=said).status_code == 404
    assert as_actor(cast.sheng).post(f"{here}/leave", data=said).status_code == 404
    assert as_actor(cast.dai).post(f"{here}/leave", data=said).status_code == 403
    assert assessment(taking_part[1]).stage.value == "filling"


def test_more_time_is_given_at_the_desk_and_by_those_who_run_the_round(as_actor, cast, taking_part):
    here = f"/ratings/assessments/{taking_part[1]}"
    said = {"version": "1", "note": "系统停机", "last": "2026-12-05"}
    client = as_actor(cast.jie)
    assert "延长填报时间" in client.get(here).text
    assert client.post(f"{here}/extend", data=said | {"last": "明天"}).status_code == 422
    assert client.post(f"{here}/extend", data=said | {"last": "2026-11-30"}).status_code == 422
    assert client.post(f"{here}/extend", data=said).status_code == 303
    text = client.get(here).text
    assert "延长到（现为 2026-12-05）" in text
    again = said | {"version": "2", "last": "2026-12-08"}
    assert as_actor(cast.bo).post(f"{here}/extend", data=again).status_code == 303


def test_a_round_ends_only_when_everything_is_decided(as_actor, cast, taking_part):
    number, one = taking_part
    client = as_actor(cast.bo)
    refused = client.post(f"/ratings/{number}/closing", data={"version": "2"})
    assert refused.status_code == 409
    assert "还有 1 个没有公布星级" in refused.text
    client.post(f"/ratings/assessments/{one}/leave", data={"version": "1", "note": "正在合并"})
    assert client.post(f"/ratings/{number}/closing", data={"version": "1"}).status_code == 409
    assert client.post(f"/ratings/{number}/closing", data={"version": "2"}).status_code == 303
    assert "已结束" in client.get(f"/ratings/{number}").text
    late = client.post(
        f"/ratings/assessments/{one}/restore", data={"version": "2", "note": "合并取消"}
    )
    assert late.status_code == 422


def test_a_secretary_sees_the_branch_and_nothing_is_said_of_scores_not_sent(as_actor, shu, filled):
    text = as_actor(shu).get(f"/ratings/assessments/{filled}").text
    assert "自评还没有报送" in text
    assert f"/ratings/fill/{filled}" in text
    assert f"/ratings/review/{filled}" not in text


@pytest.fixture
def shown_one(filled, shu, cast, do):
    """A branch of 85 points in publicity."""
    do(shu, filling.send, filled, None)
    for actor in (cast.jie, cast.bo):
        for key, points in (("term", 400), ("life", 450), ("extra", 0)):
            do(actor, reviewing.put, filled, key, Given(points, reason="缺会议记录"))
        do(actor, reviewing.pass_on, filled, None)
    number = assessment(filled).round_id
    do(cast.bo, computing.compute, number)
    do(cast.bo, publicity.open_publicity, number)
    return filled


def test_the_page_says_why_a_star_is_not_more(as_actor, cast, shown_one):
    text = as_actor(cast.bo).get(f"/ratings/assessments/{shown_one}").text
    row = assessment(shown_one)
    assert "星级是怎样得出的" in text
    for sentence in row.why:
        assert sentence in text
    assert "计算星级时" in text
    assert "组织建设" in text
    assert "公示" in text
