"""Many newcomers poured in at once stand as if each had been entered alone."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.cli import spans
from partybuild.coverage.models import CoverageSpan
from partybuild.db import OPEN, db
from partybuild.db.work import work
from partybuild.organizations import codes, import_writing
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import (
    Headcount,
    Organization,
    OrganizationContact,
    OrganizationEvent,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.party.kinds import PartyKind
from partybuild.party.models import MassCover
from partybuild.regions import commands as regions
from partybuild.regions import divisions
from partybuild.search import commands as search
from partybuild.search.models import SearchEntry
from tests import factories
from tests.imports.bringing import bring, outcomes
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
HEAD = [
    *("统一社会信用代码", "组织名称", "组织类型", "区划代码", "成立登记日期", "正式党员数"),
    *("联系电话", "已建群团", "组织状态", "状态日期", "党建工作机构", "备案编号"),
]
MODELS = (
    Organization,
    OrganizationProfile,
    OrganizationStanding,
    Headcount,
    OrganizationContact,
    MassCover,
    OrganizationEvent,
    CoverageSpan,
    SearchEntry,
)
LEFT_OUT = {"id", "change", "known_from", "recorded_at"}


def lines():
    yield HEAD
    states = [(None, None), ("注销", "2026-10-08"), ("活动异常", "2026-09-01"), ("正常", None)]
    for number in range(20):
        state, day = states[number % 4]
        region = ("610103", "610103001", "610104001")[number % 3]
        code = codes.make("51", "610103", 760000 + number)
        yield [
            *(code, f"众{number}会（演示）", "社团", region, "2021-03-02", number % 5),
            *(f"138{number:08d}", "工会" if number % 3 else None, state, day),
            *("碑林区社会组织党委", None),
        ]
    for number in range(3):
        name = f"众{number}队（演示）"
        yield [None, name, "备案", "610103001", "2022-01-01", *[None] * 7]


def stored(found):
    """Every row of the organizations, without numbers that depend on the order of writing."""
    rows = {}
    with system("test"):
        for model in MODELS:
            table = model.__table__
            key = "thing_id" if model is SearchEntry else "organization_id"
            column = table.c.id if model is Organization else table.c[key]
            query = select(table).where(column.in_(list(found)))
            if model is SearchEntry:
                query = query.where(table.c.thing == "organization")
            if "known_to" in table.c:
                query = query.where(table.c.known_to == OPEN)
            rows[model.__name__] = sorted(
                (str(_plain(row, found)) for row in db.session.execute(query).mappings()),
            )
    return rows


def _plain(row, found):
    values = {name: value for name, value in row.items() if name not in LEFT_OUT}
    for name in ("organization_id", "thing_id"):
        if name in values:
            values[name] = found[values[name]]
    return sorted((name, repr(value)) for name, value in values.items())


def brought(tmp_path):
    """The organizations that the file makes, by id."""
    plan = bring(ROOT, tmp_path, list(lines()))
    assert outcomes(plan) == (23, 0, 0, 0)
    with system("test"):
        rows = db.session.execute(select(Organization.id, Organization.name)).all()
    return {row.id: row.name for row in rows if row.name.startswith("众")}


def test_poured_in_and_entered_one_by_one_are_the_same(tmp_path, monkeypatch):
    factories.make_party("碑林区社会组织党委", kind=PartyKind.COMMITTEE)
    monkeypatch.setattr(import_writing, "MANY", 2)
    found = brought(tmp_path)

    differences = spans.compare(ROOT, False, lambda *_: None)
    assert not differences.sentences()
    assert not search.differences()
    rows = stored(found)
    with system("test"):
        spans_now = db.session.scalars(
            select(CoverageSpan).where(CoverageSpan.known_to == OPEN)
        ).all()
        states = {row.name: row.state for row in db.session.execute(select(Organization.__table__))}
    assert len(rows["OrganizationProfile"]) == len(rows["Headcount"]) + 3 == 23
    assert states["众1会（演示）"] is OrganizationState.DEREGISTERED
    assert max(s.valid_to for s in spans_now if s.name == "众1会（演示）") == date(2026, 10, 8)


def test_every_row_is_the_same_either_way(tmp_path, monkeypatch, database):
    with work(ROOT):
        regions.add_division(divisions.street("610104001"))
    factories.make_party("碑林区社会组织党委", kind=PartyKind.COMMITTEE)
    kept = []
    for many in (2, 10_000):
        monkeypatch.setattr(import_writing, "MANY", many)
        db.session.remove()
        savepoint = database.engines[None].begin_nested()
        kept.append(stored(brought(tmp_path)))
        db.session.remove()
        savepoint.rollback()

    for name, rows in kept[0].items():
        assert rows == kept[1][name]
