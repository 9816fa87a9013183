"""The demo world: the published figures, marked names, nobody real, everybody can sign in."""

import re
import stat
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import func, select

from partybuild import demo
from partybuild.access.permissions import Role
from partybuild.access.scope import system, visible
from partybuild.accounts import directory
from partybuild.accounts import queries as accounts
from partybuild.accounts.models import SignIn
from partybuild.clock.days import months_back
from partybuild.config import Instance
from partybuild.coverage import queries, scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.coverage.figures import rate
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.db import OPEN, db
from partybuild.demo.shares import COVERED, LIVING
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import Organization, OrganizationProfile
from partybuild.party.kinds import Formation
from partybuild.party.models import PartyEvent, PartyOrganization, PartyProfile, PartySecretary
from partybuild.rules import RuleBroken

TODAY = date(2026, 11, 20)
IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9a-z])1[3-9]\d{9}(?![0-9a-z])")


def figures(shown, scope, by="region", day=TODAY):
    return queries.figures(shown.actor, scope, by, day, REGISTERED)


def test_the_province_s_own_organizations_are_the_published_set_of_2020(shown):
    own = figures(shown, scopes.of_region(shown.actor, "610000")).lines[0]
    assert own.own
    assert (own.figures.organizations, own.figures.covered) == (LIVING, COVERED)
    assert rate(own.figures.covered, own.figures.organizations) == "89.0"


def test_they_are_led_by_the_provincial_committee(shown):
    query = visible(shown.actor, PartyOrganization).where(
        PartyOrganization.name == "中共陕西省社会组织委员会（演示）"
    )
    body = db.session.scalars(query).one()
    total = figures(shown, scopes.of_body(shown.actor, body.code), "body").total
    assert (total.organizations, total.covered) == (LIVING, COVERED)


def test_six_branches_were_dissolved_in_rectification_this_year(shown):
    events = db.session.scalars(
        visible(shown.actor, PartyEvent).where(PartyEvent.reason == "软弱涣散整顿撤销")
    ).all()
    ids = [event.party_organization_id for event in events]
    gone = db.session.scalars(
        visible(shown.actor, PartyOrganization).where(PartyOrganization.id.in_(ids))
    ).all()
    assert len(gone) == 6
    assert all(party.dissolved_on.year == TODAY.year for party in gone)
    assert all(party.dissolved_on <= TODAY for party in gone)


def test_coverage_rose_over_two_years_and_was_never_where_it_is_now(shown):
    scope = scopes.of_region(shown.actor, "610000")
    ends = [months_back(TODAY, back) - timedelta(days=1) for back in (23, 17, 11, 5)]
    shares = []
    for day in [*ends, TODAY]:
        total = figures(shown, scope, day=day).total
        shares.append(total.covered / total.organizations)
    assert shares == sorted(shares)
    assert 0.05 < shares[-1] - shares[0] < 0.2


def test_cities_counties_streets_and_a_zone_hold_organizations(shown):
    province = figures(shown, scopes.of_region(shown.actor, "610000"))
    assert [line.code for line in province.lines] == ["610000", "610100", "610200"]
    assert all(line.figures.organizations > 200 for line in province.lines)
    city = {line.code: line for line in figures(shown, of(shown, "610100")).lines}
    assert len(city) == 15
    assert city["610100Z01"].figures.organizations == 46
    streets = figures(shown, of(shown, "610103")).lines
    assert sum(line.figures.organizations > 0 for line in streets) > 5


def of(shown, code):
    return scopes.of_region(shown.actor, code)


def test_every_case_that_offices_meet_is_there(shown):
    total = figures(shown, of(shown, "610000")).total
    for field in (
        "should_build", "members_no_condition", "no_member", "unsurveyed", "instructor_only",
        "liaison_only", "mass_only", "filed", "filed_covered", "foundations", "trade_covered",
    ):  # fmt: skip
        assert getattr(total, field) > 0, field
    assert count(shown, CoverageSpan, CoverageSpan.double) > 0
    assert count(shown, CoverageSpan, CoverageSpan.zombie) > 0
    parties = PartySpan.formation
    assert count(shown, PartySpan, parties == Formation.ATTACHED, PartySpan.social.is_(False)) > 0
    assert count(shown, PartySpan, parties == Formation.FUNCTIONAL) > 0
    assert count(shown, PartySpan, PartySpan.inferred) > 0
    joint = count(shown, PartySpan, parties == Formation.JOINT, PartySpan.covered > 5)
    assert joint > 0
    hollow = count(
        shown, PartySpan, PartySpan.counted, PartySpan.covered == 0, parties.is_not(None)
    )
    assert hollow > 3
    states = set(db.session.scalars(visible(shown.actor, Organization, Organization.state)))
    assert states >= set(OrganizationState) - {OrganizationState.SUSPENDED}


