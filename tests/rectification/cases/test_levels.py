"""At whose desk a case lies: bodies of the Party tree, units without officers, raised cases."""

from datetime import date

import pytest

from partybuild.access.permissions import Role
from partybuild.accounts import queries as accounts
from partybuild.accounts.models import Appointment
from partybuild.db import FOREVER, db
from partybuild.db.work import OutOfReach, work
from partybuild.deadlines.ports import Wanted
from partybuild.party import commands as party
from partybuild.party.kinds import PartyKind
from partybuild.party.telling import Why
from partybuild.rectification.cases import (
    accepting,
    checking,
    moving,
    planning,
    queries,
    waiting,
    watching,
    working,
)
from partybuild.rectification.cases.planning import Wanting
from partybuild.rectification.cases.watching import Looked
from partybuild.rectification.kinds import LookBackResult
from partybuild.rules import RuleBroken
from tests import factories
from tests.rectification.conftest import IDLE, VACANT, close_all, file_of, judgement, plan
from tests.support import world
from tests.support.world import FIRST_DAY, ROOT


@pytest.fixture
def committee(database):
    """A committee of the county's industry, and the branch that stands under it."""
    body = factories.make_party("碑林区行业党委（演示）", "610103", kind=PartyKind.COMMITTEE)
    organization = factories.make_organization("行业协会（演示）", "610103001", body_id=body)
    branch = factories.make_party(
        "行业协会党支部（演示）", "610103001", covers=[organization], parent_id=body
    )
    return body, branch


def of_body(login, body):
    """An officer of a body of the Party tree."""
    with work(ROOT) as running:
        post = world.add_person(login, Role.OFFICER, "610103")
        held = db.session.get(Appointment, post)
        held.region_id, held.body_id, held.valid_to = None, body, FOREVER
        held.valid_from = FIRST_DAY
        running.audited = True
    return accounts.actor_by_login(login)


def test_a_body_works_and_accepts_first_the_unit_decides(committee, find, do, people):
    body, branch = committee
    wei, dang = of_body("wei", body), of_body("dang", body)
    number = find(wei, party=branch)
    file = file_of(number)
    assert (file.case.desk_body_id, file.case.desk_unit_id) == (body, None)
    assert (file.working.code, file.deciding.code) == ("610103001", "610103")
    plan(do, wei, number)
    do(wei, planning.submit, number, None)
    with pytest.raises(RuleBroken, match="承办单位"):
        do(dang, planning.approve, number, None)
    do(people.bo, planning.approve, number, None)
    close_all(do, wei, number)
    do(wei, working.apply, number, None)
    do(dang, accepting.accept, number, None, judgement())
    assert file_of(number).case.desk_body_id is None
    do(people.bo, accepting.accept, number, None, judgement())
    assert file_of(number).case.state == "watching"
    assert file_of(number).case.desk_body_id == body


def test_a_level_without_an_officer_is_passed_over(find, people):
    with work(ROOT) as running:
        for login in ("shi", "wen"):
            actor = accounts.actor_by_login(login)
            db.session.get(Appointment, actor.appointment_id).valid_to = date(2026, 11, 1)
        running.audited = True
    assert file_of(find()).deciding.code == "610000"


def test_who_stands_below_never_stands_in(applied, do, people):
    """The county has lost its other officer: the city accepts first, the street never."""
    with work(ROOT) as running:
        db.session.get(Appointment, people.ke.appointment_id).valid_to = date(2026, 11, 1)
        running.audited = True
    with pytest.raises(RuleBroken, match="碑林区或者它的上级"):
        do(people.jie, accepting.accept, applied, None, judgement())
    do(people.wen, accepting.accept, applied, None, judgement())
    with pytest.raises(RuleBroken, match="您已在本件办理过“初验”"):
        do(people.wen, accepting.accept, applied, None, judgement())
    do(people.shi, accepting.accept, applied, None, judgement())
    assert file_of(applied).row.struck_off_on == date(2026, 11, 20)


