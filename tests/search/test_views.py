"""The page of hits."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories


def test_hits_are_linked_and_what_was_typed_is_marked(cast, as_actor):
    number = factories.make_organization("碑林家具协会（演示）")

    page = as_actor(cast.bo).get("/search?q=家具").text

    assert "社会组织 1 个" in page
    assert f'<a href="/organizations/{number}">碑林<mark>家具</mark>协会（演示）</a>' in page


def test_a_whole_code_leads_straight_there(cast, as_actor):
    number = factories.make_organization()
    code = factories.code_of(number)

    answer = as_actor(cast.bo).get(f"/search?q= {code.lower()} ")
    assert (answer.status_code, answer.location) == (303, f"/organizations/{number}")
    assert as_actor(cast.cheng).get(f"/search?q={code}").status_code == 200


def test_nothing_found_says_what_to_try(cast, as_actor):
    factories.make_organization("碑林家具协会（演示）")

    page = as_actor(cast.cheng).get("/search?q=家具").text

    assert "没有找到与“家具”相符" in page
    assert "拼音首字母" in page
    assert "碑林家具" not in page


def test_administrators_have_no_search(cast, as_actor):
    assert as_actor(cast.xi).get("/search?q=家具").status_code == 403


@pytest.fixture
def client(cast, as_actor):
    return as_actor(cast.bo)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.text(max_size=80))
def test_whatever_is_typed_is_answered(client, typed):
    answer = client.get(f"/search?q={quote(typed, errors='ignore')}")

    assert answer.status_code == 200
