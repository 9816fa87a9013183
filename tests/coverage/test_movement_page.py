"""The page of a month's movement says what the command line says, each number with its items."""

import re
from datetime import date

import pytest

from partybuild.organizations.kinds import OrganizationState
from partybuild.party.kinds import Formation
from tests import factories

OCTOBER = "/coverage/movement?day=2026-10-31"


@pytest.fixture
def world(database):
    first = factories.make_organization(name="甲协会（演示）", full=5)
    second = factories.make_organization(name="乙学会（演示）")
    factories.make_organization(name="庚会（演示）", registered_on=date(2026, 10, 5))
    gone = (OrganizationState.DEREGISTERED, date(2026, 10, 20), "")
    factories.make_organization(name="己会（演示）", ended=gone)
    factories.make_party(
        founded_on=date(2026, 10, 12), formation=Formation.JOINT, covers=[first, second]
    )


def test_a_month_balances_and_names_each_one(as_actor, cast, world):
    page = as_actor(cast.bo).get(OCTOBER).text

    assert "庚会（演示）" in page
    assert "成立登记" in page
    assert "己会（演示）" in page
    row = re.search(r"社会组织总数</a></th>(.*?)</tr>", page, re.S)[1]
    assert re.findall(r">\s*([\d,]+)\s*<", row) == ["3", "1", "1", "0", "0", "0", "0", "3"]


def test_each_number_opens_its_items(as_actor, cast, world):
    client = as_actor(cast.bo)
    page = client.get(OCTOBER).text
    for href, number in re.findall(
        r'<a href="(/coverage/movement[^"]*column=[^"#]*)#items">[^\d]*([\d,]+)</a>', page
    ):
        shown = client.get(href.replace("&amp;", "&")).text
        items = re.search(r'id="items".*', shown, re.S)[0]
        amounts = [int(n) for n in re.findall(r'<td class="num">[＋－+-]?(\d+)</td>', items)]
        assert sum(amounts) == int(number.replace(",", "")), href


def test_opening_and_closing_open_their_lists(as_actor, cast, world):
    client = as_actor(cast.bo)
    page = client.get(OCTOBER).text
    links = re.findall(r'<a href="(/coverage/list[^"]*)">([\d,]+)</a>', page)

    assert links
    for href, number in links[:8]:
        assert number in client.get(href.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    "query", ["day=2026-99-99", "indicator=x", "column=x", "region=%00", "basis=x"]
)
def test_nonsense_is_answered_with_a_sentence(as_actor, cast, query):
    assert as_actor(cast.bo).get(f"/coverage/movement?{query}").status_code in {404, 422}


def test_next_door_is_not_found(as_actor, cast):
    assert as_actor(cast.bo).get("/coverage/movement?region=610102").status_code == 404
