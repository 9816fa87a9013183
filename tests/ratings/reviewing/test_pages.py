"""The reviewer's pages: who may do what, bad input kept, stale said, nothing typed decides."""

import io
import re
from datetime import date

import pytest

from partybuild.accounts.models import User
from partybuild.db import db
from partybuild.evidence.arrivals import Paper, Upload, arrive
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.reviewing import commands, queries
from partybuild.ratings.reviewing.commands import Given
from tests import factories
from tests.evidence.papers import picture
from tests.ratings.conftest import PHOTO, assessment
from tests.ratings.reviewing.test_commands import DUE
from tests.support.world import ROOT

HOME = "/ratings/review/"


def another():
    """A further photograph, not the one that lies there."""
    return Paper("any", arrive(Upload("补充.jpg", io.BytesIO(picture(size=(80, 30))))))


def save(client, number, marks, **more):
    return client.post(f"{HOME}{number}/scores", data={**marks, **more})


def first(number):
    return sheet(ROOT, number).points(Tier.FIRST)


def test_the_desk_lists_what_lies_there(sent, as_actor, cast):
    text = as_actor(cast.jie).get(HOME).text

    assert "参评协会党支部（演示）" in text
    assert 'name="id"' in text
    assert "没有符合" in as_actor(cast.jie).get(f"{HOME}?overdue=1").text
    assert "没有符合" in as_actor(cast.jie).get(f"{HOME}?tier=final").text
    assert "参评协会党支部" in as_actor(cast.jie).get(f"{HOME}?tier=first&category=all").text
    assert "现在没有待评审" in as_actor(cast.bo).get(HOME).text
    assert "参评协会党支部" in as_actor(cast.bo).get(f"{HOME}?place=area").text
    assert "参评协会党支部" not in as_actor(cast.cheng).get(f"{HOME}?place=area").text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((name, 200) for name in ("jie", "bo", "shi", "dai", "zhu")),
        ("cheng", 404),
        *((name, 403) for name in ("xi", "an", "ji")),
    ],
)
def test_who_reads_the_page(sent, as_actor, cast, who, status):
    assert as_actor(getattr(cast, who)).get(f"{HOME}{sent}").status_code == status


def test_only_the_desk_scores(sent, as_actor, cast, shu):
    marks = {"only": "life", "points-life": "55", "reason-life": ""}
    statuses = {
        who: save(as_actor(getattr(cast, who)), sent, marks).status_code
        for who in ("bo", "dai", "zhu", "bao", "xi", "cheng")
    }

    assert statuses == {"bo": 403, "dai": 403, "zhu": 403, "bao": 403, "xi": 403, "cheng": 404}
    assert save(as_actor(shu), sent, marks).status_code == 403
    assert as_actor(shu).get(f"{HOME}{sent}").status_code == 200
    assert "保存此项" not in as_actor(shu).get(f"{HOME}{sent}").text
    assert first(sent) == {}


def test_one_item_is_saved_and_the_rest_of_the_form_is_left(sent, as_actor, cast, seen):
    client, marks = as_actor(cast.jie), seen(cast.jie, sent, "life")

    refused = save(client, sent, marks, **{"points-life": "50"})
    assert refused.status_code == 422
    assert "请写明扣分原因" in refused.text
    assert re.search(r'name="points-life"[^>]*value="50"', refused.text)
    said = {"points-life": "50", "reason-life": "缺两次记录"}
    assert save(client, sent, marks, **said).status_code == 303

    assert first(sent) == {"life": 500}
    text = client.get(f"{HOME}{sent}").text
    assert "缺两次记录" in text
    assert "低于自评" in text


def test_a_group_is_saved_together_or_not_at_all(sent, as_actor, cast, seen):
    client, marks = as_actor(cast.jie), seen(cast.jie, sent, "life")
    marks |= {"only": "", "group": "group", "option-term": "yes", "points-life": "61"}

    refused = save(client, sent, marks)
    assert refused.status_code == 422
    assert "0 至 60 分之间" in refused.text
    assert first(sent) == {}
    assert save(client, sent, marks, **{"points-life": "55"}).status_code == 303
    assert first(sent) == {"term": 400, "life": 550}


@pytest.mark.parametrize("typed", ["", "abc", "-1", "55.55", "55.5", "1e9", "NaN", "９９９", "٣"])
def test_what_is_no_score_is_refused(sent, as_actor, cast, seen, typed):
    answer = save(as_actor(cast.jie), sent, seen(cast.jie, sent, "life"), **{"points-life": typed})

    assert answer.status_code == 422
    assert first(sent) == {}


