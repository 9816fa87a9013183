"""年检结果 from a workbook: taken in by office, published only whole, refused in sentences."""

from datetime import date

import pytest

from partybuild.audit.queries import head_number
from partybuild.db.work import Stale, work
from partybuild.inspections import commands, deciding, import_writing
from partybuild.inspections.kinds import Conclusion, Evaluation
from partybuild.workflow import checking, queries
from tests import factories
from tests.factories import code_of
from tests.inspections.conftest import campaign, case_of, concluding, of
from tests.party.importing import checked, imported, outcomes, sentences, unchanged
from tests.support.world import ROOT

KIND = "inspections"


@pytest.fixture(autouse=True, params=[300, 1], ids=["few", "many"])
def many(request, monkeypatch):
    """What is many is made ready before the lock; it comes to the same."""
    monkeypatch.setattr(import_writing, "MANY", request.param)


HEAD = [
    "统一社会信用代码", "年度", "参检日期", "年检结论", "党建评价得分", "党建评价结论", "处理措施",
    "文号", "整改期限", "备注",
]  # fmt: skip
TODAY = date(2026, 11, 20)


def line(organization, conclusion="合格", score="92.5", evaluation="好", *more, year="2025"):
    rest = [*more, *[None] * (4 - len(more))]
    return [code_of(organization), year, "2026-04-10", conclusion, score, evaluation, *rest]


def test_both_answers_are_taken_in_and_published_together(expected):
    _, organization = expected
    row = line(
        organization,
        "不合格",
        "61",
        "差",
        "责令整改、约谈",
        "碑民罚〔2026〕3号",
        "2026-12-31",
        "账目不清",
    )
    plan = imported(KIND, ROOT, HEAD, row)

    found = of(organization)
    assert outcomes(plan) == ["new"]
    assert (found.conclusion, found.evaluation) == (Conclusion.UNQUALIFIED, Evaluation.POOR)
    assert (found.score, found.filed_on) == (610, date(2026, 4, 10))
    assert (found.rectify, found.interviewed, found.penalised) == (True, True, False)
    assert (found.document, found.rectify_by) == ("碑民罚〔2026〕3号", date(2026, 12, 31))
    assert (found.published_on, found.first_conclusion) == (TODAY, Conclusion.UNQUALIFIED)
    assert case_of(found.id).state == "published"
    actions = [event.action for event in queries.events(ROOT, case_of(found.id).id)]
    assert actions == ["open", "conclude", "evaluate_second", "publish"]
    assert checking.faults(ROOT) == []


def test_the_same_file_twice_changes_nothing(expected):
    _, organization = expected
    row = line(organization, "基本合格", "75", "一般", "责令限期整改")
    imported(KIND, ROOT, HEAD, row)

    assert unchanged(checked(KIND, ROOT, HEAD, row))


def test_a_conclusion_without_evaluation_waits_unpublished(expected):
    _, organization = expected
    imported(KIND, ROOT, HEAD, line(organization, "合格", None, None))

    assert case_of(of(organization).id).state == "awaiting_evaluation"
    assert of(organization).published_on is None


def test_each_office_brings_its_own_columns(expected, cast):
    _, organization = expected
    row = line(organization)
    first = imported(KIND, cast.zhu, HEAD, row)
    assert case_of(of(organization).id).state == "awaiting_evaluation"
    assert any("党建评价得分和结论两栏没有读取" in note for note in first.notes)

    imported(KIND, cast.bo, HEAD, row)
    assert case_of(of(organization).id).state == "ready"
    assert of(organization).score == 925


def test_years_before_the_rule_come_in_as_history(expected):
    _, organization = expected
    row = line(organization, "未参检", None, None, year="2022年度")
    row[2] = None
    imported(KIND, ROOT, HEAD, row)

    found = of(organization, 2022)
    assert (found.history, found.case_id, found.conclusion) == (True, None, Conclusion.ABSENT)
    assert unchanged(checked(KIND, ROOT, HEAD, row))


