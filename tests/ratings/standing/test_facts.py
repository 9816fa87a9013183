"""What the live register says, read for many at once."""

from datetime import date

from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.standing import facts
from partybuild.ratings.standing.facts import Subject
from tests import factories
from tests.ratings.standing.test_rules import SCHEME

DAY = date(2026, 11, 20)
CUT = date(2026, 6, 30)


def open_star(actor, party, lead):
    found = facts.standings(actor, SCHEME, [Subject(party, lead)], 2026, CUT, DAY)
    return found[party]


def branch(name="甲协会（演示）", **more):
    organization = factories.make_organization(name, **more)
    return factories.make_party(covers=[organization]), organization


def held(standing, fact):
    return [each.held for each in standing.facts if each.fact is fact]


def test_an_inspection_that_no_campaign_names_is_unknown(cast):
    party, lead = branch()

    found = open_star(cast.bo, party, lead)

    assert held(found, GateFact.INSPECTION_FAILED) == [None]
    assert found.open_star <= 3


def test_a_newly_registered_organization_is_not_due(cast):
    party, lead = branch(registered_on=date(2026, 2, 1))

    found = open_star(cast.bo, party, lead)

    assert held(found, GateFact.INSPECTION_MISSING) == [False]


def test_what_is_out_of_reach_is_not_read(cast):
    party, lead = branch()

    assert facts.standings(cast.cheng, SCHEME, [Subject(party, lead)], 2026, CUT, DAY) == {}


def test_reads_do_not_grow_with_the_number(cast, queries):
    def count(number):
        pairs = [branch(f"第{number}-{n}协会（演示）") for n in range(number)]
        subjects = [Subject(party, lead) for party, lead in pairs]
        with queries() as seen:
            facts.standings(cast.bo, SCHEME, subjects, 2026, CUT, DAY)
        return len(seen)

    assert count(3) == count(6)


def test_covered_organizations_of_a_joint_branch_are_read(cast):
    one, two = factories.make_organization("甲（演示）"), factories.make_organization("乙（演示）")
    party = factories.make_party(covers=[one, two])

    found = open_star(cast.bo, party, one)

    assert {"乙（演示）" in fact.words for fact in found.for_decision} == {True}
