from datetime import date

from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.coverage.span import Cover
from partybuild.db import db
from partybuild.organizations import codes
from partybuild.organizations.models import Organization
from partybuild.party.kinds import PartyKind
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from tests.factories import code_of, make_organization, make_party
from tests.party.acts import cover_on, make_committee, party, rows
from tests.party.importing import checked, imported, outcomes, sentences, told, unchanged, written
from tests.party.test_importing_roster import by_name

KIND = "ledger"
TODAY = date(2026, 11, 20)
REGISTER = ["统一社会信用代码", "组织名称", "组织类型", "登记方式", "成立登记日期", "正式党员数"]
PARTY = ["是否建立党组织", "党组织名称", "党组织类别", "组建方式", "上级党组织"]
PARTY += ["成立时间", "上次换届时间", "书记姓名", "书记电话"]
SENT = ["指导员姓名", "指导员电话", "指导员工作单位"]
HEAD = [*REGISTER, *PARTY, *SENT]
CODES = {name: codes.make("51", "610103", 70000 + n) for n, name in enumerate("甲乙丙丁", start=1)}


def line(name, *party_side, day="2018-05-01", full=None, sent=()):
    register = [CODES[name], f"{name}协会（演示）", "社团", "直接登记", day, full]
    said = [*party_side, *[None] * (len(PARTY) - len(party_side))]
    return [*register, *said, *sent, *[None] * (len(SENT) - len(sent))]


def organization(name):
    with system("测试"):
        query = select(Organization.id).where(Organization.code == CODES[name])
        return db.session.scalar(query)


def test_one_table_makes_organizations_branches_and_assignments(cast):
    committee = make_committee("碑林区社会组织党委（演示）")
    plan = imported(
        KIND, cast.bo, HEAD,
        line("甲", "√", "甲协会党支部（演示）", "党支部", "单建", "碑林区社会组织党委（演示）",
             "2019年7月1日", "2025-06-30", "王（演示）", "13800001234", full=4),
        line("乙", "×", sent=("刘（演示）", "13900005678", "区委党校（演示）")),
    )  # fmt: skip

    branch = by_name("甲协会党支部（演示）")
    assert outcomes(plan) == ["new", "new"]
    assert (branch.kind, branch.parent_id) == (PartyKind.BRANCH, committee)
    assert branch.founded_on == date(2019, 7, 1)
    assert rows(PartySecretary, party_organization_id=branch.id)[0].name == "王（演示）"
    term = rows(PartyTerm, party_organization_id=branch.id)[0]
    assert (term.started_on, term.last_day) == (date(2025, 6, 30), date(2028, 6, 29))
    (link,) = rows(CoverageLink, party_organization_id=branch.id)
    assert (link.organization_id, link.valid_from) == (organization("甲"), date(2019, 7, 1))
    assert link.inferred
    assert cover_on(organization("甲"), TODAY) is Cover.INDEPENDENT
    assert cover_on(organization("乙"), TODAY) is Cover.INSTRUCTOR
    (sent,) = rows(InstructorAssignment, organization_id=organization("乙"))
    assert sent.valid_from == date(2018, 5, 1), "undated facts of a new one hold from its start"
    assert plan.makes == [
        "新建党组织：甲协会党支部（演示）（党支部，成立日期 2019-07-01）",
        "登记覆盖：甲协会（演示） → 甲协会党支部（演示）（自 2019-07-01 起，推定）",
        "派驻指导员：刘（演示）（区委党校（演示））（2018-05-01 起） → 乙协会（演示）",
    ]


def test_the_same_table_twice_changes_nothing(cast):
    make_committee("碑林区社会组织党委（演示）")
    lines = [
        HEAD,
        line("甲", "是", "联合支部（演示）", None, "联建", "碑林区社会组织党委（演示）", None, None,
             "王（演示）", "13800001234", sent=("刘（演示）", None, None)),
        line("乙", "是", "联合支部（演示）", None, None, "碑林区社会组织党委（演示）", day="2020年3月"),
        line("丙", "是", "待归属支部（演示）", None, None, "没有登记的党委（演示）"),
        line("丁", "否"),
    ]  # fmt: skip
    imported(KIND, cast.bo, *lines)
    again = checked(KIND, cast.bo, *lines)

    assert unchanged(again), [(r.outcome, r.changes) for r in again.rows]
    assert again.makes == []
    written(cast.bo, again)


