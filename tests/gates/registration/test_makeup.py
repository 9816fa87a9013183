"""An organization that comes into the register without a case gets one (补办) by itself."""

from datetime import date

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.gates.models import SyncVerdict
from partybuild.gates.registration.models import RegistrationCase
from partybuild.workflow import checking
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.support.world import ROOT

WEDNESDAY = date(2026, 11, 18)


def cases(number):
    query = visible(ROOT, WorkflowCase).where(WorkflowCase.organization_id == number)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def verdict(number):
    db.session.expire_all()
    return [
        (row.verdict.value, row.late_days)
        for row in db.session.scalars(
            visible(ROOT, SyncVerdict).where(
                SyncVerdict.organization_id == number,
                SyncVerdict.rule == "registration",
                SyncVerdict.known_to > 10**15,
                SyncVerdict.valid_from <= date(2026, 11, 20),
                SyncVerdict.valid_to > date(2026, 11, 20),
            )
        )
    ]


def test_one_that_arrives_by_page_has_a_case_from_its_registration_day(database, cast):
    number = factories.make_organization(registered_on=WEDNESDAY, full=4, unit="610103")

    (case,) = cases(number)
    row = db.session.scalars(visible(cast.zhu, RegistrationCase)).one()
    assert (case.state, case.opened_on, case.due_on) == ("asked", WEDNESDAY, date(2026, 11, 25))
    assert (row.matter.value, row.full) == ("makeup", 4)
    assert verdict(number) == [("pending", 0)]
    assert checking.faults(ROOT) == []


def test_one_of_the_opening_stock_has_none(database):
    number = factories.make_organization(registered_on=date(2020, 1, 1), full=4)

    assert cases(number) == []


def test_a_filed_one_has_none(database):
    from partybuild.organizations.kinds import OrganizationKind

    number = factories.make_organization(registered_on=WEDNESDAY, kind=OrganizationKind.FILED)

    assert cases(number) == []


def test_it_closes_when_facts_answer(database):
    number = factories.make_organization(registered_on=WEDNESDAY, full=4)
    branch = factories.make_party(unit="610103")

    factories.link(branch, number, day=date(2026, 11, 20))

    (case,) = cases(number)
    assert (case.state, case.closed_on) == ("passed", date(2026, 11, 20))
    assert verdict(number) == [("late", 2)]
    assert checking.faults(ROOT) == []


def test_the_party_desk_answers_and_the_answer_comes_true(as_actor, cast, answer):
    number = factories.make_organization(registered_on=WEDNESDAY, full=0)
    (case,) = cases(number)
    url = f"/registrations/{case.id}"
    assert "补办" in as_actor(cast.bo).get(url).text

    done = answer(url, "instructor", version=str(case.version), person="刘指导（演示）")

    assert done.status_code == 303, done.text
    (case,) = cases(number)
    assert case.state == "passed"
    assert verdict(number) == [("late", 2)]


def test_it_stands_among_the_things_to_do_of_both_desks(as_actor, cast):
    factories.make_organization(name="新登记协会（演示）", registered_on=WEDNESDAY, full=4)

    for actor in (cast.zhu, cast.bo):
        assert "新登记协会（演示）" in as_actor(actor).get("/todo").text
    assert "新登记协会（演示）" not in as_actor(cast.cheng).get("/todo").text