def test_what_options_come_to_is_not_read_from_the_form(sent, as_actor, cast, seen):
    marks = seen(cast.jie, sent, "term") | {"option-term": "yes"}
    more = {"points-term": "1", "star": "5", "state": "decided", "stage": "decided"}
    more |= {"tier": "final", "user_id": "1", "reviewer": "别人", "total": "1000", "attempt": "9"}

    assert save(as_actor(cast.jie), sent, marks, **more).status_code == 303

    score = sheet(ROOT, sent).current(Tier.FIRST)["term"]
    assert (score.points, score.user_id, score.attempt) == (400, cast.jie.user_id, 1)
    row = assessment(sent)
    assert (row.stage, row.star, row.final_total) == (Stage.FIRST, None, None)
    assert sheet(ROOT, sent).points(Tier.FINAL) == {}
    strange = seen(cast.jie, sent, "term") | {"option-term": "no-such"}
    assert save(as_actor(cast.jie), sent, strange).status_code == 422


def test_an_item_of_another_tier_or_of_no_scheme(sent, as_actor, cast):
    answer = save(as_actor(cast.jie), sent, {"only": "nothing", "points-nothing": "1"})

    assert answer.status_code == 422
    assert first(sent) == {}


def test_files_that_changed_are_named(sent, as_actor, cast, shu, do, seen):
    old = seen(cast.jie, sent, "life")
    do(cast.jie, commands.send_back, sent, None, {"life": "补记录"}, "材料不全", DUE)
    do(shu, filling.save, sent, "life", Answer(550), [another()])
    do(shu, filling.send, sent, None)
    client, said = as_actor(cast.jie), {"points-life": "55"}

    moved = save(client, sent, old, **said)
    assert moved.status_code == 409
    assert "报送补正" in moved.text
    current = seen(cast.jie, sent, "life")
    stale = save(client, sent, current | {"seen-life": old["seen-life"]}, **said)
    assert stale.status_code == 409
    assert "新增 补充.jpg（第 1 版）" in stale.text
    assert first(sent) == {}
    assert save(client, sent, current, **said).status_code == 303


def test_two_reviewers_at_once(sent, as_actor, cast, do, seen):
    marks = seen(cast.jie, sent, "life")
    do(cast.jie, commands.put, sent, "life", Given(500, "缺两次记录"))

    late = save(as_actor(cast.jie), sent, marks, **{"points-life": "55"})

    assert late.status_code == 409
    assert "评为 50 分" in late.text
    assert first(sent) == {"life": 500}


def test_the_tier_passes_on_once(sent, as_actor, cast, do):
    client, here = as_actor(cast.jie), f"{HOME}{sent}/pass_first"
    owed = client.post(here, data={"version": "2"})
    assert owed.status_code == 422
    assert "还有项目没有评分" in owed.text
    for key, points in (("term", 400), ("life", 550), ("extra", 20)):
        do(cast.jie, commands.put, sent, key, Given(points))
    assert client.post(here, data={"version": "1"}).status_code == 409
    assert client.post(here, data={"version": "2"}).status_code == 303
    assert client.post(here, data={"version": "2"}).status_code == 409
    assert assessment(sent).stage is Stage.FINAL
    assert as_actor(cast.bo).post(f"{HOME}{sent}/pass_second").status_code == 404
    assert as_actor(cast.bo).post(f"{HOME}{sent}/nonsense").status_code == 404


def test_items_are_returned_with_their_words(sent, as_actor, cast):
    client, here = as_actor(cast.jie), f"{HOME}{sent}/return_first"
    said = {"version": "2", "note": "材料不全", "item": "life", "words-life": "补上半年的记录"}

    for missing in ({"due_on": ""}, {"due_on": "2026-11-19"}, {"due_on": "明天"}):
        refused = client.post(here, data=said | missing)
        assert refused.status_code == 422
        assert "补正期限" in refused.text
        assert "补上半年的记录" in refused.text
    assert client.post(here, data=said | {"due_on": "2026-11-27"}).status_code == 303
    assert "补上半年的记录" in client.get(f"{HOME}{sent}").text
    assert assessment(sent).stage is Stage.RETURNED


def test_a_tier_is_handed_back_with_a_reason(first_done, as_actor, cast):
    client, here = as_actor(cast.bo), f"{HOME}{first_done}/back_final"

    assert client.post(here, data={"version": "3"}).status_code == 422
    said = {"version": "3", "note": "依据不清"}
    assert client.post(here, data=said).status_code == 303
    assert assessment(first_done).stage is Stage.FIRST


