from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from partybuild.coverage.rules import Cover, cover_of, spans_of, ways_from
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, InstructorKind, MassKind
from tests.coverage import worlds
from tests.coverage.worlds import (
    FOREVER,
    PLAIN,
    START,
    always,
    between,
    day,
    history,
    link,
    members,
    modest,
    on,
    span,
)


class TestConditions:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            (members(3, 0), "should_build"),
            (members(3, None), "should_build"),
            (members(2, 5), "members_no_condition"),
            (members(1, None), "members_no_condition"),
            (members(0, 1), "members_no_condition"),
            (members(None, 2), "members_no_condition"),
            (members(0, 0), "no_member"),
            (members(None, 0), "no_member"),
            (None, "no_member"),
        ],
    )
    def test_an_uncovered_organization_is_in_exactly_one_class(self, counts, expected):
        uncovered = span(counts=counts)
        classes = ("should_build", "members_no_condition", "no_member")
        assert [name for name in classes if getattr(uncovered, name)] == [expected]

    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            (None, True),
            (members(None, 0), True),
            (members(0, None), True),
            (members(0, 0), False),
            (members(None, 1), False),
            (members(1, None), False),
        ],
    )
    def test_unsurveyed_is_a_blank_among_those_without_members(self, counts, expected):
        assert span(counts=counts).unsurveyed is expected

    @pytest.mark.parametrize("counts", [members(3), members(1), members(0), None])
    def test_a_covered_one_lacks_nothing(self, counts):
        covered = span(link(social=False), counts=counts)
        assert covered.lack is None
        assert not covered.unsurveyed

    @pytest.mark.parametrize(
        ("formation", "full", "expected"),
        [("JOINT", 3, True), ("JOINT", 2, False), ("JOINT", None, False), ("SINGLE", 3, False)],
    )
    def test_single_possible_is_joint_cover_with_three(self, formation, full, expected):
        joined = span(link(formation=Formation[formation]), counts=members(full))
        assert joined.single_possible is expected

    def test_probationary_members_make_nobody_eligible(self):
        assert not span(counts=members(2, 9)).eligible
        assert span(link(), counts=members(3)).eligible

    def test_a_filed_one_is_in_no_class(self):
        filed = span(counts=members(5), kind=OrganizationKind.FILED)
        assert not filed.eligible
        assert filed.lack is None


