"""What is read of Party organizations is what the register says on the day, for all at once."""

from datetime import date

import pytest
from sqlalchemy import true

from partybuild.db import db
from partybuild.db.work import work
from partybuild.inspections.kinds import Conclusion, Regime
from partybuild.inspections.models import BLANK, Inspection
from partybuild.organizations.models import Organization
from partybuild.party.models import PartyOrganization
from partybuild.ratings.rounds.taking_part import inside
from partybuild.rectification.screening.gathering import STEPS, gathered
from partybuild.rectification.screening.known import Inspected
from partybuild.regions import keeping
from partybuild.regions.placing import copied
from tests import factories
from tests.rectification.screening.conftest import (
    TODAY,
    life_of,
    make_branch,
    members_of,
    secretary_of,
    star_of,
    term_of,
)
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")


def known(party_id, day=TODAY, actor=ROOT):
    (found,) = gathered(actor, PartyOrganization.id == party_id, day)
    return found.known


def inspect(organization_id, year, conclusion, published=date(2026, 7, 1)):
    """A concluded inspection as history."""
    from partybuild.access.scope import visible

    query = visible(ROOT, Organization).where(Organization.id == organization_id)
    with work(ROOT) as running:
        row = db.session.scalars(query).one()
        values = BLANK | {
            "conclusion": conclusion,
            "concluded_on": published,
            "published_on": published,
        }
        db.session.add(
            Inspection(
                organization_id=organization_id,
                year=year,
                campaign_id=None,
                case_id=None,
                regime=Regime.INSPECTION,
                expected=True,
                history=True,
                **values,
                **copied(row),
            )
        )
        running.audited = True


class TestFacts:
    def test_nothing_is_known_of_a_bare_one(self):
        found = known(factories.make_party("空白党支部（演示）"))

        assert (found.secretary, found.vacant_since, found.term_ends) == (False, None, None)
        assert (found.last_life, found.full, found.star, found.covered) == (None, None, None, 0)
        assert found.first_day == date(2025, 1, 1)

    def test_a_secretary_who_left_leaves_a_vacancy_from_the_next_day(self):
        branch = factories.make_party("党支部（演示）")
        secretary_of(branch, until=date(2026, 5, 1))

        assert known(branch).vacant_since == date(2026, 5, 1)
        assert known(branch, date(2026, 4, 30)).secretary

        secretary_of(branch, day=date(2026, 8, 1), name="李书记（演示）")
        assert known(branch).secretary
        assert known(branch, date(2026, 7, 31)).vacant_since == date(2026, 5, 1)

    def test_an_approved_postponement_is_the_last_day(self):
        branch = factories.make_party("党支部（演示）")
        term_of(branch, date(2026, 6, 30), extended_to=date(2026, 12, 31))

        assert (known(branch).term_ends, known(branch).extended) == (date(2026, 12, 31), True)

    def test_life_of_the_day_counts_and_what_was_struck_out_does_not(self):
        from partybuild.access.scope import visible
        from partybuild.party.models import OrganizationLife

        branch = factories.make_party("党支部（演示）")
        life_of(branch, date(2026, 3, 1), TODAY, date(2026, 11, 21))

        assert known(branch).last_life == TODAY
        with work(ROOT) as running:
            running.audited = True
            query = visible(ROOT, OrganizationLife).where(OrganizationLife.held_on == TODAY)
            db.session.scalars(query).one().known_to = running.change
        assert known(branch).last_life == date(2026, 3, 1)

    def test_counts_and_stars_hold_on_their_days(self):
        branch = factories.make_party("党支部（演示）")
        members_of(branch, 9)
        star_of(branch, 1)

        assert (known(branch).full, known(branch).star) == (9, 1)
        assert known(branch).star_since == date(2026, 1, 10)
        assert known(branch, date(2026, 1, 9)).star is None

    def test_a_unit_may_have_a_first_day_of_its_own(self, cast):
        branch = factories.make_party("党支部（演示）", "610103001")
        with work(ROOT) as running:
            number = factories.region_id("610103")
            keeping.set_first_day(running.actor, number, date(2026, 6, 1), "试点单位")

        assert known(branch).first_day == date(2026, 6, 1)
        other = factories.make_party("党支部（演示）", "610102")
        assert known(other).first_day == date(2025, 1, 1)


class TestAround:
    def test_the_lead_answers_for_it_and_what_else_it_covers_does_not(self):
        lead = factories.make_organization("牵头协会（演示）")
        other = factories.make_organization("共建协会（演示）")
        branch = factories.make_party(
            "党支部（演示）", covers=[lead, other], lead_organization_id=lead
        )
        inspect(other, 2025, Conclusion.UNQUALIFIED)
        assert known(branch).inspected == ()

        inspect(lead, 2025, Conclusion.UNQUALIFIED)
        assert known(branch).inspected == (
            Inspected("牵头协会（演示）", 2025, date(2026, 7, 1), ()),
        )
        assert known(branch).covered == 2

    def test_without_a_lead_all_it_covers_answer(self):
        first, second = factories.make_organization("甲"), factories.make_organization("乙")
        branch = factories.make_party("党支部（演示）", covers=[first, second])
        inspect(first, 2024, Conclusion.ABSENT)
        inspect(first, 2025, Conclusion.ABSENT)
        inspect(second, 2025, Conclusion.QUALIFIED)

        assert known(branch).inspected == (Inspected("甲", None, None, (2025, 2024)),)

    def test_a_failure_that_a_later_year_mended_is_over(self):
        organization = factories.make_organization("甲")
        branch = factories.make_party("党支部（演示）", covers=[organization])
        inspect(organization, 2024, Conclusion.UNQUALIFIED)
        inspect(organization, 2025, Conclusion.QUALIFIED)

        assert [each.failed for each in known(branch).inspected] == [None]


def test_an_area_is_read_in_as_many_statements_however_many_stand_in_it(queries):
    for serial in range(2):
        make_branch(f"第{serial}党支部（演示）", covers=[factories.make_organization()])
    few = sent(queries)
    for serial in range(6):
        make_branch(f"再{serial}党支部（演示）", covers=[factories.make_organization()])

    assert sent(queries) == few


def sent(queries):
    with queries() as statements:
        gathered(ROOT, inside(factories.region("610103"), own=False), TODAY)
    return len(statements)


def test_nobody_reads_beyond_their_reach(cast):
    make_branch("碑林党支部（演示）")
    make_branch("新城党支部（演示）", "610102")

    assert [each.name for each in gathered(cast.bo, true(), TODAY)] == ["碑林党支部（演示）"]
    assert len(gathered(cast.shi, true(), TODAY)) == 2


def test_every_step_is_told():
    told = []
    gathered(ROOT, true(), TODAY, lambda done, total, word: told.append((done, total)))

    assert told == [(place, STEPS) for place in range(len(told))]
    assert len(told) <= STEPS
