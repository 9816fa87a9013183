from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.gates.terms import rules
from partybuild.gates.terms.process import TABLES
from partybuild.gates.terms.rules import Ballot, Body, Matter
from partybuild.party.kinds import Formation, PartyKind
from partybuild.rules import RuleBroken

DAY = date(2026, 11, 20)
FEW = settings(max_examples=60, deadline=None)


def ballot(**said):
    values = {"held_on": DAY, "seats": 3, "candidates": 4, "due": 10, "attended": 8}
    return Ballot(**values | {"secretary": "李书记（演示）"} | said)


def refused(check, *args):
    try:
        check(*args)
    except RuleBroken as broken:
        return str(broken)
    return ""


class TestCandidates:
    @FEW
    @given(st.integers(1, 60), st.integers(0, 90))
    def test_a_fifth_more_than_the_seats_and_no_less(self, seats, candidates):
        assert bool(refused(rules.check_names, seats, candidates)) is (
            (candidates - seats) * 5 < seats
        )

    @pytest.mark.parametrize(
        ("seats", "least"), [(1, 2), (3, 4), (5, 6), (6, 8), (7, 9), (10, 12), (11, 14)]
    )
    def test_the_least_is_said(self, seats, least):
        assert f"不少于 {least} 名" in refused(rules.check_names, seats, seats)
        assert refused(rules.check_names, seats, least) == ""

    def test_without_a_committee_nobody_is_left_over(self):
        assert refused(rules.check_names, 0, 1) == ""


class TestAttendance:
    @FEW
    @given(st.integers(1, 300), st.integers(0, 300))
    def test_four_fifths_of_those_due(self, due, attended):
        attended = min(attended, due)
        said = refused(rules.check_ballot, ballot(due=due, attended=attended), DAY, None)
        assert bool(said) is (attended * 5 < due * 4)
        if said:
            assert f"应到会 {due} 名，实到会 {attended} 名" in said

    @pytest.mark.parametrize(("due", "attended"), [(0, 0), (5, 6)])
    def test_impossible_numbers_are_refused(self, due, attended):
        assert "实到会" in refused(
            rules.check_ballot, ballot(due=due, attended=attended), DAY, None
        )


class TestOrder:
    @FEW
    @given(st.integers(-400, 400), st.integers(-400, 400))
    def test_an_election_comes_after_the_last_and_its_permission(self, last, permitted):
        before, permission = DAY + timedelta(days=last), DAY + timedelta(days=permitted)
        said = refused(rules.check_ballot, ballot(), permission, before)
        assert bool(said) is (before >= DAY or permission > DAY)

    def test_steps_follow_each_other_and_none_lies_ahead(self):
        assert refused(rules.check_order, DAY, DAY, DAY) == ""
        assert "早于上一步" in refused(rules.check_order, DAY, DAY + timedelta(days=1), DAY)
        assert "不能晚于今天" in refused(rules.check_order, DAY + timedelta(days=1), None, DAY)


class TestWhoElects:
    @pytest.mark.parametrize("formation", [None, *Formation])
    def test_only_temporary_ones_hold_none(self, formation):
        body = Body("某支部", PartyKind.BRANCH, formation, DAY)
        assert bool(refused(rules.check_may_elect, body)) is (formation is Formation.TEMPORARY)

    @pytest.mark.parametrize("kind", list(PartyKind))
    def test_a_work_committee_is_sent(self, kind):
        body = Body("某党组织", kind, None, DAY)
        assert bool(refused(rules.check_may_elect, body)) is (kind is PartyKind.WORK_COMMITTEE)


class TestDue:
    LAST = date(2027, 1, 10)

    @pytest.mark.parametrize(
        ("state", "due"),
        [
            ("studying", date(2026, 11, 10)),
            ("requested", date(2026, 12, 20)),
            ("permitted", date(2027, 1, 10)),
            ("nominated", date(2026, 12, 20)),
            ("agreed", date(2027, 1, 10)),
            ("elected", date(2026, 12, 20)),
            ("reported", date(2026, 12, 20)),
            ("confirmed", None),
            ("archived", None),
        ],
    )
    def test_of_an_election(self, state, due):
        assert rules.due(Matter.ELECTION, state, DAY, self.LAST) == due

    @pytest.mark.parametrize(
        ("state", "due"), [("drafting", None), ("requested", date(2026, 12, 20))]
    )
    def test_of_a_founding(self, state, due):
        assert rules.due(Matter.FOUNDING, state, DAY, None) == due


class TestPapers:
    def test_every_step_that_brings_papers_is_one_of_its_process(self):
        for matter, slots in rules.SLOTS.items():
            actions = {step.action for step in TABLES[matter].steps}
            assert set(slots) <= actions

    def test_what_lacks_is_asked_of_the_steps_taken_only(self):
        taken = {"open", "request"}
        lacking = rules.lacking(Matter.ELECTION, taken, {"study"})
        assert [slot.key for slot in lacking] == ["request"]


class TestWhereabouts:
    @pytest.mark.parametrize(
        ("members", "covered", "heir", "ended_too", "settled"),
        [
            ("", 0, False, False, False),
            (" ", 0, True, True, False),
            ("转入甲支部", 0, False, False, True),
            ("转入甲支部", 2, False, False, False),
            ("转入甲支部", 2, True, False, True),
            ("转入甲支部", 2, False, True, True),
        ],
    )
    def test_members_and_organizations_have_a_place(
        self, members, covered, heir, ended_too, settled
    ):
        assert (rules.unsettled(members, covered, heir, ended_too) == "") is settled
