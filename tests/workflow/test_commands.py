"""Steps of cases: together with their event, once, by the right person, with what happened meanwhile."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from partybuild.access.permissions import Role
from partybuild.access.scope import visible
from partybuild.accounts import queries as accounts
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, bulk, work
from partybuild.rules import RuleBroken
from partybuild.workflow import checking, commands, queries
from partybuild.workflow.commands import Returned
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from tests import factories
from tests.support import world
from tests.support.world import ROOT

CASE = WorkflowCase.__table__


def row(case_id):
    return db.session.scalars(visible(ROOT, WorkflowCase).where(WorkflowCase.id == case_id)).one()


def test_a_step_writes_the_event_and_the_state_together(open_case, take, cast):
    number = open_case(note="材料齐全")

    take(cast.zhu, number, "send", version=1, note="报审", facts={"members": 4})

    case, course = row(number), queries.events(ROOT, number)
    assert (case.state, case.version, case.closed_on) == ("sent", 2, None)
    assert [(e.sequence, e.action, e.source, e.target) for e in course] == [
        (1, "open", "", "draft"),
        (2, "send", "draft", "sent"),
    ]
    assert (course[1].note, course[1].facts, course[1].tier) == ("报审", {"members": 4}, "经办")
    assert course[1].actor == cast.zhu.label


def test_a_closed_state_closes_the_case_and_ends_its_deadline(open_case, take, cast):
    number = open_case(due_on=date(2026, 11, 27))
    take(cast.zhu, number, "send")
    assert row(number).due_on == date(2026, 11, 27)

    take(cast.bo, number, "pass")

    assert (row(number).closed_on, row(number).due_on) == (date(2026, 11, 20), None)


def test_whoever_comes_second_is_told_what_happened(open_case, take, cast):
    number = open_case()
    take(cast.zhu, number, "send", version=1)
    take(cast.bo, number, "return", version=2, note="缺调查表")

    with pytest.raises(Stale) as told:
        take(cast.bo, number, "pass", version=2)

    assert "bo（演示）" in str(told.value)
    assert "“退回”，现为“已退回”" in str(told.value)
    assert len(queries.events(ROOT, number)) == 3


def test_the_same_step_twice_happens_once(open_case, take, cast):
    number = open_case()
    take(cast.zhu, number, "send")

    with pytest.raises(Stale, match="现在是“待审”，不能“报送”"):
        take(cast.zhu, number, "send")

    assert row(number).version == 2


def test_a_step_between_reading_and_writing_is_noticed(open_case, take, cast, monkeypatch):
    """The conditional UPDATE stands by itself: the check before it saw an older row."""
    number = open_case()
    take(cast.zhu, number, "send")
    seen = queries.case

    def overtaken(actor, case_id, kind):
        found = seen(actor, case_id, kind)
        with bulk(ROOT, WorkflowCase, [case_id]):
            db.session.execute(
                update(CASE).where(CASE.c.id == case_id).values(version=CASE.c.version + 1)
            )
        return found

    monkeypatch.setattr(queries, "case", overtaken)

    with pytest.raises(Stale):
        take(cast.bo, number, "pass")


def test_a_neighbour_finds_no_such_case(open_case, take, cast):
    number = open_case()

    with pytest.raises(OutOfReach):
        take(cast.cheng, number, "send")

    assert db.session.scalars(queries.running(cast.cheng, "sample")).all() == []


def test_a_case_of_another_process_is_no_such_case(open_case, take, cast):
    number = open_case()

    with pytest.raises(OutOfReach):
        take(cast.zhu, number, "send", kind="one-desk")


def test_refusals_say_why_and_write_nothing(open_case, take, cast):
    number = open_case()
    with pytest.raises(NotPermitted, match="您的岗位不办理“报送”"):
        take(cast.bo, number, "send")
    take(cast.zhu, number, "send")
    with pytest.raises(RuleBroken, match="“退回”须写明理由"):
        take(cast.bo, number, "return")
    with pytest.raises(RuleBroken, match="还没有答复"):
        take(cast.bo, number, "pass", refusals={"answered": "还没有答复。"})

    assert row(number).version == 2


def test_the_level_above_acts_only_where_nobody_is_at_the_desk(open_case, take, cast):
    number = open_case()
    take(cast.zhu, number, "send")
    with pytest.raises(RuleBroken, match="您的单位不是承办单位"):
        take(cast.shi, number, "pass")
    street = open_case(organization=factories.make_organization(unit="610103002"))
    take(cast.zhu, street, "send")

    assert take(cast.bo, street, "pass") == "passed"


def test_a_second_reviewer_is_needed_and_the_level_above_is_one(open_case, take, cast, database):
    """An officer who is also the registrar cannot review what they sent; nobody else is there."""
    with work(ROOT):
        both = world.add_person("liang", Role.REGISTRAR, "610103002")
        officer = world.add_post("liang", Role.OFFICER, "610103002")
    registrar, reviewer = accounts.actor_of(both), accounts.actor_of(officer)
    number = open_case(actor=registrar, organization=factories.make_organization(unit="610103002"))
    take(registrar, number, "send")

    with pytest.raises(RuleBroken, match="您已在本件办理过“经办”"):
        take(reviewer, number, "pass")

    assert take(cast.bo, number, "pass") == "passed"


def test_items_are_returned_with_words_and_answered_one_by_one(open_case, take, cast):
    number = open_case()
    take(cast.zhu, number, "send")
    items = [
        Returned("promise", "承诺书", "没有盖章", date(2026, 11, 27)),
        Returned("survey", "调查表", "人数不符"),
    ]
    take(cast.bo, number, "return", note="两处要改", returned=items)
    waiting = queries.returned(cast.zhu, number)
    assert [(w.label, w.words, w.due_on) for w in waiting] == [
        ("承诺书", "没有盖章", date(2026, 11, 27)),
        ("调查表", "人数不符", None),
    ]

    with work(ROOT) as running:
        answered = commands.answer(running.actor, number, ["promise", "nothing"])

    assert answered == 1
    assert [w.item for w in queries.returned(ROOT, number)] == ["survey"]


def test_events_never_change(open_case, cast):
    number = open_case()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        work(ROOT) as running,
        bulk(running.actor, WorkflowCase, [number]),
    ):
        db.session.execute(update(WorkflowEvent.__table__).values(note="另一个说法"))


def test_a_case_follows_its_organization_to_another_county(open_case, cast):
    number = open_case()
    organization = row(number).organization_id

    factories.transfer(organization, "610102", date(2026, 11, 20))

    assert db.session.scalars(queries.running(cast.bo, "sample")).all() == []
    moved = db.session.scalars(queries.running(cast.cheng, "sample")).one()
    assert moved.id == number
    assert [e.action for e in queries.events(cast.cheng, number)] == ["open"]
    assert queries.events(cast.bo, number) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["send", "pass", "return", "reopen"]), st.sampled_from(["zhu", "bo"])
    ),
    max_size=9,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_random_histories_fold_to_what_is_kept(open_case, take, cast, steps):
    number = open_case()
    taken = 1
    for action, login in steps:
        try:
            take(getattr(cast, login), number, action, note="因故", document="文1号")
            taken += 1
        except (Stale, NotPermitted, RuleBroken):
            db.session.rollback()

    course = queries.events(ROOT, number)
    parts = {}
    for event in course:
        parts.setdefault(event.user_id, set()).add(event.tier)
    assert row(number).version == taken == len(course)
    assert all(len(tiers) == 1 for tiers in parts.values())
    assert checking.faults(ROOT) == []


def test_doctor_names_a_case_that_is_not_what_its_events_say(open_case, take, cast):
    number = open_case()
    take(cast.zhu, number, "send")
    with work(ROOT) as running, bulk(running.actor, WorkflowCase, [number]):
        db.session.execute(update(CASE).where(CASE.c.id == number).values(state="passed"))

    assert checking.faults(ROOT) == [
        f"“某协会的样例”（样例流程 {number}）现为“已通过”，按办理记录应为“待审”。"
    ]
