"""Pages of rating ask the database as often for many branches, items and events as for few."""

import pytest
from sqlalchemy import update

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import Assessment
from partybuild.ratings.reviewing import commands
from partybuild.ratings.reviewing.commands import Given
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.ratings.conftest import assessments
from tests.ratings.reviewing.conftest import POINTS


@pytest.fixture
def lying(plan, open_up):
    """A round of branches of which the first so many lie at the street's desk."""
    for _ in range(8):
        organization = factories.make_organization(unit="610103001")
        factories.make_party(unit="610103001", covers=[organization])
    number = plan()
    open_up(number)
    rows = [(row.id, row.case_id) for row in assessments(number)]

    def lie(count):
        ids, cases = zip(*rows[:count], strict=True)
        changes = (
            update(Assessment).where(Assessment.id.in_(ids)).values(stage=Stage.FIRST),
            update(WorkflowCase).where(WorkflowCase.id.in_(cases)).values(state="first"),
        )
        with factories.inside(), system("测试"):
            for change in changes:
                db.session.execute(change.execution_options(synchronize_session=False))
        return number

    return lie


@pytest.mark.parametrize("address", ["/ratings/review/", "/todo", "/"])
def test_a_desk_costs_the_same_for_many(lying, as_actor, cast, queries, address):
    client = as_actor(cast.jie)

    def asked(count):
        lying(count)
        client.get(address)
        with queries() as seen:
            page = client.get(address)
        assert page.status_code == 200
        return len(seen), page.text

    few, _ = asked(2)
    many, page = asked(8)

    assert many == few
    if address == "/ratings/review/":
        assert page.count("党支部（演示）") >= 8


def test_the_page_that_explains_costs_the_same_whatever_happened(sent, cast, as_actor, queries, do):
    client, here = as_actor(cast.bo), f"/ratings/assessments/{sent}"

    def asked():
        client.get(here)
        with queries() as seen:
            page = client.get(here).text
        return len(seen), page

    few, _ = asked()
    for key, points in POINTS:
        do(cast.jie, commands.put, sent, key, Given(points))
    do(cast.jie, commands.pass_on, sent, None)
    for key, points in POINTS:
        do(cast.bo, commands.put, sent, key, Given(points))
    do(cast.bo, commands.hand_back, sent, None, "依据不清")
    for key, points in POINTS:
        do(cast.jie, commands.put, sent, key, Given(points))
    do(cast.jie, commands.pass_on, sent, None)
    many, page = asked()

    assert "依据不清" in page
    assert many <= few
    assert few < 40
