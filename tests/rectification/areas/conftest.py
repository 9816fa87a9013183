import io

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.enforcement.conftest import number, picture
from tests.support.world import ROOT

SAID = {
    "reasons": "组织覆盖率低\n应建未建较多",
    "answer_by": "2026-12-05",
    "deadline": "2027-02-20",
    "contact": "周经办（演示）",
    "telephone": "029-80000001",
}
INTERVIEW = {"invited": "王书记（演示）", "hour": "上午九时", "place": "市委党校会议室"}
PROMISE = {
    "day": "2026-11-20",
    "words1": "新建党组织一个",
    "person1": "李科长（演示）",
    "until1": "2026-12-31",
    "words2": "派驻指导员",
    "person2": "赵干事（演示）",
    "until2": "2026-12-10",
}


def case(case_id):
    return db.session.scalars(
        visible(ROOT, WorkflowCase)
        .where(WorkflowCase.id == case_id)
        .execution_options(populate_existing=True)
    ).one()


def rows(model):
    query = visible(ROOT, model).order_by(model.id).execution_options(populate_existing=True)
    return db.session.scalars(query).all()


@pytest.fixture
def beilin(database):
    """碑林区: one of two organizations is covered, 50.0 %."""
    covered, _ = factories.make_organization(), factories.make_organization()
    party = factories.make_party()
    factories.link(party, covered)
    return party


@pytest.fixture
def shi(as_actor, cast):
    """The officer of the city, who urges."""
    return as_actor(cast.shi)


@pytest.fixture
def send(shi):
    """Send the form that takes a unit up; the answer."""

    def post(measure="circular", unit="610103", client=None, figures=None, **said):
        wanted = {"covered": "85"} if figures is None else figures
        data = {"unit": unit, "measure": measure, "figure": list(wanted), **SAID, **said}
        data |= {f"wanted-{key}": value for key, value in wanted.items()}
        return (client or shi).post("/rectification/areas", data=data)

    return post


@pytest.fixture
def urge(send, beilin):
    """Take 碑林区 up; the case's id."""

    def made(measure="circular", **said):
        answer = send(measure, **(INTERVIEW if measure == "interview" else {}), **said)
        assert answer.status_code == 303, answer.text
        return number(answer)

    return made


@pytest.fixture
def step(shi):
    """Take a step; `version` is the case's as it stands unless named."""

    def take(case_id, action, client=None, files=(), version=None, **said):
        version = case(case_id).version if version is None else version
        data = {f"{action}-{name}": value for name, value in said.items()}
        data[f"{action}-version"] = str(version)
        data |= {f"paper-{slot}": (io.BytesIO(picture()), f"{slot}.png") for slot in files}
        return (client or shi).post(
            f"/rectification/areas/{case_id}/{action}",
            data=data,
            content_type="multipart/form-data",
        )

    return take


@pytest.fixture
def done(step):
    """Take a step that must succeed."""

    def take(case_id, action, **said):
        answer = step(case_id, action, **said)
        assert answer.status_code == 303, answer.text
        return case(case_id)

    return take
