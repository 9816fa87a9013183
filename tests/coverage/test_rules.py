from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partybuild.coverage.rules import Cover, alone_pieces, cover_of
from partybuild.party.kinds import Formation, InstructorKind, MassKind, PartyKind
from tests.coverage import worlds
from tests.coverage.worlds import (
    FOREVER,
    day,
    link,
    modest,
)

JOINT_WAYS = [Formation.JOINT, Formation.ATTACHED, Formation.REGIONAL, Formation.INDUSTRY]
FOR_ONE = [Formation.FUNCTIONAL, Formation.TEMPORARY]


def cover(*links: Any, instructors: Sequence[Any] = (), mass: Sequence[Any] = ()) -> Cover:
    return cover_of(links, instructors, mass)[0]


class TestCover:
    @pytest.mark.parametrize("alone", [True, False])
    def test_a_branch_set_up_singly_gives_independent_cover(self, alone):
        assert cover(link(alone=alone)) is Cover.INDEPENDENT

    @pytest.mark.parametrize("formation", JOINT_WAYS)
    @pytest.mark.parametrize("alone", [True, False])
    def test_other_ways_of_setting_up_give_joint_cover(self, formation, alone):
        assert cover(link(formation=formation, alone=alone)) is Cover.JOINT

    @pytest.mark.parametrize("formation", FOR_ONE)
    def test_a_functional_or_temporary_branch_for_one_is_independent(self, formation):
        assert cover(link(formation=formation, alone=True)) is Cover.INDEPENDENT

    @pytest.mark.parametrize("formation", FOR_ONE)
    def test_a_functional_or_temporary_branch_for_several_is_joint(self, formation):
        assert cover(link(formation=formation, alone=False)) is Cover.JOINT

    @pytest.mark.parametrize("formation", [None, *Formation])
    @pytest.mark.parametrize("kind", PartyKind)
    def test_a_host_gives_joint_cover_however_it_was_set_up(self, formation, kind):
        assert cover(link(formation=formation, kind=kind, social=False)) is Cover.JOINT

    @pytest.mark.parametrize("formation", [None, *Formation])
    def test_a_link_to_a_work_committee_is_never_independent(self, formation):
        committee = link(formation=formation, kind=PartyKind.WORK_COMMITTEE)
        assert cover(committee) is Cover.JOINT

    @pytest.mark.parametrize("kind", [PartyKind.COMMITTEE, PartyKind.GENERAL_BRANCH])
    def test_committees_and_general_branches_cover_as_branches_do(self, kind):
        assert cover(link(kind=kind)) is Cover.INDEPENDENT

    def test_one_independent_link_among_joint_ones_is_enough(self):
        joint = link(1, formation=Formation.JOINT, alone=False)
        assert cover(joint, link(2), link(3, social=False)) is Cover.INDEPENDENT

    def test_party_cover_hides_all_work_cover(self):
        host = link(social=False)
        assert cover(host, instructors=list(InstructorKind), mass=list(MassKind)) is Cover.JOINT

    @pytest.mark.parametrize(
        ("instructors", "mass", "expected"),
        [
            (["LIAISON", "INSTRUCTOR"], ["UNION"], Cover.INSTRUCTOR),
            (["LIAISON"], ["UNION"], Cover.LIAISON),
            ([], ["WOMEN"], Cover.MASS),
            ([], [], Cover.NONE),
        ],
    )
    def test_work_cover_is_counted_once_in_order(self, instructors, mass, expected):
        kinds = [InstructorKind[name] for name in instructors]
        assert cover(instructors=kinds, mass=[MassKind[name] for name in mass]) is expected


class TestBlankFormation:
    @pytest.mark.parametrize(
        ("alone", "expected"), [(True, Cover.INDEPENDENT), (False, Cover.JOINT)]
    )
    def test_it_is_read_from_the_number_covered_and_marked(self, alone, expected):
        assert cover_of([link(formation=None, alone=alone)], [], []) == (expected, False, True)

    def test_a_stated_formation_is_not_marked(self):
        assert cover_of([link()], [], []) == (Cover.INDEPENDENT, False, False)

    def test_it_is_not_marked_where_a_stated_one_already_decides(self):
        assert cover_of([link(1), link(2, formation=None)], [], [])[2] is False

    def test_it_is_marked_where_a_stated_joint_one_stands_beside_it(self):
        both = [link(1, formation=Formation.JOINT), link(2, formation=None, alone=False)]
        assert cover_of(both, [], []) == (Cover.JOINT, True, True)

    def test_a_hosts_blank_formation_decides_nothing(self):
        assert cover_of([link(formation=None, social=False)], [], [])[2] is False


class TestDouble:
    def test_two_live_links_are_double_cover(self):
        assert cover_of([link(1), link(2)], [], [])[1] is True

    def test_two_rows_to_the_same_party_organization_are_not(self):
        assert cover_of([link(1), link(1, formation=Formation.JOINT)], [], [])[1] is False


class TestAlone:
    def test_a_link_is_cut_where_company_comes_and_goes(self):
        pieces = list(alone_pieces([(1, day(0), FOREVER), (2, day(5), day(9))]))
        assert [(who, p.valid_from, p.valid_to, p.value) for who, p in pieces] == [
            (1, day(0), day(5), True),
            (1, day(5), day(9), False),
            (1, day(9), FOREVER, True),
            (2, day(5), day(9), False),
        ]

    def test_two_rows_of_one_organization_are_no_company(self):
        pieces = list(alone_pieces([(1, day(0), day(9)), (1, day(3), day(5))]))
        assert [p.value for _, p in pieces] == [True, True]

    def test_one_after_the_other_are_each_alone(self):
        pieces = list(alone_pieces([(1, day(0), day(5)), (2, day(5), day(9))]))
        assert [(who, p.value) for who, p in pieces] == [(1, True), (2, True)]

    @modest
    @given(
        st.lists(
            st.tuples(st.integers(1, 3), worlds.days, st.one_of(worlds.days, st.just(FOREVER))),
            max_size=6,
        )
    )
    def test_every_day_of_every_link_says_who_else_is_there(self, links):
        pieces = list(alone_pieces(links))
        expected = {
            (who, when, _company(links, when) == {who})
            for who, start, end in links
            for when in _days(start, end)
        }
        told = {(w, when, p.value) for w, p in pieces for when in _days(p.valid_from, p.valid_to)}
        assert told == expected
        for (one, a), (other, b) in pairwise(pieces):
            assert (
                one != other
                or a.valid_to != b.valid_from
                or a.value != b.value
                or ((one, b.valid_from) in {(who, start) for who, start, _ in links})
            ), "pieces of one link should be maximal"


def _days(start: date, end: date) -> list[date]:
    stop = min(end, day(worlds.LAST + 2))
    return [start + timedelta(days=n) for n in range((stop - start).days)]


def _company(links: Any, when: date) -> set[int]:
    return {who for who, start, end in links if start <= when < end}
