from dataclasses import replace
from datetime import date

import pytest

from partybuild.access.actor import Body, Reach
from partybuild.coverage.places import FEW
from partybuild.coverage.span import Cover
from partybuild.db import FOREVER
from partybuild.imports.plans import Outcome
from partybuild.organizations.models import OrganizationEvent
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import (
    CoverageLink,
    PartyHeadcount,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.rules import RuleBroken
from tests.factories import code_of, link, make_organization, make_party, party_code, region
from tests.party.acts import cover_on, events, make_committee, party, rows
from tests.party.importing import checked, imported, outcomes, sentences, told, unchanged, written
from tests.support.world import ROOT

KIND = "party-organizations"
TODAY = date(2026, 11, 20)
HEAD = [
    "党组织编码",
    "党组织名称",
    "党组织类型",
    "成立日期",
    "上级党组织",
    "区划代码",
    "覆盖社会组织",
]


def by_name(name):
    from sqlalchemy import select

    from partybuild.access.scope import system
    from partybuild.db import db

    with system("测试"):
        return db.session.scalars(
            select(PartyOrganization).where(PartyOrganization.name == name)
        ).one()


def test_a_new_branch_with_everything_a_row_can_say(cast):
    organization = make_organization("环保协会（演示）")
    make_committee("碑林区社会组织党委（演示）")
    head = [
        *HEAD, "组建方式", "批准文号", "批准日期", "书记姓名", "书记联系电话", "书记任职日期",
        "是否设支委会", "委员应配", "委员实配", "本届任期起", "任期届满日期", "正式党员数",
        "预备党员数", "牵头单位",
    ]  # fmt: skip
    imported(
        KIND, cast.bo, head,
        [None, "环保协会党支部（演示）", "支部", "2021-05-06", "碑林区社会组织党委（演示）",
         "610103001", "环保协会（演示）", "单建", "碑社委〔2021〕3号", "2021-05-01", "王书记（演示）",
         "13800001234", "2022-01-01", "否", None, None, "2024-05-06", None, 4, 1,
         "环保协会（演示）"],
    )  # fmt: skip

    branch = by_name("环保协会党支部（演示）")
    profile = rows(PartyProfile, party_organization_id=branch.id)[0]
    secretary = rows(PartySecretary, party_organization_id=branch.id)[0]
    term = rows(PartyTerm, party_organization_id=branch.id)[0]
    count = rows(PartyHeadcount, party_organization_id=branch.id)[0]
    link_row = rows(CoverageLink, party_organization_id=branch.id)[0]
    assert branch.code == "DZ0000002"
    assert (branch.founded_on, profile.valid_from) == (date(2021, 5, 6), date(2021, 5, 6))
    assert (profile.kind, profile.formation) == (PartyKind.BRANCH, Formation.SINGLE)
    assert profile.lead_organization_id == organization
    assert branch.unit_id == region("610103").id, "it counts where its lead organization does"
    assert (secretary.name, secretary.telephone) == ("王书记（演示）", "13800001234")
    assert secretary.valid_from == date(2022, 1, 1)
    assert (term.started_on, term.last_day) == (date(2024, 5, 6), date(2027, 5, 5))
    assert (count.full, count.probationary, count.valid_from) == (4, 1, date(2021, 5, 6))
    assert (link_row.valid_from, link_row.inferred) == (date(2021, 5, 6), True)
    assert cover_on(organization, TODAY) is Cover.INDEPENDENT
    assert events(organization, OrganizationEvent)[0].changes[0]["after"] == branch.name


def test_the_same_file_a_second_time_changes_nothing(cast):
    for name in ("甲协会（演示）", "乙协会（演示）"):
        make_organization(name)
    lines = [
        [*HEAD, "书记姓名", "书记联系电话", "本届任期起", "正式党员数"],
        [None, "联合支部（演示）", "党支部", "2021年5月", "中心党委（演示）", None,
         "甲协会（演示）、乙协会（演示）", "李书记（演示）", "029-12345678", "2024年", 5],
        [None, "中心党委（演示）", "党委", "2019-01-01", None, "碑林区", None,
         "张书记（演示）", None, None, None],
    ]  # fmt: skip
    first = imported(KIND, cast.bo, *lines)
    second = checked(KIND, cast.bo, *lines)

    assert outcomes(first) == ["new", "new"]
    assert unchanged(second), (sentences(second), [row.changes for row in second.rows])
    written(cast.bo, second)
    assert len(rows(PartyProfile, party_organization_id=by_name("联合支部（演示）").id)) == 1


def test_parents_may_come_after_children_and_in_another_sheet(cast):
    head = ["党组织编码", "党组织名称", "党组织类型", "成立日期", "上级党组织编码"]
    imported(
        KIND,
        cast.bo,
        sheets={
            "支部": [head, ["B1", "第一支部（演示）", "党支部", "2020-01-01", "C1"]],
            "党委": [head, ["C1", "街道党委（演示）", "党委", "2021-01-01", None]],
        },
    )

    branch, committee = by_name("第一支部（演示）"), by_name("街道党委（演示）")
    assert branch.parent_id == committee.id
    assert branch.body_path == f"{committee.body_path}{branch.id}/"
    assert branch.unit_id == committee.unit_id == cast.bo.reach.unit.id


def test_an_ambiguous_superior_lists_the_candidates(cast):
    one, two = make_committee("联合党委（演示）"), make_committee("联合党委（演示）")
    plan = checked(
        KIND,
        cast.bo,
        HEAD,
        [None, "支部（演示）", "党支部", "2020-01-01", "联合党委（演示）", None, None],
    )

    assert outcomes(plan) == ["refused"]
    assert "不止一个" in sentences(plan)[0]
    assert party_code(one) in sentences(plan)[0]
    assert party_code(two) in sentences(plan)[0]


def test_an_unknown_superior_and_an_unknown_organization_are_errors_of_their_row(cast):
    make_organization("甲协会（演示）")
    plan = checked(
        KIND, cast.bo, HEAD,
        [None, "支部（演示）", "党支部", "2020-01-01", "没有的党委", None, "甲协会（演示）、没有的协会"],
        [None, "好支部（演示）", "党支部", "2020-01-01", None, None, "甲协会（演示）"],
    )  # fmt: skip

    assert outcomes(plan) == ["refused", "new"]
    assert [text for text in sentences(plan) if "E 上级党组织" in text and "没有的党委" in text]
    assert [text for text in sentences(plan) if "没有找到社会组织“没有的协会”" in text]


def test_a_name_that_several_organizations_bear_lists_them(cast):
    one, two = make_organization("同名会（演示）"), make_organization("同名会（演示）")
    plan = checked(
        KIND,
        cast.bo,
        HEAD,
        [None, "支部（演示）", "党支部", "2020-01-01", None, None, "同名会（演示）"],
    )

    assert code_of(one) in sentences(plan)[0]
    assert code_of(two) in sentences(plan)[0]


class TestCover:
    def test_the_list_is_the_whole_list(self, cast):
        one, two, three = (make_organization(f"{n}会（演示）") for n in "甲乙丙")
        branch = make_party("联合支部（演示）", covers=[one, two])
        lines = HEAD[:1] + HEAD[-1:], [party_code(branch), f"{code_of(two)}；{code_of(three)}"]
        plan = imported(KIND, cast.bo, *lines)

        changes = [(c["before"], c["after"]) for c in plan.rows[0].changes]
        assert changes == [
            ("—", "丙会（演示）（自 2026-11-20 起）"),
            ("甲会（演示）", "—"),
        ]
        found = {r.organization_id: r for r in rows(CoverageLink, party_organization_id=branch)}
        assert found[one].valid_to == TODAY
        assert found[two].valid_to == FOREVER
        assert (found[three].valid_from, found[three].inferred) == (TODAY, False)
        assert cover_on(one, TODAY) is Cover.NONE
        assert cover_on(one, date(2026, 11, 19)) is Cover.JOINT
        assert unchanged(checked(KIND, cast.bo, *lines))

    def test_a_blank_list_ends_nothing_and_a_cleared_one_everything(self, cast):
        branch = make_party("支部（演示）", covers=[make_organization()])
        code = party_code(branch)
        head = ["党组织编码", "党组织名称", "覆盖社会组织"]

        assert unchanged(checked(KIND, cast.bo, head, [code, None, None]))
        imported(KIND, cast.bo, head, [code, None, "清空"])
        assert rows(CoverageLink, party_organization_id=branch)[0].valid_to == TODAY

    def test_an_organization_out_of_reach_stays_linked(self, cast):
        mine, other = make_organization(), make_organization("邻区会（演示）", unit="610102")
        branch = make_party("支部（演示）", covers=[mine, other])
        plan = checked(
            KIND, cast.bo, ["党组织编码", "覆盖社会组织"], [party_code(branch), code_of(mine)]
        )

        assert unchanged(plan)

    def test_a_first_link_on_the_first_day_begins_with_the_later_founding(self, cast, monkeypatch):
        monkeypatch.setenv("PARTYBUILD_NOW", "2025-01-01T09:00:00")
        fresh = make_organization("新会（演示）", registered_on=date(2022, 7, 1))
        known = make_organization("老会（演示）", registered_on=date(2019, 7, 1))
        make_party(covers=[known], founded_on=date(2020, 1, 1))
        branch = make_party("支部（演示）", founded_on=date(2021, 1, 1))
        imported(
            KIND, cast.bo, ["党组织编码", "覆盖社会组织"],
            [party_code(branch), f"{code_of(fresh)}、{code_of(known)}"],
        )  # fmt: skip

        found = {r.organization_id: r for r in rows(CoverageLink, party_organization_id=branch)}
        assert (found[fresh].valid_from, found[fresh].inferred) == (date(2022, 7, 1), True)
        assert (found[known].valid_from, found[known].inferred) == (date(2025, 1, 1), False)

    def test_after_the_first_day_a_first_link_begins_on_the_effective_day(self, cast):
        fresh = make_organization("新会（演示）")
        branch = make_party("支部（演示）")
        imported(
            KIND, cast.bo, ["党组织编码", "覆盖社会组织"], [party_code(branch), code_of(fresh)],
            effective_on=date(2026, 3, 1),
        )  # fmt: skip

        row = rows(CoverageLink, party_organization_id=branch)[0]
        assert (row.valid_from, row.inferred) == (date(2026, 3, 1), False)

    def test_a_work_committee_covers_nothing(self, cast):
        make_organization("甲会（演示）")
        plan = checked(
            KIND, cast.bo, HEAD,
            [None, "工委（演示）", "工委", "2020-01-01", None, None, "甲会（演示）"],
        )  # fmt: skip

        assert "工作委员会只领导党组织" in sentences(plan)[0]


class TestReach:
    def test_codes_out_of_reach_are_refused_by_row_number_alone(self, cast):
        other = make_party("邻区支部（演示）", unit="610102")
        plan = checked(
            KIND, cast.bo, ["党组织编码", "党组织名称", "成立日期"],
            [party_code(other), "改名支部（演示）", "胡乱"],
        )  # fmt: skip

        assert [(e.row, e.column, e.value) for e in plan.errors] == [(2, "", "")]
        assert (plan.rows[0].key, plan.rows[0].name, plan.rows[0].changes) == ("", "", [])

    def test_a_new_one_that_would_count_elsewhere_is_refused_likewise(self, cast):
        plan = checked(
            KIND,
            cast.bo,
            HEAD,
            [None, "支部（演示）", "党支部", "2020-01-01", None, "610102", None],
        )

        assert [(e.row, e.column) for e in plan.errors] == [(2, "")]

    def test_names_out_of_reach_are_nobody(self, cast):
        make_committee("邻区党委（演示）", unit="610102")
        make_organization("邻区会（演示）", unit="610102")
        plan = checked(
            KIND, cast.bo, HEAD,
            [None, "支部（演示）", "党支部", "2020-01-01", "邻区党委（演示）", None, "邻区会（演示）"],
        )  # fmt: skip

        assert len(plan.errors) == 2
        assert all("没有找到" in error.message for error in plan.errors)

    def test_a_street_that_is_not_loaded_yet_is_made(self, cast):
        imported(
            KIND, cast.shi, HEAD,
            [None, "支部（演示）", "党支部", "2020-01-01", None, "610102001", None],
        )  # fmt: skip

        assert by_name("支部（演示）").unit_id == region("610102001").id


class TestChanges:
    def test_changed_values_hold_from_the_effective_day(self, cast):
        branch = make_party("旧名支部（演示）")
        head = ["党组织编码", "党组织名称", "组建方式", "正式党员数"]
        line = [party_code(branch), "新名支部（演示）", "联合组建", 4]
        plan = imported(KIND, cast.bo, head, line, effective_on=date(2026, 6, 1))

        assert told(plan) == {
            "党组织名称": ("旧名支部（演示）", "新名支部（演示）"),
            "组建方式": ("—", "联合组建"),
            "正式党员数": ("—", "4"),
        }
        before, after = rows(PartyProfile, party_organization_id=branch)
        assert (before.name, before.valid_to) == ("旧名支部（演示）", date(2026, 6, 1))
        assert (after.name, after.formation) == ("新名支部（演示）", Formation.JOINT)
        assert party(branch).name == "新名支部（演示）"
        assert party(branch).version == 2
        assert unchanged(checked(KIND, cast.bo, head, line))

    def test_with_correct_they_hold_from_the_start(self, cast):
        branch = make_party("错名支部（演示）")
        head = ["党组织编码", "党组织名称", "成立日期"]
        line = [party_code(branch), "对名支部（演示）", "2019-01-01"]
        refused = checked(KIND, cast.bo, head, line)
        imported(KIND, cast.bo, head, line, correct=True)

        assert "请勾选“更正”" in sentences(refused)[0]
        (only,) = {(r.name) for r in rows(PartyProfile, party_organization_id=branch)}
        assert only == "对名支部（演示）"
        assert party(branch).founded_on == date(2019, 1, 1)

    def test_a_superior_moves_everything_below(self, cast):
        old, new = make_committee("旧党委（演示）"), make_committee("新党委（演示）")
        middle = make_party("总支（演示）", kind=PartyKind.GENERAL_BRANCH, parent_id=old)
        leaf = make_party("支部（演示）", parent_id=middle)
        plan = imported(
            KIND, cast.bo, ["党组织编码", "上级党组织编码"], [party_code(middle), party_code(new)]
        )

        assert told(plan) == {"上级党组织": ("旧党委（演示）", "新党委（演示）")}
        assert party(leaf).body_path == f"/{new}/{middle}/{leaf}/"

    def test_nobody_stands_under_itself(self, cast):
        top = make_committee("上党委（演示）")
        below = make_committee("下党委（演示）", parent_id=top)
        head = ["党组织编码", "党组织名称", "上级党组织编码"]
        swapped = checked(KIND, cast.bo, head, [party_code(top), None, party_code(below)])
        ring = checked(
            KIND, cast.bo, [*HEAD],
            ["X1", "甲党委（演示）", "党委", "2020-01-01", "乙党委（演示）", None, None],
            ["X2", "乙党委（演示）", "党委", "2020-01-01", "甲党委（演示）", None, None],
        )  # fmt: skip

        assert "也不能是它的下级" in sentences(swapped)[0]
        assert outcomes(ring) == ["refused", "refused"]

    def test_a_kind_stands_only_where_it_may(self, cast):
        branch = make_party("支部（演示）")
        plan = checked(
            KIND, cast.bo, HEAD,
            [None, "党委（演示）", "党委", "2020-01-01", party_code(branch), None, None],
        )  # fmt: skip

        assert "党委不能设在党支部之下" in sentences(plan)[0]

    def test_a_new_secretary_begins_on_the_stated_day(self, cast):
        branch = make_party("支部（演示）")
        head = ["党组织编码", "书记姓名", "书记联系电话", "书记任职日期", "书记离任日期"]
        code = party_code(branch)
        imported(KIND, cast.bo, head, [code, "甲（演示）", "13800001234", "2024-01-01", None])
        plan = imported(KIND, cast.bo, head, [code, "乙（演示）", None, "2026-05-01", None])

        first, second = rows(PartySecretary, party_organization_id=branch)
        assert (first.name, first.valid_from) == ("甲（演示）", date(2024, 1, 1))
        assert (first.valid_to, second.valid_from) == (date(2026, 5, 1), date(2026, 5, 1))
        assert told(plan)["书记"] == ("甲（演示）", "乙（演示）")
        past = [code, "甲（演示）", "138****1234", "2024-01-01", "2026-04-30"]
        assert unchanged(checked(KIND, cast.bo, head, past))

    def test_a_last_day_is_inclusive_and_telephones_are_masked(self, cast):
        branch = make_party("支部（演示）")
        head = ["党组织编码", "书记姓名", "书记联系电话", "书记离任日期"]
        code = party_code(branch)
        imported(KIND, cast.bo, head, [code, "甲（演示）", "13800001234", None])
        line = [code, "甲（演示）", "13900005678", "2026-11-30"]
        plan = imported(KIND, cast.bo, head, line)

        assert rows(PartySecretary, party_organization_id=branch)[-1].valid_to == date(2026, 12, 1)
        assert told(plan)["书记联系电话"] == ("138****1234", "139****5678")
        assert unchanged(checked(KIND, cast.bo, head, line))

    def test_a_later_term_begins_on_its_first_day(self, cast):
        branch = make_party("支部（演示）")
        head = ["党组织编码", "本届任期起", "任期届满日期"]
        code = party_code(branch)
        imported(KIND, cast.bo, head, [code, "2023-03-01", "2026-02-28"])
        imported(KIND, cast.bo, head, [code, "2026-03-10", None])

        terms = {r.started_on: r for r in rows(PartyTerm, party_organization_id=branch)}
        assert terms[date(2026, 3, 10)].last_day == date(2029, 3, 9)
        assert terms[date(2026, 3, 10)].valid_from == date(2026, 3, 10)
        assert terms[date(2023, 3, 1)].valid_to == date(2026, 3, 10)

    def test_an_earlier_election_is_an_error_of_the_file_or_corrects_the_register(self, cast):
        branch = make_party("支部（演示）")
        head = ["党组织编码", "本届任期起"]
        code = party_code(branch)
        imported(KIND, cast.bo, head, [code, "2024-03-01"])

        (said,) = sentences(checked(KIND, cast.bo, head, [code, "2024-02-28"]))
        assert "换届日期 2024-02-28 早于上一次换届 2024-03-01" in said
        assert unchanged(checked(KIND, cast.bo, head, [code, "2024年"]))
        imported(KIND, cast.bo, head, [code, "2024-02-28"], correct=True)
        assert rows(PartyTerm, party_organization_id=branch)[0].started_on == date(2024, 2, 28)


class TestEnd:
    HEAD = ["党组织编码", "党组织名称", "撤销日期", "覆盖社会组织"]

    def test_links_end_with_it(self, cast):
        organization = make_organization("甲会（演示）")
        branch = make_party("支部（演示）", covers=[organization])
        line = [party_code(branch), "支部（演示）", "2026-10-01", "甲会（演示）"]
        plan = imported(KIND, cast.bo, self.HEAD, line)

        assert told(plan)["撤销日期"] == ("—", "2026-10-01")
        assert told(plan)["覆盖社会组织"] == ("甲会（演示）", "—")
        assert party(branch).dissolved_on == date(2026, 10, 1)
        assert cover_on(organization, date(2026, 9, 30)) is Cover.INDEPENDENT
        assert cover_on(organization, date(2026, 10, 1)) is Cover.NONE
        assert unchanged(checked(KIND, cast.bo, self.HEAD, line))

    def test_not_while_others_stand_under_it(self, cast):
        top = make_committee("党委（演示）")
        branch = make_party("支部（演示）", parent_id=top)
        head = ["党组织编码", "撤销日期"]
        alone = checked(KIND, cast.bo, head, [party_code(top), "2026-10-01"])
        together = checked(
            KIND, cast.bo, head,
            [party_code(top), "2026-10-01"], [party_code(branch), "2026-10-01"],
        )  # fmt: skip

        assert "下面还有 1 个党组织（支部（演示））" in sentences(alone)[0]
        assert sentences(together) == []

    def test_not_while_it_covers_what_is_out_of_reach(self, cast):
        branch = make_party("支部（演示）", covers=[make_organization(unit="610102")])
        plan = checked(
            KIND, cast.bo, ["党组织编码", "撤销日期"], [party_code(branch), "2026-10-01"]
        )

        assert "不在您管理范围内" in sentences(plan)[0]

    def test_afterwards_nothing_changes_any_more(self, cast):
        branch = make_party("支部（演示）")
        imported(KIND, cast.bo, ["党组织编码", "撤销日期"], [party_code(branch), "2026-10-01"])
        plan = checked(KIND, cast.bo, ["党组织编码", "正式党员数"], [party_code(branch), 3])

        assert "已于 2026-10-01 撤销" in sentences(plan)[0]


def test_what_a_new_row_lacks_is_told_all_at_once(cast):
    plan = checked(KIND, cast.bo, HEAD, [None, "支部（演示）", None, None, None, "999999", None])

    assert {error.column[2:] for error in plan.errors} == {"党组织类型", "成立日期", "区划代码"}


def test_good_rows_are_written_and_what_hangs_on_bad_ones_is_not(cast):
    plan = checked(
        KIND, cast.bo, HEAD,
        ["C9", "坏党委（演示）", "党委", "2030-01-01", None, None, None],
        ["B9", "挂靠支部（演示）", "党支部", "2020-01-01", "坏党委（演示）", None, None],
        ["B8", "好支部（演示）", "党支部", "2020-01-01", None, None, None],
        partial=True,
    )  # fmt: skip
    written(cast.bo, plan)

    assert outcomes(plan) == ["refused", "refused", "new"]
    assert by_name("好支部（演示）").code == "B8"


def test_names_decide_only_while_they_are_clear(cast):
    one, two = make_party("同名支部（演示）"), make_party("同名支部（演示）")
    head = ["党组织名称", "组建方式"]
    plan = checked(KIND, cast.bo, head, ["同名支部（演示）", "联合组建"])

    assert party_code(one) in sentences(plan)[0]
    assert party_code(two) in sentences(plan)[0]


def test_two_rows_that_mean_the_same_one_name_each_other(cast):
    branch = make_party("支部（演示）")
    plan = checked(
        KIND, cast.bo, ["党组织编码", "党组织名称", "正式党员数"],
        [party_code(branch), None, 3], [None, "支部（演示）", 4],
    )  # fmt: skip

    assert ["第 3 行" in sentences(plan)[0], "第 2 行" in sentences(plan)[1]] == [True, True]


def test_living_ones_that_the_file_leaves_out_are_listed(cast):
    here, gone = make_party("在（演示）"), make_party("不在（演示）")
    make_party("邻区（演示）", unit="610102")
    plan = checked(KIND, cast.bo, ["党组织编码", "正式党员数"], [party_code(here), 3])

    assert plan.absent == [(gone, party_code(gone), "不在（演示）")]


def test_a_write_from_above_is_marked(cast):
    imported(
        KIND, cast.shi, HEAD, [None, "支部（演示）", "党支部", "2020-01-01", None, "610103", None]
    )

    assert events(by_name("支部（演示）").id)[0].mark == "上级更正"


@pytest.mark.parametrize("count", [2, 12, 40])
def test_the_cost_does_not_grow_with_the_rows(cast, queries, count):
    for n in range(count):
        make_organization(f"第{n}会（演示）")
    lines = [
        [None, f"第{n}支部（演示）", "党支部", "2020-01-01", None, None, f"第{n}会（演示）"]
        for n in range(count)
    ]
    with queries() as sent:
        plan = checked(KIND, cast.bo, HEAD, *lines)
        written(cast.bo, plan)

    assert plan.count(Outcome.NEW) == count
    # Time lines of the trees are looked up one by one until there are FEW, then all at once.
    assert len(sent) < 150 + FEW, len(sent)


def test_a_link_of_the_past_is_not_a_first_one(cast, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", "2025-01-01T09:00:00")
    organization = make_organization()
    link(make_party(), organization, until=date(2021, 1, 1))
    branch = make_party("支部（演示）")
    imported(
        KIND, cast.bo, ["党组织编码", "覆盖社会组织"], [party_code(branch), code_of(organization)]
    )

    assert rows(CoverageLink, party_organization_id=branch)[0].valid_from == date(2025, 1, 1)


def test_codes_of_a_file_and_codes_of_the_system_never_meet(cast):
    imported(
        KIND, cast.bo, HEAD,
        ["DZ5ABC", "甲支部（演示）", "党支部", "2020-01-01", None, None, None],
        ["DZ0000001", "乙支部（演示）", "党支部", "2020-01-01", None, None, None],
        [None, "丙支部（演示）", "党支部", "2020-01-01", None, None, None],
    )  # fmt: skip
    plan = imported(
        KIND, cast.bo, HEAD, [None, "丁支部（演示）", "党支部", "2020-01-01", None, None, None]
    )

    assert by_name("丙支部（演示）").code == "DZ0000002"
    assert by_name("丁支部（演示）").code == "DZ0000003"
    assert plan.rows[0].name == "丁支部（演示）"


def test_nobody_is_put_under_what_is_no_more(cast):
    top = make_committee("党委（演示）")
    imported(KIND, cast.bo, ["党组织编码", "撤销日期"], [party_code(top), "2026-10-01"])
    plan = checked(
        KIND, cast.bo, HEAD,
        [None, "支部（演示）", "党支部", "2020-01-01", party_code(top), None, None],
    )  # fmt: skip

    assert "已于 2026-10-01 撤销，请另选上级" in sentences(plan)[0]


def test_nothing_is_moved_under_what_ends_with_the_same_file(cast):
    old, new = make_committee("旧党委（演示）"), make_committee("新党委（演示）")
    branch = make_party("支部（演示）", parent_id=old)
    plan = checked(
        KIND, cast.bo, ["党组织编码", "上级党组织编码", "撤销日期"],
        [party_code(branch), party_code(new), None], [party_code(new), None, "2026-10-01"],
    )  # fmt: skip

    assert "下面还有 1 个党组织（支部（演示））" in sentences(plan)[0]


def test_a_day_to_come_is_no_effective_day(cast):
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        checked(KIND, cast.bo, HEAD, [], effective_on=date(2026, 11, 21))


def test_a_body_enters_its_own_tree_and_nothing_beside_it(cast):
    top, other = make_committee("行业党委（演示）"), make_committee("别的党委（演示）")
    mine = make_organization("甲会（演示）", body_id=top)
    make_organization("乙会（演示）", body_id=other)
    body = Body(top, party_code(top), "行业党委（演示）", party(top).body_path)
    keeper = replace(ROOT, reach=Reach(body=body))
    head = ["党组织名称", "党组织类型", "成立日期", "上级党组织", "覆盖社会组织"]
    plan = checked(
        KIND, keeper, head,
        ["支部（演示）", "党支部", "2020-01-01", "行业党委（演示）", "甲会（演示）"],
        ["野支部（演示）", "党支部", "2020-01-01", "别的党委（演示）", "乙会（演示）"],
        ["散支部（演示）", "党支部", "2020-01-01", None, None],
        partial=True,
    )  # fmt: skip
    written(keeper, plan)

    assert outcomes(plan) == ["new", "refused", "refused"]
    assert (
        rows(CoverageLink, organization_id=mine)[0].party_organization_id
        == by_name("支部（演示）").id
    )
