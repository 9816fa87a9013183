"""A long list is made by a job: the same rows as at once, all of them or none."""

from dataclasses import replace
from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import Stale, work
from partybuild.inspections import commands, opening
from partybuild.inspections.kinds import CampaignState
from partybuild.inspections.models import Expected, Inspection
from partybuild.jobs.models import Job
from partybuild.jobs.ports import Cancelled
from partybuild.organizations.kinds import OrganizationKind as K
from partybuild.organizations.kinds import OrganizationState as S
from partybuild.rules import RuleBroken
from partybuild.workflow import checking
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from tests import factories
from tests.inspections.conftest import PLANNED, campaign
from tests.support.world import ROOT

OWN = {"id", "campaign_id", "case_id", "change", "at"}


class Steps:
    """Progress that lets something happen at a step."""

    def __init__(self, at=None, happens=None):
        self.at, self.happens, self.words = at, happens, []

    def step(self, done, total=0, message=""):
        self.words.append(message)
        if done == self.at and self.happens is not None:
            happens, self.happens = self.happens, None
            happens()


def run(number, actor, progress=None, version=1):
    arguments = {"campaign": number, "version": version}
    return opening.run(actor, arguments, progress or Steps())


@pytest.fixture
def several(cast):
    make = factories.make_organization
    make("甲会（演示）", "610103001")
    make("乙院（演示）", "610103", kind=K.PRIVATE_UNIT)
    make("慈善会（演示）", kind=K.FOUNDATION, charity=True)
    make("新会（演示）", registered_on=date(2026, 2, 2))
    make("旧会（演示）", ended=(S.DEREGISTERED, date(2026, 2, 1), ""))


def rows(model, *conditions):
    """Every row in words, without its own numbers."""
    query = visible(ROOT, model).where(
        *(getattr(model, name) == value for name, value in conditions)
    )
    table = db.session.scalars(query.execution_options(populate_existing=True)).all()
    names = [column.name for column in model.__table__.columns if column.name not in OWN]
    told = [{name: getattr(row, name) for name in names} for row in table]
    return sorted(str(row) for row in told)


def written(number):
    """All that a campaign has written, by table."""
    cases = set(
        db.session.scalars(
            visible(ROOT, Inspection, Inspection.case_id).where(Inspection.campaign_id == number)
        )
    )
    return {
        "expected": rows(Expected, ("campaign_id", number)),
        "inspections": rows(Inspection, ("campaign_id", number)),
        "cases": [r for n in sorted(cases) for r in rows(WorkflowCase, ("id", n))],
        "events": [r for n in sorted(cases) for r in rows(WorkflowEvent, ("case_id", n))],
    }


def test_the_job_writes_what_the_command_writes(several, plan, cast):
    at_once = plan()
    with work(cast.zhu) as running:
        outer = db.session.begin_nested()
        commands.open_campaign(running.actor, at_once, 1)
        db.session.flush()
        wanted = written(at_once)
        outer.rollback()
        running.audited = True
    db.session.expire_all()

    told = run(at_once, cast.zhu)

    assert told["message"] == "已开放，应检 2 家，名单已冻结。"
    found = written(at_once)
    assert {name: sorted(rows) for name, rows in found.items()} == {
        name: sorted(rows) for name, rows in wanted.items()
    }
    assert [len(rows) for rows in found.values()] == [5, 2, 2, 2]
    row = campaign(at_once)
    assert (row.state, row.version, row.opened_by) == (CampaignState.OPEN, 2, cast.zhu.label)
    assert checking.faults(ROOT) == []


def test_who_is_registered_while_the_list_is_made_stands_on_it(several, plan, cast):
    number = plan()
    progress = Steps(2, lambda: factories.make_organization("迟来会（演示）", "610103"))

    assert "应检 3 家" in run(number, cast.zhu, progress)["message"]
    assert len(progress.words) == 6
    assert len(written(number)["inspections"]) == 3


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_cancelled_job_leaves_a_draft_and_may_be_taken_up_again(several, plan, cast, at):
    number = plan()

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        run(number, cast.zhu, Steps(at, stop))
    assert campaign(number).state is CampaignState.DRAFT
    assert written(number)["expected"] == []

    run(number, cast.zhu)
    assert len(written(number)["inspections"]) == 2


def test_a_job_taken_up_again_after_it_was_done_writes_nothing_twice(several, plan, cast):
    number = plan()
    run(number, cast.zhu)
    before = written(number)

    assert run(number, cast.zhu)["url"] == f"/inspections/{number}"
    assert written(number) == before


def test_a_draft_changed_meanwhile_is_not_opened(several, plan, cast):
    number = plan()

    def change():
        with work(cast.zhu) as running:
            commands.draft(running.actor, replace(PLANNED, kinds=(K.FOUNDATION,)), number)

    with pytest.raises(Stale, match="刚刚被改过"):
        run(number, cast.zhu, Steps(2, change))
    assert written(number)["expected"] == []


def test_nobody_expected_is_said_before_anything_is_written(plan, cast):
    with pytest.raises(RuleBroken, match="没有应检组织"):
        run(plan(), cast.zhu)


def test_the_page_says_that_the_list_is_being_made(several, plan, cast, as_actor, monkeypatch):
    monkeypatch.setattr(opening, "AT_ONCE", 1)
    number = plan()
    client = as_actor(cast.zhu)

    answer = client.post(f"/inspections/{number}/opening", data={"version": "1"})

    job = db.session.scalars(visible(ROOT, Job).where(Job.kind == opening.JOB)).one()
    assert answer.headers["Location"].endswith(f"/jobs/{job.id}")
    page = client.get(f"/inspections/{number}").text
    assert "正在生成名单" in page
    assert f"/jobs/{job.id}" in page
    assert "确认名单并开放" not in page
    again = client.post(f"/inspections/{number}/opening", data={"version": "1"})
    assert again.status_code == 409
    assert campaign(number).state is CampaignState.DRAFT