def test_rows_of_one_branch_make_one_joint_branch(cast):
    make_committee("碑林区社会组织党委（演示）")
    imported(
        KIND, cast.bo, HEAD,
        line("甲", "√", "联合支部（演示）", "联合党支部", None, "碑林区社会组织党委（演示）"),
        line("乙", "√", "联合支部（演示）", None, None, None, day="2021-01-01"),
        line("丙", "√", "联合支部（演示）", None, None, "碑林区社会组织党委（演示）"),
    )  # fmt: skip

    branch = by_name("联合支部（演示）")
    links = {r.organization_id: r for r in rows(CoverageLink, party_organization_id=branch.id)}
    assert branch.founded_on == date(2018, 5, 1), "the first registration, 推定"
    assert branch.unit_id == cast.bo.reach.unit.id
    assert links[organization("甲")].valid_from == date(2018, 5, 1)
    assert links[organization("乙")].valid_from == date(2021, 1, 1)
    assert [cover_on(organization(name), TODAY) for name in "甲乙丙"] == [Cover.JOINT] * 3


def test_the_same_name_under_two_superiors_makes_two(cast):
    make_committee("教育党委（演示）")
    make_committee("卫健党委（演示）")
    plan = imported(
        KIND, cast.bo, HEAD,
        line("甲", "√", "第一支部（演示）", None, None, "教育党委（演示）"),
        line("乙", "√", "第一支部（演示）", None, None, "卫健党委（演示）"),
    )  # fmt: skip

    assert len([text for text in plan.makes if text.startswith("新建党组织")]) == 2


def test_yes_without_a_name_and_no_with_one_are_errors(cast):
    plan = checked(
        KIND, cast.bo, HEAD,
        line("甲", "√"), line("乙", "×", "乙支部（演示）"), line("丙", None, "丙支部（演示）"),
    )  # fmt: skip

    assert outcomes(plan) == ["refused", "refused", "new"]
    assert "没有填写党组织名称" in sentences(plan)[0]
    assert "填的是“否”，却填写了党组织名称" in sentences(plan)[1]


def test_rows_of_one_branch_must_agree(cast):
    plan = checked(
        KIND, cast.bo, HEAD,
        line("甲", "√", "支部（演示）", None, None, None, None, None, "王（演示）"),
        line("乙", "√", "支部（演示）", None, None, None, None, None, "李（演示）"),
    )  # fmt: skip

    assert "与第 2 行对同一党组织填写的不同" in sentences(plan)[0]


def test_an_existing_branch_takes_an_organization_in_on_the_effective_day(cast):
    make_organization("老会（演示）")
    one = make_organization("甲会（演示）")
    other = make_organization("乙会（演示）")
    branch = make_party("支部（演示）", covers=[other])
    head = ["统一社会信用代码", "是否建立党组织", "党组织名称", "书记姓名"]
    plan = imported(
        KIND, cast.bo, head, [code_of(one), "√", "支部（演示）", "王（演示）"],
        effective_on=date(2026, 9, 1),
    )  # fmt: skip

    links = {r.organization_id: r for r in rows(CoverageLink, party_organization_id=branch)}
    assert outcomes(plan) == ["changed"]
    assert told(plan)["党组织"] == ("—", "支部（演示）（自 2026-09-01 起）")
    assert told(plan)["书记"] == ("—", "王（演示）")
    assert links[one].valid_from == date(2026, 9, 1)
    assert links[other].valid_to == date.max, "a ledger of some rows ends nothing"


def test_a_branch_of_several_of_its_name_is_the_one_that_covers_it_already(cast):
    mine = make_organization("甲会（演示）")
    make_party("第一支部（演示）", parent_id=make_committee("教育党委（演示）"))
    branch = make_party(
        "第一支部（演示）", parent_id=make_committee("卫健党委（演示）"), covers=[mine]
    )
    head = ["统一社会信用代码", "党组织名称", "书记姓名"]
    plan = imported(KIND, cast.bo, head, [code_of(mine), "第一支部（演示）", "王（演示）"])

    assert outcomes(plan) == ["changed"]
    assert rows(PartySecretary, party_organization_id=branch)[0].name == "王（演示）"