def test_a_problem_named_in_the_plan_may_be_the_one_that_repeats(struck_off, find, do, people, at):
    for number, due_on in [(each.id, each.due_on) for each in file_of(struck_off).look_backs]:
        at(due_on)
        said = Looked(number, LookBackResult.HOLDING, due_on, "书记在岗")
        do(people.bo, watching.look_back, struck_off, None, said)
    do(people.bo, watching.finish, struck_off, None)
    again = find(grounds=(IDLE,))
    assert file_of(again).row.repeated == []
    said = Wanting("书记又空缺", VACANT["rule"])
    do(people.bo, planning.put_problem, again, None, said)
    plan(do, people.bo, again, date(2028, 4, 1))
    do(people.bo, planning.submit, again, None)

    file = file_of(again)
    assert file.row.repeated == ["“书记又空缺”曾于 2026-11-20 销号，再次出现"]
    assert file.case.desk_unit_id == file.deciding.id == people.sheng.reach.unit.id


def leave(*people):
    """These have no post any more."""
    with work(ROOT) as running:
        for each in people:
            db.session.get(Appointment, each.appointment_id).valid_to = date(2026, 11, 1)
        running.audited = True


def test_an_acceptance_waits_where_somebody_else_is_left_to_make_it(running, do, people, cast):
    leave(people.ke, people.wen)
    close_all(do, people.bo, running)
    do(people.bo, working.apply, running, None)
    assert file_of(running).desk.code == "610000", "the city's officer has approved the plan"
    assert waiting.ACCEPTANCES.count(people.shi).open == 0
    assert waiting.ACCEPTANCES.count(cast.sheng).open == 1
    do(cast.sheng, accepting.accept, running, None, judgement())
    assert file_of(running).desk.code == "610100"
    do(people.shi, accepting.accept, running, None, judgement())
    assert file_of(running).case.state == "watching"


class TestMoving:
    """The branch goes to the county next door: who worked on its case loses every door."""

    @pytest.fixture
    def moved(self, running, branch):
        factories.alter_party(branch.id, date(2026, 11, 20), region_id=next_door())
        for each in (branch.organization, branch.other):
            factories.transfer(each, "610102", date(2026, 11, 20))
        return running

    def test_the_new_unit_takes_it_over_and_goes_on(self, moved, do, people):
        with pytest.raises(OutOfReach):
            do(people.bo, moving.take_over, moved, None)
        rows = waiting.MOVED.rows(people.cheng, Wanted(10))
        assert [(each.id, each.subject) for each in rows] == [(moved, "原由碑林区承办，已划入")]
        assert "take_over" in offered(people.cheng, moved)
        do(people.cheng, moving.take_over, moved, None, "随党组织划入")

        file = file_of(moved)
        assert (file.case.state, file.case.desk_unit_id) == ("running", file.working.id)
        assert (file.working.code, file.deciding.code) == ("610102", "610100")
        assert waiting.MOVED.count(people.cheng).open == 0
        close_all(do, people.cheng, moved)
        assert file_of(moved).open_measures == []

    def test_where_it_has_not_moved_nobody_takes_it_over(self, running, do, people):
        with pytest.raises(RuleBroken, match="没有划出"):
            do(people.shi, moving.take_over, running, None)
        assert "take_over" not in offered(people.bo, running) | offered(people.jie, running)


def next_door():
    return factories.region_id("610102")


def offered(actor, number):
    return {each.step.action for each in queries.choices(actor, queries.file_of(actor, number))}


def test_a_struck_off_branch_that_ended_is_finished_without_more_look_backs(
    struck_off, do, people, branch
):
    why = Why(date(2026, 11, 20), "合并", "批复1号")
    do(people.shi, party.dissolve, branch.id, None, why, ended_too=True)
    do(people.shi, watching.finish, struck_off, None)

    file = file_of(struck_off)
    assert file.case.state == "done"
    assert [each.void for each in file.look_backs] == [True, True, True]
    assert checking.faults(ROOT) == []
