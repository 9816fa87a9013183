"""A case from its finding to each of its ends, as people live it."""

from datetime import date

import pytest

from partybuild.rectification.cases import accepting, watching, working
from partybuild.rectification.cases.accepting import Back
from partybuild.rectification.cases.watching import Looked
from partybuild.rectification.cases.working import Extension, Monthly
from partybuild.rectification.kinds import LookBackResult, Outcome
from partybuild.rectification.models import Rectification
from tests.rectification.conftest import (
    IDLE,
    VACANT,
    close_all,
    file_of,
    judgement,
    measures,
    paper,
    plan,
    problem,
)


class TestOpening:
    def test_the_finding_makes_the_problems_the_term_and_the_desk(self, find, people):
        file = file_of(find(grounds=(VACANT, IDLE)))

        assert [each.words for each in file.problems] == [VACANT["words"], IDLE["words"]]
        assert file.case.state == "planning"
        assert file.case.due_on == date(2026, 12, 5)
        assert file.row.term_to == date(2027, 5, 20)
        assert (file.working.code, file.deciding.code) == ("610103", "610100")
        assert file.case.desk_unit_id == people.bo.reach.unit.id
        assert file.row.repeated == []

    def test_the_street_may_be_charged_with_it(self, find, people):
        street = people.jie.reach.unit.id
        file = file_of(find(working_unit_id=street))

        assert (file.working.code, file.deciding.code) == ("610103001", "610103")

    def test_where_nobody_stands_above_the_unit_decides_itself(self, find, people):
        file = file_of(find(people.sheng))

        assert (file.working.code, file.deciding.code) == ("610000", "610000")


class TestThePlan:
    def test_it_waits_at_the_level_above_and_runs_once_approved(self, running):
        file = file_of(running)

        assert file.case.state == "running"
        assert file.row.approved_on == date(2026, 11, 20)
        assert file.row.plan_number == "市社党〔2026〕8号"
        assert file.case.desk_unit_id == file.working.id
        assert file.case.due_on == date(2027, 2, 28), "the nearest deadline"


class TestWorking:
    def test_the_secretary_reports_and_proves_the_officer_closes(self, running, do, people):
        measure = measures(running)[0]
        do(people.shu, working.report, running, None, Monthly(date(2026, 11, 8), "已召开会议"))
        do(people.shu, working.prove, running, None, measure.id, [paper("批复.jpg")])
        given = [each.id for each in file_of(running).proof(measure.id)]
        said = working.Closing(measure.id, "已任命", given)
        do(people.bo, working.close_item, running, None, said)

        file = file_of(running)
        assert [each.month for each in file.progress] == [date(2026, 11, 1)]
        assert file.open_measures == []
        assert measures(running)[0].files == [[given[0], 1]]
        assert file.problems[0].closed_on == date(2026, 11, 20)

    def test_an_item_closed_too_early_is_opened_again_with_its_problem(self, running, do, people):
        close_all(do, people.bo, running)
        measure = measures(running)[0]
        do(people.bo, working.reopen_item, running, None, measure.id, "任命没有生效")

        file = file_of(running)
        assert [each.id for each in file.open_measures] == [measure.id]
        assert file.problems[0].closed_on is None
        assert file.events[-1].note == "任命没有生效"

    def test_the_deciding_level_extends(self, running, do, people):
        measure = measures(running)[0]
        until = Extension(date(2027, 8, 31), "等待换届", {measure.id: date(2027, 8, 1)})
        do(people.shi, working.extend, running, None, until)

        file = file_of(running)
        assert (file.row.first_term_to, file.row.term_to) == (date(2027, 5, 20), date(2027, 8, 31))
        assert measures(running)[0].due_on == file.case.due_on == date(2027, 8, 1)
        assert measures(running)[0].first_due == date(2027, 2, 28)


