"""Clocks are kept with their due day, and the calendar moves them in the same transaction."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.deadlines import calendar, clocks, keeping
from partybuild.deadlines.entries import Entry
from partybuild.deadlines.models import CaseClock
from partybuild.rules import RuleBroken
from tests import factories
from tests.deadlines import clocked
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
MONDAY = date(2026, 11, 2)


def row(number, actor=ROOT):
    return db.session.scalars(visible(actor, CaseClock).where(CaseClock.id == number)).one_or_none()


def act(actor, what, *arguments):
    """A command of another room, which is what moves clocks."""
    with work(actor) as running:
        done = what(running.actor, *arguments)
        running.audited = True
        return done


def test_a_clock_is_in_reach_where_its_organization_stands(cast):
    number = clocked.start(factories.make_organization())

    assert row(number, cast.bo).due_on == date(2026, 11, 30)
    assert row(number, cast.cheng) is None
    with pytest.raises(OutOfReach):
        act(cast.cheng, clocks.pause, number, MONDAY, "等待鉴定")


def test_pause_and_resume_move_the_due_day_and_keep_the_reason(cast):
    number = clocked.start(factories.make_organization(), days=5)
    act(cast.bo, clocks.pause, number, date(2026, 11, 4), "等待补正")
    assert (row(number).state, row(number).due_on) == ("paused", None)

    act(cast.bo, clocks.resume, number, date(2026, 11, 6))
    kept = row(number)
    assert (kept.state, kept.due_on) == ("running", date(2026, 11, 11))
    pauses = clocks.pauses_of(cast.bo, [number])[number]
    assert "2026-11-04 暂停，2026-11-06 恢复" in clocks.computing(kept, pauses)
    assert clocks.reading(cast.bo, kept).left == 0


def test_out_of_turn_and_without_reason_is_refused(cast):
    number = clocked.start(factories.make_organization(), days=5)
    with pytest.raises(RuleBroken, match="原因"):
        act(cast.bo, clocks.pause, number, date(2026, 11, 4), " ")
    with pytest.raises(Stale, match="正在计时"):
        act(cast.bo, clocks.resume, number, date(2026, 11, 4))
    with pytest.raises(RuleBroken, match="已于 2026-11-09 届满"):
        act(cast.bo, clocks.pause, number, date(2026, 11, 12), "太晚")
    act(cast.bo, clocks.stop, number, date(2026, 11, 9))
    with pytest.raises(Stale, match="已经办结"):
        act(cast.bo, clocks.stop, number, date(2026, 11, 9))


def keep(actor, entry, reason="临时停电"):
    with work(actor) as running:
        return keeping.set_day(running.actor, entry, reason)


def test_a_changed_day_moves_the_clocks_that_cross_it_and_no_others(cast):
    here = factories.make_organization()
    crossing, waiting = clocked.start(here), clocked.start(here)
    early = clocked.start(here, days=2)
    with work(cast.bo) as running:
        clocks.pause(running.actor, waiting, date(2026, 11, 3), "等待")
        running.audited = True
    moved = keep(cast.an, Entry(date(2026, 11, 25), False, "市政府通知"))

    assert moved == 1
    assert row(crossing).due_on == date(2026, 12, 1)
    assert row(waiting).due_on is None
    assert row(early).due_on == date(2026, 11, 4)
    assert not calendar.exceptions()[date(2026, 11, 25)]


def test_taking_the_entry_away_moves_them_back(cast):
    number = clocked.start(factories.make_organization(), days=20)
    keep(cast.an, Entry(date(2026, 11, 25), False, "市政府通知"))
    with work(cast.an) as running:
        assert keeping.clear_day(running.actor, date(2026, 11, 25), "通知撤销") == 1

    assert row(number).due_on == date(2026, 11, 30)
    with pytest.raises(RuleBroken, match="没有本单位"), work(cast.an) as running:
        keeping.clear_day(running.actor, date(2026, 11, 25), "再来一次")


def test_only_the_security_administrator_keeps_the_calendar(cast):
    with pytest.raises(NotPermitted):
        keep(cast.bo, Entry(date(2026, 11, 25), False, "通知"))


def load(actor, year, *entries):
    with work(actor) as running:
        return keeping.load_year(running.actor, year, entries, "国办通知", "年度放假安排")


def test_a_loaded_year_is_no_longer_estimated_and_moves_its_deadlines(cast):
    number = clocked.start(factories.make_organization(), date(2026, 12, 31), 3)
    assert calendar.estimated(row(number).due_on)
    assert row(number).due_on == date(2027, 1, 5)
    moved = load(
        cast.an,
        2027,
        Entry(date(2027, 1, 1), False, "元旦"),
    )

    assert moved == 1
    assert not calendar.estimated(date(2027, 6, 1))
    assert row(number).due_on == date(2027, 1, 6)


def test_a_loaded_list_of_a_known_year_is_the_whole_truth(cast):
    load(cast.an, 2026, Entry(date(2026, 1, 1), False, "元旦"))

    assert calendar.due(date(2026, 9, 30), 1, working=True) == date(2026, 10, 1)
    with pytest.raises(RuleBroken, match="不在 2027 年"):
        load(cast.an, 2027, Entry(date(2026, 1, 1), False, "元旦"))
    with pytest.raises(RuleBroken, match="没有 2027 年的休息日"):
        load(cast.an, 2027)


def test_entries_are_read_once_in_a_transaction(queries):
    db.session.rollback()
    with queries() as sent:
        for _ in range(5):
            calendar.due(MONDAY, 5, working=True)

    assert len([each for each in sent if "calendar_" in each]) == 2
