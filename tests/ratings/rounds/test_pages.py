"""The pages of rounds, as everybody who reads or opens them sees them."""


def test_nothing_has_been_rated_yet(as_actor, cast):
    page = as_actor(cast.bo).get("/ratings/")
    assert page.status_code == 200
    assert "还没有评星工作" in page.text


def test_a_round_is_listed_with_its_scheme_and_its_days(as_actor, cast, plan):
    plan()
    text = as_actor(cast.bo).get("/ratings/").text
    assert "2026年度评星晋级" in text
    assert "评星办法（样例）" in text
    assert "拟开展" in text


def test_a_round_next_door_is_not_listed(as_actor, cast, plan):
    plan()
    assert "2026年度评星晋级" not in as_actor(cast.cheng).get("/ratings/").text
