"""The lists of organizations and Party organizations: filters, order, pages, counts, scope."""

import re
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partybuild.coverage import party_asked, party_roster, queries, rolls, roster, scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.facts.commands import Statement, put
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import OrganizationProfile
from partybuild.party.kinds import PartyKind
from tests import factories
from tests.support.world import ROOT

DAY = date(2026, 11, 20)
GONE = (OrganizationState.DEREGISTERED, date(2026, 5, 1), "")


READS = {roster: roster, party_roster: party_asked}


def listed(actor, source=roster, sort="name", **arguments):
    asked = READS[source].read(actor, arguments)
    return rolls.page(source.roll(actor, asked), sort, "", False, 50)


def names(actor, source=roster, **arguments):
    return [row.name for row in listed(actor, source, **arguments).rows]


@pytest.fixture
def few(cast):
    """Four living organizations of 碑林区, one of 新城区 next door, one that has ended."""
    made = {
        "a": factories.make_organization("阿一协会（演示）", full=5, trade=True, industry="教育"),
        "b": factories.make_organization(
            "贝二中心（演示）", kind=OrganizationKind.PRIVATE_UNIT, full=3
        ),
        "c": factories.make_organization(
            "茨三协会（演示）", unit="610103001", supervisor="碑林区教育局"
        ),
        "d": factories.make_organization(
            "德四组（演示）", kind=OrganizationKind.FILED, full=1, probationary=0
        ),
        "next": factories.make_organization("邻家协会（演示）", unit="610102", full=9),
        "gone": factories.make_organization("古旧协会（演示）", ended=GONE),
    }
    made["party"] = factories.make_party("阿一协会党支部（演示）", covers=[made["a"]])
    factories.assign(made["c"])
    return made


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({}, "abcd"),
        ({"unit": "610103001"}, "c"),
        ({"own": "1"}, "abd"),
        ({"kind": "private_unit"}, "b"),
        ({"cover": "covered"}, "a"),
        ({"cover": "instructor_only"}, "c"),
        ({"cover": "uncovered"}, "bcd"),
        ({"cover": "none"}, "bd"),
        ({"cover": "should_build"}, "b"),
        ({"cover": "unsurveyed"}, "c"),
        ({"trade": "1"}, "a"),
        ({"trade": "0"}, "bcd"),
        ({"industry": "教育"}, "a"),
        ({"industry": "-"}, "bcd"),
        ({"supervisor": "教育"}, "c"),
        ({"supervisor": "%"}, ""),
        ({"warning": "should_build"}, "b"),
        ({"warning": "unsurveyed"}, "c"),
        ({"warning": "no_body"}, "abcd"),
        ({"q": "协会"}, "ac"),
        ({"q": "ay"}, "a"),
        ({"q": "（"}, ""),
        ({"q": "协会", "cover": "covered"}, "a"),
        ({"state": "normal", "kind": "association"}, "ac"),
        ({"kind": "冒牌"}, "abcd"),
    ],
)
def test_filters_leave_what_they_say(cast, few, arguments, found):
    page = listed(cast.bo, **arguments)

    assert {row.id for row in page.rows} == {few[name] for name in found}
    assert page.total == len(found)


def test_ended_organizations_are_listed_when_asked_for(cast, few):
    for state in ("ended", "deregistered"):
        rows = listed(cast.bo, state=state, cover="covered").rows
        assert [(row.name, row.ended_on) for row in rows] == [
            ("古旧协会（演示）", date(2026, 5, 1))
        ]
    assert names(cast.bo, state="revoked") == []


def test_a_past_day_is_listed_as_it_was(cast, few):
    assert "古旧协会（演示）" in names(cast.bo, day="2026-04-30")
    assert "古旧协会（演示）" not in names(cast.bo, day="2026-05-01")


def test_what_has_moved_away_is_listed_on_its_day_without_link(cast, as_actor, few):
    with factories.inside() as running:
        values = {"unit_id": factories.region_id("610102")}
        put(OrganizationProfile, [Statement((few["a"],), values, date(2026, 6, 1))])
        running.touch(date(2026, 6, 1), organizations=[few["a"]])

    assert "阿一协会（演示）" not in names(cast.bo)
    row = next(r for r in listed(cast.bo, day="2026-05-31").rows if r.id == few["a"])
    assert not row.in_reach
    page = as_actor(cast.bo).get("/organizations?day=2026-05-31").text
    assert "阿一协会（演示）" in page
    assert f'"/organizations/{few["a"]}"' not in page


@pytest.mark.parametrize(
    "field", ["covered", "should_build", "no_member", "work_only", "unsurveyed", "filed_covered"]
)
def test_a_class_of_cover_lists_as_many_as_the_figures_count(cast, few, field):
    scope = scopes.top(cast.bo)
    counted = queries.figures(cast.bo, scope, "region", DAY, REGISTERED).total

    assert listed(cast.bo, cover=field).total == getattr(counted, field)


def test_next_door_sees_nothing(cast, few):
    assert names(cast.cheng) == ["邻家协会（演示）"]
    assert names(cast.cheng, q="协会") == ["邻家协会（演示）"]
    assert names(cast.cheng, party_roster) == []
    assert names(cast.cheng, state="ended") == []


def test_a_unit_out_of_reach_is_not_there(cast, as_actor):
    client = as_actor(cast.cheng)
    for code in ("610103", "610000", "999999", "没有"):
        assert client.get("/organizations", query_string={"unit": code}).status_code == 404


