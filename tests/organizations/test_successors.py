"""Many changed organizations switched in at once stand as if each had been written plainly."""

from random import Random

import pytest
from sqlalchemy import select

from partybuild import clock
from partybuild.access.scope import system
from partybuild.cli import spans
from partybuild.coverage.models import CoverageSpan, UnitFigure
from partybuild.db import OPEN, db, staging
from partybuild.db.work import work
from partybuild.imports import commands
from partybuild.organizations import codes, import_writing
from partybuild.organizations.models import (
    Headcount,
    Organization,
    OrganizationContact,
    OrganizationEvent,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.party.models import MassCover
from partybuild.search import commands as search
from partybuild.search.models import SearchEntry
from tests import factories
from tests.imports.bringing import examining, sheet
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
HEAD = [
    *("统一社会信用代码", "组织名称", "组织类型", "区划代码", "成立登记日期", "正式党员数"),
    *("联系人", "业务主管单位", "已建群团", "组织状态", "状态日期"),
]
SIZE = 12
NUMBERS = {"id", "change", "recorded_at", "known_from"}
MODELS = (
    *(Organization, OrganizationProfile, OrganizationStanding, Headcount, OrganizationContact),
    *(MassCover, OrganizationEvent, CoverageSpan, SearchEntry, UnitFigure),
)
WORDS = {
    "name": ["", "", "", "改名会（演示）"],
    "full": [None, None, 0, 3, 7],
    "contact": [None, None, "李某某", "王某某"],
    "supervisor": [None, None, "县教育局"],
    "mass": [None, None, None, "工会"],
    "state": [None, None, None, "活动异常"],
}


def lines(said, count=SIZE):
    yield HEAD
    for number in range(count):
        one = said[number]
        name = one["name"] and f"{number}{one['name']}"
        state = (one["state"], "2026-11-02" if one["state"] else None)
        yield [
            codes.make("51", "610103", 770000 + number),
            *(name or f"众{number}会（演示）", "社团", "610103", "2021-03-02"),
            *(one["full"], one["contact"], one["supervisor"], one["mass"], *state),
        ]


PLAIN = dict.fromkeys(("name", "full", "contact", "supervisor", "mass", "state"))
FIRST = [PLAIN | {"name": "", "full": n % 3, "contact": "周某某"} for n in range(SIZE)]
COUNTED = [PLAIN | {"name": "", "full": n % 3 + 3, "contact": "李某某"} for n in range(SIZE)]


def stored():
    """Every row but its numbers, organizations by their codes; closed rows too."""
    kept = {}
    with system("test"):
        table = Organization.__table__
        found = db.session.execute(select(table.c.id, table.c.code))
        called = {row.id: row.code for row in found}
        for model in MODELS:
            rows = db.session.execute(select(model.__table__)).mappings()
            kept[model.__name__] = sorted(str(_plain(r, called)) for r in rows if _held(r))
    return kept


def _held(row):
    """Not written and superseded by one and the same change: nobody has ever seen such a row."""
    return "known_to" not in row or row["known_from"] != row["known_to"]


def _plain(row, called):
    values = {name: value for name, value in row.items() if name not in NUMBERS}
    if "known_to" in values:
        values["known_to"] = values["known_to"] == OPEN
    if "organization_id" in values:
        values["organization_id"] = called[values["organization_id"]]
    if values.get("thing") == "organization":
        values["thing_id"] = called[values["thing_id"]]
    return values


def brought(folder, said, count=SIZE):
    with examining(ROOT, sheet(folder, list(lines(said, count)))) as examined:
        commands.write(ROOT, examined)


def linked():
    """Some of them are covered, two by the same Party organization."""
    with system("test"):
        ids = sorted(db.session.scalars(select(Organization.id)))
    one, other = factories.make_party("单独支部"), factories.make_party("联合支部")
    for party, organizations in ((one, ids[:1]), (other, ids[1:3])):
        for organization in organizations:
            factories.link(party, organization)


def set_up(tmp_path):
    brought(tmp_path, FIRST, SIZE - 4)
    linked()


@pytest.mark.parametrize("seed", range(4))
def test_every_row_is_the_same_either_way(tmp_path, monkeypatch, seed):
    rng = Random(seed)
    said = [{name: rng.choice(words) for name, words in WORDS.items()} for _ in range(SIZE)]
    monkeypatch.setattr(import_writing, "MANY", 10_000)
    set_up(tmp_path)
    ways = [after(tmp_path, monkeypatch, said, many) for many in (1, 10_000)]

    for name, rows in ways[0].items():
        assert rows == ways[1][name]


def after(tmp_path, monkeypatch, said, many):
    """All rows once the file is in; then it is taken back."""
    monkeypatch.setattr(import_writing, "MANY", many)
    db.session.remove()
    savepoint = db.engines[None].begin_nested()
    try:
        brought(tmp_path, said)
        assert not spans.compare(ROOT, False, lambda *_: None).sentences()
        assert not search.differences()
        return stored()
    finally:
        db.session.remove()
        savepoint.rollback()


def set_many(monkeypatch):
    monkeypatch.setattr(import_writing, "MANY", 1)


def headcounts(number):
    query = select(Headcount.full).where(
        Headcount.organization_id == number, Headcount.known_to == OPEN
    )
    with system("test"):
        return db.session.scalars(query.order_by(Headcount.valid_from)).all()


def test_a_link_made_between_preparing_and_the_lock_is_counted(tmp_path, monkeypatch):
    set_many(monkeypatch)
    set_up(tmp_path)
    with system("test"):
        free = max(db.session.scalars(select(Organization.id)))
    party = factories.make_party("后建支部")
    with examining(ROOT, sheet(tmp_path, list(lines(COUNTED, SIZE - 4)))) as examined:
        prepare = examined.plan.prepare

        def meanwhile(actor):
            prepare(actor)
            factories.link(party, free)

        examined.plan.prepare = meanwhile
        commands.write(ROOT, examined)

    assert not spans.compare(ROOT, False, lambda *_: None).sentences()
    today = clock.today()
    with system("test"):
        span = db.session.scalars(
            select(CoverageSpan).where(
                CoverageSpan.organization_id == free,
                CoverageSpan.known_to == OPEN,
                CoverageSpan.valid_from <= today,
                CoverageSpan.valid_to > today,
            )
        ).one()
    assert span.party_ids == [party]
    assert span.full == COUNTED[SIZE - 5]["full"]


def test_a_fact_changed_between_preparing_and_the_lock_is_not_lost(tmp_path, monkeypatch):
    set_many(monkeypatch)
    set_up(tmp_path)
    with system("test"):
        mine = min(db.session.scalars(select(Organization.id)))
    said = [one | {"full": None} for one in COUNTED]
    with examining(ROOT, sheet(tmp_path, list(lines(said, SIZE - 4)))) as examined:
        prepare = examined.plan.prepare

        def meanwhile(actor):
            prepare(actor)
            brought(tmp_path / "..", [PLAIN | {"name": "", "full": 9}], 1)

        examined.plan.prepare = meanwhile
        commands.write(ROOT, examined)

    assert headcounts(mine)[-1] == 9
    assert not spans.compare(ROOT, False, lambda *_: None).sentences()


def test_what_lies_on_another_connection_is_sent_from_memory(tmp_path, monkeypatch):
    set_many(monkeypatch)
    set_up(tmp_path)
    monkeypatch.setattr(staging, "_lies_here", lambda *_: False)
    brought(tmp_path, COUNTED, SIZE - 4)

    with system("test"):
        ids = sorted(db.session.scalars(select(Organization.id)))
    assert [headcounts(n)[-1] for n in ids] == [one["full"] for one in COUNTED[: SIZE - 4]]
    assert not spans.compare(ROOT, False, lambda *_: None).sentences()


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    set_many(monkeypatch)
    set_up(tmp_path)
    before = stored()

    def fail(*_, **__):
        raise RuntimeError("disk")

    monkeypatch.setattr(import_writing, "change", fail)
    with pytest.raises(RuntimeError):
        brought(tmp_path, COUNTED, SIZE - 4)

    db.session.remove()
    with work(ROOT):
        assert stored() == before
