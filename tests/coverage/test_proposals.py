"""Joint branches that organizations could form, and branches near by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.coverage.proposals import (
    FEWEST,
    MOST,
    Branch,
    Candidate,
    joint_branches,
    near,
    with_near,
)

candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 10**6),
        st.just("某协会（演示）"),
        st.integers(0, 4),
        st.integers(11, 14),
        st.integers(1, 2),
        st.sampled_from(["", "教育", "体育"]),
    ),
    unique_by=lambda one: one.id,
    max_size=30,
)


def candidate(number, full=1, place=11, trade="", county=1):
    return Candidate(number, f"第{number}协会（演示）", full, place, county, trade)


def branch(number, covered=2, place=11, county=1):
    return Branch(
        number, f"第{number}联合党支部（演示）", f"DZ{number:07d}", place, county, covered
    )


@pytest.mark.parametrize(
    ("fulls", "sizes", "left"),
    [
        ([1, 1, 1], [3], 0),
        ([2, 1], [2], 0),
        ([2, 2, 2, 2], [2, 2], 0),
        ([1, 1], [], 2),
        ([2], [], 1),
        ([2, 1, 1], [3], 0),
        ([1] * 7, [3, 4], 0),
        ([5], [], 1),
    ],
)
def test_three_full_members_of_one_street_make_a_branch(fulls, sizes, left):
    joints, rest = joint_branches(candidate(n, full) for n, full in enumerate(fulls))

    assert sorted(len(joint.members) for joint in joints) == sizes
    assert len(rest) == left


def test_those_of_other_streets_come_together_by_trade_in_their_county():
    joints, rest = joint_branches(
        [
            candidate(1, 2, place=11, trade="教育"),
            candidate(2, 1, place=12, trade="教育"),
            candidate(3, 1, place=13, trade="体育"),
            candidate(4, 2, place=14, trade="教育", county=2),
        ]
    )

    assert [[one.id for one in joint.members] for joint in joints] == [[1, 2]]
    assert (joints[0].place, joints[0].trade) == (1, "教育")
    assert [one.id for one in rest] == [3, 4]


def test_those_of_one_street_are_named_by_it():
    [joint], _ = joint_branches([candidate(1, 2, trade="教育"), candidate(2, 1, trade="体育")])

    assert (joint.place, joint.trade) == (11, "")


def test_organizations_without_full_members_are_left_for_a_branch_near_by():
    joints, rest = joint_branches([candidate(1, 0), candidate(2, 3), candidate(3, 0)])

    assert joints == []
    assert {one.id for one in rest} == {1, 2, 3}


@given(candidates)
@settings(max_examples=150, deadline=None)
def test_every_proposal_may_be_founded_and_nobody_is_lost(given_ones):
    joints, rest = joint_branches(given_ones)

    for joint in joints:
        assert FEWEST <= len(joint.members) <= MOST
        assert joint.full >= 3
        same_place = len({one.place for one in joint.members}) == 1
        same_trade = len({(one.county, one.trade) for one in joint.members}) == 1
        assert same_place or (same_trade and joint.members[0].trade)
    placed = [one.id for joint in joints for one in joint.members] + [one.id for one in rest]
    assert sorted(placed) == sorted(one.id for one in given_ones)


def test_branches_near_are_those_with_room_in_the_street_else_in_the_county():
    one = candidate(1)
    here, full, elsewhere, far = (
        branch(1),
        branch(2, covered=5),
        branch(3, place=12),
        branch(4, county=2, place=30),
    )

    assert near(one, [here, full, elsewhere, far]) == [here]
    assert near(one, [full, elsewhere, far]) == [elsewhere]
    assert near(one, [full, far]) == []


def test_the_emptiest_branches_are_named_first_and_only_three():
    joints, _ = joint_branches([candidate(1, 2), candidate(2, 2)])
    [joint] = with_near(joints, [branch(n, covered=5 - n) for n in range(1, 6)])

    assert [one.id for one in joint.near] == [5, 4, 3]
