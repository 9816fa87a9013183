from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.party.joint_rules import Neighbour, proposal


def near(number, full):
    return Neighbour(number, f"第{number}协会（演示）", str(number), full, 0)


def ids(found):
    return found and [each.organization_id for each in found.together]


def test_the_smallest_group_with_three_full_members_is_proposed():
    assert ids(proposal("同街道", near(1, 1), [near(2, 1), near(3, 2), near(4, 1)])) == [1, 3]


def test_an_organization_that_should_build_alone_is_not_drawn_in():
    assert proposal("同街道", near(1, 0), [near(2, 5)]) is None


def test_too_few_members_in_five_make_no_proposal():
    assert proposal("同街道", near(1, None), [near(2, 1), near(3, 1)]) is None


@settings(max_examples=80, deadline=None)
@given(st.none() | st.integers(0, 2), st.lists(st.none() | st.integers(0, 9), max_size=9))
def test_a_proposal_keeps_the_rule(own, others):
    found = proposal("同行业", near(0, own), [near(n, m) for n, m in enumerate(others, 1)])

    if found is not None:
        assert 2 <= len(found.together) <= 5
        assert found.full >= 3
        assert all(each.members in (1, 2) for each in found.together[1:])