class TestSpans:
    def test_nothing_changes_nothing_is_cut(self):
        [only] = spans_of(history(headcounts=[always(members(3, 1))], links=[always(link())]))
        assert (only.valid_from, only.valid_to) == (START, FOREVER)
        assert (only.cover, only.full, only.probationary) == (Cover.INDEPENDENT, 3, 1)

    def test_a_link_counts_on_its_first_day_and_not_on_its_last(self):
        spans = spans_of(history(links=[between(5, 9, link())]))
        assert [on(spans, day(n)).covered for n in (4, 5, 8, 9)] == [False, True, True, False]

    def test_counts_before_the_first_one_are_unknown(self):
        before, after = spans_of(history(headcounts=[between(5, 99, members(0, 0))]))[:2]
        assert (before.full, before.unsurveyed) == (None, True)
        assert (after.full, after.unsurveyed) == (0, False)

    @pytest.mark.parametrize("state", [state for state in OrganizationState if not state.living])
    def test_the_day_of_an_end_no_longer_counts(self, state):
        ended = between(9, 99, replace(PLAIN, state=state))
        spans = spans_of(history(standing=[between(0, 9, PLAIN), ended], links=[always(link())]))
        assert [(s.valid_from, s.valid_to) for s in spans] == [(START, day(9))]

    @pytest.mark.parametrize("name", ["ABNORMAL", "SUSPENDED"])
    def test_abnormal_and_suspended_ones_go_on_counting(self, name):
        later = between(9, 20, replace(PLAIN, state=OrganizationState[name]))
        spans = spans_of(history(standing=[between(0, 9, PLAIN), later]))
        assert [(s.valid_from, s.valid_to) for s in spans] == [(START, day(9)), (day(9), day(20))]

    def test_a_link_before_the_founding_covers_nobody(self):
        spans = spans_of(history(standing=[between(5, 9, PLAIN)], links=[between(0, 20, link())]))
        assert [(s.valid_from, s.valid_to) for s in spans] == [(day(5), day(9))]

    def test_rows_that_say_the_same_make_one_span(self):
        counts = [between(0, 5, members(3)), between(5, 99, members(3))]
        linked = [between(0, 7, link(alone=True)), between(7, 99, link(alone=False))]
        standing = [between(3, 99, replace(PLAIN)), between(0, 3, PLAIN)]
        spans = spans_of(history(standing=standing, headcounts=counts, links=linked))
        assert [(s.valid_from, s.valid_to) for s in spans] == [(START, day(99))]

    def test_a_change_of_party_organization_cuts_though_the_cover_stays(self):
        spans = spans_of(history(links=[between(0, 5, link(1)), between(5, 99, link(2))]))
        assert [s.party_organization_ids for s in spans] == [(1,), (2,), ()]

    @pytest.mark.parametrize(
        ("instructors", "expected"),
        [
            ((), (False, False)),
            (("LIAISON",), (False, True)),
            (("INSTRUCTOR", "LIAISON"), (True, True)),
        ],
    )
    def test_work_is_remembered_under_party_cover(self, instructors, expected):
        kinds = tuple(InstructorKind[name] for name in instructors)
        covered = span(link(), instructors=kinds, mass=(MassKind.UNION, MassKind.WOMEN))
        assert (covered.has_instructor, covered.has_liaison) == expected
        assert covered.has_mass

    def test_an_inverted_row_is_no_time_at_all(self):
        assert spans_of(history(standing=[between(9, 3, PLAIN)])) == []

    def test_the_ways_survive_being_written_as_text(self):
        twice = span(
            link(1), link(2, formation=Formation.JOINT), link(3, formation=None, alone=False)
        )
        assert twice.formations == ",+single,joint,"
        assert ways_from(twice.formations) == (twice.independent_ways, twice.joint_ways)
        assert ways_from(span().formations) == ((), ())


@modest
@given(worlds.histories)
def test_spans_partition_the_living_time(past):
    spans = spans_of(past)
    assert all(s.valid_from < s.valid_to for s in spans)
    for one, other in pairwise(spans):
        assert one.valid_to <= other.valid_from
        met = replace(one, valid_from=START, valid_to=START)
        assert one.valid_to < other.valid_from or met != replace(
            other, valid_from=START, valid_to=START
        ), "neighbours that are equal should be one"
    for n in range(-1, worlds.LAST + 2):
        assert (on(spans, day(n)) is not None) == bool(_living_on(past, day(n)))


@modest
@given(worlds.histories, worlds.days)
def test_the_span_of_a_day_is_the_direct_evaluation_of_that_day(past, when):
    span = on(spans_of(past), when)
    living = _living_on(past, when)
    if not living:
        assert span is None
        return
    links = _values(past.links, when)
    instructors, mass = _values(past.instructors, when), _values(past.mass, when)
    counts = [(c.full, c.probationary, c.affiliated) for c in _values(past.headcounts, when)]
    assert span.standing == living[0]
    assert (span.cover, span.double, span.inferred) == cover_of(links, instructors, mass)
    assert [(span.full, span.probationary, span.affiliated)] == (counts or [(None,) * 3])
    assert set(span.party_organization_ids) == {link.party_organization_id for link in links}
    assert span.has_instructor == (InstructorKind.INSTRUCTOR in instructors)
    assert span.has_liaison == (InstructorKind.LIAISON in instructors)
    assert span.has_mass == bool(mass)
    assert bool(span.independent_ways) == (span.cover is Cover.INDEPENDENT)
    assert bool(span.independent_ways or span.joint_ways) == bool(links)


def _values(pieces: Any, when: date) -> list[Any]:
    return [piece.value for piece in pieces if piece.valid_from <= when < piece.valid_to]


def _living_on(past: Any, when: date) -> list[Any]:
    ended = ("deregistered", "cancelled", "revoked")
    return [value for value in _values(past.standing, when) if value.state.value not in ended]
