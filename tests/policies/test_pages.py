"""Every policy is drafted, compared, published by page; the past keeps its version."""

from datetime import date

import pytest

from partybuild.db.work import work
from partybuild.deadlines import ladders
from partybuild.enforcement.terms import terms
from partybuild.gates import waiving
from partybuild.policies import publishing, queries
from partybuild.policies.seeding import seed_defaults
from partybuild.policies.shapes import shapes
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
LADDER = "/policies/ladder/terms"
SAID = {"valid_from": "2026-12-01", "source": "陕组通〔2026〕99号"}


@pytest.fixture(autouse=True)
def seeded(database):
    with work(ROOT):
        seed_defaults()


@pytest.fixture
def an(as_actor, cast):
    return as_actor(cast.an)


def drafted(client, address, **said):
    return client.post(f"{address}/draft", data=SAID | said)


def of(key, **changes):
    """The items of a policy as its form sends them, with changes."""
    shape = shapes[key]
    content = publishing.content_on(shape, date(2026, 11, 20))
    data = {f"item:{item.key}": item.written(item.value(content)) for item in shape.items}
    return data | {f"item:{name}": value for name, value in changes.items()}


def test_a_ladder_is_drafted_compared_and_published(an, monkeypatch):
    assert drafted(an, LADDER, **{"item:rungs": "365、180、90、30、0"}).status_code == 303
    page = an.get(LADDER).text
    assert "180、90、60、30、0 天" in page
    assert "365、180、90、30、0 天" in page
    assert "自 <b>2026年12月1日</b> 起生效" in page
    assert ladders.rungs() == (180, 90, 60, 30, 0)

    unexplained = an.post(f"{LADDER}/publication", data={"reason": ""})
    assert unexplained.status_code == 422
    assert "请写明原因" in unexplained.text
    assert an.post(f"{LADDER}/publication", data={"reason": "省里要求"}).status_code == 303

    assert "待生效" in an.get(LADDER).text
    assert ladders.rungs() == (180, 90, 60, 30, 0)
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-01T09:00:00+08:00")
    shape = shapes["ladder", "terms"]
    assert publishing.content_on(shape, date(2026, 12, 1))["rungs"] == [365, 180, 90, 30, 0]
    assert publishing.content_on(shape, date(2026, 11, 30))["rungs"] == [180, 90, 60, 30, 0]
    assert [each.word for each in publishing.versions(shape)] == ["现行", "已取代"]


def test_every_policy_has_its_page_without_keys_or_json(an):
    index = an.get("/policies/").text
    for (kind, name), shape in shapes.items():
        address = f"/policies/{kind}/{name}"
        assert shape.default.label in index
        for page in (an.get(address).text, an.get(f"{address}/draft").text):
            assert shape.default.label in page
            assert "{&#39;" not in page
            assert all(item.label in page for item in shape.items)
    shown = an.get(f"/policies/{queries.versions('enforcement')[0].id}").text
    assert "事由" in shown
    assert "dormant_years" not in an.get("/policies/enforcement/terms").text.replace(
        "item:dormant_years", ""
    )


def test_dormant_years_and_waivers_follow_on_the_day(an):
    for key, item, value in (
        (("enforcement", "terms"), "dormant_years", "3"),
        (("waiver", "waiver"), "months", "6"),
    ):
        address = f"/policies/{key[0]}/{key[1]}"
        data = of(key, **{item: value}) | {"valid_from": "2026-11-20"}
        assert drafted(an, address, **data).status_code == 303
        assert an.post(f"{address}/publication", data={"reason": "试点"}).status_code == 303

    assert terms().dormant_years == 3
    assert terms().order_months == 3
    assert waiving.longest() == 6


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        (("enforcement", "terms"), {"hearing_notice_days": "6"}, "应在 7 到 30"),
        (("enforcement", "terms"), {"letter_gap_least": "31"}, "不能大于最长的间隔"),
        (("enforcement", "terms"), {"dormant_years": "两"}, "请填写整数"),
        (("waiver", "waiver"), {"months": "0"}, "应在 1 到 60"),
        (("enforcement", "grounds"), {"dishonest": "x｜甲｜乙｜丙｜否｜否"}, "two_years"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(an, key, changes, sentence):
    answer = drafted(an, f"/policies/{key[0]}/{key[1]}", **of(key, **changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert next(iter(changes.values())).split("｜")[0] in answer.text
    assert publishing.draft_of(shapes[key]) is None


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2026-11-19", "不能早于今天"), ("", "请填写生效日期")],
)
def test_the_past_is_not_rewritten(an, day, sentence):
    answer = drafted(an, LADDER, **{"item:rungs": "90、0", "valid_from": day})

    assert answer.status_code == 422
    assert sentence in answer.text


def test_versions_do_not_overlap_and_a_draft_that_changes_nothing_is_not_published(an):
    drafted(an, LADDER, **of(("ladder", "terms")))
    same = an.post(f"{LADDER}/publication", data={"reason": "再发"})
    assert "完全相同" in same.text
    drafted(an, LADDER, **{"item:rungs": "90、0"})
    assert an.post(f"{LADDER}/publication", data={"reason": "改"}).status_code == 303

    again = drafted(an, LADDER, **{"item:rungs": "60、0"})

    assert again.status_code == 422
    assert "两版不能重叠" in again.text


def test_a_draft_can_be_thrown_away(an):
    drafted(an, LADDER, **{"item:rungs": "90、0"})

    assert an.post(f"{LADDER}/draft/removal").status_code == 303
    assert publishing.draft_of(shapes["ladder", "terms"]) is None
    assert an.post(f"{LADDER}/draft/removal").status_code == 409


@pytest.mark.parametrize("who", ["bo", "zhu", "sheng", "xi", "ji"])
def test_only_the_security_administrator_publishes(as_actor, cast, who):
    client = as_actor(getattr(cast, who))

    assert client.get(f"{LADDER}/draft").status_code == 403
    assert drafted(client, LADDER, **{"item:rungs": "90"}).status_code == 403
    assert client.post(f"{LADDER}/publication", data={"reason": "x"}).status_code == 403


def test_what_is_no_policy_is_not_found(an):
    assert an.get("/policies/nothing/here").status_code == 404
