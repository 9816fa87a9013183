"""Inspections under random histories: neither answer goes out without the other, whoever tries."""

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from partybuild import clock
from partybuild.access.permissions import Role
from partybuild.access.scope import visible
from partybuild.accounts import queries as accounts
from partybuild.accounts.models import AppointmentOrganization
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.gates.models import SyncVerdict
from partybuild.inspections import commands, deciding, filling, questions, reopening
from partybuild.inspections.kinds import Conclusion, Evaluation, Exclusion
from partybuild.inspections.models import Expected, Inspection
from partybuild.rules import RuleBroken
from tests import factories
from tests.inspections.conftest import PLANNED, concluding, evaluating
from tests.inspections.test_section import GOOD
from tests.support import histories, world
from tests.support.world import ROOT

REFUSALS = (NotPermitted, OutOfReach, Stale, RuleBroken)
NOTES = st.sampled_from(["", " ", "审计发现新问题"])
DAYS = st.sampled_from([0] * 8 + [-400, -3, 2])
"""Days from today: before the campaign, past, today, to come."""
ANSWERS = st.sampled_from([Conclusion.QUALIFIED] * 6 + list(Conclusion))
STALE = st.integers(0, 9).map(lambda n: not n)


def row(number):
    query = visible(ROOT, Inspection).where(Inspection.id == number)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def verdicts(organization_id, day):
    query = visible(ROOT, SyncVerdict, SyncVerdict.verdict, SyncVerdict.trigger_key).where(
        SyncVerdict.organization_id == organization_id,
        SyncVerdict.rule == "inspection",
        SyncVerdict.known_to > 10**15,
        SyncVerdict.valid_from <= day,
        SyncVerdict.valid_to > day,
    )
    return [found.verdict.value for found in db.session.execute(query)]


