"""An end passes: nothing of members, cover or Party organization is left dangling."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.gates.registration import leaving_rules as rules
from partybuild.gates.registration.leaving_rules import Fate, Left, Settled
from partybuild.gates.terms.models import Procedure
from partybuild.notices.models import Notice
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    PartyOrganization,
    PartyProfile,
)
from partybuild.rules import RuleBroken
from partybuild.workflow import checking
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.support.world import ROOT

TODAY = date(2026, 11, 20)
ALONE, SHARED = Left(1, "甲支部", 0, lead=False), Left(2, "乙支部", 3, lead=False)


@pytest.mark.parametrize(
    ("left", "counted", "said", "sentence"),
    [
        ([], 3, Settled("", None, None, "r", ""), "党员 3 名"),
        ([ALONE], 0, Settled("", None, None, "r", ""), "甲支部”不再覆盖任何社会组织"),
        ([ALONE], 0, Settled("", Fate.WIND_UP, None, "r", ""), "须有上级批复"),
        ([ALONE], 0, Settled("", Fate.ATTACH, None, "r", ""), "改由哪家社会组织挂靠"),
        (
            [Left(1, "甲", 0, lead=False, below=2)],
            0,
            Settled("", Fate.WIND_UP, None, "r", "1号"),
            "下面还有 2 个党组织",
        ),
        ([Left(2, "乙", 3, lead=True)], 0, Settled("", None, None, "r", ""), "哪家社会组织牵头"),
    ],
)
def test_what_would_be_left_hanging_is_refused(left, counted, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        rules.check(left, counted, said)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ([], Settled("", None, None, "r", "")),
        ([SHARED], Settled("", None, None, "r", "")),
        ([ALONE], Settled("", Fate.KEEP, None, "r", "")),
        ([ALONE], Settled("", Fate.WIND_UP, None, "r", "1号")),
        ([ALONE], Settled("", Fate.ATTACH, 5, "r", "")),
        ([Left(1, "甲", 0, lead=True)], Settled("", Fate.WIND_UP, None, "r", "1号")),
    ],
)
def test_what_is_arranged_passes(left, said):
    rules.check(left, 0, said)


@pytest.fixture
def number(database):
    return factories.make_organization(name="将注销协会（演示）", unit="610103", full=3)


@pytest.fixture
def branch(number):
    made = factories.make_party(
        name="中共将注销协会支部", unit="610103", lead_organization_id=number
    )
    factories.link(made, number)
    return made


@pytest.fixture
def url(number, branch, as_actor, cast):
    """An end that lies at the Party desk."""
    client = as_actor(cast.zhu)
    data = {"matter": "ending", "organization": str(number), "summary": "会员大会决议解散"}
    url = client.post("/registrations", data=data).headers["Location"]
    client.post(f"{url}/ask", data={"version": "1"})
    return url


SETTLED = {"reason": "会员大会决议解散", "members": "南院门社区党委"}


def live(model, column, number, day=TODAY):
    query = visible(ROOT, model).where(
        getattr(model, column) == number,
        model.known_to > 10**15,
        model.valid_from <= day,
        model.valid_to > day,
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def dissolved(branch):
    query = visible(ROOT, PartyOrganization).where(PartyOrganization.id == branch)
    return db.session.scalars(query.execution_options(populate_existing=True)).one().dissolved_on


def test_the_party_desk_is_told_and_must_choose(url, answer, as_actor, cast):
    page = as_actor(cast.bo).get(url).text
    assert "中共将注销协会支部：注销后不再覆盖任何社会组织" in page

    refused = answer(url, "settled", **SETTLED)

    assert refused.status_code == 422
    assert "请选择：同日撤销" in refused.text


def test_wound_up_in_the_same_act_with_its_document(
    url, answer, finish, number, branch, as_actor, cast
):
    done = answer(url, "settled", **SETTLED, fate="wind-up", reply="y")
    assert done.status_code == 303, done.text
    (paper,) = db.session.scalars(visible(ROOT, Notice)).all()
    assert paper.kind == "reply-dissolution"
    assert "准予注销登记（办结）" in as_actor(cast.zhu).get(url).text
    assert dissolved(branch) is None

    passed = finish(url, document="碑民注〔2026〕1号")

    assert passed.status_code == 303, passed.text
    assert dissolved(branch) == TODAY
    assert live(CoverageLink, "organization_id", number) == []
    (procedure,) = db.session.scalars(visible(ROOT, Procedure)).all()
    case = db.session.scalars(
        visible(ROOT, WorkflowCase).where(WorkflowCase.id == procedure.case_id)
    ).one()
    assert (case.state, case.party_organization_id) == ("filed", branch)
    page = as_actor(cast.bo).get(f"/procedures/{case.id}").text
    assert "南院门社区党委" in page
    assert f"〔2026〕{paper.number}号" in page
    assert checking.faults(ROOT) == []


def test_attached_elsewhere_it_lives_on(url, answer, finish, number, branch):
    other = factories.make_organization(name="接续协会（演示）", unit="610103")

    done = answer(url, "settled", **SETTLED, fate="attach", onward="接续协会（演示）")
    assert done.status_code == 303, done.text
    passed = finish(url, document="碑民注〔2026〕1号")

    assert passed.status_code == 303, passed.text
    assert dissolved(branch) is None
    (link,) = live(CoverageLink, "party_organization_id", branch)
    assert link.organization_id == other
    (profile,) = live(PartyProfile, "party_organization_id", branch)
    assert profile.lead_organization_id == other


def test_an_empty_shell_stays_only_by_choice(url, answer, finish, number, branch):
    assert answer(url, "settled", **SETTLED, fate="keep").status_code == 303

    assert finish(url, document="碑民注〔2026〕1号").status_code == 303

    assert dissolved(branch) is None
    assert live(CoverageLink, "party_organization_id", branch) == []


def test_instructors_end_with_it(answer, finish, as_actor, cast):
    number = factories.make_organization(name="无党员协会（演示）", unit="610103", full=0)
    factories.assign(number)
    client = as_actor(cast.zhu)
    data = {"matter": "ending", "organization": str(number), "summary": "解散"}
    url = client.post("/registrations", data=data).headers["Location"]
    client.post(f"{url}/ask", data={"version": "1"})
    assert answer(url, "settled", reason="没有党员，指导员撤回").status_code == 303

    assert finish(url, document="碑民注〔2026〕2号").status_code == 303

    assert live(InstructorAssignment, "organization_id", number) == []


def test_a_branch_that_came_meanwhile_stops_it(answer, finish, as_actor, cast):
    number = factories.make_organization(name="后来有支部的协会（演示）", unit="610103", full=0)
    client = as_actor(cast.zhu)
    data = {"matter": "ending", "organization": str(number), "summary": "解散"}
    url = client.post("/registrations", data=data).headers["Location"]
    client.post(f"{url}/ask", data={"version": "1"})
    answer(url, "settled", reason="没有党员")
    factories.link(factories.make_party(name="中共后来支部", unit="610103"), number)

    refused = finish(url, document="碑民注〔2026〕3号")

    assert refused.status_code == 422
    assert "中共后来支部" in refused.text
