"""Who sees which organizations, and what places and bodies people mean."""

from dataclasses import replace
from datetime import date

import pytest

from partybuild.access.actor import Actor, Reach
from partybuild.access.permissions import Role
from partybuild.accounts.models import Appointment
from partybuild.accounts.queries import user_by_login
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.organizations import places, queries
from partybuild.regions.commands import add_division
from partybuild.regions.divisions import Division
from partybuild.regions.levels import Level
from partybuild.regions.queries import by_code
from partybuild.rules import RuleBroken
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)


def unit_id(code):
    return by_code(code).id


class TestReach:
    def test_a_secretary_sees_their_own_and_no_other(self):
        mine, other = factories.make_organization(full=1), factories.make_organization(full=1)
        secretary = Actor(Role.SECRETARY, Reach(organization_ids=frozenset({mine})))
        assert queries.organization(secretary, mine).id == mine
        with pytest.raises(OutOfReach):
            queries.organization(secretary, other)
        facts = queries.facts_on(secretary, [mine, other], TODAY)
        assert facts[mine].headcount.full == 1
        assert facts[other].profile is None
        assert queries.history(secretary, other) == []

    def test_a_body_sees_the_organizations_below_it(self, cast):
        body = factories.make_party("区综合党委（演示）")
        below = factories.make_organization(body_id=body)
        factories.make_organization()
        from partybuild.party.queries import body as place

        officer = replace(cast.bo, reach=Reach(body=place(body)))
        assert queries.organization(officer, below).id == below
        assert queries.mark_of(officer, unit_id("610103"), body) == ""
        assert queries.mark_of(officer, unit_id("610103"), None) == "上级更正"

    def test_a_closer_look_opens_nothing_more(self, cast):
        mine = factories.make_organization()
        foreign = factories.make_organization(unit="610102")
        near = queries.close_up(cast.bo, [mine, foreign])
        assert near.reach == Reach(
            organization_ids=frozenset({mine}), user_id=cast.bo.reach.user_id
        )
        with pytest.raises(OutOfReach):
            queries.organization(near, foreign)


class TestKeepers:
    def test_officers_and_registrars_keep_a_unit_and_leaders_do_not(self):
        assert queries.kept_at(unit_id("610103"))
        assert not queries.kept_at(unit_id("610104"))

    def test_a_disabled_account_or_an_ended_post_keeps_nothing(self):
        street = unit_id("610103001")
        assert queries.kept_at(street)
        user = user_by_login("jie")
        with factories.inside():
            user.disabled_on = TODAY
        assert not queries.kept_at(street)
        with factories.inside():
            user.disabled_on = None
            for post in db.session.query(Appointment).filter_by(user_id=user.id):
                post.valid_to = TODAY
        assert not queries.kept_at(street)


class TestPlaces:
    @pytest.mark.parametrize("words", ["610103", "610103 碑林区", "碑林区", " 610103000000 "])
    def test_a_unit_is_meant_by_code_or_name(self, cast, words):
        assert places.place(cast.bo, words).code == "610103"

    def test_a_name_that_is_none_or_many_is_refused_in_words(self, cast):
        with pytest.raises(RuleBroken, match="没有找到"):
            places.place(cast.bo, "没有这个县")
        with factories.inside():
            for parent in ("610102", "610104"):
                add_division(Division(f"{parent}990", "同名街道", parent, Level.STREET))
        with pytest.raises(RuleBroken, match="不止一处，请写代码：610102990 同名街道、610104990"):
            places.place(cast.bo, "同名街道")
        assert places.place(cast.cheng, "同名街道").code == "610102990"

    def test_a_body_is_found_by_name_or_code_and_else_kept_as_written(self, cast):
        body = factories.make_party("区综合党委（演示）")
        assert places.body(cast.bo, "区综合党委（演示）") == (body, "")
        assert places.body(cast.bo, "还没有的党委") == (None, "还没有的党委")
        assert places.body(cast.bo, " ") == (None, "")
        assert places.body(cast.cheng, "区综合党委（演示）") == (None, "区综合党委（演示）")

    def test_two_bodies_of_one_name_are_listed(self, cast):
        for _ in range(2):
            factories.make_party("同名党委（演示）")
        with pytest.raises(RuleBroken, match=r"不止一个，请写党组织编码：DZ\d{7} 同名党委"):
            places.body(cast.bo, "同名党委（演示）")

    def test_a_form_offers_the_units_in_reach(self, cast):
        offered = [unit.code for unit in places.offered(cast.bo)]
        assert offered[0] == "610103"
        assert "610103001" in offered
        assert all(code.startswith("610103") for code in offered)
        assert len(places.offered(cast.sheng)) <= places.MANY