class Inspecting(histories.Histories):
    """Two organizations of one campaign; registrar, officers, a secretary, and who may nothing."""

    kinds = ("inspection",)

    def __init__(self, app, monkeypatch, people, numbers):
        super().__init__(app, monkeypatch, "2026-05-29T09:30")
        self.people, self.numbers = people, numbers
        self.first = {}

    @rule(at=st.integers(0, 1), who=st.sampled_from(["zhu"] * 6 + ["bo", "dai", "cheng"]),
          conclusion=ANSWERS, on=DAYS, reason=NOTES, stale=STALE)  # fmt: skip
    def conclude(self, at, who, conclusion, on, reason, stale):
        day = clock.today() + timedelta(on)
        said = concluding(conclusion, concluded_on=day, filed_on=clock.today(), reason=reason)
        action = deciding.CONCLUDE.get(self.state(at), "conclude")
        if self.take(at, who, action, stale, deciding.conclude, said, note=reason):
            assert conclusion.present
            assert day >= PLANNED.opens_on

    @rule(at=st.integers(0, 1), who=st.sampled_from(["bo"] * 4 + ["shi", "zhu", "both", "cheng"]),
          evaluation=st.sampled_from(list(Evaluation)), on=DAYS, reason=NOTES, stale=STALE)  # fmt: skip
    def evaluate(self, at, who, evaluation, on, reason, stale):
        day = clock.today() + timedelta(on)
        said = evaluating(evaluation, evaluated_on=day, filed_on=clock.today(), reason=reason)
        action = deciding.EVALUATE.get(self.state(at), "evaluate")
        self.take(at, who, action, stale, deciding.evaluate, said, note=reason)

    @rule(at=st.integers(0, 1), who=st.sampled_from(["zhu", "zhu", "zhu", "bo"]), stale=STALE)
    def publish(self, at, who, stale):
        if self.take(at, who, "publish", stale, deciding.publish):
            found = row(self.numbers[at])
            assert None not in (found.conclusion, found.evaluation)
            self.first.setdefault(at, (found.conclusion, found.evaluation, found.published_on))

    @rule(at=st.integers(0, 1), who=st.sampled_from(["zhu", "bo", "dai"]), reason=NOTES,
          evaluation=st.booleans(), stale=STALE)  # fmt: skip
    def reopen(self, at, who, reason, evaluation, stale):
        action = "reopen_evaluation" if evaluation else "reopen"
        self.take(at, who, action, stale, reopening.reopen, reason,
                  note=reason, evaluation=evaluation)  # fmt: skip

    @rule(at=st.integers(0, 1), who=st.sampled_from(["zhu", "bo"]), stale=STALE)
    def mark_absent(self, at, who, stale):
        if self.take(at, who, "mark_absent", stale, reopening.mark_absent, ""):
            assert clock.today() > PLANNED.closes_on
            assert row(self.numbers[at]).conclusion is Conclusion.ABSENT

    @rule(
        at=st.integers(0, 1), who=st.sampled_from(["zhu", "zhu", "bo"]), reason=NOTES, stale=STALE
    )
    def take_off(self, at, who, reason, stale):
        self.take(at, who, "withdraw", stale, commands.take_off, reason, note=reason)

    @rule(
        at=st.integers(0, 1), who=st.sampled_from(["zhu", "zhu", "bo"]), reason=NOTES, stale=STALE
    )
    def put_back(self, at, who, reason, stale):
        self.take(at, who, "restore", stale, commands.put_back, reason, note=reason)

    @rule(at=st.integers(0, 1), who=st.sampled_from(["shu", "shu", "bo", "both", "zhu"]),
          whole=st.booleans(), stale=STALE)  # fmt: skip
    def submit(self, at, who, whole, stale):
        """The section block by block as far as it may be changed, then handed in."""
        values = GOOD if whole else GOOD | {"staff": 9}
        for block in questions.BLOCKS:
            try:
                with work(self.people[who]) as running:
                    filling.save_block(running.actor, self.numbers[at], block.key, values)
            except REFUSALS:
                db.session.rollback()
        concluded = row(self.numbers[at]).conclusion
        again = self.state(at) == "returned" and concluded is not None and concluded.present
        action = "resubmit" if again else "submit"
        self.take(at, who, action, stale, filling.submit)

    @rule(at=st.integers(0, 1), who=st.sampled_from(["bo", "bo", "zhu"]), reason=NOTES, stale=STALE)
    def send_back(self, at, who, reason, stale):
        until = clock.today() + timedelta(7)
        self.take(at, who, "return", stale, filling.send_back, {"staff": "不符"}, reason, until,
                  note=reason)  # fmt: skip

    @precondition(lambda self: self.now < "2026-06-30")
    @rule(days=st.sampled_from([1, 2, 5]))
    def wait(self, days):
        self.at(f"{date.fromisoformat(self.now[:10]) + timedelta(days)}T09:30")

    def state(self, at):
        return histories.case_of(row(self.numbers[at]).case_id).state

    def take(self, at, who, action, stale, command, *said, note="", **more):
        number = self.numbers[at]
        case = histories.case_of(row(number).case_id)
        case_id, version = case.id, case.version - 1 if stale else case.version

        def run():
            try:
                with work(self.people[who]) as running:
                    command(running.actor, number, version, *said, **more)
            except REFUSALS:
                db.session.rollback()
                return False
            return True

        return self.step(self.people[who], case_id, action, run, version, note)

    @invariant()
    def cases_hold(self):
        self.hold()

    @invariant()
    def neither_answer_goes_out_alone(self):
        for at, number in enumerate(self.numbers):
            found = row(number)
            state = histories.case_of(found.case_id).state
            assert (found.published_on is not None) == (state == "published")
            if state in {"ready", "published", "reopened"}:
                assert None not in (found.conclusion, found.evaluation)
            if at in self.first:
                first = (found.first_conclusion, found.first_evaluation, found.first_published_on)
                assert first == self.first[at]

    @invariant()
    def the_list_says_what_the_case_says(self):
        for number in self.numbers:
            found = row(number)
            state = histories.case_of(found.case_id).state
            query = visible(ROOT, Expected, Expected.reason).where(
                Expected.organization_id == found.organization_id
            )
            reason = db.session.scalars(query).one()
            assert found.expected == (state != "withdrawn") == (reason is None)
            assert reason in {None, Exclusion.OTHER}
            assert (found.conclusion is Conclusion.ABSENT) == (state == "absent")

    @invariant()
    def the_verdict_is_in_step_only_where_both_are_published(self):
        for number in self.numbers:
            found = row(number)
            judged = verdicts(found.organization_id, clock.today())
            assert ("in_step" in judged) == (found.published_on is not None), judged


@pytest.fixture
def people(cast):
    """The cast, and a person who fills in and evaluates."""
    with work(ROOT) as running:
        posts = {
            "shu": world.add_person("shuji", Role.SECRETARY, "610103"),
            "both": world.add_person("jian", Role.OFFICER, "610103"),
        }
        running.audited = True
    return vars(cast), posts


def test_whatever_they_do_neither_answer_goes_out_alone(app, people, plan, open_up, monkeypatch):
    cast, posts = people

    def begin():
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-05-29T09:30:00+08:00")
        made = [factories.make_organization(unit="610103001") for _ in range(2)]
        with work(ROOT) as running:
            db.session.add_all(
                AppointmentOrganization(appointment_id=posts["shu"], organization_id=each)
                for each in made
            )
            running.audited = True
        open_up(plan())
        actors = {name: accounts.actor_of(post) for name, post in posts.items()}
        query = visible(ROOT, Inspection, Inspection.id).where(Inspection.organization_id.in_(made))
        return Inspecting(app, monkeypatch, cast | actors, db.session.scalars(query).all())

    histories.run(begin, stateful_step_count=25, max_examples=5)
