"""Stars of very many: jobs that prepare before the lock, begin anew when overtaken, or write nothing."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from partybuild.access.scope import system, visible
from partybuild.db import db
from partybuild.db.work import Stale, work
from partybuild.jobs.models import Job
from partybuild.party.models import PartyEvent
from partybuild.ratings.kinds import Stage
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.rules import Gate
from partybuild.ratings.stars import choosing, computing, deciding, publicity, working
from partybuild.ratings.stars.models import PartyStar, Publicity
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from tests import factories
from tests.ratings.conftest import SCHEME, assessment, assessments
from tests.ratings.stars.conftest import AFTER, finish
from tests.ratings.stars.test_changing import fine
from tests.support.world import ROOT

PENALISED = replace(
    SCHEME,
    name="penalised",
    gates=(Gate("p", GateFact.PENALISED.value, "行政处罚", 4, "撤销处罚后"),),
)


class Progress:
    """Counts the steps; `before` happens once, just before something is written."""

    def __init__(self, before=None):
        self.words, self.before = [], before

    def step(self, done, total=0, message=""):
        self.words.append(message)
        if self.before and message.startswith("正在写入"):
            happens, self.before = self.before, None
            happens()


def counts(*models):
    found = []
    for model in models:
        query = visible(ROOT, model).execution_options(populate_existing=True)
        found.append(len(db.session.scalars(query).all()))
    return found


def written():
    """What a publicity or a decision would leave behind."""
    db.session.rollback()
    named = PartyEvent.action == "评定星级"
    events = len(db.session.scalars(visible(ROOT, PartyEvent).where(named)).all())
    return [events, *counts(Publicity, PartyStar, WorkflowEvent)]


def stages(ids):
    db.session.rollback()
    return [assessment(number).stage for number in ids]


@pytest.fixture
def few(monkeypatch):
    """Whatever is more than one is many."""
    monkeypatch.setattr(working, "AT_ONCE", 1)


@pytest.fixture
def computed(scored, cast):
    number, ids = scored(950, 850, 720)
    working.run(cast.bo, {"round": number}, Progress())
    return number, ids


@pytest.fixture
def listed(computed, cast):
    """Three stars in publicity: (round, publicity, assessments)."""
    number, ids = computed
    done = working.show(cast.bo, {"round": number, "expected": 3, "last": 0}, Progress())
    return number, int(done["url"].rsplit("/", 1)[1]), ids


def test_the_same_stands_as_without_a_job(listed, cast, monkeypatch):
    number, shown, ids = listed
    assert stages(ids) == [Stage.PUBLICITY] * 3
    assert {assessment(each).publicity_id for each in ids} == {shown}
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    progress = Progress()

    done = working.decide(cast.bo, {"round": number, "publicity": shown}, progress)

    assert done["message"].startswith("已公布 3 个")
    assert progress.words[0] == "正在重新核对参评条件和异议"
    rows = [assessment(each) for each in ids]
    assert [row.stage for row in rows] == [Stage.DECIDED] * 3
    assert all(row.facts["decided"]["day"] == "2026-11-30" for row in rows)
    stars = db.session.scalars(visible(ROOT, PartyStar).order_by(PartyStar.id)).all()
    assert {star.assessment_id: star.star for star in stars} == dict(
        zip(ids, (5, 4, 3), strict=True)
    )
    paper = publicity.shown(cast.bo, shown).announcement
    assert paper == "碑林社党〔2026〕1号"
    assert {star.document for star in stars} == {paper}
    of = visible(ROOT, WorkflowCase).where(WorkflowCase.id == rows[0].case_id)
    case = db.session.scalars(of).one()
    events = db.session.scalars(
        visible(ROOT, WorkflowEvent).where(WorkflowEvent.case_id == case.id)
    )
    assert [e.action for e in events][-2:] == ["publish", "decide"]
    assert (case.state, case.closed_on is not None) == ("decided", True)


def test_a_star_changed_meanwhile_is_shown_as_it_is(computed, cast):
    number, ids = computed

    def meanwhile():
        with work(cast.bo) as running:
            choosing.override(running.actor, ids[1], 3, "核实")

    progress = Progress(meanwhile)
    working.show(cast.bo, {"round": number, "expected": 3, "last": 0}, progress)

    assert progress.words.count("正在核对公示名单") == 2
    assert (assessment(ids[1]).star, assessment(ids[1]).stage) == (3, Stage.PUBLICITY)


def test_a_publicity_prepared_before_a_change_is_stale_and_leaves_nothing(computed, cast, do):
    number, ids = computed
    ready = publicity.prepare(cast.bo, number, 3)
    ready.rows.lay()
    do(cast.bo, choosing.override, ids[0], 4, "核实")
    before = written()

    with pytest.raises(Stale, match="没有写入"):
        do(cast.bo, publicity.open_publicity, number, 3, ready)

    assert written() == before
    assert stages(ids) == [Stage.SCORED] * 3


def test_a_case_that_moved_meanwhile_undoes_everything(computed, cast, do):
    number, ids = computed
    ready = publicity.prepare(cast.bo, number, 3)
    ready.rows.lay()
    touched = update(WorkflowCase).where(WorkflowCase.id == assessment(ids[2]).case_id)
    with factories.inside(), system("测试"):
        db.session.execute(touched.values(version=2))
    before = written()

    with pytest.raises(Stale, match="没有写入"):
        do(cast.bo, publicity.open_publicity, number, 3, ready)

    assert written() == before
    assert stages(ids) == [Stage.SCORED] * 3


def test_of_two_at_once_one_shows_the_list(computed, cast, do):
    number, _ = computed
    first, second = (publicity.prepare(cast.bo, number, 3) for _ in range(2))
    do(cast.bo, publicity.open_publicity, number, 3, first)
    before = written()

    with pytest.raises(Stale):
        do(cast.bo, publicity.open_publicity, number, 3, second)
    assert written() == before

    done = working.show(cast.bo, {"round": number, "expected": 3, "last": 0}, Progress())
    assert done["message"] == "已开始公示。"
    assert written() == before


def test_another_number_than_the_page_said_is_refused_by_its_sentence(computed, cast):
    with pytest.raises(Stale, match="页面上待公示 2 个，现在是 3 个"):
        working.show(cast.bo, {"round": computed[0], "expected": 2, "last": 0}, Progress())


def test_a_penalty_that_comes_while_it_is_decided_stops_it(scored, publish, cast, do, monkeypatch):
    number, ids = scored(950, 850, scheme_id=publish(PENALISED))
    working.run(cast.bo, {"round": number}, Progress())
    done = working.show(cast.bo, {"round": number, "expected": 2, "last": 0}, Progress())
    shown = int(done["url"].rsplit("/", 1)[1])
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    before = written()

    with pytest.raises(RuleBroken, match="受行政处罚"):
        working.decide(
            cast.bo,
            {"round": number, "publicity": shown},
            Progress(lambda: fine(assessment(ids[0]).organization_id, date(2026, 11, 30))),
        )

    assert written() == before
    assert stages(ids) == [Stage.PUBLICITY] * 2


def test_a_change_elsewhere_does_not_stop_a_decision(listed, cast, monkeypatch):
    number, shown, _ = listed
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    progress = Progress(lambda: factories.make_organization("别处协会（演示）", "610102"))

    working.decide(cast.bo, {"round": number, "publicity": shown}, progress)

    assert progress.words.count("正在重新核对参评条件和异议") == 1
    assert written()[2] == 3


def test_a_paper_issued_meanwhile_takes_the_number(listed, cast, do, monkeypatch):
    _, shown, _ = listed
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    ready = deciding.prepare(cast.bo, shown)
    ready = replace(ready, document="碑林社党〔2026〕9号")

    with pytest.raises(Stale):
        do(cast.bo, deciding.decide, shown, "", "", "", ready)
    assert publicity.shown(cast.bo, shown).decided_on is None


def test_of_two_decisions_one_stands(listed, cast, do, monkeypatch):
    number, shown, _ = listed
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    second = deciding.prepare(cast.bo, shown)
    working.decide(cast.bo, {"round": number, "publicity": shown}, Progress())
    before = written()

    with pytest.raises(Stale, match="已于 2026-11-30 公布"):
        do(cast.bo, deciding.decide, shown, "", "", "", second)
    again = working.decide(cast.bo, {"round": number, "publicity": shown}, Progress())

    assert again["message"].startswith("已公布，文号")
    assert written() == before


def test_what_breaks_off_leaves_nothing_half_done(listed, cast, do, monkeypatch):
    number, shown, ids = listed
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    before = written()
    real = deciding.bring_over

    def broken(*arguments):
        real(*arguments)
        raise RuntimeError("gone")

    monkeypatch.setattr(deciding, "bring_over", broken)
    with pytest.raises(RuntimeError):
        working.decide(cast.bo, {"round": number, "publicity": shown}, Progress())

    assert written() == before
    assert stages(ids) == [Stage.PUBLICITY] * 3
    assert publicity.shown(cast.bo, shown).announcement == ""


def test_pages_hand_many_to_a_job_and_show_it(computed, cast, as_actor, few):
    number, _ = computed
    client = as_actor(cast.bo)

    answer = client.post(
        f"/ratings/stars/{number}/publicity", data={"expected": "3", "confirmed": "y"}
    )

    assert "/jobs/" in answer.headers["Location"]
    job = db.session.scalars(visible(cast.bo, Job)).one()
    assert (job.kind, job.arguments["expected"]) == (working.SHOWING, 3)
    page = client.get(f"/ratings/stars/{number}").get_data(as_text=True)
    assert "任务正在办理" in page
    assert f"/jobs/{job.id}" in page
    again = client.post(f"/ratings/stars/{number}/computing", data={})
    assert again.status_code == 422
    assert "正由任务办理" in again.get_data(as_text=True)


def test_the_decision_of_many_is_a_job(listed, cast, as_actor, few, monkeypatch):
    _, shown, _ = listed
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    client = as_actor(cast.bo)

    here = f"/ratings/stars/publicity/{shown}/decision"
    assert "由任务办理" in client.get(here).text
    assert "刚刚重新读取" in client.get(f"{here}?check=1").text

    answer = client.post(here, data={"confirmed": "y", "contact": "某科"})

    assert "/jobs/" in answer.headers["Location"]
    job = db.session.scalars(visible(cast.bo, Job)).one()
    assert (job.kind, job.arguments["contact"]) == (working.DECIDING, "某科")
    page = client.get(f"/ratings/stars/publicity/{shown}").get_data(as_text=True)
    assert "任务正在办理" in page
    done = working.decide(cast.bo, job.arguments, Progress())
    assert done["message"].startswith("已公布 3 个")


def test_computing_fills_the_averages_of_the_items(filled_round, cast):
    number = filled_round
    working.run(cast.bo, {"round": number}, Progress())

    assert counts(working.averages.IndicatorFigure)[0] > 0


@pytest.fixture
def filled_round(through):
    return through[0]


def test_statements_of_a_decision_do_not_grow_with_the_number(
    plan, open_up, cast, do, queries, monkeypatch
):
    def sent(more):
        for _ in range(more):
            organization = factories.make_organization(unit="610103001")
            factories.make_party(unit="610103001", covers=[organization])
        number = plan()
        open_up(number)
        for row in [row.id for row in assessments(number)]:
            finish(row, 700 + row % 90)
        do(cast.bo, computing.compute, number)
        shown = do(cast.bo, publicity.open_publicity, number)
        with monkeypatch.context() as later, queries() as seen:
            later.setenv("PARTYBUILD_NOW", AFTER)
            do(cast.bo, deciding.decide, shown, "碑社党〔2026〕8号")
        return len(seen)

    sent(2)
    assert sent(2) == sent(9)
