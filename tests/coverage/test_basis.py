from dataclasses import replace

import pytest
from hypothesis import given

from partybuild.coverage.basis import cover_under
from partybuild.coverage.figures import (
    OPERATING,
    REGISTERED,
    Basis,
    in_basis,
)
from partybuild.coverage.rules import Cover
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, InstructorKind, MassKind
from partybuild.rules import RuleBroken
from tests.coverage.worlds import added, bases, link, members, modest, span


class TestBasis:
    def test_zombies_count_in_the_register_only(self):
        zombie = span(zombie=True)
        assert in_basis(zombie, REGISTERED)
        assert added(zombie, OPERATING) == set()

    @pytest.mark.parametrize(
        "left_out",
        [
            {"exclude_states": frozenset({OrganizationState.ABNORMAL})},
            {"exclude_kinds": frozenset({OrganizationKind.ASSOCIATION})},
            {"exclude_industries": frozenset({"教育"})},
            {"exclude_flags": frozenset({"charity"})},
        ],
    )
    def test_what_is_left_out_adds_to_nothing(self, left_out):
        basis = replace(REGISTERED, **left_out)
        state = OrganizationState.ABNORMAL
        one = span(link(), state=state, industry="教育", charity=True, counts=members(3))
        other = span(kind=OrganizationKind.FOUNDATION, industry="科技")
        assert added(one, basis) == set()
        assert added(other, basis) == added(other)

    def test_mass_counts_as_work_only_if_the_basis_says_so(self):
        mass = span(mass=(MassKind.YOUTH,))
        assert cover_under(mass, replace(REGISTERED, count_mass=False)) is Cover.NONE
        assert cover_under(mass, REGISTERED) is Cover.MASS

    def test_members_are_measured_by_affiliation_if_the_basis_says_so(self):
        affiliated = replace(REGISTERED, member_measure="affiliated")
        assert "should_build" in added(span(counts=members(0, 0, 3)), affiliated)
        here = added(span(counts=members(5, 0, 2)), affiliated)
        assert "members_no_condition" in here
        assert "eligible" not in here

    @pytest.mark.parametrize(
        ("formations", "expected"),
        [
            ({Formation.SINGLE}, Cover.JOINT),
            ({Formation.JOINT}, Cover.INDEPENDENT),
            ({Formation.SINGLE, Formation.JOINT}, Cover.LIAISON),
        ],
    )
    def test_a_way_of_setting_up_that_is_left_out_gives_no_cover(self, formations, expected):
        basis = replace(REGISTERED, exclude_formations=frozenset(formations))
        twice = span(
            link(1),
            link(2, formation=Formation.JOINT),
            instructors=(InstructorKind.LIAISON,),
            mass=(MassKind.UNION,),
        )
        assert cover_under(twice, basis) is expected

    def test_beneath_excluded_links_mass_counts_only_if_the_basis_says_so(self):
        basis = replace(REGISTERED, exclude_formations=frozenset({Formation.SINGLE}))
        covered = span(link(), mass=(MassKind.UNION,))
        assert cover_under(covered, basis) is Cover.MASS
        assert cover_under(covered, replace(basis, count_mass=False)) is Cover.NONE


class TestPolicy:
    @modest
    @given(bases)
    def test_a_basis_survives_being_published(self, basis):
        assert Basis.from_policy(basis.to_policy()) == basis

    def test_what_is_not_said_is_as_in_the_register(self):
        assert Basis.from_policy({"name": "registered", "label": "在册口径"}) == REGISTERED

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"exclude_ages": []}, "exclude_ages"),
            ({"label": ""}, "显示名"),
            ({"exclude_states": ["asleep"]}, "exclude_states 中有不认识的代码：asleep"),
            ({"exclude_flags": ["rich"]}, "exclude_flags 中有不认识的代码：rich"),
            ({"member_measure": "all"}, "现为 all"),
            ({"exclude_younger": "半年"}, "exclude_younger 要写成"),
            ({"exclude_older": {"years": 3}}, "exclude_older 要写成"),
            ({"exclude_younger": {"months": 0}}, "exclude_younger 要写成"),
            ({"exclude_younger": {"days": True}}, "exclude_younger 要写成"),
            ({"exclude_younger": {"months": 6, "days": 1}}, "exclude_younger 要写成"),
            (
                {"exclude_younger": {"months": 6}, "exclude_older": {"days": 90}},
                "没有可计的组织",
            ),
            ({"day": "2026-10-31"}, "不认识的项：day"),
        ],
    )
    def test_what_cannot_be_read_is_named(self, wrong, sentence):
        with pytest.raises(RuleBroken, match=sentence):
            Basis.from_policy({"name": "trial", "label": "试算口径", **wrong})