class TestAcceptance:
    def test_two_levels_strike_it_off_and_set_the_look_backs(self, struck_off):
        file = file_of(struck_off)

        assert file.case.state == "watching"
        assert file.row.struck_off_on == date(2026, 11, 20)
        assert file.row.outcome is Outcome.TRANSFORMED
        assert [(each.months, each.due_on) for each in file.look_backs] == [
            (3, date(2027, 2, 20)),
            (6, date(2027, 5, 20)),
            (12, date(2027, 11, 20)),
        ]
        assert file.case.due_on == date(2027, 2, 20)
        assert [(each.tier.value, each.passed) for each in file.acceptances] == [
            ("first", True),
            ("final", True),
        ]

    @pytest.mark.parametrize("levels", [1, 2])
    def test_a_refusal_opens_the_problems_named(self, applied, do, people, levels):
        if levels == 2:
            do(people.ke, accepting.accept, applied, None, judgement())
        who = people.ke if levels == 1 else people.shi
        back = Back([problem(applied)], date(2027, 3, 31))
        do(who, accepting.refuse, applied, None, judgement(words="书记还没有到岗"), back)

        file = file_of(applied)
        assert file.case.state == "running"
        assert file.problems[0].closed_on is None
        assert file.problems[0].reopened == 1
        assert [each.due_on for each in file.open_measures] == [date(2027, 3, 31)]
        assert file.row.attempt == 2
        assert file.row.outcome is (None if levels == 1 else Outcome.CONTINUED)
        close_all(do, people.bo, applied)
        do(people.bo, working.apply, applied, None)
        do(people.ke, accepting.accept, applied, None, judgement())
        do(people.shi, accepting.accept, applied, None, judgement())
        assert file_of(applied).row.outcome is Outcome.TRANSFORMED


class TestLookingBack:
    def test_it_is_finished_after_the_last_look_back(self, struck_off, do, people, at):
        for each in file_of(struck_off).look_backs:
            at(each.due_on)
            said = Looked(each.id, LookBackResult.HOLDING, each.due_on, "书记在岗")
            do(people.bo, watching.look_back, struck_off, None, said)
        do(people.bo, watching.finish, struck_off, None)

        file = file_of(struck_off)
        assert (file.case.state, file.case.closed_on) == ("done", date(2027, 11, 20))
        assert file.row.outcome is Outcome.TRANSFORMED
        assert file.case.due_on is None

    def test_a_relapse_opens_the_same_case_raised_one_level(self, struck_off, do, people, at):
        at("2027-02-20")
        first = file_of(struck_off).look_backs[0]
        said = Looked(
            first.id, LookBackResult.RELAPSED, date(2027, 2, 20), "又空缺", [problem(struck_off)]
        )
        do(people.shi, watching.look_back, struck_off, None, said)

        file = file_of(struck_off)
        assert (file.case.state, file.case.closed_on) == ("planning", None)
        assert (file.row.relapses, file.row.attempt) == (1, 2)
        assert file.row.struck_off_on is file.row.outcome is file.row.approved_on is None
        assert file.row.term_to == date(2027, 8, 20)
        assert [each.void for each in file.look_backs] == [False, True, True]
        assert file.row.repeated == [
            f"“{VACANT['words'][:20]}…”2026-11-20 销号后反弹",
        ]
        assert file.deciding.code == "610000"
        plan(do, people.bo, struck_off, date(2027, 8, 1))
        assert [each.closed_on is None for each in measures(struck_off)] == [False, True]


class TestRepeating:
    @pytest.fixture
    def done(self, struck_off, do, people, at):
        for each in file_of(struck_off).look_backs:
            at(each.due_on)
            said = Looked(each.id, LookBackResult.HOLDING, each.due_on, "书记在岗")
            do(people.bo, watching.look_back, struck_off, None, said)
        do(people.bo, watching.finish, struck_off, None)
        return struck_off

    def test_the_same_rule_within_the_years_is_marked_and_raised(self, done, find, at):
        at("2029-11-20")
        row: Rectification = file_of(find(grounds=(IDLE, VACANT))).row

        assert row.repeated == ["“书记长期空缺”曾于 2026-11-20 销号，再次出现"]
        assert file_of(row.case_id).deciding.code == "610000"

    def test_another_rule_or_a_later_day_is_not(self, done, find, at):
        at("2028-01-10")
        assert file_of(find(grounds=(IDLE,))).row.repeated == []

    def test_after_the_years_it_is_new(self, done, find, at):
        at("2029-11-21")
        assert file_of(find()).row.repeated == []