def test_an_unknown_superior_waits_and_is_settled_later(cast):
    lines = HEAD, line("甲", "√", "支部（演示）", None, None, "教育党委（演示）")
    plan = imported(KIND, cast.bo, *lines)
    committee = make_committee("教育党委（演示）")
    settled = imported(KIND, cast.bo, *lines)

    assert any("没有找到上级党组织“教育党委（演示）”" in text for text in plan.warnings)
    assert told(settled)["上级党组织"] == ("—", "教育党委（演示）")
    assert party(by_name("支部（演示）").id).parent_id == committee


def test_what_the_register_knows_otherwise_is_warned_of(cast):
    mine = make_organization("甲会（演示）")
    make_party("老支部（演示）", covers=[mine])
    head = ["统一社会信用代码", "是否建立党组织", "党组织名称"]
    denied = checked(KIND, cast.bo, head, [code_of(mine), "×", None])
    doubled = checked(KIND, cast.bo, head, [code_of(mine), "√", "新支部（演示）"])

    assert "在册由“老支部（演示）”覆盖，没有改动" in denied.warnings[0]
    assert any("导入后是重复覆盖" in text for text in doubled.warnings)


def test_rows_out_of_reach_are_refused_by_number_and_make_nothing(cast):
    other = make_organization("邻区会（演示）", unit="610102")
    plan = checked(
        KIND, cast.bo, ["统一社会信用代码", "组织名称", "党组织名称"],
        [code_of(other), "邻区会（演示）", "支部（演示）"],
    )  # fmt: skip

    assert [(e.row, e.column, e.value) for e in plan.errors] == [(2, "", "")]
    assert plan.makes == []


def test_good_rows_of_a_branch_are_written_without_the_bad_one(cast):
    bad = line("乙", "√", "联合支部（演示）")
    bad[4] = "哪天"
    plan = checked(KIND, cast.bo, HEAD, bad, line("甲", "√", "联合支部（演示）"), partial=True)
    written(cast.bo, plan)

    assert outcomes(plan) == ["refused", "new"]
    assert organization("乙") is None
    branch = by_name("联合支部（演示）")
    assert len(rows(CoverageLink, party_organization_id=branch.id)) == 1
    assert len(rows(PartyProfile, party_organization_id=branch.id)) == 1


def test_a_bad_branch_keeps_its_organizations_out(cast):
    plan = checked(
        KIND, cast.bo, HEAD,
        line("甲", "√", "支部（演示）", None, None, None, "2030-01-01"),
        line("乙", "√", "支部（演示）"), line("丙", "×"), partial=True,
    )  # fmt: skip
    written(cast.bo, plan)

    assert outcomes(plan) == ["refused", "refused", "new"]
    assert [organization(name) is not None for name in "甲乙丙"] == [False, False, True]


def test_filed_organizations_without_a_number_find_their_branch(cast):
    head = ["组织名称", "组织类型", "成立登记日期", "区划代码", "党组织名称"]
    filed = ["舞蹈队（演示）", "社区社会组织", "2022-03-01", "610103001", "社区支部（演示）"]
    lines = [head, filed, ["合唱团（演示）", *filed[1:]]]
    imported(KIND, cast.bo, *lines)

    branch = by_name("社区支部（演示）")
    assert len(rows(CoverageLink, party_organization_id=branch.id)) == 2
    assert unchanged(checked(KIND, cast.bo, *lines))


def test_a_cleared_instructor_ends_who_is_there(cast):
    imported(KIND, cast.bo, HEAD, line("甲", "×", sent=("刘（演示）", None, None)))
    head = ["统一社会信用代码", "组织名称", "指导员姓名"]
    plan = imported(KIND, cast.bo, head, [CODES["甲"], None, "清空"])

    assert told(plan)["指导员"] == ("刘（演示）", "—")
    assert cover_on(organization("甲"), TODAY) is Cover.NONE
