from datetime import date

import pytest

from partybuild.coverage.span import Cover
from partybuild.db import FOREVER
from partybuild.organizations.models import OrganizationEvent
from partybuild.party.kinds import InstructorKind
from partybuild.party.models import InstructorAssignment
from tests.factories import assign, code_of, make_organization
from tests.party.acts import cover_on, events, rows
from tests.party.importing import checked, imported, outcomes, sentences, told, unchanged, written

KIND = "instructors"
TODAY = date(2026, 11, 20)
HEAD = [
    "姓名",
    "类型",
    "工作单位",
    "联系电话",
    "统一社会信用代码",
    "组织名称",
    "派驻日期",
    "结束日期",
]


def sent(organization, **columns):
    return rows(InstructorAssignment, organization_id=organization, **columns)


def test_somebody_is_sent_by_code_or_by_name(cast):
    one, two = make_organization("甲会（演示）"), make_organization("乙会（演示）")
    plan = imported(
        KIND, cast.bo, HEAD,
        ["刘（演示）", "党建指导员", "区委党校（演示）", "13800001234", code_of(one), None,
         "2025-03-01", None],
        ["刘（演示）", "联络员", None, None, None, "乙会（演示）", "2025-03-01", "2026-12-31"],
    )  # fmt: skip

    (first,), (second,) = sent(one), sent(two)
    assert outcomes(plan) == ["new", "new"]
    assert (first.kind, first.workplace) == (InstructorKind.INSTRUCTOR, "区委党校（演示）")
    assert (first.valid_from, first.valid_to) == (date(2025, 3, 1), FOREVER)
    assert second.valid_to == date(2027, 1, 1), "the last day still counts"
    assert first.person_key != second.person_key
    assert cover_on(one, TODAY) is Cover.INSTRUCTOR
    line = events(one, OrganizationEvent)[0]
    assert (line.action, line.changes[0]["after"]) == (
        "导入指导员名册",
        "刘（演示）（区委党校（演示））（2025-03-01 起）",
    )


def test_the_same_file_twice_changes_nothing(cast):
    make_organization("甲会（演示）")
    lines = [
        HEAD,
        ["刘（演示）", "指导员", "区委党校（演示）", "13800001234", None, "甲会（演示）",
         "2025年3月", "2026-12-31"],
        ["王（演示）", "联络员", None, None, None, "甲会（演示）", "2025-03-01", None],
    ]  # fmt: skip
    imported(KIND, cast.bo, *lines)

    assert unchanged(checked(KIND, cast.bo, *lines))


def test_another_last_day_ends_the_assignment_and_may_be_taken_back(cast):
    organization = make_organization("甲会（演示）")
    assign(organization)
    head = ["姓名", "类型", "组织名称", "结束日期"]
    person = ["刘指导（演示）", "指导员", "甲会（演示）"]
    plan = imported(KIND, cast.bo, head, [*person, "2026-10-31"])

    assert outcomes(plan) == ["changed"]
    assert told(plan)["指导员"] == ("刘指导（演示） 在任", "刘指导（演示） 至 2026-10-31")
    assert sent(organization)[0].valid_to == date(2026, 11, 1)
    assert cover_on(organization, date(2026, 10, 31)) is Cover.INSTRUCTOR
    assert cover_on(organization, TODAY) is Cover.NONE
    assert unchanged(checked(KIND, cast.bo, head, [*person, "2026-10-31"]))
    imported(KIND, cast.bo, head, [*person, "清空"])
    assert cover_on(organization, TODAY) is Cover.INSTRUCTOR


def test_another_first_day_is_an_error_of_the_register(cast):
    organization = make_organization("甲会（演示）")
    assign(organization, day=date(2024, 1, 1))
    lines = (
        ["姓名", "类型", "组织名称", "派驻日期"],
        ["刘指导（演示）", "指导员", "甲会（演示）", "2023-05-01"],
    )
    refused = checked(KIND, cast.bo, *lines)
    imported(KIND, cast.bo, *lines, correct=True)

    assert "在册自 2024-01-01 起派驻" in sentences(refused)[0]
    assert min(row.valid_from for row in sent(organization)) == date(2023, 5, 1)
    assert unchanged(checked(KIND, cast.bo, *lines))


