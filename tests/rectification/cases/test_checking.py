"""What doctor finds where rows were written past the commands."""

from datetime import date

import pytest
from sqlalchemy import insert, update

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.work import work
from partybuild.rectification.cases import checking
from partybuild.rectification.kinds import Outcome
from partybuild.rectification.models import LookBack, Measure, Problem, Rectification
from partybuild.workflow.models import WorkflowCase
from tests.support.world import ROOT


def write(statement):
    with work(ROOT) as running, system("测试"):
        db.session.connection().execute(statement)
        running.audited = True
    db.session.expire_all()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("stage", ["case", "running", "applied", "struck_off"])
def test_nothing_is_found_in_what_the_commands_wrote(request, stage):
    request.getfixturevalue(stage)
    assert checking.faults(ROOT) == []


@pytest.mark.parametrize(
    ("model", "values", "sentence"),
    [
        (Rectification, {"outcome": Outcome.CONTINUED}, "记载的结果却是“继续整顿”"),
        (Rectification, {"struck_off_on": None}, "销号日期与所处环节不符"),
        (Measure, {"closed_on": None}, "措施却没有全部销号"),
        (Measure, {"files": []}, "却没有佐证材料"),
        (Problem, {"closed_on": None}, "却没有解决"),
        (WorkflowCase, {"state": "done"}, "还有待做的回头看"),
    ],
)
def test_each_fault_of_one_that_was_struck_off(struck_off, model, values, sentence):
    write(update(model.__table__).values(**values))

    assert any(sentence in each for each in checking.faults(ROOT))


def test_two_open_cases_of_one_branch(struck_off, find, branch):
    other = find(party=branch.next)
    table = WorkflowCase.__table__
    write(update(table).where(table.c.id == other).values(party_organization_id=branch.id))

    assert checking.faults(ROOT) == [
        f"党组织 {branch.id} 同时有几件没有办结的整顿：{struck_off}、{other}。"
    ]


def test_a_look_back_of_what_is_not_struck_off(running):
    values = {"case_id": running, "months": 3, "due_on": date(2027, 2, 20), "void": False}
    values |= {"done_on": None, "result": None, "words": "", "actor": ""}
    write(insert(LookBack.__table__).values(**values))

    assert any("不在回头看" in each for each in checking.faults(ROOT))
