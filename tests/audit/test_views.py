"""审计日志: only for the audit administrator, and only of the own units (R03, R10)."""

import re

import pytest

from partybuild.access.permissions import Role
from partybuild.accounts import audit_reading, queries
from partybuild.audit import commands as audit
from tests.accounts.door import enter, open_account, stranger


def numbers(page):
    return [int(n) for n in re.findall(r'scope="row" class="num">(\d+)<', page)]


@pytest.fixture
def ji(as_actor, cast):
    for actor in (cast.bo, cast.cheng, cast.jie):
        audit.note(actor, "导出名单", reason="抽查")
    audit.note(cast.bo, "越权访问", "refused", path="/users")
    return as_actor(cast.ji)


def test_it_shows_the_newest_first(ji):
    page = ji.get("/audit").text
    found = numbers(page)
    assert found == sorted(found, reverse=True)
    assert "导出名单" in page
    assert "事由：抽查" in page


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"who": "bo"}, 2),
        ({"who": "cheng（演示）"}, 1),
        ({"action": "导出名单"}, 3),
        ({"action": "导出名单", "who": "jie"}, 1),
        ({"result": "refused"}, 1),
        ({"since": "2026-11-20", "until": "2026-11-20", "action": "导出名单"}, 3),
        ({"since": "2026-11-21"}, 0),
        ({"until": "2026-11-19"}, 0),
        ({"since": "nonsense", "action": "导出名单"}, 3),
    ],
)
def test_filters_live_in_the_url(ji, asked, count):
    page = ji.get("/audit", query_string=asked).text
    assert len(numbers(page)) == count


def test_pages_are_followed_by_number(ji, monkeypatch):
    monkeypatch.setattr(audit_reading, "PAGE", 2)
    first = ji.get("/audit").text
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = ji.get(older).text
    newer = re.search(r'rel="prev" href="([^"]+)"', second)[1].replace("&amp;", "&")

    assert numbers(first)[-1] - 1 == numbers(second)[0]
    assert numbers(ji.get(newer).text) == numbers(first)


def test_r65_repeats_are_counted_on_the_row(ji, cast):
    for _ in range(2):
        audit.note(cast.bo, "越权访问", "refused", path="/users")
    page = ji.get("/audit?result=refused").text
    assert "一分钟内共 3 次" in page
    assert len(numbers(page)) == 1


def test_r03_a_county_reads_only_its_own(ji, as_actor, app, cast):
    enter(stranger(app), "nobody", "x")
    open_account("jian", Role.AUDIT, "610103")
    page = as_actor(queries.actor_by_login("jian")).get("/audit?who=演示").text

    assert "bo（演示）" in page
    assert "jie（演示）" in page
    assert "cheng（演示）" not in page
    county = as_actor(queries.actor_by_login("jian")).get("/audit").text
    assert "nobody" not in county
    assert "nobody" in ji.get("/audit").text


@pytest.mark.parametrize("login", ["bo", "sheng", "xi", "an", "dai"])
def test_r10_nobody_else_reads_it(as_actor, cast, login):
    client = as_actor(getattr(cast, login))
    for path in ("/audit", "/audit/chain"):
        assert client.get(path).status_code == 403


def test_r66_the_whole_chain_is_checked_on_its_page(ji):
    page = ji.get("/audit/chain").text
    assert "审计链完整" in page


def test_r66_a_broken_chain_is_said(ji, monkeypatch):
    monkeypatch.setattr("partybuild.audit.queries.rules.digest", lambda *_: "x")
    assert "不符" in ji.get("/audit/chain").text
    assert "本页有记录被改动" in ji.get("/audit").text


def test_it_costs_the_same_for_few_and_many(ji, queries):
    with queries() as few:
        ji.get("/audit?who=cheng")
    with queries() as many:
        ji.get("/audit")
    assert len(few) == len(many)
