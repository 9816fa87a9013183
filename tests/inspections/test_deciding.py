"""Neither answer without the other; days, lateness, changes with the first kept; who may what."""

from datetime import date

import pytest

from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.inspections import deciding, filling, reopening
from partybuild.inspections.kinds import Conclusion, Evaluation
from partybuild.rules import RuleBroken
from partybuild.workflow import checking, queries
from tests.inspections.conftest import case_of, concluding, evaluating, of
from tests.support.world import ROOT

TODAY = date(2026, 11, 20)


@pytest.fixture
def number(expected):
    return of(expected[1]).id


def row(number):
    from partybuild.inspections import queries as inspections

    return inspections.inspection(ROOT, number)


def test_a_conclusion_alone_waits_for_the_evaluation(number, take, cast):
    state = take(cast.zhu, deciding.conclude, number, concluding())

    assert state == "awaiting_evaluation"
    with pytest.raises(Stale, match="现在是“待党建评价”，不能“公布”"):
        take(cast.zhu, deciding.publish, number)
    assert row(number).published_on is None


def test_an_evaluation_alone_waits_for_the_conclusion(number, take, cast):
    assert take(cast.bo, deciding.evaluate, number, evaluating(score=925)) == "awaiting_conclusion"
    assert row(number).score == 925
    assert take(cast.zhu, deciding.conclude, number, concluding()) == "ready"


def test_both_are_published_on_one_day(number, take, cast, decide):
    assert decide(number) == "ready"
    assert take(cast.zhu, deciding.publish, number) == "published"

    found = row(number)
    assert (found.published_on, found.first_published_on) == (TODAY, TODAY)
    assert (found.first_conclusion, found.first_evaluation) == ("qualified", "good")
    assert case_of(number).closed_on == TODAY


def test_reopening_keeps_the_first_conclusion(number, take, cast, decide):
    decide(number, Conclusion.QUALIFIED)
    take(cast.zhu, deciding.publish, number)

    with pytest.raises(RuleBroken, match="须写明理由"):
        take(cast.zhu, reopening.reopen, number, "", evaluation=False)
    assert take(cast.zhu, reopening.reopen, number, "发现新问题", evaluation=False) == "reopened"
    with pytest.raises(RuleBroken, match="须写明理由"):
        take(cast.zhu, deciding.conclude, number, concluding(Conclusion.UNQUALIFIED))
    changed = concluding(Conclusion.UNQUALIFIED, reason="审计发现违规")
    take(cast.zhu, deciding.conclude, number, changed)
    take(cast.zhu, deciding.publish, number)

    found = row(number)
    assert (found.conclusion, found.first_conclusion) == ("unqualified", "qualified")
    assert checking.faults(ROOT) == []
    actions = [event.action for event in queries.events(ROOT, case_of(number).id)]
    assert actions[-4:] == ["publish", "reopen", "correct_conclusion", "publish"]


def test_each_answer_is_its_own_office_s(number, take, cast):
    with pytest.raises(NotPermitted):
        take(cast.bo, deciding.conclude, number, concluding())
    with pytest.raises(NotPermitted):
        take(cast.zhu, deciding.evaluate, number, evaluating())
    with pytest.raises(NotPermitted):
        take(cast.dai, deciding.evaluate, number, evaluating())
    with pytest.raises(OutOfReach):
        take(cast.cheng, deciding.evaluate, number, evaluating())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"concluded_on": date(2026, 2, 28), "filed_on": date(2026, 3, 1)}, "早于本次开始日期"),
        ({"concluded_on": date(2026, 4, 1)}, "早于参检日期"),
        ({"filed_on": date(2026, 2, 1)}, "参检日期 2026-02-01 早于本次开始日期"),
        ({"filed_on": None}, "请填写参检日期"),
        ({"conclusion": Conclusion.REPORTED}, "结论只能是"),
        ({"conclusion": Conclusion.ABSENT}, "不是结论"),
        ({"rectify_by": date(2026, 9, 1)}, "责令限期整改"),
        (
            {"rectify_by": date(2026, 5, 1), "measures": frozenset({"rectify"})},
            "整改期限 2026-05-01 早于结论日期",
        ),
    ],
)
def test_an_impossible_conclusion_is_refused_and_nothing_written(number, take, cast, said, words):
    with pytest.raises(RuleBroken, match=words):
        take(cast.zhu, deciding.conclude, number, concluding(**said))

    assert case_of(number).version == 1
    assert row(number).conclusion is None


def test_filing_after_the_window_is_taken_in_and_marked(number, take, cast):
    take(cast.zhu, deciding.conclude, number, concluding(filed_on=date(2026, 6, 1)))

    assert row(number).late


def test_absence_is_recorded_after_the_window_and_mended_by_filing(number, take, cast, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-05-31T10:00:00")
    with pytest.raises(RuleBroken, match="期限届满后才能记为未参检"):
        take(cast.zhu, reopening.mark_absent, number, "")
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-06-02T10:00:00")

    assert take(cast.zhu, reopening.mark_absent, number, "电话通知两次") == "absent"
    assert row(number).conclusion is Conclusion.ABSENT
    later = evaluating(evaluated_on=date(2026, 6, 2), filed_on=date(2026, 6, 2))
    assert take(cast.bo, deciding.evaluate, number, later) == "awaiting_conclusion"
    assert (row(number).conclusion, row(number).late) == (None, True)


def test_whoever_comes_second_is_told(number, take, cast):
    take(cast.zhu, deciding.conclude, number, concluding())

    with pytest.raises(Stale, match="zhu"):
        take(cast.bo, deciding.evaluate, number, evaluating(), version=1)


def test_who_filled_in_the_section_does_not_evaluate_it(number, take, cast, fill):
    fill(cast.bo, number)
    assert take(cast.bo, filling.submit, number) == "filed"

    with pytest.raises(RuleBroken, match="须由其他人员办理"):
        take(cast.bo, deciding.evaluate, number, evaluating())
    assert take(cast.shi, deciding.evaluate, number, evaluating()) == "awaiting_conclusion"
    events = queries.events(ROOT, case_of(number).id)
    assert events[1].mark == "代填"


def test_years_taken_in_as_history_have_no_process(number, cast):
    found = row(number)
    with work(ROOT) as running:
        running.audited = True
        row(number).case_id = None
    with pytest.raises(RuleBroken, match="补录的历史记录"):
        deciding.standing(cast.zhu, found.id)


def test_a_weak_evaluation_does_not_stop_publication(number, take, cast, decide):
    decide(number, Conclusion.BASIC, Evaluation.POOR)

    assert take(cast.zhu, deciding.publish, number) == "published"


def test_once_filed_the_day_by_which_to_file_no_longer_counts(number, take, cast):
    assert case_of(number).due_on == date(2026, 5, 31)
    take(cast.zhu, deciding.conclude, number, concluding())

    assert case_of(number).due_on is None