def test_who_is_not_expected_is_refused_until_added(expected, cast):
    number, _ = expected
    new = factories.make_organization(registered_on=date(2026, 10, 1))
    (said,) = sentences(checked(KIND, ROOT, HEAD, line(new)))
    assert "请先开放年检，或补列入名单" in said

    with work(cast.zhu) as running:
        commands.add_expected(running.actor, number, new, "登记日期更正")
    imported(KIND, ROOT, HEAD, line(new))
    assert case_of(of(new).id).state == "published"


def test_the_reason_of_the_exclusion_is_said(plan, open_up):
    factories.make_organization()
    new = factories.make_organization(registered_on=date(2026, 2, 1))
    open_up(plan())

    (said,) = sentences(checked(KIND, ROOT, HEAD, line(new)))

    assert "不在2025年度应检名单中（当年新登记未满期限）" in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({1: "去年"}, "年度“去年”无法识别"),
        ({1: "2026"}, "2026年度还没有结束"),
        ({2: "2026-02-01"}, "早于本次开始日期"),
        ({3: "已报送"}, "结论只能是合格"),
        ({3: "清空"}, "不能清空"),
        ({4: "120"}, "应在 0 到 100 之间"),
        ({5: None}, "请一并填写党建评价结论"),
        ({3: "未参检"}, "没有参检，不能作党建评价"),
    ],
)
def test_bad_rows_are_refused_with_the_cell(expected, change, words):
    _, organization = expected
    row = line(organization)
    for place, value in change.items():
        row[place] = value

    (said,) = sentences(checked(KIND, ROOT, HEAD, row))

    assert said.startswith("2 ")
    assert words in said
    assert of(organization).conclusion is None


def test_unknown_and_foreign_codes(expected, cast):
    elsewhere = factories.make_organization(unit="610102")
    unknown = line(elsewhere)
    unknown[0] = "51610103MJ00000009"
    found = sentences(checked(KIND, cast.zhu, HEAD, line(elsewhere), unknown))

    assert "不在您的管理范围内" in found[0]
    assert "没有找到代码" in found[1]


def test_published_answers_are_not_changed_by_a_file(expected):
    _, organization = expected
    imported(KIND, ROOT, HEAD, line(organization))

    (said,) = sentences(checked(KIND, ROOT, HEAD, line(organization, "不合格")))
    assert "请在页面上重新办理" in said
    imported(
        KIND, ROOT, HEAD, line(organization, "合格", "92.5", "好", "约谈", "碑民约〔2026〕1号")
    )
    assert of(organization).interviewed


def test_one_person_does_not_bring_both_answers(expected, take, cast):
    _, organization = expected
    take(cast.zhu, deciding.conclude, of(organization).id, concluding())
    factories.make_organization()

    plan = checked(KIND, cast.zhu, HEAD, line(organization, "基本合格"))
    assert sentences(plan) == []
    assert campaign(expected[0]).version == 2


def test_a_case_moved_after_it_was_made_ready_writes_nothing(expected, take, cast):
    _, organization = expected
    plan = checked(KIND, ROOT, HEAD, line(organization))
    head = head_number()
    plan.prepare(ROOT)
    assert not plan.moved(head)
    take(cast.zhu, deciding.conclude, of(organization).id, concluding())

    assert plan.moved(head)
    with pytest.raises(Stale, match="刚刚被别人办理过"), work(ROOT) as running:
        running.audited = True
        plan.write(running.actor)
    assert case_of(of(organization).id).state == "awaiting_evaluation"
    assert of(organization).evaluation is None
    assert checking.faults(ROOT) == []


def test_an_answer_ends_the_day_by_which_to_file(expected):
    _, organization = expected
    imported(KIND, ROOT, HEAD, line(organization, "合格", None, None))

    assert case_of(of(organization).id).due_on is None
