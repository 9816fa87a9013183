"""社会组织名册 as a file: matched, compared, refused or written as the contract says."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.coverage import queries as coverage
from partybuild.coverage import scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.db import OPEN, db
from partybuild.imports import commands
from partybuild.imports.planning import OUT_OF_REACH
from partybuild.organizations import codes, queries
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import Headcount, Organization, OrganizationEvent
from partybuild.party.kinds import PartyKind
from partybuild.party.models import MassCover
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken
from tests import factories
from tests.imports.bringing import bring, check, examining, messages, outcomes, sheet
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
HEAD = ["统一社会信用代码", "组织名称", "组织类型", "区划代码", "成立登记日期"]
FIRST = codes.make("51", "610103", 700001)
SECOND = codes.make("52", "610103", 700002)


def line(code=FIRST, name="甲协会（演示）", kind="社会团体", region="610103", day="2020-03-02"):
    return [code, name, kind, region, day]


def found(number):
    with system("test"):
        query = select(Organization).where(
            (Organization.code == number) | (Organization.filing_number == number)
        )
        return db.session.scalars(query.execution_options(populate_existing=True)).one()


def facts(number, day=TODAY):
    return queries.facts_on(ROOT, [found(number).id], day)[found(number).id]


def events(number):
    return queries.history(ROOT, found(number).id)


def covered(day=TODAY, code="610103"):
    scope = scopes.of_region(ROOT, code)
    return coverage.whole(ROOT, scope, day, REGISTERED)


class TestNew:
    def test_facts_without_a_day_hold_from_the_registration(self, tmp_path):
        head = [*HEAD, "正式党员数", "预备党员数", "联系电话", "已建群团", "行业类别"]
        plan = bring(
            ROOT, tmp_path, [head, [*line(), 3, "1人", "13800001234", "工会、妇联", "教育"]]
        )

        assert outcomes(plan) == (1, 0, 0, 0)
        known = facts(FIRST, date(2020, 3, 2))
        assert (known.headcount.full, known.headcount.probationary) == (3, 1)
        assert known.contact.telephone == "13800001234"
        assert known.profile.industry == "教育"
        assert regions.region(known.profile.unit_id).code == "610103"
        with system("test"):
            mass = db.session.scalars(select(MassCover)).all()
        assert {(m.kind.label, m.valid_from) for m in mass} == {
            ("工会", date(2020, 3, 2)),
            ("妇联", date(2020, 3, 2)),
        }
        assert events(FIRST)[0].document == "名册.xlsx"

    def test_stars_bind_new_rows(self, tmp_path):
        plan = check(ROOT, tmp_path, [HEAD, [FIRST, "甲协会（演示）", None, "610103", None]])

        assert messages(plan) == [
            "2 C 组织类型：新增时必须填写组织类型，请补填。",
            "2 E 成立登记日期：新增时必须填写成立登记日期，请补填。",
        ]

    @pytest.mark.parametrize(
        ("level", "region", "unit"),
        [
            ("省级", "610103001", "610000"),
            ("市级", "610103", "610100"),
            ("县级", "610103", "610103"),
            (None, "610103001", "610103001"),
            (None, "碑林区", "610103"),
            (None, "陕西省西安市碑林区", "610103"),
            (None, "610103000000", "610103"),
        ],
    )
    def test_it_counts_by_its_level(self, tmp_path, level, region, unit):
        bring(ROOT, tmp_path, [[*HEAD, "登记层级"], [*line(region=region), level]])

        assert regions.region(found(FIRST).unit_id).code == unit

    @pytest.mark.parametrize(
        ("authority", "unit"),
        [
            ("陕西省民政厅", "610000"),
            ("西安市民政局", "610100"),
            ("西安市碑林区民政局", "610103"),
            ("碑林区行政审批服务局", "610103"),
        ],
    )
    def test_a_blank_level_follows_the_authority(self, tmp_path, authority, unit):
        bring(ROOT, tmp_path, [[*HEAD, "登记管理机关"], [*line(), authority]])

        assert regions.region(found(FIRST).unit_id).code == unit

    def test_without_a_place_it_stands_in_the_unit_chosen(self, tmp_path, cast):
        head = [*HEAD[:3], HEAD[4]]
        unit = factories.region("610103001").id
        bring(cast.bo, tmp_path, [head, [FIRST, "甲", "社团", "2020-03-02"]], unit_id=unit)

        assert found(FIRST).unit_id == unit

    def test_an_end_needs_its_day(self, tmp_path):
        head = [*HEAD, "组织状态", "状态日期"]
        plan = check(ROOT, tmp_path, [head, [*line(), "注销", None]])
        assert messages(plan) == ["2 G 状态日期：新增时必须填写状态日期，请补填。"]

        bring(ROOT, tmp_path, [head, [*line(), "注销", "2024-05-06"]])
        assert found(FIRST).state is OrganizationState.DEREGISTERED
        assert facts(FIRST, date(2024, 5, 5)).standing.state is OrganizationState.NORMAL

    def test_a_living_state_begins_on_its_day(self, tmp_path):
        head = [*HEAD, "组织状态", "状态日期"]
        bring(ROOT, tmp_path, [head, [*line(), "活动异常", "2024-05-06"]])

        assert facts(FIRST, date(2024, 5, 5)).standing.state is OrganizationState.NORMAL
        assert facts(FIRST, date(2024, 5, 6)).standing.state is OrganizationState.ABNORMAL


class TestCodes:
    WRONG = FIRST[:17] + ("A" if FIRST[17] != "A" else "B")

    def test_a_failing_check_character_passes_with_a_reason_only(self, tmp_path):
        lines = [HEAD, line(code=self.WRONG)]
        plan = check(ROOT, tmp_path, lines)
        assert "校验码不符" in messages(plan)[0]

        bring(ROOT, tmp_path, lines, accept={self.WRONG: "证书即为此码"})
        assert "证书即为此码" in events(self.WRONG)[0].reason

    def test_a_prefix_of_another_kind_never_passes(self, tmp_path):
        lines = [HEAD, line(code=SECOND)]
        plan = check(ROOT, tmp_path, lines, accept={SECOND: "证书即为此码"})

        assert "应以 51 开头" in messages(plan)[0]

    def test_a_filed_one_has_no_code(self, tmp_path):
        plan = check(ROOT, tmp_path, [HEAD, line(kind="社区社会组织")])

        assert "没有统一社会信用代码" in messages(plan)[0]

    def test_one_that_is_registered_wants_its_code(self, tmp_path):
        factories.make_organization(name="甲协会（演示）")
        plan = check(ROOT, tmp_path, [HEAD, line(code=None)])

        assert "在册有同名的" in messages(plan)[0]


class TestFiled:
    HEAD = ["备案编号", "组织名称", "组织类型", "所属街道（乡镇）", "成立登记日期"]

    def test_the_system_numbers_it_and_finds_it_again_by_name_and_street(self, tmp_path, cast):
        lines = [
            self.HEAD,
            [None, "太极队（演示）", "备案", "南院门街道", "2023-05"],
            [None, "书画社（演示）", "备案", "南院门", "2023年6月1日"],
        ]
        plan = bring(cast.bo, tmp_path, lines)
        assert outcomes(plan) == (2, 0, 0, 0)
        assert any("只写到年或月" in text for text in plan.warnings)

        street = found("BA610103001-0001").unit_id
        assert regions.region(street).name.startswith("南院门")
        assert outcomes(check(cast.bo, tmp_path, lines)) == (0, 0, 2, 0)

    def test_the_same_name_in_another_street_is_another(self, tmp_path, cast):
        first = [None, "太极队（演示）", "备案", "610103001", "2023-05-01"]
        bring(cast.bo, tmp_path, [self.HEAD, first])
        second = [*first[:3], "610103002", first[4]]

        assert outcomes(check(cast.bo, tmp_path, [self.HEAD, first, second])) == (1, 0, 1, 0)


class TestChanged:
    HEAD = ["统一社会信用代码", "组织名称", "正式党员数", "联系电话", "业务主管单位"]

    @pytest.fixture
    def code(self):
        number = factories.make_organization(name="甲协会（演示）", full=2, supervisor="区教育局")
        factories.set_contact(number, telephone="13800001234", contact="李某（演示）")
        return factories.code_of(number)

    def test_a_blank_changes_nothing_and_what_is_masked_stays(self, tmp_path, code):
        row = [code, None, "／", "138****1234", "—"]

        assert outcomes(check(ROOT, tmp_path, [self.HEAD, row])) == (0, 0, 1, 0)

    def test_changed_values_hold_from_the_effective_day(self, tmp_path, code):
        row = [code, "甲协会（演示）", 5, None, "清空"]
        plan = bring(ROOT, tmp_path, [self.HEAD, row], effective_on=date(2026, 10, 1))

        assert plan.rows[0].changes == [
            {"label": "业务主管单位", "before": "区教育局", "after": "—"},
            {"label": "正式党员数", "before": "2", "after": "5"},
        ]
        assert facts(code, date(2026, 9, 30)).headcount.full == 2
        assert facts(code, date(2026, 10, 1)).headcount.full == 5
        assert facts(code, date(2026, 10, 1)).profile.supervisor == ""
        assert facts(code).contact.contact == "李某（演示）"
        assert (covered().full_members, covered(date(2026, 9, 30)).full_members) == (5, 2)
        assert events(code)[0].action == "导入变更"

    def test_corrected_values_hold_from_their_start(self, tmp_path, code):
        bring(ROOT, tmp_path, [self.HEAD, [code, None, 5, None, None]], correct=True)

        assert facts(code, factories.REGISTERED).headcount.full == 5

    def test_the_same_file_twice_changes_nothing(self, tmp_path, code):
        lines = [self.HEAD, [code, "乙协会（演示）", 5, "029-12345678", "区民政局"]]
        assert outcomes(bring(ROOT, tmp_path, lines)) == (0, 1, 0, 0)
        with system("test"):
            rows = db.session.scalars(select(Headcount)).all()

        assert outcomes(bring(ROOT, tmp_path, lines)) == (0, 0, 1, 0)
        with system("test"):
            assert len(db.session.scalars(select(Headcount)).all()) == len(rows)

    def test_a_telephone_is_masked_in_the_preview(self, tmp_path, code):
        plan = check(ROOT, tmp_path, [self.HEAD, [code, None, None, "13911112222", None]])

        assert plan.rows[0].changes[0]["after"] == "139****2222"

    def test_the_day_of_registration_is_only_corrected(self, tmp_path, code):
        lines = [["统一社会信用代码", "成立登记日期"], [code, "2019-01-02"]]
        assert "请勾选“更正”" in messages(check(ROOT, tmp_path, lines))[0]

        bring(ROOT, tmp_path, lines, correct=True)
        assert facts(code, date(2019, 1, 2)).profile.registered_on == date(2019, 1, 2)
        assert covered(date(2019, 1, 2)).organizations == 1

    def test_days_before_the_old_registration_take_what_the_same_row_corrects(self, tmp_path, code):
        head = ["统一社会信用代码", "组织名称", "业务主管单位", "成立登记日期"]
        line = [code, "丁协会（演示）", "区教育局", "2019-01-02"]
        bring(ROOT, tmp_path, [head, line], correct=True)

        for day in (date(2019, 1, 2), factories.REGISTERED, TODAY):
            profile = facts(code, day).profile
            assert (profile.name, profile.supervisor) == ("丁协会（演示）", "区教育局")
            assert profile.registered_on == date(2019, 1, 2)
        assert outcomes(bring(ROOT, tmp_path, [head, line], correct=True)) == (0, 0, 1, 0)

    def test_it_ends_on_its_day(self, tmp_path, code):
        lines = [["统一社会信用代码", "组织状态", "状态日期"], [code, "注销", "2026-11-02"]]
        bring(ROOT, tmp_path, lines)

        assert covered(date(2026, 11, 1)).organizations == 1
        assert covered(date(2026, 11, 2)).organizations == 0
        assert outcomes(check(ROOT, tmp_path, lines)) == (0, 0, 1, 0)
        again = [lines[0], [code, "正常", None]]
        assert "在册已于 2026-11-02 注销" in messages(check(ROOT, tmp_path, again))[0]

    def test_mass_organizations_are_the_whole_list(self, tmp_path, code):
        factories.make_mass(found(code).id)
        plan = bring(ROOT, tmp_path, [["统一社会信用代码", "已建群团"], [code, "妇联"]])

        assert plan.rows[0].changes == [{"label": "已建群团", "before": "工会", "after": "妇联"}]
        with system("test"):
            query = select(MassCover).where(MassCover.known_to == OPEN, MassCover.valid_to > TODAY)
            assert [m.kind.label for m in db.session.scalars(query)] == ["妇联"]

    def test_a_registered_one_does_not_become_a_filed_one(self, tmp_path, code):
        plan = check(ROOT, tmp_path, [["统一社会信用代码", "组织类型"], [code, "备案"]])

        assert "是两个组织" in messages(plan)[0]


class TestBodies:
    HEAD = [*HEAD, "党建工作机构"]

    def test_one_not_found_is_kept_by_name_until_a_later_file_settles_it(self, tmp_path):
        lines = [self.HEAD, [*line(), "碑林区社会组织党委"]]
        plan = bring(ROOT, tmp_path, lines)
        assert any("主管党组织待落实" in text for text in plan.warnings)
        assert facts(FIRST).profile.body_name == "碑林区社会组织党委"

        body = factories.make_party("碑林区社会组织党委", kind=PartyKind.COMMITTEE)
        assert outcomes(bring(ROOT, tmp_path, lines)) == (0, 1, 0, 0)
        assert (facts(FIRST).profile.body_id, facts(FIRST).profile.body_name) == (body, "")
        assert outcomes(check(ROOT, tmp_path, lines)) == (0, 0, 1, 0)

    def test_two_of_one_name_are_listed(self, tmp_path):
        numbers = [factories.make_party("社会组织党委", kind=PartyKind.COMMITTEE) for _ in "ab"]
        plan = check(ROOT, tmp_path, [self.HEAD, [*line(), "社会组织党委"]])

        assert all(factories.party_code(number) in messages(plan)[0] for number in numbers)


class TestPlaces:
    def test_a_street_comes_from_the_shipped_list(self, tmp_path):
        bring(ROOT, tmp_path, [HEAD, line(region="610104001")])

        assert regions.by_code("610104001").parent_id == factories.region("610104").id

    def test_a_community_is_made_on_the_way(self, tmp_path):
        head = [*HEAD, "社区"]
        bring(ROOT, tmp_path, [head, [*line(region="610103001005"), "书院社区"]])

        made = regions.by_code("610103001005")
        assert (made.name, made.level) == ("书院社区", 5)
        assert regions.region(found(FIRST).unit_id).code == "610103001"

    def test_an_unknown_code_is_an_error(self, tmp_path):
        plan = check(ROOT, tmp_path, [HEAD, line(region="610199")])

        assert messages(plan) == [
            "2 D 区划代码：区划代码“610199”没有找到，请核对，或改填所属县区和街道的名称。"
        ]

    def test_a_name_that_stands_twice_wants_its_code(self, tmp_path):
        head = ["统一社会信用代码", "组织名称", "组织类型", "所属县区", "成立登记日期"]
        plan = check(ROOT, tmp_path, [head, line(region="新城")])
        assert not plan.errors

        plan = check(ROOT, tmp_path, [head, line(region="没有这个区")])
        assert "没有找到" in messages(plan)[0]


class TestReach:
    def test_rows_of_next_door_are_refused_by_number_without_a_hint(self, tmp_path, cast):
        theirs = factories.code_of(
            factories.make_organization(name="隔壁协会（演示）", unit="610102", supervisor="机密")
        )
        head = [*HEAD, "业务主管单位"]
        lines = [head, [*line(theirs, "随便什么"), "新单位"], [*line(region="610102"), None]]
        plan = check(cast.bo, tmp_path, lines)

        assert outcomes(plan) == (0, 0, 0, 2)
        assert [(e.row, e.column, e.value, e.message) for e in plan.errors] == [
            (2, "", "", OUT_OF_REACH),
            (3, "", "", OUT_OF_REACH),
        ]
        assert [(row.key, row.name) for row in plan.rows] == [("", ""), ("", "")]
        assert not plan.absent

    def test_the_good_rows_go_in_when_asked(self, tmp_path, cast):
        lines = [HEAD, line(), line(SECOND, "乙中心（演示）", "民非", "610102")]
        with pytest.raises(RuleBroken, match="1 处错误"):
            bring(cast.bo, tmp_path, lines)

        bring(cast.bo, tmp_path, lines, partial=True)
        assert found(FIRST).name == "甲协会（演示）"
        with system("test"):
            assert (
                db.session.scalar(select(Organization).where(Organization.code == SECOND)) is None
            )

    def test_what_a_superior_enters_is_marked(self, tmp_path, cast):
        bring(cast.sheng, tmp_path, [HEAD, line()])
        assert events(FIRST)[0].mark == "上级更正"

        bring(cast.sheng, tmp_path, [HEAD, line(SECOND, "乙（演示）", "民非", "610104")])
        assert events(SECOND)[0].mark == "代填"


class TestAbsent:
    def test_those_of_the_unit_that_are_not_in_the_file_are_listed_and_stay(self, tmp_path, cast):
        bring(ROOT, tmp_path, [HEAD, line()])
        missing = factories.make_organization(name="未列协会（演示）")
        factories.make_organization(name="备案队（演示）", kind=OrganizationKind.FILED)
        factories.make_organization(name="隔壁（演示）", unit="610102")
        plan = bring(ROOT, tmp_path, [HEAD, line()])

        assert [number for number, _, _ in plan.absent] == [missing]
        assert found(factories.code_of(missing)).state.living


class TestMeanwhile:
    def test_a_file_checked_before_another_change_is_checked_again(self, tmp_path, cast):
        number = factories.make_organization(name="甲协会（演示）", full=2)
        lines = [["统一社会信用代码", "正式党员数"], [factories.code_of(number), 4]]
        with examining(ROOT, sheet(tmp_path, lines)) as examined:
            factories.make_organization(name="另一家（演示）")
            commands.write(ROOT, examined)
        assert facts(factories.code_of(number)).headcount.full == 4

    def test_it_is_refused_when_it_would_do_something_else(self, tmp_path, cast):
        number = factories.make_organization(name="甲协会（演示）", full=2)
        code = factories.code_of(number)
        lines = [["统一社会信用代码", "正式党员数"], [code, 4]]
        with examining(ROOT, sheet(tmp_path, lines)) as examined:
            bring(ROOT, tmp_path / "..", [lines[0], [code, 7]])
            with pytest.raises(RuleBroken, match="又有变动"):
                commands.write(ROOT, examined)

        assert facts(code).headcount.full == 7


def test_the_history_tells_what_the_file_did(tmp_path):
    number = factories.make_organization(name="甲协会（演示）", full=2)
    code = factories.code_of(number)
    bring(ROOT, tmp_path, [["统一社会信用代码", "正式党员数"], [code, 4]])
    with system("test"):
        query = select(OrganizationEvent).where(OrganizationEvent.action == "导入变更")
        event = db.session.scalars(query).one()

    assert event.changes == [{"label": "正式党员数", "before": "2", "after": "4"}]
    assert event.effective_on == TODAY
