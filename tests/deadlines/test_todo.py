"""To-dos across sources: true counts, one order, nothing of next door, no query a row."""

from datetime import date, timedelta

import pytest

from partybuild.access.permissions import Permission
from partybuild.deadlines import ports, todo
from partybuild.deadlines.clock_source import clock_source
from partybuild.deadlines.rules import Standing
from partybuild.deadlines.todo import Asked
from partybuild.rules import RuleBroken
from tests import factories
from tests.deadlines import clocked

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
TRIAL = clock_source(
    "trial",
    "补正",
    "件材料待补正",
    "催一催",
    Permission.ORGANIZATIONS_READ,
    "organizations.show",
    lambda row: {"organization_id": row.subject_id},
)


@pytest.fixture(autouse=True)
def _trial(monkeypatch, app):
    monkeypatch.setattr(ports, "sources", ports.sources)
    ports.sources.append(TRIAL)
    yield
    ports.sources.remove(TRIAL)


def fill():
    """Two terms (one over), a review day that has come, one overdue clock and one due on Monday."""
    here = factories.make_organization(name="甲协会（演示）")
    for last in (TODAY - timedelta(days=2), TODAY + timedelta(days=100)):
        clocked.set_term(factories.make_party(covers=[here]), last)
    clocked.set_review(here, TODAY)
    clocked.start(here, TODAY - timedelta(days=10), days=3)
    clocked.start(here, TODAY, days=1)
    return here


def test_each_source_counts_and_says_its_nearest_day(cast):
    fill()
    heaps = {heap.source.key: heap for heap in todo.open_items(cast.bo)}

    assert {key: (h.tally.open, h.tally.late, h.tally.soon) for key, h in heaps.items()} == {
        "terms": (2, 1, 0),
        "reviews": (1, 0, 1),
        "trial": (2, 1, 1),
    }
    assert heaps["terms"].words == "逾期 2 天"
    assert heaps["reviews"].words == "今天到期"
    assert todo.open_items(cast.cheng) == []


def test_late_sources_stand_first(cast):
    fill()

    assert [heap.late for heap in todo.open_items(cast.bo)] == [True, True, False]


def test_single_items_stand_by_due_day_with_words_and_rung(cast):
    fill()
    page = todo.page(cast.bo, Asked())

    assert [line.item.due_on for line in page.lines] == sorted(
        line.item.due_on for line in page.lines
    )
    assert page.total == len(page.lines) == 5
    said = {(line.source.key, line.words, line.rung and line.rung.label) for line in page.lines}
    assert ("trial", "还剩 1 个工作日", None) in said
    assert ("terms", "还剩 100 天", "提前 180 天") in said
    assert ("terms", "逾期 2 天", "逾期") in said


@pytest.mark.parametrize(("standing", "expected"), [("late", 2), ("soon", 2), ("open", 1)])
def test_the_filter_and_its_count_agree(cast, standing, expected):
    fill()
    page = todo.page(cast.bo, Asked(standing=Standing(standing)))

    assert page.total == len(page.lines) == expected
    assert {line.standing for line in page.lines} == {Standing(standing)}


def test_pages_follow_each_other_across_sources_without_gap_or_repeat(cast, monkeypatch):
    monkeypatch.setattr(todo, "PAGE", 2)
    fill()
    fill()
    after, seen = "", []
    for _ in range(9):
        page = todo.page(cast.bo, Asked(after=after))
        seen += [(line.source.key, line.item.id) for line in page.lines]
        after = page.next
        if not after:
            break

    assert len(seen) == len(set(seen)) == page.total == 10


def test_a_leader_sees_counts_only(cast):
    fill()
    page = todo.page(cast.dai, Asked())

    assert (page.open, page.late, list(page.lines)) == (5, 2, [])


@pytest.mark.parametrize(
    "arguments", [{"kind": "none"}, {"standing": "x"}, {"after": "2026.1"}, {"after": "a.b.c"}]
)
def test_a_filter_that_is_none_is_refused(app, arguments):
    with pytest.raises(RuleBroken):
        todo.read(arguments)


@pytest.mark.parametrize("address", ["/todo", "/"])
def test_twice_the_data_asks_the_database_no_more(cast, as_actor, queries, address):
    client = as_actor(cast.bo)
    sizes = []
    for _ in range(2):
        fill()
        client.get("/todo")
        with queries() as sent:
            assert client.get(address).status_code == 200
        sizes.append(len(sent))

    assert sizes[0] == sizes[1]


def test_the_page_links_each_item_and_the_rail_says_how_many(cast, as_actor):
    here = fill()
    client = as_actor(cast.bo)
    page = client.get("/todo").text

    assert f'href="/organizations/{here}"' in page
    assert "还剩 1 个工作日" in page
    assert "<em>5<span" in page
    assert "起算（当日不计）；1 个工作日" in page
    assert "补正" not in client.get("/todo?kind=terms").text.split("<ul")[1]
    assert client.get("/todo?kind=none").status_code in {409, 422}


def test_the_desk_shows_late_things_first_with_the_nearest_day(cast, as_actor):
    fill()
    page = as_actor(cast.bo).get("/").text

    assert page.index("个党组织任期届满") < page.index("家未建原因到了")
    assert 'href="/todo?kind=terms"' in page
    assert "逾期 2 天" in page


def test_the_leaders_page_has_numbers_without_names(cast, as_actor):
    fill()
    page = as_actor(cast.dai).get("/todo").text

    assert "件材料待补正" in page
    assert "甲协会" not in page


def test_administrators_find_an_empty_page(cast, as_actor):
    fill()

    assert "没有待办" in as_actor(cast.an).get("/todo").text


def test_the_rail_counts_again_after_a_minute(cast, as_actor, monkeypatch):
    client = as_actor(cast.bo)
    fill()
    assert "<em>5<span" not in client.get("/calendar").text
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-20T09:31:01")

    assert "<em>5<span" in client.get("/calendar").text
    fill()
    assert "<em>5<span" in client.get("/calendar").text
    assert "<em>10<span" in client.get("/").text