def test_party_organizations_are_filtered_and_listed(cast, few):
    committee = factories.make_party("综合党委（演示）", kind=PartyKind.COMMITTEE)
    factories.make_party("空壳支部（演示）", parent_id=committee)

    assert len(names(cast.bo, party_roster)) == 3
    assert names(cast.bo, party_roster, kind="committee") == ["综合党委（演示）"]
    assert set(names(cast.bo, party_roster, shell="1")) == {"空壳支部（演示）", "综合党委（演示）"}
    assert set(names(cast.bo, party_roster, body="综合党委（演示）")) == {
        "空壳支部（演示）",
        "综合党委（演示）",
    }
    assert names(cast.bo, party_roster, q="阿一") == ["阿一协会党支部（演示）"]


examples = count()
SORTS = ("name", "-name", "full", "-full", "registered", "-registered", "unit", "-unit")


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    made=st.lists(
        st.tuples(
            st.sampled_from(["甲会", "乙会", "丙会"]),
            st.none() | st.integers(0, 2),
            st.sampled_from([date(2020, 1, 1), date(2021, 1, 1)]),
            st.sampled_from(["610103", "610103001"]),
        ),
        max_size=9,
    ),
    sort=st.sampled_from(SORTS),
    size=st.integers(1, 4),
)
def test_walking_the_pages_gives_each_row_once_and_in_order(cast, made, sort, size):
    mark = f"第{next(examples)}批"
    with factories.inside():
        for name, full, day, unit in made:
            factories.make_organization(
                name, unit=unit, full=full, registered_on=day, industry=mark
            )
    whole = roster.roll(cast.bo, roster.read(cast.bo, {"industry": mark}))
    everything = [row for batch in rolls.walk(whole, sort) for row in batch]

    forth, pages = [], [rolls.page(whole, sort, "", False, size)]
    while pages[-1].next:
        pages.append(rolls.page(whole, sort, pages[-1].next, False, size))
    for page in pages:
        forth += [row.id for row in page.rows]
    assert forth == [row.id for row in everything]
    assert len(set(forth)) == len(forth) == whole.total() == len(made)

    back, page = [], pages[-1]
    back[:0] = [row.id for row in page.rows]
    while page.previous:
        page = rolls.page(whole, sort, page.previous, True, size)
        back[:0] = [row.id for row in page.rows]
    assert back == forth

    keys = {
        "full": lambda r: -1 if r.full is None else r.full,
        "registered": lambda r: r.registered_on,
    }
    key = keys.get(sort.removeprefix("-"))
    if key:
        values = [key(row) for row in everything]
        assert values == sorted(values, reverse=sort.startswith("-"))


def test_a_page_shows_filters_chips_and_the_true_count(cast, as_actor, few):
    page = as_actor(cast.bo).get("/organizations?kind=association&unit=610103").text

    assert "共 2 家" in page
    assert re.search(r'href="/organizations\?unit=610103"[^>]*>组织类型：社会团体 ×', page)
    assert '<option value="association" selected>' in page


def test_empty_lists_say_what_to_do(cast, as_actor):
    client = as_actor(cast.bo)

    assert "还没有登记社会组织" in client.get("/organizations").text
    assert "没有符合这些条件" in client.get("/organizations?q=没有这家").text
    assert "还没有党组织" in client.get("/party-organizations").text


@pytest.mark.parametrize("path", ["/organizations", "/party-organizations"])
def test_a_page_costs_the_same_statements_however_many_rows(cast, as_actor, queries, path):
    client = as_actor(cast.bo)

    def sent():
        with queries() as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    def more(count):
        for _ in range(count):
            factories.make_party(covers=[factories.make_organization(full=1)])

    more(3)
    client.get(path)
    before = sent()
    more(6)
    assert sent() == before


@pytest.fixture
def client(cast, as_actor):
    return as_actor(cast.bo)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.sampled_from(["/organizations", "/party-organizations"]),
    arguments=st.dictionaries(
        st.sampled_from(
            [
                *roster.FORM.labels,
                *party_asked.FORM.labels,
                "day",
                "sort",
                "size",
                "after",
                "before",
            ]
        ),
        st.text(max_size=30)
        | st.sampled_from(["1", "ended", "-name", "2026-02-30", "W10", "WzFd"]),
        max_size=4,
    ),
)
def test_whatever_stands_in_the_address_is_answered(client, path, arguments):
    answer = client.get(path, query_string=arguments)

    assert answer.status_code in {200, 404, 409}


def test_a_secretary_lists_their_own(cast, as_actor, few):
    from dataclasses import replace

    from partybuild.access.actor import Reach
    from partybuild.access.permissions import Role

    own = replace(ROOT, role=Role.SECRETARY, reach=Reach(organization_ids=frozenset({few["b"]})))
    assert names(own) == ["贝二中心（演示）"]
    assert listed(own).total == 1


def test_the_numbers_of_the_search_open_lists_of_as_many(cast, as_actor, few):
    factories.make_organization("新旧协会（演示）", ended=GONE)
    page = as_actor(cast.bo).get("/search?q=协会").text
    links = re.findall(r'<a href="(/[a-z-]+\?[^"]+)">[^<]*?(\d+) 个</a>', page)

    assert [number for _, number in links] == ["2", "2", "1"]
    for link, number in links:
        assert f"共 {number} " in as_actor(cast.bo).get(link.replace("&amp;", "&")).text
