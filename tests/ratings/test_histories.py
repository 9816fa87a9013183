"""Random histories over the real commands: what was sent stands, nobody twice, all agrees."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from partybuild.access.permissions import Role
from partybuild.access.scope import visible
from partybuild.accounts import queries as accounts
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale
from partybuild.ratings import checking
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.filling import recalling
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.reviewing import accepting, commands, noting, queries
from partybuild.ratings.reviewing.commands import Given
from partybuild.ratings.schemes.rules import Link
from partybuild.ratings.stars import publicity
from partybuild.rules import RuleBroken
from partybuild.workflow import checking as workflow
from partybuild.workflow import registry, rules
from tests import factories
from tests.ratings.conftest import SCHEME, assessment, assessments, paper
from tests.support import world
from tests.support.world import ROOT

DUE = date(2026, 11, 28)
REFUSED = (RuleBroken, NotPermitted, Stale, OutOfReach)
PEOPLE = ("shu", "jie", "bo", "shi", "both")
ACTIONS = (
    *("onward",) * 12,
    *("return", "return", "back", "back", "rejudge", "veto", "put", "accept"),
    *("fill", "send", "recall", "score", "pass"),
)
WHO = (*PEOPLE, *("",) * 12)
"""Blank: who has the turn."""
STEP = st.tuples(st.sampled_from(ACTIONS), st.sampled_from(WHO), st.booleans())
THREE = replace(
    SCHEME,
    name="three",
    chain=(Link("first", "street"), Link("second", "county"), Link("final", "city")),
)
DESKS = {"first": "jie", "second": "bo", "final": "shi", "scored": "shi"}


@pytest.fixture
def three(publish, plan, open_up, cast):
    """One branch in a round of the city: street, county, city."""
    organization = factories.make_organization("三级协会（演示）", "610103001")
    factories.make_party("三级协会党支部（演示）", "610103001", covers=[organization])
    windows = {tier: date(2026, 12, 10) for tier in ("first", "second", "final")}
    number = plan(cast.shi, scheme_id=publish(THREE), unit_code="610100", review_to=windows)
    open_up(number, cast.shi)
    return assessments(number)[0].id


@pytest.fixture
def people(three, secretary, cast):
    """Who takes part, one of them at the street and at the county."""
    with factories.inside():
        post = world.add_post("jie", Role.OFFICER, "610103")
    return {
        "shu": secretary(assessment(three).organization_id),
        "jie": cast.jie,
        "bo": cast.bo,
        "shi": cast.shi,
        "both": accounts.actor_of(post),
    }


@contextmanager
def undone():
    """What happens inside is taken back afterwards."""
    db.session.remove()
    inner = db.engine.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        inner.rollback()


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=st.lists(STEP, min_size=6, max_size=16))
def test_any_history_holds_together(three, people, do, history):
    with undone():
        told = Told(three)
        for action, who, good in history:
            state = sheet(ROOT, three).case.state
            actor = people[who or DESKS.get(state, "shu")]
            for each in onward(state) if action == "onward" else [action]:
                try:
                    take(do, actor, three, each, good)
                except REFUSED:
                    told.nothing_happened()
                else:
                    told.look()
        event(sheet(ROOT, three).case.state)
        assert workflow.faults(ROOT) == []
        assert checking.faults(ROOT) == []


def onward(state):
    """What the person whose turn it is does to be done."""
    return ["fill", "send"] if state in {"filling", "returned"} else ["score", "pass"]


def take(do, actor, number, action, good):
    """Try one thing, sensibly or badly."""
    if action == "fill":
        return fill(do, actor, number, good)
    command, *arguments = COMMANDS[action](number, good)
    return do(actor, command, number, *arguments)


COMMANDS = {
    "send": lambda number, good: (filling.send, None),
    "recall": lambda number, good: (recalling.recall, None, "有一项填错" if good else " "),
    "put": lambda number, good: (
        commands.put,
        "life",
        Given(530, "缺记录") if good else Given(540),
    ),
    "score": lambda number, good: (
        commands.put_many,
        {item.key: Given(points) for item, points in own(number)},
    ),
    "pass": lambda number, good: (commands.pass_on, None),
    "accept": lambda number, good: (lambda actor, one: accepting.accept(actor, [one]),),
    "return": lambda number, good: (
        commands.send_back,
        None,
        {"life": "补记录"} if good else {"term": "补批文", "life": ""},
        "材料不全",
        DUE,
    ),
    "back": lambda number, good: (commands.hand_back, None, "依据不清" if good else ""),
    "veto": lambda number, good: (noting.veto, None, "accident", "应急〔2026〕3号", ""),
    "rejudge": lambda number, good: (publicity.rejudge, None, "异议成立" if good else ""),
}


def own(number):
    found = queries.desk(ROOT, number)
    points = found.sheet.points(Tier.SELF)
    return [(item, points.get(item.key, 0)) for item in found.items()]


def fill(do, actor, number, good):
    found = sheet(ROOT, number)
    returned = found.returned
    for key, answer in (
        ("term", Answer(options=("yes",))),
        ("life", Answer(550 if good else 580)),
        ("extra", Answer(20)),
    ):
        if not returned or key in returned:
            do(actor, filling.save, number, key, answer, [paper()] if key == "life" else ())


class Told:
    """What has happened so far, and what must not change any more."""

    def __init__(self, number):
        self.number = number
        self.sent = {}
        self.events = 1

    def look(self):
        """After something was done: all agrees, nobody twice, what was sent stands."""
        db.session.remove()
        found = sheet(ROOT, self.number)
        assert len(found.events) in (self.events, self.events + 1)
        stepped = len(found.events) > self.events
        self.events = len(found.events)
        table = registry.of(found.case.kind, found.case.table_version)
        folded = rules.fold(table, [each.action for each in found.events[1:]])
        assert found.row.stage.value == found.case.state == folded
        assert found.case.version == len(found.events)
        self._nobody_twice(found)
        self._sent_stands(found, stepped)

    def nothing_happened(self):
        """After a refusal."""
        db.session.remove()
        assert len(sheet(ROOT, self.number).events) == self.events

    def _nobody_twice(self, found):
        parts = {}
        for each in found.events:
            if each.tier:
                parts.setdefault(each.user_id, set()).add(each.tier)
        assert all(len(each) == 1 for each in parts.values()), parts

    def _sent_stands(self, found, stepped):
        """Scores of tiers that are done, and of the branch once sent, read as they were sent."""
        rows = {row.id: row for row in db.session.scalars(visible(ROOT, Score))}
        for key, said in self.sent.items():
            assert key in rows, "a score that was sent is gone"
            assert told(rows[key]) == said
        if stepped:
            state = found.case.state
            self.sent = {row.id: told(row) for row in rows.values() if row.tier.value != state}
        for tier in Tier:
            current = [r.indicator for r in rows.values() if r.tier is tier and r.current]
            assert len(current) == len(set(current))


def told(row):
    return (row.indicator, row.tier, row.attempt, row.points, row.note, row.user_id, row.files)