def test_a_masked_telephone_means_the_one_who_is_known(cast):
    organization = make_organization("甲会（演示）")
    line = [
        "刘（演示）",
        "指导员",
        "区委党校（演示）",
        "13800001234",
        None,
        "甲会（演示）",
        "2025-03-01",
        None,
    ]
    imported(KIND, cast.bo, HEAD, line)
    line[3] = "138****1234"

    assert unchanged(checked(KIND, cast.bo, HEAD, line))
    assert len(sent(organization)) == 1


def test_two_of_one_name_must_be_told_apart(cast):
    make_organization("甲会（演示）")
    for telephone in ("13800001234", "13900005678"):
        imported(
            KIND, cast.bo, HEAD,
            ["刘（演示）", "指导员", None, telephone, None, "甲会（演示）", "2025-03-01", None],
        )  # fmt: skip
    plan = checked(
        KIND, cast.bo, ["姓名", "类型", "组织名称", "结束日期"],
        ["刘（演示）", "指导员", "甲会（演示）", "2026-01-01"],
    )  # fmt: skip

    assert "有几位指导员叫“刘（演示）”" in sentences(plan)[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["刘", "指导员", None, None, None, "没有的会", "2025-03-01", None], "没有找到社会组织"),
        (["刘", "指导员", None, None, None, "甲会（演示）", "2027-03-01", None], "还没有到"),
        (["刘", "指导员", None, None, None, "甲会（演示）", "2010-03-01", None], "尚未登记"),
        (["刘", "指导员", None, None, None, "甲会（演示）", "2025-03-01", "2025-02-01"], "不能早于"),
        (["刘", None, None, None, None, "甲会（演示）", "2025-03-01", None], "必须填写类型"),
        (["刘", "指导员", None, None, None, "甲会（演示）", None, None], "必须填写派驻日期"),
        (["刘", "指导员", None, None, "51610103MJ0000000X", None, "2025-03-01", None], "没有找到代码"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(cast, line, said):
    make_organization("甲会（演示）")
    plan = checked(KIND, cast.bo, HEAD, line)

    assert outcomes(plan) == ["refused"]
    assert said in "".join(sentences(plan))


def test_an_organization_out_of_reach_is_refused_by_row_number_alone(cast):
    other = make_organization("邻区会（演示）", unit="610102")
    plan = checked(
        KIND, cast.bo, HEAD,
        ["刘（演示）", "指导员", None, "什么", code_of(other), "邻区会（演示）", "2025-03-01", None],
    )  # fmt: skip

    assert [(e.row, e.column, e.value) for e in plan.errors] == [(2, "", "")]
    assert plan.rows[0].name == ""


def test_good_rows_are_written_beside_bad_ones(cast):
    good = make_organization("甲会（演示）")
    plan = checked(
        KIND, cast.bo, HEAD,
        ["刘（演示）", "指导员", None, None, None, "没有的会", "2025-03-01", None],
        ["刘（演示）", "指导员", None, None, None, "甲会（演示）", "2025-03-01", None],
        partial=True,
    )  # fmt: skip
    written(cast.bo, plan)

    assert outcomes(plan) == ["refused", "new"]
    assert len(sent(good)) == 1


def test_those_whom_the_file_leaves_out_are_listed(cast):
    here, there = make_organization("甲会（演示）"), make_organization("乙会（演示）")
    assign(here, name="在（演示）")
    assign(there, name="不在（演示）")
    assign(make_organization(unit="610102"), name="邻区（演示）")
    plan = checked(
        KIND, cast.bo, ["姓名", "类型", "组织名称"], ["在（演示）", "指导员", "甲会（演示）"]
    )

    assert plan.absent == [(sent(there)[0].id, code_of(there), "不在（演示） → 乙会（演示）")]
