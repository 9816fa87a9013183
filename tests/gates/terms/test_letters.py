"""提示函 for a list: one act, numbers without a gap, each a reminder, one zip; or none."""

import io
import zipfile
from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines.models import Reminder
from partybuild.gates.terms import letters, periods, rules
from partybuild.gates.terms.rules import Matter, Periods
from partybuild.notices import queries
from partybuild.notices.models import Notice
from partybuild.party.kinds import Formation
from tests import factories
from tests.gates.terms.conftest import COUNTY, set_term
from tests.support.world import ROOT

DATA = {"contact": "张干事", "telephone": "029-00000000"}


def branch(name, last=date(2027, 3, 1), **said):
    number = factories.make_party(name=name, unit=COUNTY, **said)
    if last:
        set_term(number, date(2024, 3, 2), last)
    return number


@pytest.fixture
def three(database):
    return [branch(f"第{n}支部（演示）") for n in (1, 2, 3)]


def all_of(model):
    return db.session.scalars(visible(ROOT, model).order_by(model.id)).all()


def test_each_is_numbered_and_logged_and_all_come_in_one_file(three, as_actor, cast):
    client = as_actor(cast.bo)
    page = client.get("/terms/letters?" + "&".join(f"party={n}" for n in three)).text
    assert "将出具 3 份提示函" in page

    done = client.post("/terms/letters", data={**DATA, "party": [str(n) for n in three]})

    assert done.status_code == 303, done.text
    assert [row.number for row in all_of(Notice)] == [1, 2, 3]
    assert {row.channel.value for row in all_of(Reminder)} == {"letter"}
    assert len(all_of(Reminder)) == 3
    made = client.get(done.headers["Location"])
    assert "第2支部（演示）" in made.text
    with client.get(f"{done.headers['Location']}/letters.zip") as answer:
        package = zipfile.ZipFile(io.BytesIO(answer.data))
    assert len(package.namelist()) == 3
    assert package.read(package.namelist()[0]) == queries.content(ROOT, all_of(Notice)[0].id)


def test_one_that_can_have_none_stops_all(three, as_actor, cast):
    temporary = branch("临时支部（演示）", formation=Formation.TEMPORARY)

    done = as_actor(cast.bo).post("/terms/letters", data={**DATA, "party": [*three, temporary]})

    assert done.status_code == 422
    assert "临时支部（演示）”（临时党组织不换届）" in done.text
    assert all_of(Notice) == []
    assert all_of(Reminder) == []


def test_nobody_chosen_is_said(database, as_actor, cast):
    answer = as_actor(cast.bo).get("/terms/letters")

    assert answer.status_code == 409
    assert "请先在名单里勾选" in answer.text


def test_next_door_and_leaders_may_not(three, as_actor, cast):
    data = {**DATA, "party": [str(three[0])]}

    assert as_actor(cast.cheng).post("/terms/letters", data=data).status_code == 404
    assert as_actor(cast.dai).post("/terms/letters", data=data).status_code == 403
    assert all_of(Notice) == []


def test_the_letters_of_another_unit_are_not_there(three, as_actor, cast):
    client = as_actor(cast.bo)
    url = client.post("/terms/letters", data={**DATA, "party": [str(three[0])]}).headers["Location"]

    assert as_actor(cast.cheng).get(url).status_code == 404
    assert as_actor(cast.cheng).get(f"{url}/letters.zip").status_code == 404


def test_the_list_offers_boxes_to_who_may_issue(three, as_actor, cast):
    assert f'name="party" value="{three[0]}"' in as_actor(cast.bo).get("/terms").text
    assert 'name="party"' not in as_actor(cast.dai).get("/terms").text


def test_the_periods_are_policy_with_their_source(database, monkeypatch):
    assert periods.holding(date(2026, 11, 20)) == Periods(2, 1, 3)
    assert "支部工作条例" in periods.DEFAULT.source
    longer = Periods(4, 2, 6)

    due = rules.due(Matter.ELECTION, "studying", date(2026, 1, 1), date(2026, 12, 31), longer)

    assert due == date(2026, 8, 31)
    monkeypatch.setattr(letters.periods, "holding", lambda day: longer)
    assert letters.request_by(date(2027, 6, 30)) == date(2027, 2, 28)
