"""Rounds: what they write, what they leave alone, who may begin and close them."""

from dataclasses import replace
from datetime import date

import pytest

from partybuild.access.actor import command_line
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.jobs import worker
from partybuild.jobs.models import Job
from partybuild.party.kinds import Formation, PartyKind
from partybuild.rectification.kinds import Origin, ProposalState, RoundState
from partybuild.rectification.screening import pages, rounds, working
from partybuild.rules import RuleBroken
from tests import factories
from tests.rectification.screening.conftest import (
    grounds,
    make_branch,
    prepare,
    proposals,
    round_row,
    secretary_of,
)
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")


class Heard:
    """Progress that remembers what it was told."""

    def __init__(self):
        self.words = []

    def step(self, done, total=0, message=""):
        self.words.append((done, total, message))

    def file(self, name):
        raise AssertionError("no file")

    def holds(self, organization_ids):
        raise AssertionError("no file")


class TestBegin:
    def test_it_proposes_whom_the_facts_speak_against_with_the_reasons(self, cast, weak, begin):
        number = begin()

        found = proposals(cast.bo, round_id=number)
        assert [each.party_organization_id for each in found] == list(weak)
        assert {each.state for each in found} == {ProposalState.OPEN}
        assert {each.origin for each in found} == {Origin.ROUND}
        (vacant,), (late,) = (grounds(cast.bo, each.id) for each in found)
        assert vacant.words == "书记自2026-05-01空缺203天（超过90天）"
        assert vacant.since == date(2026, 5, 1)
        assert late.rule == "term"

    def test_it_counts_whom_it_looked_at(self, cast, weak, begin):
        factories.make_party("临时党支部（演示）", "610103", formation=Formation.TEMPORARY)
        factories.make_party("新党支部（演示）", "610103", founded_on=date(2026, 11, 1))
        factories.make_party("工委（演示）", "610103", kind=PartyKind.WORK_COMMITTEE)
        factories.make_party("社区党支部（演示）", "610103", social=False)
        make_branch("邻区党支部（演示）", "610102")

        row = round_row(begin())

        assert (row.screened, row.state) == (3, RoundState.OPEN)

    def test_a_branch_in_rectification_is_shown_and_not_proposed(self, cast, weak, begin, accepted):
        case = accepted(weak[0])

        number = begin(cast.shi)

        first, second = proposals(cast.bo, round_id=number)
        assert (first.state, first.case_id) == (ProposalState.STANDING, case)
        assert (second.state, second.case_id) == (ProposalState.OPEN, None)

    def test_a_second_round_waits_for_the_first(self, cast, weak, begin):
        begin()

        with pytest.raises(RuleBroken, match="还没有结束"):
            begin(title="再来一轮")
        assert len(pages.listed(cast.bo)) == 1

    def test_facts_read_under_other_rules_are_not_written(self, cast, weak):
        ready = prepare(cast.bo)
        stale = replace(ready, rules_id=1)

        with pytest.raises(Stale, match="规则"), work(cast.bo) as running:
            rounds.begin(running.actor, "排查", stale)
        assert pages.listed(cast.bo) == []

    @pytest.mark.parametrize("who", ["dai", "zhu", "bao", "xi"])
    def test_only_officers_begin_one(self, cast, weak, who):
        ready = prepare(cast.bo)

        with pytest.raises(NotPermitted), work(getattr(cast, who)) as running:
            rounds.begin(running.actor, "排查", ready)

    def test_what_it_found_stays_though_the_facts_change(self, cast, weak, begin):
        number = begin()

        secretary_of(weak[0], day=date(2026, 11, 19))

        assert len(proposals(cast.bo, round_id=number)) == 2


class TestJob:
    def test_it_tells_how_far_it_is_and_writes_at_once(self, cast, weak):
        with work(cast.bo) as running:
            number, job = rounds.ask(running.actor, "全区排查")
        assert round_row(number).state is RoundState.RUNNING
        assert working.under_way(number).id == job
        heard = Heard()

        result = working.run(cast.bo, arguments(job), heard)

        assert result["message"] == "排查党组织 3 个，提出建议 2 条，等待认定。"
        assert [word for _, _, word in heard.words][:2] == [
            "正在核对党组织名册",
            "正在核对覆盖的社会组织",
        ]
        assert all(done <= total for done, total, _ in heard.words)
        assert round_row(number).state is RoundState.OPEN
        assert len(proposals(cast.bo, round_id=number)) == 2

    def test_the_job_process_does_it(self, cast, weak, monkeypatch):
        monkeypatch.setattr(worker, "REPORT", 0)
        with work(cast.bo) as running:
            number, _ = rounds.ask(running.actor, "全区排查")

        assert worker.run_once()

        assert working.under_way(number) is None
        assert round_row(number).state is RoundState.OPEN
        assert len(proposals(cast.bo, round_id=number)) == 2

    def test_run_again_after_a_crash_it_writes_nothing_twice(self, cast, weak):
        with work(cast.bo) as running:
            number, job = rounds.ask(running.actor, "全区排查")
        working.run(cast.bo, arguments(job), Heard())

        again = working.run(cast.bo, arguments(job), Heard())

        assert again["message"] == "已排查完毕，等待认定。"
        assert len(proposals(cast.bo, round_id=number)) == 2

    def test_a_job_that_another_took_the_place_of_writes_nothing(self, cast, weak):
        with work(cast.bo) as running:
            number, job = rounds.ask(running.actor, "全区排查")
        with work(cast.bo) as running:
            rounds.ask_again(running.actor, number)

        with pytest.raises(RuleBroken, match="重新提交"):
            working.run(cast.bo, arguments(job), Heard())
        assert proposals(cast.bo, round_id=number) == []


def arguments(job_id):
    with work(ROOT) as running:
        running.audited = True
        with system("test"):
            return dict(db.session.query(Job).filter(Job.id == job_id).one().arguments)


class TestClose:
    def test_it_waits_until_everything_is_judged(self, cast, weak, begin, judge):
        number = begin()
        with pytest.raises(RuleBroken, match="还有 2 条"):
            close(cast.bo, number)
        assert round_row(number).state is RoundState.OPEN

        judge(number, "dismiss")
        close(cast.bo, number)

        row = round_row(number)
        assert (row.state, row.closed_on) == (RoundState.CLOSED, date(2026, 11, 20))
        with pytest.raises(Stale):
            close(cast.bo, number)

    @pytest.mark.parametrize("who", ["cheng", "shi", "jie"])
    def test_only_the_unit_that_runs_it_closes_it(self, cast, weak, begin, judge, who):
        number = begin()
        judge(number, "dismiss")

        with pytest.raises(OutOfReach):
            close(getattr(cast, who), number)

    def test_an_old_version_is_stale(self, cast, begin):
        number = begin()

        with pytest.raises(Stale), work(cast.bo) as running:
            rounds.close(running.actor, number, 1)


def close(actor, number):
    with work(actor) as running:
        rounds.close(running.actor, number, round_row(number).version)


def test_rounds_concern_the_units_above_and_below_and_nobody_beside(cast, begin):
    number = begin()

    for who in (cast.bo, cast.shi, cast.sheng, cast.jie, cast.dai, command_line("x")):
        assert [each.row.id for each in pages.listed(who)] == [number]
    assert pages.listed(cast.cheng) == []
    with pytest.raises(OutOfReach):
        pages.shown(cast.cheng, number)
