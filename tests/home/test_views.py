"""Each role comes in to a page that suits it."""

import re

import pytest

from partybuild.party.kinds import Formation
from tests import factories


class TestOfficer:
    def test_an_empty_register_says_what_to_do(self, as_actor, cast):
        page = as_actor(cast.bo).get("/").text

        assert "名册还是空的" in page
        assert "导入名册" in page

    def test_what_is_to_be_done_leads_to_its_list(self, as_actor, cast):
        factories.make_organization(full=4, probationary=0)
        factories.make_organization(name="乙学会（演示）")
        client = as_actor(cast.bo)
        page = client.get("/").text

        assert "家应建未建" in page
        assert "家党员数尚未摸排" in page
        listed = client.get("/coverage/list?region=610103&field=unsurveyed").text
        assert "乙学会（演示）" in listed

    def test_nothing_of_next_door_is_counted(self, as_actor, cast):
        factories.make_organization(full=4)

        assert "家应建未建" not in as_actor(cast.cheng).get("/").text


@pytest.mark.parametrize("who", ["sheng", "shi", "bo", "jie", "zhu", "bao", "dai"])
def test_everybody_who_answers_for_an_area_has_a_page(as_actor, cast, who):
    first, second = factories.make_organization(full=4), factories.make_organization()
    factories.make_party(formation=Formation.JOINT, covers=[first, second])

    answer = as_actor(getattr(cast, who)).get("/")

    assert answer.status_code == 200
    assert "党的组织覆盖率" in answer.text


def test_a_leader_sees_the_worst_units_first(as_actor, cast):
    covered = factories.make_organization(unit="610103001")
    factories.make_party(covers=[covered], unit="610103001")
    factories.make_organization(unit="610103002")
    page = as_actor(cast.dai).get("/").text
    names = [factories.region(code).name for code in ("610103002", "610103001")]

    assert page.index(names[0]) < page.index(names[1])


@pytest.mark.parametrize(
    ("who", "where"), [("xi", "/users"), ("ji", "/audit"), ("an", "/policies/")]
)
def test_administrators_are_led_to_their_own_pages(as_actor, cast, who, where):
    client = as_actor(getattr(cast, who))
    answer = client.get("/")

    assert (answer.status_code, answer.location) == (303, where)
    assert client.get(where).status_code == 200


def _rail(page):
    """Headings and labels of the rail in their order."""
    rail = page[page.index('<nav class="rail"') : page.index('<div class="page">')]
    return re.findall(r"<h2>([^<]+)</h2>|<a [^>]*>([^<\n]+)", rail)


def test_a_long_rail_stands_in_parts_and_a_short_one_without_headings(as_actor, cast):
    long = _rail(as_actor(cast.bo).get("/").text)
    short = _rail(as_actor(cast.ji).get("/audit").text)

    assert [heading for heading, _ in long if heading] == ["日常", "登记与年检", "党组织", "管理"]
    assert long[0] == ("日常", "")
    assert ("", "今日") == long[1]
    assert long.index(("", "换届")) > long.index(("党组织", ""))
    assert short
    assert all(label for _, label in short)
