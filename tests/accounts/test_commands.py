"""R10, R20, R21: opening accounts, giving posts, codes shown once, the last administrator."""

import pytest
from sqlalchemy import select

from partybuild.access.permissions import Role
from partybuild.accounts import commands, queries
from partybuild.accounts.passwords import verify
from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, work
from partybuild.organizations import codes
from partybuild.rules import RuleBroken
from tests.accounts.door import living, open_account, user_of
from tests.factories import assign, make_organization, make_party
from tests.support.world import ROOT


def run(command, actor, *arguments):
    with work(actor) as running:
        return command(running.actor, *arguments)


def number_of(organization_id):
    """The unified code of an organization."""
    from partybuild.access.scope import visible
    from partybuild.organizations.models import Organization

    query = visible(ROOT, Organization, Organization.code)
    return db.session.scalar(query.where(Organization.id == organization_id))


def test_r21_the_code_is_kept_only_as_a_hash(cast):
    code = open_account("wang", Role.OFFICER, "610103", by=cast.xi)

    user = user_of("wang")
    assert code not in user.one_time
    assert verify(code, user.one_time)
    assert user.password == ""
    assert user.must_change
    row = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
    assert (row.action, row.object_kind, row.object_id) == ("开通账号", "user", user.id)
    assert code not in str(row.detail)


def test_an_officer_acts_where_appointed(cast):
    open_account("wang", Role.OFFICER, "610103")

    actor = queries.actor_by_login("wang")
    assert actor.reach.unit.code == "610103"
    assert actor.role is Role.OFFICER


def test_a_secretary_stands_for_organizations(cast):
    first, second = make_organization(), make_organization()
    open_account("shu", Role.SECRETARY, number_of(first), number_of(second))

    actor = queries.actor_by_login("shu")
    assert actor.reach.organization_ids == {first, second}
    assert actor.reach.unit is None
    assert actor.unit_name == "2 家社会组织的"


def test_an_officer_of_a_body_reaches_along_its_tree(cast):
    party_id = make_party(name="行业党委（演示）")
    from partybuild.party.lookup import names
    from partybuild.party.queries import body

    open_account("hang", Role.OFFICER, body(party_id).code)

    actor = queries.actor_by_login("hang")
    assert actor.reach.body.id == party_id
    assert actor.unit_name == names([party_id])[party_id]


def test_an_instructor_is_found_by_name_in_the_unit(cast):
    organization = make_organization()
    assign(organization, name="刘指导（演示）")
    open_account("liu", Role.INSTRUCTOR, "610103", name="刘指导（演示）")

    assert queries.actor_by_login("liu").reach.organization_ids == {organization}
    with pytest.raises(RuleBroken, match="没有“马指导”的指导员派驻记录"):
        open_account("ma", Role.INSTRUCTOR, "610103", name="马指导")


@pytest.mark.parametrize(
    ("role", "given", "said"),
    [
        (Role.OFFICER, ["999999"], "没有代码为“999999”"),
        (Role.OFFICER, ["610103", "610102"], "只能填一个"),
        (Role.OFFICER, [" "], "请填写单位代码"),
        (Role.SYSTEM, ["DZ0000001"], "没有代码为"),
        (Role.SECRETARY, [codes.make("51", "610103", 999999)], "没有代码为"),
    ],
)
def test_a_place_that_is_none_is_refused(cast, role, given, said):
    with pytest.raises(RuleBroken, match=said):
        open_account("wang", role, *given)


def test_a_login_is_given_once(cast):
    with pytest.raises(RuleBroken, match="已有人使用"):
        open_account("BO", Role.OFFICER, "610103")


class TestReachOfAnAdministrator:
    @pytest.fixture
    def local(self, cast):
        open_account("xian", Role.SYSTEM, "610103")
        return queries.actor_by_login("xian")

    def test_posts_are_given_only_in_the_own_units(self, cast, local):
        open_account("wang", Role.OFFICER, "610103001", by=local)
        for above_or_beside in ("610100", "610102", "000000"):
            with pytest.raises(RuleBroken, match="不在您管理的范围内"):
                open_account("li", Role.OFFICER, above_or_beside, by=local)

    def test_accounts_next_door_are_not_found(self, cast, local):
        for command in (commands.disable, commands.reset, commands.sign_out_everywhere):
            with pytest.raises(OutOfReach):
                run(command, local, cast.cheng.user_id)

    def test_who_also_holds_a_post_elsewhere_is_out_of_reach(self, cast, local):
        run(commands.reset, local, cast.bo.user_id)
        run(commands.appoint, cast.xi, cast.bo.user_id, Role.LEADER, ["610100"])
        with pytest.raises(OutOfReach):
            run(commands.reset, local, cast.bo.user_id)

    def test_an_officer_manages_nobody(self, cast):
        with pytest.raises(NotPermitted):
            run(commands.disable, cast.bo, cast.jie.user_id)


class TestThreeAdministrators:
    def test_r10_no_second_kind_for_one_person(self, cast):
        with pytest.raises(RuleBroken, match="三员分立"):
            run(commands.appoint, ROOT, cast.ji.user_id, Role.SYSTEM, ["610000"])

    def test_r10_none_can_grant_himself_anything(self, cast):
        for role in (Role.SECURITY, Role.OFFICER):
            with pytest.raises(RuleBroken, match="本人"):
                run(commands.appoint, cast.xi, cast.xi.user_id, role, ["610000"])
        with pytest.raises(RuleBroken, match="本人"):
            run(commands.disable, cast.xi, cast.xi.user_id)

    @pytest.mark.parametrize("login", ["xi", "an", "ji"])
    def test_r10_the_last_of_each_kind_cannot_be_removed(self, cast, login):
        actor = getattr(cast, login)
        with pytest.raises(RuleBroken, match="最后一位"):
            run(commands.disable, ROOT, actor.user_id)
        with pytest.raises(RuleBroken, match="最后一位"):
            run(commands.end_appointment, ROOT, actor.user_id, actor.appointment_id)
        open_account("second", actor.role, "610000")
        run(commands.disable, ROOT, actor.user_id)
        assert user_of(login).disabled_on is not None


class TestWhatEndsSessions:
    @pytest.mark.parametrize(
        "change",
        [
            lambda who: run(commands.disable, ROOT, who.user_id),
            lambda who: run(commands.reset, ROOT, who.user_id),
            lambda who: run(commands.appoint, ROOT, who.user_id, Role.LEADER, ["610103"]),
            lambda who: run(commands.end_appointment, ROOT, who.user_id, who.appointment_id),
        ],
    )
    def test_r20_each_change_of_an_account_ends_its_sessions(self, cast, as_actor, change):
        client = as_actor(cast.bo)
        assert client.get("/account").status_code == 200

        change(cast.bo)

        assert living(cast.bo.user_id) == 0
        assert client.get("/account").status_code == 303

    def test_a_reset_reopens_a_closed_account(self, cast):
        run(commands.disable, ROOT, cast.bo.user_id)
        with pytest.raises(NotPermitted):
            queries.actor_by_login("bo")
        run(commands.reset, ROOT, cast.bo.user_id)
        assert queries.actor_by_login("bo").role is Role.OFFICER
