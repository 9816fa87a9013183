import pytest
from hypothesis import given
from hypothesis import strategies as st

from partybuild.coverage.figures import (
    INDICATORS,
    REGISTERED,
    PartyStanding,
    PartyTotals,
    belongs,
    checks,
    count,
    party_organization_counts,
    total,
)
from partybuild.coverage.rules import Cover
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, InstructorKind, MassKind, PartyKind
from tests.coverage import worlds
from tests.coverage.worlds import added, bases, link, members, modest, span


class TestWhoIsWhat:
    @pytest.mark.parametrize(
        ("kind", "field"),
        [
            ("ASSOCIATION", "associations"),
            ("PRIVATE_UNIT", "private_units"),
            ("FOUNDATION", "foundations"),
        ],
    )
    def test_a_legal_person_counts_in_its_kind(self, kind, field):
        assert added(span(kind=OrganizationKind[kind], counts=members(0))) == {
            "organizations",
            field,
            "no_member",
        }

    @pytest.mark.parametrize("state", [state for state in OrganizationState if state.living])
    def test_abnormal_and_suspended_ones_are_organizations(self, state):
        assert belongs("organizations", span(state=state), REGISTERED) == 1

    def test_a_filed_one_appears_only_among_the_filed(self):
        filed = {"kind": OrganizationKind.FILED, "trade": True, "counts": members(5, 2)}
        assert added(span(**filed, instructors=(InstructorKind.LIAISON,))) == {"filed"}
        assert added(span(link(), **filed)) == {"filed", "filed_covered"}

    def test_a_registered_community_organization_is_an_organization(self):
        assert belongs("organizations", span(community=True), REGISTERED) == 1

    def test_double_cover_counts_once(self):
        twice = span(link(1), link(2, formation=Formation.JOINT), counts=members(3))
        assert twice.double
        assert {"independent", "covered", "work_covered"} <= added(twice)
        assert not {"joint", "work_only"} & added(twice)

    def test_an_instructor_on_a_covered_organization_adds_nothing(self):
        covered = span(link(), instructors=(InstructorKind.INSTRUCTOR,), mass=(MassKind.UNION,))
        assert added(covered) == added(span(link()))

    @pytest.mark.parametrize(
        ("work", "field"),
        [
            ({"instructors": tuple(InstructorKind), "mass": (MassKind.UNION,)}, "instructor_only"),
            ({"instructors": (InstructorKind.LIAISON,), "mass": (MassKind.UNION,)}, "liaison_only"),
            ({"mass": tuple(MassKind)}, "mass_only"),
        ],
    )
    def test_work_alone_counts_once_in_order(self, work, field):
        work_fields = {"instructor_only", "liaison_only", "mass_only", "work_only", "work_covered"}
        assert added(span(**work)) & work_fields == {field, "work_only", "work_covered"}

    def test_eligible_ones_are_counted_covered_or_not(self):
        assert added(span(counts=members(3))) >= {"eligible", "should_build"}
        covered = added(span(link(), counts=members(3)))
        assert covered >= {"eligible", "eligible_covered"}
        assert not covered & {"should_build", "members_no_condition", "no_member"}

    def test_should_build_stands_though_an_instructor_was_sent(self):
        sent = span(counts=members(3), instructors=(InstructorKind.INSTRUCTOR,))
        assert {"should_build", "instructor_only"} <= added(sent)

    def test_a_trade_association_is_counted_with_its_cover(self):
        assert "trade_covered" not in added(span(trade=True))
        assert added(span(link(), trade=True)) >= {"trade_associations", "trade_covered"}

    def test_members_are_summed_and_a_blank_adds_nothing(self):
        three = [span(counts=members(4, None)), span(link(), counts=members(2, 1)), span()]
        figures = count(three, REGISTERED)
        assert (figures.full_members, figures.probationary_members) == (6, 1)


class TestPartyOrganizations:
    @pytest.mark.parametrize(
        ("kind", "social", "expected"),
        [
            (PartyKind.BRANCH, True, (1, 7)),
            (PartyKind.BRANCH, False, (0, 0)),
            (PartyKind.GENERAL_BRANCH, True, (1, 0)),
            (PartyKind.COMMITTEE, True, (1, 0)),
            (PartyKind.COMMITTEE, False, (0, 0)),
            (PartyKind.WORK_COMMITTEE, True, (0, 0)),
        ],
    )
    def test_which_are_counted_and_whose_members(self, kind, social, expected):
        assert party_organization_counts([PartyStanding(kind, social, 5, 2)]) == expected

    def test_unknown_members_add_nothing(self):
        rows = [
            PartyStanding(PartyKind.BRANCH, True),
            PartyStanding(PartyKind.BRANCH, True, None, 2),
        ]
        assert party_organization_counts(rows) == PartyTotals(2, 2)


@modest
@given(st.lists(worlds.spans, max_size=6), bases)
def test_invariants_hold_and_every_count_is_the_length_of_its_list(living, basis):
    figures = count(living, basis)
    assert checks(figures) == []
    assert figures.unsurveyed <= figures.no_member
    for field in INDICATORS:
        contributions = [belongs(field, one, basis) for one in living]
        assert getattr(figures, field) == sum(contributions)
        if not field.endswith("_members"):
            assert set(contributions) <= {0, 1}


@modest
@given(st.lists(worlds.spans, max_size=6))
def test_counting_agrees_with_the_contract_read_sentence_by_sentence(living):
    figures = count(living, REGISTERED)
    legal = [s for s in living if s.standing.kind.value != "filed"]
    filed = [s for s in living if s.standing.kind.value == "filed"]
    uncovered = [s for s in legal if not s.covered]
    assert figures.organizations == len(legal)
    assert (figures.filed, figures.filed_covered) == (len(filed), sum(s.covered for s in filed))
    assert figures.covered == len(legal) - len(uncovered)
    assert figures.work_covered == sum(s.cover is not Cover.NONE for s in legal)
    assert figures.eligible == sum((s.full or 0) >= 3 for s in legal)
    assert figures.eligible_covered == sum((s.full or 0) >= 3 and s.covered for s in legal)
    assert figures.should_build == sum(s.should_build for s in uncovered)
    assert figures.members_no_condition == sum(s.members_no_condition for s in uncovered)
    assert figures.no_member == sum(s.no_member for s in uncovered)
    assert figures.unsurveyed == sum(s.unsurveyed for s in uncovered)
    assert figures.full_members == sum(s.full or 0 for s in legal)
    assert figures.trade_associations == sum(s.standing.trade for s in legal)
    assert figures.trade_covered == sum(s.standing.trade and s.covered for s in legal)


@modest
@given(st.lists(worlds.spans, min_size=1, max_size=6), bases)
def test_children_add_up_to_their_parent(living, basis):
    units = [[s for s in living if s.standing.unit_id == unit] for unit in worlds.UNITS]
    children = [count(unit, basis, PartyTotals(1, 2)) for unit in units]
    parent = count(living, basis, PartyTotals(len(units), 2 * len(units)))
    assert total(children) == parent
    assert total(children).as_row(None, "合计", False) == parent.as_row(None, "合计", False)


@modest
@given(worlds.spans)
def test_lists_and_pages_agree_about_one_organization(one):
    found = added(one)
    for field in ("eligible", "should_build", "members_no_condition", "no_member", "unsurveyed"):
        assert (field in found) == getattr(one, field)
