"""Whom a case waits for, by when, and what the system reminds of."""

from datetime import date, timedelta

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import commands as deadlines
from partybuild.deadlines.commands import Sent
from partybuild.deadlines.models import Reminder
from partybuild.deadlines.ports import After, Wanted
from partybuild.deadlines.rules import Channel, Standing
from partybuild.rectification.cases import accepting, planning, waiting, watching, working
from partybuild.rectification.cases.missing import SUBJECT
from partybuild.rectification.cases.watching import Looked
from partybuild.rectification.cases.working import Monthly
from partybuild.rectification.kinds import LookBackResult
from partybuild.rectification.process import KIND
from tests.rectification.conftest import close_all, file_of, judgement, measures, plan
from tests.support.world import ROOT

ALL = Wanted(50)
BY_KEY = {source.key.removeprefix("rectification-"): source for source in waiting.SOURCES}


def waits(actor):
    """The keys of what waits for somebody; a count and its rows are the same."""
    found = set()
    for key, source in BY_KEY.items():
        if not actor.may(source.needs):
            continue
        rows = source.rows(actor, ALL)
        tally = source.count(actor)
        assert tally.open == len(rows)
        assert tally.nearest == min((row.due_on for row in rows if row.due_on), default=None)
        for standing in Standing:
            of = {Standing.LATE: tally.late, Standing.SOON: tally.soon}
            least = of.get(standing, tally.open - tally.late - tally.soon)
            assert len(source.rows(actor, Wanted(50, standing=standing))) == least
        if rows:
            found.add(key)
            last = rows[-1]
            assert source.rows(actor, Wanted(50, After(last.due_on or date.max, last.id))) == []
    return found


def test_each_stage_waits_for_its_own_desk(case, do, people, cast):
    assert waits(people.bo) == {"plans"}
    assert waits(people.ke) == {"plans"}
    assert waits(people.shi) == waits(people.jie) == waits(cast.sheng) == set()
    plan(do, people.bo, case)
    do(people.bo, planning.submit, case, None)
    assert (waits(people.bo), waits(people.shi)) == (set(), {"approvals"})
    do(people.shi, planning.approve, case, None)
    assert (waits(people.bo), waits(people.shu), waits(people.shi)) == ({"items"}, {"items"}, set())
    close_all(do, people.bo, case)
    assert waits(people.bo) == set()
    do(people.bo, working.apply, case, None)
    assert (waits(people.ke), waits(people.shi)) == ({"acceptances"}, set())
    do(people.ke, accepting.accept, case, None, judgement())
    assert (waits(people.ke), waits(people.shi)) == (set(), {"acceptances"})
    do(people.shi, accepting.accept, case, None, judgement())
    assert waits(people.shi) == waits(people.bo) == set()
    assert waits(people.cheng) == set()


def test_an_item_that_is_late_stands_with_those_above_too(running, people, at, cast):
    at("2027-02-28")
    assert "items" not in waits(people.shi)
    at("2027-03-01")
    assert "items" in waits(people.shi)
    assert "items" in waits(cast.sheng)
    assert BY_KEY["items"].count(people.shi).late == 1
    assert BY_KEY["items"].rows(people.shu, ALL)[0].arguments == {
        "case_id": running,
        "measure_id": measures(running)[0].id,
    }


class TestMonths:
    @pytest.fixture(autouse=True)
    def december(self, running, at):
        at("2026-12-01")

    def test_the_last_month_is_missing_until_it_is_reported(self, running, do, people, at):
        assert "months" in waits(people.shu)
        assert "months" in waits(people.bo)
        (row,) = BY_KEY["months"].rows(people.shu, ALL)
        assert (row.due_on, row.subject) == (date(2026, 12, 5), "2026年11月进展未报")
        at("2026-12-05")
        assert "months" not in waits(people.shi)
        at("2026-12-06")
        assert BY_KEY["months"].count(people.shu).late == 1
        assert "months" in waits(people.shi), "the level above, once it is late"
        do(people.shu, working.report, running, None, Monthly(date(2026, 11, 30), "已开会"))
        assert "months" not in waits(people.shu)
        at("2027-01-03")
        assert "months" in waits(people.shu)

    def test_nothing_is_missing_of_a_month_that_had_ended_before_the_approval(self, people, at):
        at("2026-11-30")
        assert "months" not in waits(people.shu)

    def test_the_system_reminds_of_it_and_of_the_case(self, running, do):
        deadlines.turn(ROOT)
        query = visible(ROOT, Reminder).order_by(Reminder.id)
        kept = [(row.subject_kind, row.subject_id, row.due_on) for row in db.session.scalars(query)]
        assert (KIND, running, date(2027, 2, 28)) in kept
        assert (SUBJECT, running, date(2026, 12, 5)) in kept

    def test_a_call_is_logged_against_it(self, running, do, people):
        said = Sent(Channel.TELEPHONE, date(2026, 12, 1), "李书记（演示）")
        for kind in (KIND, SUBJECT):
            do(people.bo, deadlines.remind, kind, running, said)
        do(people.shu, working.report, running, None, Monthly(date(2026, 11, 1), "已开会"))
        assert BY_KEY["months"].reminded is not None
        assert list(BY_KEY["months"].reminded(ROOT, date(2027, 12, 31))) == []


def test_look_backs_wait_a_month_ahead_at_both_levels(struck_off, do, people, at):
    at(date(2027, 2, 20) - timedelta(days=31))
    assert "look-backs" not in waits(people.bo)
    at(date(2027, 2, 20) - timedelta(days=30))
    assert "look-backs" in waits(people.bo)
    assert "look-backs" in waits(people.shi)
    at("2027-02-20")
    first = file_of(struck_off).look_backs[0]
    said = Looked(first.id, LookBackResult.HOLDING, date(2027, 2, 20), "书记在岗")
    do(people.bo, watching.look_back, struck_off, None, said)
    assert "look-backs" not in waits(people.shi)


def test_what_has_been_looked_at_waits_to_be_finished(struck_off, do, people, at):
    for number, due_on in [(each.id, each.due_on) for each in file_of(struck_off).look_backs]:
        assert "looked" not in waits(people.bo)
        at(due_on)
        said = Looked(number, LookBackResult.HOLDING, due_on, "书记在岗")
        do(people.bo, watching.look_back, struck_off, None, said)
    assert waits(people.bo) == {"looked"}
