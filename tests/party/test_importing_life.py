from datetime import date

import pytest

from partybuild.party.kinds import LifeKind
from tests.factories import make_party, party_code
from tests.party.acts import events, lives
from tests.party.importing import checked, imported, outcomes, sentences, told, unchanged, written

KIND = "organization-life"
HEAD = ["党组织编码", "党组织名称", "日期", "类别", "应到", "实到", "主题"]


def test_lines_by_code_and_by_name(cast):
    branch = make_party("支部（演示）")
    imported(
        KIND, cast.bo, HEAD,
        [party_code(branch), None, "2026-10-10", "支部党员大会", 5, 4, "学习（演示）"],
        [None, "支部（演示）", "2026-11-10", "主题党日活动", "5人", None, None],
    )  # fmt: skip

    first, second = lives(branch)
    assert (first.kind, first.due, first.attended) == (LifeKind.GENERAL_MEETING, 5, 4)
    assert (first.topic, first.recorded_by) == ("学习（演示）", cast.bo.label)
    assert (second.kind, second.due, second.topic) == (LifeKind.THEME_DAY, 5, "")


def test_the_same_file_twice_changes_nothing(cast):
    make_party("支部（演示）")
    lines = [
        HEAD,
        [None, "支部（演示）", "2026-10-10", "党课", 5, 4, "第一讲（演示）"],
        [None, "支部（演示）", "2026-10-10", "党课", 5, 5, "第二讲（演示）"],
        [None, "支部（演示）", "2026-10-11", "支委会", None, None, None],
    ]
    assert outcomes(imported(KIND, cast.bo, *lines)) == ["new", "new", "new"]

    again = checked(KIND, cast.bo, *lines)
    assert unchanged(again)
    written(cast.bo, again)


def test_a_corrected_number_strikes_the_old_line_out(cast):
    branch = make_party("支部（演示）")
    line = [None, "支部（演示）", "2026-10-10", "党课", 5, 4, "讲（演示）"]
    imported(KIND, cast.bo, HEAD, line)
    plan = imported(
        KIND, cast.bo, HEAD, [None, "支部（演示）", "2026-10-10", "党课", None, 5, None]
    )

    (only,) = lives(branch)
    assert (only.due, only.attended, only.topic) == (5, 5, "讲（演示）")
    assert told(plan) == {"实到": ("4", "5")}
    assert events(branch)[0].changes == [{"label": "实到", "before": "4", "after": "5"}]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([None, "支部（演示）", "2026-10-10", "党课", 4, 5, None], "F 实到：实到人数多于应到"),
        ([None, "支部（演示）", "2026-11-21", "党课", 4, 4, None], "C 日期：日期还没有到"),
        (
            [None, "支部（演示）", "2010-01-01", "党课", 4, 4, None],
            "C 日期：党组织 2020-03-02 成立",
        ),
        ([None, "没有的支部", "2026-10-10", "党课", 4, 4, None], "B 党组织名称：没有找到党组织"),
        (["DZ9999998", None, "2026-10-10", "党课", 4, 4, None], "A 党组织编码：没有找到编码"),
        ([None, "支部（演示）", None, "党课", 4, 4, None], "必须填写日期"),
        ([None, "支部（演示）", "2026-10-10", None, 4, 4, None], "必须填写类别"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(cast, line, said):
    make_party("支部（演示）")
    plan = checked(KIND, cast.bo, HEAD, line)

    assert outcomes(plan) == ["refused"]
    assert said in "".join(sentences(plan))


def test_a_name_that_several_bear_lists_them(cast):
    one, two = make_party("同名（演示）"), make_party("同名（演示）")
    plan = checked(KIND, cast.bo, HEAD, [None, "同名（演示）", "2026-10-10", "党课", 4, 4, None])

    assert party_code(one) in sentences(plan)[0]
    assert party_code(two) in sentences(plan)[0]


def test_out_of_reach_by_row_number_alone(cast):
    other = make_party("邻区支部（演示）", unit="610102")
    plan = checked(KIND, cast.bo, HEAD, [party_code(other), None, "胡乱", "党课", 4, 4, None])

    assert [(e.row, e.column, e.value) for e in plan.errors] == [(2, "", "")]


def test_one_line_by_code_and_by_name_is_named_in_both_places(cast):
    branch = make_party("支部（演示）")
    plan = checked(
        KIND, cast.bo, HEAD,
        [party_code(branch), None, "2026-10-10", "党课", 4, 4, None],
        [None, "支部（演示）", "2026-10-10", "党课", 4, 4, None],
    )  # fmt: skip

    assert ["第 3 行" in sentences(plan)[0], "第 2 行" in sentences(plan)[1]] == [True, True]


def test_an_own_unit_line_of_today_is_in_time(cast):
    branch = make_party("支部（演示）")
    imported(
        KIND, cast.bo, HEAD, [party_code(branch), None, "2026-11-20", "民主评议", None, None, None]
    )

    assert lives(branch)[0].held_on == date(2026, 11, 20)
