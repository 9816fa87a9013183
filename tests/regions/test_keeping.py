"""Units that are no divisions, and a tree whose past stays as it was."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.coverage import queries as coverage
from partybuild.coverage import scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, work
from partybuild.organizations.models import Organization
from partybuild.regions import keeping, queries
from partybuild.regions.levels import Level
from partybuild.rules import RuleBroken
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
BEFORE = date(2026, 9, 30)
DAY = date(2026, 10, 15)


def do(actor, command, *arguments):
    with work(actor) as running:
        return command(running.actor, *arguments)


def zone(cast, name="高新区（演示）"):
    city = factories.region("610100").id
    return do(cast.shi, keeping.add_zone, city, name, Level.COUNTY, DAY, "市编办〔2026〕1号")


def figures(actor, code, day):
    table = coverage.figures(actor, scopes.of_region(actor, code), "region", day, REGISTERED)
    return {
        line.code: line.figures.organizations for line in table.lines if line.figures.organizations
    }


class TestAddZone:
    def test_it_gets_the_digits_of_its_parent_and_a_number(self, cast):
        first, second = zone(cast), zone(cast, "经开区（演示）")

        assert queries.region(first).code == "610100Z01"
        assert queries.region(second).code == "610100Z02"
        assert queries.region(first).level3_id == first

    def test_organizations_count_in_it(self, cast):
        code = queries.region(zone(cast)).code
        factories.make_organization(unit=code)

        assert figures(cast.shi, "610100", date(2026, 11, 1)) == {code: 1}
        assert figures(cast.shi, code, date(2026, 11, 1)) == {code: 1}

    def test_it_stands_in_the_tree_from_its_day_on(self, cast):
        number = zone(cast)
        city = factories.region("610100").id

        assert number not in {unit.id for unit in queries.children(city, BEFORE)}
        assert number in {unit.id for unit in queries.children(city, DAY)}

    def test_not_next_door_and_not_by_leaders(self, cast):
        city = factories.region("610100").id
        with pytest.raises(OutOfReach):
            do(cast.bo, keeping.add_zone, city, "甲", Level.COUNTY, DAY, "x")
        with pytest.raises(NotPermitted):
            do(cast.dai, keeping.add_zone, city, "甲", Level.COUNTY, DAY, "x")


class TestMove:
    def test_the_past_stays_as_it_was(self, cast):
        number = factories.make_organization(unit="610103001")
        branch = factories.make_party(unit="610103001", covers=[number])
        street, county = factories.region("610103001").id, factories.region("610102").id
        do(cast.sheng, keeping.move, street, county, DAY, "陕政〔2026〕2号")

        assert figures(cast.sheng, "610103", BEFORE) == {"610103001": 1}
        assert figures(cast.sheng, "610103", DAY) == {}
        assert figures(cast.sheng, "610102", BEFORE) == {}
        assert figures(cast.sheng, "610102", DAY) == {"610103001": 1}
        party = coverage.figures(
            cast.sheng, scopes.of_region(cast.sheng, "610102"), "region", DAY, REGISTERED
        )
        assert party.total.party_organizations == 1
        assert branch

    def test_reach_follows_at_once(self, cast):
        """R09: the old county loses every door but the lists of its own past days."""
        number = factories.make_organization(unit="610103001")
        street, county = factories.region("610103001").id, factories.region("610102").id
        do(cast.sheng, keeping.move, street, county, DAY, "陕政〔2026〕2号")

        query = lambda actor: db.session.scalars(
            visible(actor, Organization).where(Organization.id == number)
        ).one_or_none()
        assert query(cast.bo) is None
        assert query(cast.cheng) is not None
        assert figures(cast.bo, "610103", BEFORE) == {"610103001": 1}

    def test_a_unit_does_not_go_below_itself_or_a_lower_one(self, cast):
        county, street = factories.region("610103").id, factories.region("610103001").id
        with pytest.raises(RuleBroken, match="层级"):
            do(cast.sheng, keeping.move, county, street, DAY, "x")
        with pytest.raises(RuleBroken, match="已经在"):
            do(cast.sheng, keeping.move, street, county, DAY, "x")

    def test_not_in_the_future(self, cast):
        street, county = factories.region("610103001").id, factories.region("610102").id
        with pytest.raises(RuleBroken, match="不能晚于今天"):
            do(cast.sheng, keeping.move, street, county, date(2026, 12, 1), "x")


class TestRename:
    def test_the_name_changes_and_the_history_says_so(self, cast):
        street = factories.region("610103001").id
        do(cast.bo, keeping.rename, street, "新名街道", DAY, "碑政〔2026〕3号")

        assert queries.region(street).name == "新名街道"


class TestEnd:
    def test_a_unit_in_which_something_counts_is_not_ended(self, cast):
        factories.make_organization(unit="610103001")
        with pytest.raises(RuleBroken, match="还有 1 家"):
            do(cast.bo, keeping.end, factories.region("610103001").id, DAY, "x")

    def test_an_empty_one_stays_in_the_tree_of_earlier_days(self, cast):
        county, street = factories.region("610103").id, factories.region("610103002").id
        do(cast.bo, keeping.end, street, DAY, "撤街并镇")

        assert street in {unit.id for unit in queries.children(county, BEFORE)}
        assert street not in {unit.id for unit in queries.children(county, DAY)}
        assert street not in {unit.id for unit in queries.children(county)}