def count(shown, model, *conditions):
    query = visible(shown.actor, model, func.count()).where(
        *conditions, model.known_to == OPEN, model.valid_from <= TODAY, model.valid_to > TODAY
    )
    return db.session.scalar(query)


def test_every_name_is_marked(shown):
    for model in (Organization, OrganizationProfile, PartyOrganization, PartyProfile):
        names = db.session.scalars(visible(shown.actor, model, model.name)).all()
        assert names
        assert [name for name in names if not name.endswith("（演示）")] == []
    people = db.session.scalars(visible(shown.actor, PartySecretary, PartySecretary.name)).all()
    assert people
    assert all("演示" in name for name in people)


def test_no_name_occurs_twice_in_a_unit(shown):
    pairs = db.session.execute(
        visible(shown.actor, Organization, Organization.name, Organization.unit_id)
    ).all()
    assert len(set(pairs)) == len(pairs)


def test_no_identity_number_and_no_possible_mobile_number_is_anywhere(shown):
    with system("测试"):
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                text = " ".join(value for value in row if isinstance(value, str))
                if not text.startswith("scrypt"):
                    assert not IDENTITY.search(text), (table.name, text)
                    assert not MOBILE.search(text), (table.name, text)


class Token(HTMLParser):
    """The CSRF token of a page's first form."""

    value = ""

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if found.get("name") == "csrf_token" and not self.value:
            self.value = found["value"]


def test_each_role_can_sign_in_with_the_password_given(shown):
    roles = set()
    for login, password, who in shown.accounts:
        client = shown.app.test_client()
        page = Token()
        page.feed(client.get("/sign-in").text)
        form = {"login": login, "password": password, "csrf_token": page.value}
        answer = client.post("/sign-in", data=form)
        assert answer.status_code == 303, (login, answer.text)
        actor = accounts.actor_by_login(login)
        session = select(SignIn).where(SignIn.user_id == actor.user_id)
        sessions = db.session.scalars(session).all()
        assert sessions
        assert not any(row.awaiting for row in sessions)
        role = actor.role
        assert role.label in who
        roles.add(role)
    assert roles == set(Role) - {Role.COMMAND}


def test_secretary_and_instructor_reach_organizations_of_their_own(shown):
    assert len(accounts.actor_by_login("shuji").reach.organization_ids) > 1
    assert len(accounts.actor_by_login("zhidao").reach.organization_ids) > 5


def test_the_system_administrator_of_the_province_manages_every_account(shown):
    managed = directory.accounts(accounts.actor_by_login("xitong"), {})
    assert {one.user.login for one in managed.rows} == {one.login for one in shown.accounts}


def test_passwords_are_kept_for_the_owner_alone_and_never_the_same(shown):
    path = shown.folder / "demo-accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert demo.load_accounts(Instance(shown.folder)) == shown.accounts
    assert len({account.password for account in shown.accounts}) == len(shown.accounts)


def test_an_instance_without_a_demo_has_no_accounts(tmp_path):
    assert demo.load_accounts(Instance(tmp_path)) == []


def test_a_demo_is_only_built_in_an_empty_database(shown):
    before = db.session.scalar(visible(shown.actor, Organization, func.count()))
    db.session.rollback()
    with pytest.raises(RuleBroken, match="空的数据库"):
        demo.build()
    assert db.session.scalar(visible(shown.actor, Organization, func.count())) == before


def test_filed_organizations_have_a_filing_number_and_no_code(shown):
    filed = db.session.scalars(
        visible(shown.actor, Organization).where(Organization.kind == OrganizationKind.FILED)
    ).all()
    assert filed
    assert all(one.code is None and one.filing_number for one in filed)
