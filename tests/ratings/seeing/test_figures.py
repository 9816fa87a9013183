"""Every number of the figures is the number of rows of the list that it opens."""

import re

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.jobs.ports import handlers
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.kinds import Stage
from partybuild.ratings.reviewing import commands as reviewing
from partybuild.ratings.reviewing.commands import Given
from partybuild.ratings.seeing import averages
from partybuild.ratings.seeing.models import IndicatorFigure
from tests import factories
from tests.ratings.conftest import assessment, assessments
from tests.support.world import ROOT

LINK = re.compile(r'<td class="num"><a href="(/ratings/\d+/list\?[^"]*)">([\d,]+)</a>')


@pytest.fixture
def several(plan, open_up):
    """Six of three streets and the county itself, at different stages, with and without stars."""
    for count, unit in enumerate(
        ("610103001", "610103001", "610103002", "610103", "610103", "610103003")
    ):
        organization = factories.make_organization(f"第{count}协会（演示）", unit)
        factories.make_party(f"第{count}支部（演示）", unit, covers=[organization])
    number = plan()
    open_up(number)
    stages = (Stage.FILLING, Stage.FIRST, Stage.SCORED, Stage.DECIDED, Stage.OUT, Stage.PUBLICITY)
    stars = (None, None, 5, 4, None, 0)
    with factories.inside():
        for row, stage, star in zip(assessments(number), stages, stars, strict=True):
            row.stage, row.star = stage, star
            row.previous = {5: 4, 0: 1}.get(star)
    return number


def pages(number):
    return (f"/ratings/figures/{number}", f"/ratings/figures/{number}/stars")


def test_every_number_opens_a_list_of_as_many_rows(several, as_actor, cast):
    client = as_actor(cast.bo)
    for page in (*pages(several), *(f"{page}?unit=610103001" for page in pages(several))):
        found = LINK.findall(client.get(page).text)
        assert len(found) >= 3, page
        for link, count in found:
            rows = client.get(link.replace("&amp;", "&")).text.count('<tr><th scope="row">')
            assert rows == int(count), (page, link)


def test_the_stages_add_up_and_the_units_to_the_total(several, as_actor, cast):
    text = as_actor(cast.bo).get(f"/ratings/figures/{several}").text
    rows = re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', text)
    cells = {
        re.sub(r"<[^>]+>", "", name): [int(n) for n in re.findall(r">(\d+)<", rest)]
        for name, rest in rows
    }
    assert list(cells) == ["碑林区本级", "南院门街道", *list(cells)[2:-1], "合计"]
    total = cells.pop("合计")
    assert total == [sum(column) for column in zip(*cells.values(), strict=True)]
    assert total[0] == sum(total[1:-1]) == 5
    assert total[-1] == 1


def test_moves_are_read_from_star_to_star(several, as_actor, cast):
    text = as_actor(cast.bo).get(f"/ratings/figures/{several}/stars").text
    assert "previous=4&star=5" in text.replace("&amp;", "&")
    assert "previous=1&star=0" in text.replace("&amp;", "&")
    assert "首次参评" in text
    assert "本单位没有更早的一轮" in text


def test_a_later_round_says_whether_it_may_be_compared(several, plan, open_up, as_actor, cast):
    number = plan(title="补评")
    open_up(number)
    text = as_actor(cast.bo).get(f"/ratings/figures/{number}/stars").text
    assert "用的是同一方案同一版本，可以比较" in text


def test_a_street_sees_its_own_and_next_door_nothing(several, as_actor, cast):
    street = as_actor(cast.jie)
    text = street.get(f"/ratings/figures/{several}").text
    assert "合计" in text
    assert 'stage=taking">2<' in text.replace("&amp;", "&")
    assert street.get(f"/ratings/figures/{several}?unit=610103002").status_code == 404
    for page in (*pages(several), f"/ratings/figures/{several}/indicators"):
        assert as_actor(cast.cheng).get(page).status_code == 404


def test_a_draft_has_no_figures(plan, as_actor, cast):
    number = plan()
    assert as_actor(cast.bo).get(f"/ratings/figures/{number}").status_code == 404
    assert as_actor(cast.bo).get("/ratings/figures/").headers["Location"].endswith("/ratings/")


def test_the_latest_round_is_shown_first(several, as_actor, cast):
    answer = as_actor(cast.bo).get("/ratings/figures/")
    assert answer.headers["Location"].endswith(f"/ratings/figures/{several}")


def test_figures_cost_the_same_for_twice_as_many(several, as_actor, cast, queries):
    client = as_actor(cast.bo)
    for page in pages(several):
        asked = []
        for unit in ("610103001", "610103"):
            client.get(f"{page}?unit={unit}")
            with queries() as seen:
                client.get(f"{page}?unit={unit}")
            asked.append(len(seen))
        assert asked[1] - asked[0] <= 2, page


@pytest.fixture
def scored(filled, shu, cast, do):
    """One branch: 40 of 40, 55 cut to 45 of 60, 2 of 10."""
    do(shu, filling.send, filled, None)
    for actor in (cast.jie, cast.bo):
        for key, points in (("term", 400), ("life", 450), ("extra", 20)):
            do(actor, reviewing.put, filled, key, Given(points, reason="缺会议记录"))
        do(actor, reviewing.pass_on, filled, None)
    return assessment(filled).round_id


def test_averages_show_where_branches_lose_points(scored, as_actor, cast):
    client, page = as_actor(cast.bo), f"/ratings/figures/{scored}/indicators"
    assert "还没有计算各指标平均分" in client.get(page).text
    assert client.post(f"/ratings/figures/{scored}/averages").status_code == 303
    text = client.get(page).text
    order = [text.index(label) for label in ("加分", "组织生活", "按期换届")]
    assert order == sorted(order)
    row = re.search(r"组织生活</th>(.*?)</tr>", text)[1]
    assert re.findall(r'num">([\d.]+)<', row) == ["60", "55", "45", "10", "15", "1"]
    assert "75.0%" in row
    assert "45" in as_actor(cast.jie).get(page).text
    assert "按指标顺序，" in client.get(f"{page}?sort=order").text


def test_averages_are_computed_once_more_and_stand_once(scored, do, cast):
    do(cast.bo, averages.compute, scored)
    do(cast.bo, averages.compute, scored)
    rows = db.session.scalars(visible(ROOT, IndicatorFigure)).all()
    units = {row.unit_id for row in rows}
    assert len(rows) == 3 * len(units)
    assert len(units) == 2


def test_many_are_averaged_by_a_job(scored, as_actor, cast, monkeypatch):
    monkeypatch.setattr(averages, "AT_ONCE", 0)
    answer = as_actor(cast.bo).post(f"/ratings/figures/{scored}/averages")
    assert "/jobs/" in answer.headers["Location"]

    class Progress:
        def step(self, done, total=0, message=""):
            pass

    done = handlers[averages.JOB](cast.bo, {"round": scored}, Progress())
    assert done["message"] == "已算出 3 项的平均分。"


def test_only_those_who_run_the_round_compute(scored, as_actor, cast):
    where = f"/ratings/figures/{scored}/averages"
    assert as_actor(cast.dai).post(where).status_code == 403
    assert as_actor(cast.jie).post(where).status_code == 404
    assert as_actor(cast.cheng).post(where).status_code == 404
