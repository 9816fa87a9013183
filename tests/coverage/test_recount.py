"""Spans follow the facts, and keep what was known before."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.coverage.span import Cover
from partybuild.db import FOREVER, OPEN, db
from partybuild.organizations.kinds import OrganizationState
from partybuild.party.kinds import Formation
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 6, 1)


def spans(cast, organization_id, *more):
    query = visible(cast.bo, CoverageSpan).where(
        CoverageSpan.organization_id == organization_id, *more
    )
    return db.session.scalars(
        query.order_by(CoverageSpan.known_from, CoverageSpan.valid_from)
    ).all()


def now(cast, organization_id):
    return [
        (span.valid_from, span.valid_to, span.cover)
        for span in spans(cast, organization_id, CoverageSpan.known_to == OPEN)
    ]


def test_a_link_cuts_the_life_of_an_organization(cast):
    number = factories.make_organization(full=4)
    branch = factories.make_party(founded_on=DAY, formation=Formation.SINGLE, covers=[number])

    assert now(cast, number) == [
        (factories.REGISTERED, DAY, Cover.NONE),
        (DAY, FOREVER, Cover.INDEPENDENT),
    ]
    assert spans(cast, number)[-1].party_ids == [branch]


def test_what_was_known_before_is_still_there(cast):
    number = factories.make_organization()
    before = max(span.known_from for span in spans(cast, number))
    factories.make_party(founded_on=DAY, covers=[number])

    known = [s for s in spans(cast, number) if s.known_from <= before < s.known_to]

    assert [(s.valid_from, s.valid_to, s.cover) for s in known] == [
        (factories.REGISTERED, FOREVER, Cover.NONE)
    ]


def test_a_neighbour_that_joins_makes_the_only_one_jointly_covered(cast):
    first, second = factories.make_organization(), factories.make_organization()
    branch = factories.make_party(formation=Formation.FUNCTIONAL, covers=[first])
    factories.link(branch, second, day=DAY)

    assert now(cast, first) == [
        (factories.REGISTERED, DAY, Cover.INDEPENDENT),
        (DAY, FOREVER, Cover.JOINT),
    ]
    party = db.session.scalars(
        visible(cast.bo, PartySpan)
        .where(PartySpan.party_organization_id == branch, PartySpan.known_to == OPEN)
        .order_by(PartySpan.valid_from)
    ).all()
    assert [(span.valid_from, span.covered) for span in party] == [
        (factories.REGISTERED, 1),
        (DAY, 2),
    ]


def test_what_else_covers_a_neighbour_still_covers_it_after_a_recount(cast):
    first, neighbour = factories.make_organization(), factories.make_organization()
    third = factories.make_organization()
    both = factories.make_party(formation=Formation.JOINT, covers=[first, neighbour])
    other = factories.make_party(formation=Formation.JOINT, covers=[neighbour, third])
    kept = now(cast, neighbour)

    factories.make_party(founded_on=DAY, covers=[first])

    last = spans(cast, neighbour, CoverageSpan.known_to == OPEN)[-1]
    assert now(cast, neighbour) == kept
    assert last.double
    assert sorted(last.party_ids) == sorted([both, other])


def test_an_ended_organization_has_no_span_after_its_end(cast):
    ended = (OrganizationState.CANCELLED, DAY, "撤字1号")
    number = factories.make_organization(ended=ended)

    assert now(cast, number) == [(factories.REGISTERED, DAY, Cover.NONE)]


def test_nothing_is_seen_next_door(cast):
    number = factories.make_organization()
    query = visible(cast.cheng, CoverageSpan).where(CoverageSpan.organization_id == number)

    assert db.session.scalars(query).all() == []
    assert spans(cast, number)