def test_a_veto_and_a_visit_are_entered_on_the_page(sent, as_actor, cast):
    client, here = as_actor(cast.jie), f"{HOME}{sent}"
    said = {"version": "2", "veto": "accident", "document": "", "note": ""}
    assert client.post(f"{here}/vetoes", data=said).status_code == 422
    assert (
        client.post(f"{here}/vetoes", data=said | {"document": "应急〔2026〕3号"}).status_code
        == 303
    )
    assert "应急〔2026〕3号" in client.get(here).text
    number = queries.vetoes(ROOT, sheet(ROOT, sent).case.id)[0].id
    assert client.post(f"{here}/vetoes/{number}/lifting", data={"note": ""}).status_code == 422
    assert client.post(f"{here}/vetoes/999999/lifting", data={"note": "x"}).status_code == 422
    assert client.post(f"{here}/vetoes/{number}/lifting", data={"note": "查否"}).status_code == 303

    visit = {"visited_on": "2026-11-30", "people": "王、李", "words": "场所完好"}
    refused = client.post(f"{here}/visits", data=visit)
    assert refused.status_code == 422
    assert "场所完好" in refused.text
    good = visit | {"visited_on": "2026-11-18", "paper-visit": (io.BytesIO(PHOTO), "现场.jpg")}
    assert client.post(f"{here}/visits", data=good).status_code == 303
    text = client.get(here).text
    assert "现场.jpg" in text
    link = re.search(r'href="(/evidence/\d+)"[^>]*>现场.jpg', text).group(1)
    with client.get(link) as sent_file:
        assert sent_file.headers["Content-Disposition"].startswith("attachment")
    wrong = visit | {"visited_on": "2026-11-18", "paper-visit": (io.BytesIO(b"<html>"), "a.jpg")}
    assert client.post(f"{here}/visits", data=wrong).status_code == 422


def test_clean_ones_are_previewed_and_accepted(sent, as_actor, cast):
    client = as_actor(cast.jie)
    preview = client.get(f"{HOME}acceptance?id={sent}").text
    assert f'value="{sent}:2"' in preview
    assert f'value="{sent}:2"' in client.get(f"{HOME}acceptance?tier=first").text
    here = f"{HOME}acceptance"

    assert client.post(here, data={"pick": f"{sent}:1"}).status_code == 409
    assert client.post(here, data={"pick": "x"}).status_code == 409
    assert client.post(here, data={}).status_code == 409
    assert as_actor(cast.bo).post(here, data={"pick": f"{sent}:2"}).status_code == 409
    assert as_actor(cast.cheng).post(here, data={"pick": f"{sent}:2"}).status_code == 404
    assert as_actor(cast.dai).get(here).status_code == 403
    assert client.post(here, data={"pick": f"{sent}:2"}).status_code == 303
    row = assessment(sent)
    assert (row.stage, row.first_total) == (Stage.FINAL, 970)


def test_exceptions_are_listed_with_their_reason(sent, as_actor, cast, shu, do):
    do(cast.jie, commands.send_back, sent, None, {"life": "补记录"}, "材料不全", DUE)
    do(shu, filling.save, sent, "life", Answer(550), [another()])
    do(shu, filling.send, sent, None)

    client = as_actor(cast.jie)
    assert "曾被退回" in client.get(HOME).text
    assert "曾被退回" in client.get(f"{HOME}acceptance?id={sent}").text
    assert client.post(f"{HOME}acceptance", data={"pick": f"{sent}:4"}).status_code == 409


def test_nobody_left_at_the_desk_the_level_above_acts(sent, as_actor, cast, seen, monkeypatch):
    with factories.inside():
        db.session.get(User, cast.jie.user_id).disabled_on = date(2026, 11, 1)

    marks = seen(cast.bo, sent, "life") | {"points-life": "55"}
    assert save(as_actor(cast.bo), sent, marks).status_code == 303
    assert first(sent) == {"life": 550}


def test_a_page_asks_as_often_for_many_items_as_for_few(sent, publish, as_actor, cast, queries, do):
    client = as_actor(cast.jie)
    client.get(f"{HOME}{sent}")
    with queries() as before:
        client.get(f"{HOME}{sent}")
    for key, points in (("term", 400), ("life", 550), ("extra", 20)):
        do(cast.jie, commands.put, sent, key, Given(points))
    with queries() as after:
        client.get(f"{HOME}{sent}")

    assert len(after) <= len(before)
    assert len(before) < 60
