"""Cases of rectification under random histories: nothing is struck off unproven or by one hand."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, multiple, precondition, rule

from partybuild.access.scope import visible
from partybuild.accounts import queries as accounts
from partybuild.accounts.models import AppointmentOrganization
from partybuild.clock import today
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.party.models import PartyOrganization
from partybuild.rectification.cases import (
    accepting,
    checking,
    ending,
    moving,
    planning,
    watching,
    working,
)
from partybuild.rectification.cases.accepting import Back, Judgement
from partybuild.rectification.cases.ending import Dissolution
from partybuild.rectification.cases.opening import Finding, open_case
from partybuild.rectification.cases.planning import Outline, Undertaking, Wanting
from partybuild.rectification.cases.queries import slot_of
from partybuild.rectification.cases.watching import Looked
from partybuild.rectification.cases.working import Closing, Extension, Monthly
from partybuild.rectification.kinds import LookBackResult, Stage
from partybuild.rectification.process import KIND, TABLE
from partybuild.rules import RuleBroken
from tests import factories
from tests.rectification.conftest import IDLE, VACANT, file_of, paper
from tests.support import histories
from tests.support.world import ROOT

REFUSED = (RuleBroken, NotPermitted, Stale, OutOfReach)
PEOPLE = ("bo", "ke", "shi", "wen", "sheng", "cheng", "shu")
ACTIONS = sorted(step.action for step in TABLE.steps)
ONWARD = {
    "submitted": ("approve",),
    "running": ("close_item", "close_item", "apply"),
    "first": ("accept_first",),
    "second": ("accept_final",),
    "watching": ("look_back", "finish"),
}
COURSE = (
    *("",) * 12,
    *("due", "due", "refuse_first", "refuse_final", "relapse", "extend"),
    *("reopen_item", "amend", "report", "prove", "dissolve"),
)
"""Blank: what is next; due: go to the day of the next look-back."""
ABOVE = {"extend", "dissolve"}
TURN = {
    "planning": "bo",
    "submitted": "shi",
    "running": "bo",
    "first": "ke",
    "second": "shi",
    "watching": "bo",
}


class Rectifying(histories.Histories):
    """Two branches, officers of three levels and of next door, and their secretary."""

    kinds = (KIND,)
    cases = Bundle("cases")

    def __init__(self, app, monkeypatch, people):
        super().__init__(app, monkeypatch, "2026-11-20T09:30")
        self.branches = [self.founded(people.shu.appointment_id) for _ in range(2)]
        self.people = {name: getattr(people, name) for name in PEOPLE}
        self.people["shu"] = accounts.actor_by_login("shuji")

    def founded(self, post):
        organization = factories.make_organization(unit="610103001")
        number = factories.make_party(unit="610103001", covers=[organization])
        with work(ROOT) as running:
            db.session.add(
                AppointmentOrganization(appointment_id=post, organization_id=organization)
            )
            running.audited = True
        return number, organization

    @initialize(target=cases, course=st.lists(st.sampled_from(COURSE), min_size=8, max_size=16))
    def first(self, course):
        finding = Finding(self.branches[0][0], (VACANT, IDLE), "集体研究认定")
        assert self.do(self.people["bo"], open_case, finding)
        number = self.made
        self.live(number, course)
        return number

    def do(self, actor, command, *arguments, **options):
        """Whether a command was done; it is refused by a sentence, never by a fault."""
        try:
            with work(actor) as running:
                running.audited = command is open_case
                self.made = command(running.actor, *arguments, **options)
        except REFUSED:
            return False
        return True

    @rule(target=cases, at=st.integers(0, 1), who=st.sampled_from(["bo", "bo", "shi", "cheng"]),
          grounds=st.sampled_from([(VACANT,), (VACANT, IDLE), ()]))  # fmt: skip
    def find(self, at, who, grounds):
        was = histories.everything()
        number = self.branches[at][0]
        if not self.do(self.people[who], open_case, Finding(number, grounds, "集体研究认定")):
            assert histories.everything() == was
            return multiple()
        assert grounds
        assert who != "cheng"
        return self.made

    @rule(number=cases, action=st.sampled_from(ACTIONS), who=st.sampled_from(PEOPLE),
          note=st.sampled_from(["", "已核实"]), good=st.booleans(), stale=st.booleans())  # fmt: skip
    def stray(self, number, action, who, note, good, stale):
        """Any step by anybody, sensible or not."""
        self.go(number, action, who, note, good, stale)

    @rule(number=cases, course=st.lists(st.sampled_from(COURSE), max_size=8))
    def go_on(self, number, course):
        self.live(number, course)

    def live(self, number, course):
        """What is next, or what happens on the way, by whoever has the turn."""
        for action in course:
            state = histories.case_of(number).state
            if action == "due":
                self.look_on(number, state)
            elif action:
                who = "sheng" if action in ABOVE else self.turn(number, state)
                self.go(number, action, who, "已核实", good=True, stale=False)
            else:
                for each in self.next(number, state):
                    who = self.turn(number, state)
                    self.go(number, each, who, "已核实", good=True, stale=False)

    def next(self, number, state):
        """The steps that lead out of a state; a plan is written until it is whole."""
        if state != Stage.PLANNING:
            return ONWARD.get(state, ())
        file = file_of(number)
        held = {each.problem_id for each in file.open_measures}
        bare = sum(each.id not in held for each in file.problems)
        return ["draft"] * (bare + (not file.row.cause)) + ["submit"]

    def look_on(self, number, state):
        """Go to the day of the next look-back."""
        due = histories.case_of(number).due_on
        if state == Stage.WATCHING and due is not None:
            self.at(f"{max(due, today())}T09:30")

    def turn(self, number, state):
        """Somebody of the desk, wherever that lies by now."""
        file = file_of(number)
        if file.deciding.code == "610000" and state in {"submitted", "second"}:
            return "sheng"
        own = {"610100": {"bo": "shi", "ke": "wen"}}.get(file.working.code, {})
        name = TURN.get(state, "bo")
        return own.get(name, name)

    def go(self, number, action, who, note, good, stale):
        case, actor = histories.case_of(number), self.people[who]
        action = self.meant(case.state, action)
        version = case.version - 1 if stale else case.version
        extra = 0
        command, *arguments = self.said(number, action, note, good)
        if action == "look_back":
            extra = arguments[0].result is LookBackResult.RELAPSED
        document = "市社党〔2026〕9号" if action == "dissolve" else ""
        said = "已核实" if action in {"look_back", *ACCEPTING} else note
        self.step(
            actor, number, action,
            lambda: self.do(actor, command, number, version, *arguments),
            version, said, document, extra,
        )  # fmt: skip

    def meant(self, state, action):
        """Commands that take the step of the state."""
        if action == "amend" and state != Stage.RUNNING:
            return "draft"
        if action in ACCEPTING:
            kind = action.split("_")[0]
            return f"{kind}_final" if state == Stage.SECOND else f"{kind}_first"
        return action

    def said(self, number, action, note, good):
        return SAID[action](self, file_of(number), note, good)

    @precondition(lambda self: self.now < "2028-06-30")
    @rule(days=st.sampled_from([1, 10, 95, 200]))
    def wait(self, days):
        self.at(f"{date.fromisoformat(self.now[:10]) + timedelta(days)}T09:30")

    @invariant()
    def cases_hold(self):
        self.hold()
        assert checking.faults(ROOT) == []

    @invariant()
    def what_is_struck_off_was_accepted_by_two_who_did_not_work_on_it(self):
        for case in histories.cases(self.kinds):
            file = file_of(case.id)
            if file.row.struck_off_on is None:
                continue
            passed = [each for each in file.acceptances if each.attempt == file.row.attempt]
            assert [each.tier.value for each in passed] == ["first", "final"]
            assert all(each.passed for each in passed)
            judges = {each.user_id for each in passed}
            workers = {each.user_id for each in file.events if each.tier == "整顿"}
            assert len(judges) == 2
            assert not judges & workers
            assert file.open_measures == []

    @invariant()
    def what_is_closed_is_proven_and_what_is_open_is_in_term(self):
        for case in histories.cases(self.kinds):
            file = file_of(case.id)
            papers = {each.id: each.slot for each in file.papers}
            for each in (each for rows in file.measures.values() for each in rows):
                assert (each.closed_on is None) is not bool(each.files)
                assert all(papers[file_id] == slot_of(each.id) for file_id, _ in each.files)
                assert each.closed_on or each.due_on <= file.row.term_to
            if case.state == Stage.RUNNING:
                days = [each.due_on for each in file.open_measures]
                assert case.due_on == min([file.row.term_to, *days])

    @invariant()
    def a_branch_has_one_open_case_and_ends_with_its_dissolution(self):
        found = histories.cases(self.kinds)
        standing = [case.party_organization_id for case in found if case.closed_on is None]
        assert len(standing) == len(set(standing))
        ended = {case.party_organization_id for case in found if case.state == "dissolved"}
        query = visible(ROOT, PartyOrganization, PartyOrganization.id)
        rows = set(db.session.scalars(query.where(PartyOrganization.dissolved_on.is_not(None))))
        assert ended == rows


ACCEPTING = {"accept_first", "accept_final", "refuse_first", "refuse_final"}


def draft(self, file, note, good):
    """Something of the plan that is wanting still."""
    if not file.row.cause:
        return planning.outline, Outline("书记离职", "王主任（演示）" if good else "")
    held = {
        each.problem_id for rows in file.measures.values() for each in rows if not each.closed_on
    }
    bare = next((each.id for each in file.problems if each.id not in held), None)
    if bare is None:
        return planning.put_problem, Wanting("没有活动场所" if good else "")
    due = file.row.term_to if good else today() - timedelta(1)
    return planning.put_measure, Undertaking(bare, "选配书记", "李书记（演示）", due)


def amend(self, file, note, good):
    due = file.row.term_to if good else file.row.term_to + timedelta(1)
    said = Undertaking(file.problems[0].id, "补充谈话", "李书记（演示）", due)
    return planning.put_measure, said, None, note


def close(self, file, note, good):
    waiting = file.open_measures
    number = waiting[0].id if waiting else 0
    return working.close_item, Closing(number, "已落实", (), [paper()] if good else [])


def reopen(self, file, note, good):
    closed = [each.id for rows in file.measures.values() for each in rows if each.closed_on]
    return working.reopen_item, closed[0] if closed else 0, note


def judge(good):
    return Judgement(today(), "验收组三人", "已核实", 90 if good else 40)


def refuse(self, file, note, good):
    named = [file.problems[0].id] if good else []
    return accepting.refuse, judge(True), Back(named, today() + timedelta(30))


def look(self, file, note, good):
    waiting = [each for each in file.look_backs if each.done_on is None and not each.void]
    number = waiting[0].id if waiting else 0
    held = LookBackResult.HOLDING if good else LookBackResult.RELAPSED
    return watching.look_back, Looked(number, held, today(), "已核实", [file.problems[0].id])


def dissolve(self, file, note, good):
    covered = [each.id for each in ending.covered(ROOT, file.case.id)]
    heirs = dict.fromkeys(covered) if good else {}
    said = Dissolution(today(), "市社党〔2026〕9号", note, "转入隔壁支部", heirs)
    return ending.dissolve, said


SAID = {
    "draft": draft,
    "amend": amend,
    "submit": lambda self, file, note, good: (planning.submit, note),
    "approve": lambda self, file, note, good: (planning.approve, "市社党〔2026〕8号", note),
    "send_back": lambda self, file, note, good: (planning.send_back, note),
    "report": lambda self, file, note, good: (
        working.report,
        Monthly(today() if good else today() + timedelta(40), "已开会"),
    ),
    "prove": lambda self, file, note, good: (
        working.prove,
        file.open_measures[0].id if file.open_measures else 0,
        [paper()] if good else [],
    ),
    "close_item": close,
    "reopen_item": reopen,
    "extend": lambda self, file, note, good: (
        working.extend,
        Extension(max(file.row.term_to, today()) + timedelta(30 if good else 0), note),
    ),
    "apply": lambda self, file, note, good: (working.apply, note),
    "accept_first": lambda self, file, note, good: (accepting.accept, judge(good)),
    "accept_final": lambda self, file, note, good: (accepting.accept, judge(good)),
    "refuse_first": refuse,
    "refuse_final": refuse,
    "look_back": look,
    "finish": lambda self, file, note, good: (watching.finish, note),
    "relapse": lambda self, file, note, good: (
        watching.relapse,
        [file.problems[0].id] if good else [],
        note,
    ),
    "dissolve": dissolve,
    "take_over": lambda self, file, note, good: (moving.take_over, note),
    "withdraw": lambda self, file, note, good: (ending.withdraw, note),
}


def test_whatever_happens_lists_levels_and_cover_agree(app, people, monkeypatch):
    histories.run(lambda: Rectifying(app, monkeypatch, people), stateful_step_count=6)
