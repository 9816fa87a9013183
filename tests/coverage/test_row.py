from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partybuild.coverage.figures import (
    COUNTS,
    FIELDS,
    INDICATORS,
    REGISTERED,
    Figures,
    PartyTotals,
    belongs,
    checks,
    count,
    rate,
    sum_checks,
)
from tests.coverage.worlds import link, members, modest, span

CONTRACT = (
    "code, name, own, organizations, associations, private_units, foundations, filed, "
    "filed_covered, independent, joint, covered, instructor_only, liaison_only, mass_only, "
    "work_only, work_covered, eligible, eligible_covered, should_build, members_no_condition, "
    "no_member, unsurveyed, party_organizations, full_members, probationary_members, "
    "members_managed, trade_associations, trade_covered, rate_covered, rate_work, rate_eligible"
)
PARTY_COUNTS = {"party_organizations", "members_managed"}


class TestRate:
    @pytest.mark.parametrize(
        ("n", "d", "expected"),
        [
            (1410, 1529, "92.2"),
            (303, 491, "61.7"),
            (1, 2000, "0.1"),
            (1, 2001, "0.0"),
            (1, 16, "6.3"),
            (5, 5, "100.0"),
            (0, 7, "0.0"),
            (0, 0, None),
        ],
    )
    def test_it_is_half_up_to_one_place(self, n, d, expected):
        assert rate(n, d) == expected

    @modest
    @given(st.integers(0, 10**6), st.integers(1, 10**6))
    def test_it_is_the_nearest_tenth_and_the_upper_of_two(self, n, d):
        error = Fraction(rate(n, d)) - Fraction(100 * n, d)
        assert -Fraction(1, 20) < error <= Fraction(1, 20)


class TestRow:
    def test_the_fields_are_the_contracts(self):
        assert tuple(CONTRACT.split(", ")) == FIELDS
        assert set(FIELDS[3:-3]) == set(COUNTS)
        assert set(INDICATORS) == set(COUNTS) - PARTY_COUNTS

    def test_a_row_gives_them_in_order(self):
        row = count([span(link(), counts=members(3))], REGISTERED, PartyTotals(2, 9)).as_row(
            "610103", "碑林区", False
        )
        assert tuple(row) == FIELDS
        assert (row["code"], row["name"], row["own"]) == ("610103", "碑林区", False)
        assert (row["party_organizations"], row["members_managed"]) == (2, 9)
        assert (row["rate_covered"], row["rate_work"], row["rate_eligible"]) == ("100.0",) * 3

    def test_rates_have_their_own_denominators(self):
        figures = Figures(
            organizations=3, covered=1, work_covered=2, eligible=4, eligible_covered=3
        )
        assert (figures.rate_covered, figures.rate_work) == ("33.3", "66.7")
        assert figures.rate_eligible == "75.0"
        assert Figures().rate_covered is None

    def test_rows_that_cannot_give_a_count_add_up_to_none(self):
        given, missing = Figures(party_organizations=2, members_managed=5), Figures()
        assert (given + given).party_organizations == 4
        assert (given + missing).members_managed is None

    def test_only_indicators_have_organizations_behind_them(self):
        with pytest.raises(KeyError):
            belongs("party_organizations", span(), REGISTERED)


class TestChecks:
    @pytest.mark.parametrize(
        ("broken", "sentence"),
        [
            ({"covered": 3, "independent": 1, "joint": 1, "work_covered": 3}, "现为3与2"),
            ({"work_only": 1, "work_covered": 1}, "“仅工作覆盖数”应等于“指导员覆盖数”"),
            ({"work_covered": 1}, "“工作覆盖数”应等于“组织覆盖数”＋“仅工作覆盖数”，现为1与0"),
            ({"associations": 1}, "“社会组织总数”应等于“社会团体”"),
            ({"no_member": 1}, "“应建未建”＋“有党员不符合条件”＋“无党员”，现为0与1"),
            ({"eligible": 2}, "“应建数”应等于“应建已建数”＋“应建未建”，现为2与0"),
        ],
    )
    def test_a_broken_invariant_is_said_with_both_numbers(self, broken, sentence):
        assert any(sentence in found for found in checks(Figures(**broken)))

    def test_a_parent_that_is_not_the_sum_is_said(self):
        parts = [Figures(filed=2, party_organizations=1)] * 2
        assert sum_checks(Figures(filed=4, party_organizations=2), parts) == []
        wrong = Figures(filed=5, party_organizations=2)
        assert sum_checks(wrong, parts) == ["备案数：本行5，下级与本级合计4，应相等。"]
