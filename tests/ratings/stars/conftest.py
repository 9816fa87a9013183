"""Rounds with finished scores, and stars in publicity or decided."""

import pytest
from sqlalchemy import update

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import Assessment
from partybuild.ratings.reviewing import commands as reviewing
from partybuild.ratings.reviewing.commands import Given
from partybuild.ratings.stars import computing, deciding, publicity
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.ratings.conftest import assessment, assessments

AFTER = "2026-11-30T09:00:00"


@pytest.fixture
def through(filled, shu, cast, do):
    """A branch whose self-assessment every tier has passed on; the round and the assessment."""
    do(shu, filling.send, filled, None)
    for actor in (cast.jie, cast.bo):
        for key, points in (("term", 400), ("life", 550), ("extra", 20)):
            do(actor, reviewing.put, filled, key, Given(points))
        do(actor, reviewing.pass_on, filled, None)
    return assessment(filled).round_id, filled


@pytest.fixture
def shown(through, cast, do):
    """Its star stands in publicity: (publicity, assessment)."""
    number, one = through
    do(cast.bo, computing.compute, number)
    return do(cast.bo, publicity.open_publicity, number), one


@pytest.fixture
def decided(shown, cast, do, monkeypatch):
    """Its five stars hold since 2026-11-30: (publicity, assessment)."""
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    do(cast.bo, deciding.decide, shown[0])
    return shown


@pytest.fixture
def scored(plan, open_up):
    """A round whose branches have these final scores; ids of the assessments in that order."""

    def make(*totals, **more):
        for count in range(len(totals)):
            organization = factories.make_organization(f"第{count}协会（演示）", "610103001")
            factories.make_party(f"第{count}支部（演示）", "610103001", covers=[organization])
        number = plan(**more)
        open_up(number)
        ids = [row.id for row in assessments(number)]
        for each, total in zip(ids, totals, strict=True):
            finish(each, total)
        return number, ids

    return make


def finish(number, total):
    """As if every tier had passed it on with this score."""
    stage = Stage.FINAL if total is None else Stage.SCORED
    held = assessment(number)
    with factories.inside(), system("测试"):
        changes = (
            update(Assessment)
            .where(Assessment.id == number)
            .values(stage=stage, final_total=total),
            update(WorkflowCase).where(WorkflowCase.id == held.case_id).values(state=stage.value),
        )
        for change in changes:
            db.session.execute(change.execution_options(synchronize_session=False))
