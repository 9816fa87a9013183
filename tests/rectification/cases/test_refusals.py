"""What is refused, with its sentence, and nothing of the database is another."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from partybuild.access.permissions import Role
from partybuild.accounts import queries as accounts
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.party import commands as party
from partybuild.party.telling import Why
from partybuild.rectification.cases import accepting, ending, planning, watching, working
from partybuild.rectification.cases.accepting import Back
from partybuild.rectification.cases.planning import Outline, Undertaking, Wanting
from partybuild.rectification.cases.watching import Looked
from partybuild.rectification.cases.working import Closing, Extension, Monthly
from partybuild.rectification.kinds import LookBackResult
from partybuild.rules import RuleBroken
from tests import factories
from tests.rectification.cases.test_ending import decision
from tests.rectification.conftest import (
    DUE,
    VACANT,
    close_all,
    file_of,
    judgement,
    measures,
    paper,
    plan,
    problem,
    version,
)
from tests.support import histories, world
from tests.support.world import ROOT

YESTERDAY = date(2026, 11, 19)


@contextmanager
def refused(sentence, kind=RuleBroken):
    """The block is refused with these words; not one row of the database is another."""
    with histories.unmoved(), pytest.raises(kind, match=sentence):
        yield


def item(number):
    return measures(number)[0].id


class TestFinding:
    def test_one_open_case_for_a_branch(self, case, find):
        with refused(f"第 {case} 号"):
            find()

    def test_one_in_look_back_is_open(self, struck_off, find):
        with refused("请在该件认定反弹"):
            find()

    def test_without_a_reason_or_a_ground(self, find):
        with refused("请填写认定理由"):
            find(why=" ")
        with refused("至少写明一种"):
            find(grounds=())

    def test_on_a_day_to_come_or_before_its_founding(self, find):
        with refused("认定日期不能晚于今天"):
            find(found_on=date(2026, 11, 21))
        with refused("认定日期不能早于 2020-03-02"):
            find(found_on=date(2020, 3, 1))

    def test_one_of_next_door(self, find, people):
        with refused("^$", OutOfReach):
            find(people.cheng)

    def test_one_that_has_ended(self, find, branch):
        factories.unlink(branch.id, branch.organization, date(2026, 11, 1))
        with work(ROOT) as running:
            why = Why(date(2026, 11, 2), "合并", "批复1号")
            party.dissolve(running.actor, branch.id, None, why, ended_too=True)
        with refused("已于 2026-11-02 终止"):
            find()

    def test_a_working_unit_out_of_the_way(self, find, people):
        with refused("承办单位应是"):
            find(working_unit_id=people.cheng.reach.unit.id)
        with refused("承办单位应是"):
            find(working_unit_id=people.shi.reach.unit.id)


class TestPlanning:
    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"due_on": YESTERDAY}, "完成时限不能早于今天"),
            ({"due_on": date(2027, 5, 21)}, "不能晚于整顿期限 2027-05-20"),
            ({"person": " "}, "请填写责任人"),
            ({"words": ""}, "请填写措施"),
            ({"problem_id": 99999}, "不在本件的问题清单里"),
        ],
    )
    def test_measures(self, case, do, people, said, sentence):
        typed = Undertaking(problem(case), "选配书记", "李书记（演示）", DUE)
        with refused(sentence):
            do(people.bo, planning.put_measure, case, None, replace(typed, **said))

    def test_the_day_of_today_and_the_last_of_the_term_are_taken(self, case, do, people):
        for day in (date(2026, 11, 20), date(2027, 5, 20)):
            said = Undertaking(problem(case), "选配书记", "李书记（演示）", day)
            do(people.bo, planning.put_measure, case, None, said)
        assert len(measures(case)) == 2

    def test_a_problem_of_another_case(self, case, find, do, people, branch):
        other = find(party=branch.next)
        with refused("不在本件的问题清单里"):
            do(people.bo, planning.put_problem, case, None, Wanting("改写"), problem(other))

    def test_a_plan_that_is_not_whole(self, case, do, people):
        with refused("请先填写原因分析"):
            do(people.bo, planning.submit, case, None)
        do(people.bo, planning.outline, case, None, Outline("没有选配", ""))
        with refused("请先填写包联领导"):
            do(people.bo, planning.submit, case, None)
        do(people.bo, planning.outline, case, None, Outline("没有选配", "王主任（演示）"))
        with refused("还没有待落实的措施"):
            do(people.bo, planning.submit, case, None)

    def test_a_plan_whose_deadline_has_passed_meanwhile(self, planned, do, people, at):
        at("2027-03-01")
        with refused("完成时限 2027-02-28 应在今天至整顿期限"):
            do(people.bo, planning.submit, planned, None)

    def test_a_situation_that_was_found_is_not_dropped(self, case, do, people):
        with refused("认定时列明的情形"):
            do(people.bo, planning.drop_problem, case, None, problem(case))

    def test_what_is_approved_is_not_rewritten(self, running, do, people):
        measure = item(running)
        said = Undertaking(problem(running), "改写", "李书记（演示）", DUE)
        with refused("方案已经批准"):
            do(people.bo, planning.put_measure, running, None, said, measure, "补充")
        with refused("现在是“整顿中”", Stale):
            do(people.bo, planning.drop_measure, running, None, measure)
        with refused("“补充问题和措施”须写明理由"):
            do(people.bo, planning.put_measure, running, None, said)

    def test_who_wrote_it_does_not_approve_it(self, planned, do, people):
        do(people.bo, planning.submit, planned, None)
        for who in (people.bo, people.ke, people.jie):
            with refused("西安市|办理"):
                do(who, planning.approve, planned, None)
        with refused("须写明理由"):
            do(people.shi, planning.send_back, planned, None, " ")

    def test_a_secretary_and_a_leader_plan_nothing(self, case, do, people, cast):
        for who in (people.shu, cast.dai, cast.bao):
            with refused("不能“拟定整顿方案”", NotPermitted):
                do(who, planning.outline, case, None, Outline("原因", "领导（演示）"))


class TestWorking:
    def test_closing_without_what_proves_it(self, running, do, people):
        measure = item(running)
        with refused("销号要有佐证材料"):
            do(people.bo, working.close_item, running, None, Closing(measure, "已选配"))
        with refused("请填写落实情况"):
            closing = Closing(measure, " ", (), [paper()])
            do(people.bo, working.close_item, running, None, closing)

    def test_evidence_of_another_case(self, running, find, do, people, branch):
        other = find(party=branch.next)
        plan(do, people.bo, other)
        do(people.bo, planning.submit, other, None)
        do(people.shi, planning.approve, other, None)
        do(people.bo, working.prove, other, None, item(other), [paper()])
        foreign = file_of(other).papers[0].id

        measure = item(running)
        closing = Closing(measure, "已选配", (foreign,), [paper()])
        with refused("不是本件这项措施的佐证材料"):
            do(people.bo, working.close_item, running, None, closing)
        with refused("不在本件的措施清单里"):
            closing = Closing(item(other), "已选配", (), [paper()])
            do(people.bo, working.close_item, running, None, closing)

    def test_applying_with_open_items(self, running, do, people):
        with refused("还有 1 项措施没有销号（选配书记）"):
            do(people.bo, working.apply, running, None)

    def test_applying_with_a_problem_that_was_added_and_not_put_right(self, running, do, people):
        close_all(do, people.bo, running)
        said = Wanting("没有活动场所")
        do(people.bo, planning.put_problem, running, None, said, note="复核时发现")
        with refused("问题“没有活动场所”还没有措施"):
            do(people.bo, working.apply, running, None)

    def test_closing_twice(self, running, do, people):
        measure = item(running)
        close_all(do, people.bo, running)
        with refused("已经销号"):
            closing = Closing(measure, "再销一次", (), [paper()])
            do(people.bo, working.close_item, running, None, closing)

    @pytest.mark.parametrize(
        ("month", "sentence"),
        [(date(2026, 12, 1), "以后月份"), (date(2026, 10, 31), "请报送这个月或以后")],
    )
    def test_months(self, running, do, people, month, sentence):
        with refused(sentence):
            do(people.shu, working.report, running, None, Monthly(month, "已召开会议"))

    def test_an_empty_report_and_no_picture(self, running, do, people):
        with refused("请填写本月进展"):
            do(people.shu, working.report, running, None, Monthly(date(2026, 11, 1), ""))
        with refused("请先选择或者拍摄"):
            do(people.shu, working.prove, running, None, item(running), [])

    def test_a_secretary_closes_nothing(self, running, do, people):
        closing = Closing(item(running), "已选配", (), [paper()])
        with refused("不能“措施销号”", NotPermitted):
            do(people.shu, working.close_item, running, None, closing)

    def test_the_street_below_closes_nothing_of_the_county(self, running, do, people):
        closing = Closing(item(running), "已选配", (), [paper()])
        with refused("承办单位"):
            do(people.jie, working.close_item, running, None, closing)

    def test_extension(self, running, do, people):
        measure = item(running)
        until = Extension(date(2027, 8, 31), "等待换届")
        with refused("西安市"):
            do(people.bo, working.extend, running, None, until)
        with refused("须写明理由"):
            do(people.shi, working.extend, running, None, replace(until, reason=""))
        with refused("原期限 2027-05-20 之后"):
            do(people.shi, working.extend, running, None, replace(until, until=date(2027, 5, 20)))
        early = replace(until, measures={measure: DUE})
        with refused("新时限应晚于 2027-02-28"):
            do(people.shi, working.extend, running, None, early)


class TestAccepting:
    def test_ones_own_work(self, applied, do, people):
        with refused("您已在本件办理过“整顿”"):
            do(people.bo, accepting.accept, applied, None, judgement())

    def test_the_same_person_at_both_levels(self, applied, do, people):
        with work(ROOT) as running:
            post = world.add_post("ke", Role.OFFICER, "610100")
            running.audited = True
        do(people.ke, accepting.accept, applied, None, judgement())
        with refused("您已在本件办理过“初验”"):
            do(accounts.actor_of(post), accepting.accept, applied, None, judgement())

    def test_the_final_one_by_the_level_that_worked_on_it(self, applied, do, people):
        do(people.ke, accepting.accept, applied, None, judgement())
        with refused("办理"):
            do(people.ke, accepting.accept, applied, None, judgement())

    def test_two_at_once(self, applied, do, people):
        seen = version(applied)
        do(people.ke, accepting.accept, applied, seen, judgement())
        with refused("这次提交没有写入", Stale):
            do(people.shi, accepting.accept, applied, seen, judgement())
        assert len(file_of(applied).acceptances) == 1

    def test_before_it_was_applied_for(self, running, do, people):
        with refused("现在是“整顿中”", Stale):
            do(people.ke, accepting.accept, running, None, judgement())

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"day": date(2026, 11, 21)}, "验收日期不能晚于今天"),
            ({"day": YESTERDAY}, "验收日期不能早于 2026-11-20"),
            ({"people": " "}, "请填写验收人员"),
            ({"words": ""}, "请填写验收意见"),
            ({"satisfaction": 101}, "0 到 100"),
            ({"satisfaction": 59}, "满意度 59% 低于 60%"),
        ],
    )
    def test_what_does_not_hold(self, applied, do, people, said, sentence):
        with refused(sentence):
            do(people.ke, accepting.accept, applied, None, judgement(**said))

    @pytest.mark.parametrize(
        ("problems", "due_on", "sentence"),
        [
            ((), DUE, "请选择至少一个"),
            ((99999,), DUE, "不在本件的问题清单里"),
            (None, YESTERDAY, "完成时限不能早于今天"),
        ],
    )
    def test_refusing_without_naming_what(self, applied, do, people, problems, due_on, sentence):
        named = [problem(applied)] if problems is None else problems
        with refused(sentence):
            back = Back(named, due_on)
            do(people.ke, accepting.refuse, applied, None, judgement(satisfaction=40), back)


class TestWatching:
    def test_before_its_day(self, struck_off, do, people):
        first = file_of(struck_off).look_backs[0]
        said = Looked(first.id, LookBackResult.HOLDING, date(2026, 11, 20), "书记在岗")
        with refused("2027-02-20 到期"):
            do(people.shi, watching.look_back, struck_off, None, said)
        with refused("还有 3 次回头看没有做"):
            do(people.shi, watching.finish, struck_off, None)

    def test_the_second_before_its_day_and_the_first_twice(self, struck_off, do, people, at):
        at("2027-02-20")
        first, second, _ = [each.id for each in file_of(struck_off).look_backs]
        said = Looked(second, LookBackResult.HOLDING, date(2027, 2, 20), "书记在岗")
        with refused("2027-05-20 到期"):
            do(people.shi, watching.look_back, struck_off, None, said)
        said = replace(said, look_back_id=first)
        do(people.shi, watching.look_back, struck_off, None, said)
        at("2027-05-20")
        with refused("已经登记或者不用再做"):
            do(people.shi, watching.look_back, struck_off, None, said)

    def test_a_relapse_of_nothing(self, struck_off, do, people, at):
        at("2027-02-20")
        first = file_of(struck_off).look_backs[0]
        said = Looked(first.id, LookBackResult.RELAPSED, date(2027, 2, 20), "又空缺")
        with refused("请选择至少一个"):
            do(people.shi, watching.look_back, struck_off, None, said)
        with refused("须写明理由"):
            do(people.shi, watching.relapse, struck_off, None, [problem(struck_off)], "")


class TestDissolving:
    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"document": ""}, "批复文号"),
            ({"reason": " "}, "撤销理由"),
            ({"members": ""}, "请填写党员去向"),
            ({"day": date(2026, 11, 21)}, "撤销日期不能晚于今天"),
            ({"day": YESTERDAY}, "撤销日期不能早于 2026-11-20"),
            ({"heirs": {}}, "还缺薄弱协会（演示）、共建协会（演示）"),
        ],
    )
    def test_what_does_not_hold(self, running, do, people, branch, said, sentence):
        with refused(sentence):
            do(people.shi, ending.dissolve, running, None, decision(branch, **said))

    def test_heirs(self, running, do, people, branch):
        own = {branch.organization: branch.id, branch.other: None}
        with refused("不能转由要撤销的党组织覆盖"):
            do(people.shi, ending.dissolve, running, None, decision(branch, heirs=own))
        more = {branch.organization: None, branch.other: None, 99999: None}
        with refused("没有覆盖的组织"):
            do(people.shi, ending.dissolve, running, None, decision(branch, heirs=more))

    def test_by_the_level_that_works_on_it(self, running, do, people, branch):
        with refused("西安市"):
            do(people.bo, ending.dissolve, running, None, decision(branch))

    def test_with_a_party_organization_below(self, running, do, people, branch):
        factories.make_party("下级党支部（演示）", "610103001", parent_id=branch.id)
        with refused("下面还有 1 个党组织"):
            do(people.shi, ending.dissolve, running, None, decision(branch))


def test_what_is_said_of_a_case_that_is_not_ones_own(case, do, people):
    with refused("^$", OutOfReach):
        do(people.cheng, planning.outline, case, None, Outline("原因", "领导（演示）"))


def test_whoever_comes_second(case, do, people):
    seen = version(case)
    do(people.bo, planning.outline, case, seen, Outline("原因", "领导（演示）"))
    with refused("这次提交没有写入", Stale):
        do(people.ke, planning.outline, case, seen, Outline("另一原因", "领导（演示）"))


def test_a_branch_that_ended_otherwise_goes_on_nowhere(planned, do, people, branch):
    why = Why(date(2026, 11, 20), "合并", "批复1号")
    do(people.shi, party.dissolve, branch.id, None, why, ended_too=True)
    with refused("已于 2026-11-20 撤销"):
        do(people.bo, planning.submit, planned, None)
    assert VACANT["words"] == file_of(planned).problems[0].words
