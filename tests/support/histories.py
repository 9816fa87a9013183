"""Random histories through the real commands: what holds of every case after each step."""

from contextlib import contextmanager
from itertools import pairwise

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import select

from partybuild.access.scope import system, visible
from partybuild.accounts.models import SignIn
from partybuild.audit.models import AuditHead, AuditRow, Repeats
from partybuild.db import Model, db
from partybuild.gates import rebuilding
from partybuild.workflow import checking, queries, registry, rules
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import ONE_PERSON
from tests.support.client import sign_in
from tests.support.world import ROOT

OF_REFUSALS = {each.__tablename__ for each in (AuditHead, Repeats, SignIn)}
"""What a refusal may move: its own audit row and the sign-in's last request."""
MODEST = settings(
    max_examples=8,
    stateful_step_count=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def run(factory, **more):
    """Run a machine a few times, each on cases of its own in one transaction."""
    run_state_machine_as_test(factory, settings=settings(MODEST, **more))


def everything():
    """All rows of the database but what a refusal may move; audit rows of what was done only."""
    db.session.expire_all()
    kept = {}
    with system("测试"):
        for table in Model.metadata.sorted_tables:
            if table.name in OF_REFUSALS:
                continue
            query = select(table)
            if table.name == AuditRow.__tablename__:
                query = query.where(table.c.result == "done")
            rows = db.session.connection().execute(query).all()
            kept[table.name] = sorted(map(repr, rows))
    return kept


class Histories(RuleBasedStateMachine):
    """A machine whose steps are requests or commands about cases of these kinds."""

    kinds = ()

    def __init__(self, app, monkeypatch, now):
        super().__init__()
        self.app, self.monkeypatch = app, monkeypatch
        self.before = 0
        self.at(now)

    def at(self, now):
        """Go to this moment; everybody signs in anew."""
        self.now, self.clients = now, {}
        self.monkeypatch.setenv("PARTYBUILD_NOW", f"{now}:00+08:00")

    def post(self, actor, url, **said):
        """Send a form as somebody."""
        key = actor.appointment_id
        if key not in self.clients:
            self.clients[key] = sign_in(self.app, actor)
        return self.clients[key].post(url, data=said, content_type="multipart/form-data")

    def took(self, answer):
        """Whether a form was taken; it is refused by a sentence, never by a fault."""
        assert answer.status_code in {303, 403, 404, 409, 422}, answer.text[:2000]
        return answer.status_code == 303

    def step(self, actor, number, action, take, version=None, note="", document="", extra=0):
        """Take a step by `take()`, which says whether it was done, and hold both to the table.

        Done: there was leave, the reason, the document, the right version, one event more.
        Refused: not one row of the database is another.
        """
        case = case_of(number)
        found = registry.of(case.kind, case.table_version)
        known = next((each for each in found.steps if each.action == action), None)
        may = allowed(actor, case, action)
        fresh = version is None or version == case.version
        was, count = everything(), events_of(number)
        if not take():
            now = everything()
            assert [name for name in was if was[name] != now[name]] == []
            return False
        assert known
        assert may
        assert fresh
        assert not known.reason or note.strip()
        assert not known.document or document.strip() or issued(number)
        assert len(events_of(number)) == len(count) + 1 + extra
        return True

    def hold(self):
        """What is true of every case of these kinds, whatever happened."""
        db.session.expire_all()
        for case in cases(self.kinds):
            holds(case)

    def teardown(self):
        """`doctor` finds nothing: cases fold, verdicts are what the facts give."""
        db.session.rollback()
        assert checking.faults(ROOT) == []
        assert rebuilding.faults() == []


def allowed(actor, case, action):
    """Whether the buttons of the page would offer the step, but for the room's own conditions."""
    found = queries.allowed(actor, case)
    return any(each.step.action == action and each.allowed for each in found)


def issued(number):
    """Whether the last event rests on a paper that was issued with it."""
    return bool(events_of(number)[-1].document)


def case_of(number):
    query = visible(ROOT, WorkflowCase).where(WorkflowCase.id == number)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def cases(kinds):
    query = visible(ROOT, WorkflowCase).where(WorkflowCase.kind.in_(kinds))
    return db.session.scalars(query.order_by(WorkflowCase.id)).all()


def events_of(number):
    query = visible(ROOT, WorkflowEvent).where(WorkflowEvent.case_id == number)
    return db.session.scalars(query.order_by(WorkflowEvent.sequence)).all()


def holds(case):
    """State, version and end of a case follow from its events; nobody plays two parts unmarked."""
    table, course = registry.of(case.kind, case.table_version), events_of(case.id)
    assert rules.fold(table, [each.action for each in course[1:]]) == case.state
    assert case.version == len(course)
    assert all(one.target == other.source for one, other in pairwise(course))
    assert (case.closed_on is not None) == (case.state in table.closed)
    assert case.due_on is None or case.closed_on is None
    played = {}
    for event in course:
        parts = played.setdefault(event.user_id, set())
        if event.tier and event.user_id:
            if parts - {event.tier}:
                assert table.one_person
                assert ONE_PERSON in event.mark
            parts.add(event.tier)


@contextmanager
def unmoved():
    """Nothing of the database is another at the end."""
    was = everything()
    yield
    assert everything() == was
