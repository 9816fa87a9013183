"""What an officer is told, and where an organization counts."""

from datetime import date

import pytest

from partybuild.access.actor import Body, Reach, Unit
from partybuild.organizations import codes, rules
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.rules import RegisterLevel
from partybuild.rules import RuleBroken

TODAY = date(2026, 11, 20)
BORN = date(2020, 3, 2)
NATION, PROVINCE, CITY, COUNTY, STREET, COMMUNITY = 1, 61, 6101, 610103, 610103001, 9
GOOD = codes.make("51", "610103", 7)


class TestWhereItCounts:
    @pytest.mark.parametrize(
        ("level", "lineage", "unit"),
        [
            (RegisterLevel.NATION, [NATION, PROVINCE, CITY, COUNTY, None, None], NATION),
            (RegisterLevel.PROVINCE, [NATION, PROVINCE, CITY, COUNTY, STREET, None], PROVINCE),
            (RegisterLevel.CITY, [NATION, PROVINCE, CITY, COUNTY, STREET, None], CITY),
            (RegisterLevel.COUNTY, [NATION, PROVINCE, CITY, COUNTY, None, None], COUNTY),
            (RegisterLevel.COUNTY, [NATION, PROVINCE, CITY, COUNTY, STREET, None], STREET),
            (RegisterLevel.COUNTY, [NATION, PROVINCE, CITY, COUNTY, STREET, COMMUNITY], STREET),
        ],
    )
    def test_it_follows_the_level_of_registration(self, level, lineage, unit):
        assert rules.default_unit(level, lineage) == unit

    def test_a_place_too_coarse_for_the_level_is_refused(self):
        with pytest.raises(RuleBroken, match="登记层级为县级的，住所所在"):
            rules.default_unit(RegisterLevel.COUNTY, [NATION, PROVINCE, CITY, None, None, None])


class TestCodes:
    def test_a_good_code_passes(self):
        rules.check_code(GOOD, OrganizationKind.ASSOCIATION)

    def test_a_wrong_check_character_passes_only_with_a_reason(self):
        wrong = GOOD[:17] + ("1" if GOOD[17] != "1" else "2")
        with pytest.raises(RuleBroken, match="放行理由"):
            rules.check_code(wrong, OrganizationKind.ASSOCIATION, "  ")
        rules.check_code(wrong, OrganizationKind.ASSOCIATION, "证书原件如此")

    @pytest.mark.parametrize("accepted", ["", "证书原件如此"])
    def test_no_reason_lets_the_prefix_of_another_kind_pass(self, accepted):
        with pytest.raises(RuleBroken, match="应以 53 开头"):
            rules.check_code(GOOD, OrganizationKind.FOUNDATION, accepted)

    @pytest.mark.parametrize("code", ["5161", "51610103MJO000001K", "91" + GOOD[2:]])
    def test_no_reason_lets_a_malformed_code_pass(self, code):
        with pytest.raises(RuleBroken):
            rules.check_code(code, OrganizationKind.ASSOCIATION, "证书原件如此")


class TestDays:
    @pytest.mark.parametrize("day", [BORN, date(2026, 11, 20), date(2027, 11, 20)])
    def test_a_day_of_its_life_will_do(self, day):
        rules.check_day(day, BORN, None, TODAY)

    @pytest.mark.parametrize(
        ("day", "ended", "sentence"),
        [
            (date(2020, 3, 1), None, "早于成立登记日期（2020年3月2日）"),
            (date(2025, 6, 1), date(2025, 6, 1), "已于2025年6月1日终止"),
            (date(2027, 11, 21), None, "不能晚于今天一年以上"),
        ],
    )
    def test_other_days_are_refused(self, day, ended, sentence):
        with pytest.raises(RuleBroken, match=sentence):
            rules.check_day(day, BORN, ended, TODAY)

    @pytest.mark.parametrize(
        ("day", "ended", "sentence"),
        [
            (BORN, None, "应晚于成立登记日期"),
            (date(2026, 11, 21), None, "不能晚于今天"),
            (date(2026, 1, 1), date(2025, 6, 1), "请先恢复再办理"),
        ],
    )
    def test_an_end_that_cannot_be_is_refused(self, day, ended, sentence):
        with pytest.raises(RuleBroken, match=sentence):
            rules.check_end(day, BORN, ended, TODAY)
        rules.check_end(TODAY, BORN, None, TODAY)

    def test_a_year_that_the_records_tell_takes_no_total(self):
        first_day = date(2025, 1, 1)
        rules.check_year(2024, first_day)
        for year in (2025, 1948):
            with pytest.raises(RuleBroken, match="最晚 2024 年"):
                rules.check_year(year, first_day)


class TestMarks:
    COUNTY = Reach(unit=Unit(5, "610103", "碑林区", 3, "/1/2/3/5/"))
    BODY = Reach(body=Body(8, "DZ0000008", "区综合党委", "/8/"))

    @pytest.mark.parametrize(
        ("reach", "unit_id", "body_id", "above"),
        [
            (COUNTY, 5, None, False),
            (COUNTY, 6, None, True),
            (BODY, 5, 8, False),
            (BODY, 5, 9, True),
            (Reach(everything=True), 5, None, False),
        ],
    )
    def test_whoever_writes_below_their_own_place_writes_from_above(
        self, reach, unit_id, body_id, above
    ):
        assert rules.stands_above(reach, unit_id, body_id) is above

    def test_what_is_written_from_above_is_marked(self):
        assert rules.mark_of(above=False, kept_below=True) == ""
        assert rules.mark_of(above=True, kept_below=False) == "代填"
        assert rules.mark_of(above=True, kept_below=True) == "上级更正"

    def test_only_a_correction_from_above_wants_a_reason(self):
        rules.check_reason("代填", "")
        rules.check_reason("上级更正", "年检核对")
        with pytest.raises(RuleBroken, match="须写明理由"):
            rules.check_reason("上级更正", " ")


def test_a_filed_one_is_not_registered_and_a_registered_one_not_filed():
    rules.check_way(OrganizationKind.FILED, "备案")
    rules.check_way(OrganizationKind.FOUNDATION, "直接登记")
    for kind, way in ((OrganizationKind.FILED, "直接登记"), (OrganizationKind.FOUNDATION, "备案")):
        with pytest.raises(RuleBroken):
            rules.check_way(kind, way)
    with pytest.raises(RuleBroken, match="两个组织"):
        rules.check_kind(OrganizationKind.FILED, OrganizationKind.ASSOCIATION)


def test_a_term_does_not_end_before_it_begins():
    rules.check_terms(date(2021, 9, 12), None)
    with pytest.raises(RuleBroken, match="早于最近换届日期"):
        rules.check_terms(date(2021, 9, 12), date(2021, 9, 11))
