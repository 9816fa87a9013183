"""A page of a list is the part of the whole ordered list, however it is found."""

import random
from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import visible
from partybuild.coverage import asked as asking
from partybuild.coverage import lists, ordering
from partybuild.coverage.models import CoverageSpan
from partybuild.coverage.narrowing import Sieve
from partybuild.db import OPEN, db
from partybuild.regions.models import Region
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
UNITS = ("610100", "610103", "610103001", "610103002")


@pytest.fixture
def crowd(cast):
    """140 organizations, some without counts, some ending ahead, one transferred."""
    chance = random.Random(5)
    with factories.inside():
        for number in range(140):
            factories.make_organization(
                f"{chance.choice('甲乙丙丁')}{number:03d}协会（演示）",
                unit=chance.choice(UNITS),
                full=chance.choice((None, 0, 0, 0, 1, 3, 8)),
                probationary=chance.choice((None, 0, 1)),
            )
        moved = factories.make_organization(unit="610103", full=2)
    factories.transfer(moved, "610100", date(2026, 12, 24))
    factories.transfer(moved, "610103001", date(2026, 5, 1))
    return cast.shi


def in_order(actor, sort, asked=None):
    asked = asked or asking.read(actor, {})
    codes = {unit.id: unit.code for unit in db.session.scalars(select(Region))}
    inside = visible(actor, CoverageSpan).where(asked.scope.inside(CoverageSpan))
    spans = [
        span
        for span in db.session.scalars(inside)
        if span.known_to == OPEN and span.valid_from <= asked.day < span.valid_to
    ]
    firsts = {
        "members": lambda span: (span.full or 0) + (span.probationary or 0),
        "unit": lambda span: codes[span.unit_id],
    }
    first = firsts[sort.removeprefix("-")]
    spans.sort(key=lambda s: (first(s), s.sort_key, s.organization_id), reverse=sort[0] == "-")
    return [span.organization_id for span in spans]


def leafed(actor, sort):
    """All pages one after another."""
    asked = asking.read(actor, {})
    found = lists.query(actor, asked, "organizations", None, Sieve())
    pages, cursor = [], ""
    while True:
        page = lists.page(actor, asked, found, "organizations", sort, cursor, False)
        assert page.count == page.number == 141
        pages.append([row.id for row in page.rows])
        cursor = page.next
        if not cursor:
            return pages


@pytest.mark.parametrize("many", [1, 7, 40, 3000])
@pytest.mark.parametrize("sort", ["members", "-members", "unit", "-unit"])
def test_pages_are_the_ordered_list(crowd, monkeypatch, sort, many):
    monkeypatch.setattr(ordering, "MANY", many)
    pages = leafed(crowd, sort)

    assert [len(page) for page in pages] == [50, 50, 41]
    assert [number for page in pages for number in page] == in_order(crowd, sort)


@pytest.mark.parametrize("many", [7, 3000])
@pytest.mark.parametrize("sort", ["members", "-members", "unit", "-unit"])
def test_one_leafs_back_to_where_one_came_from(crowd, monkeypatch, sort, many):
    monkeypatch.setattr(ordering, "MANY", many)
    asked = asking.read(crowd, {})
    found = lists.query(crowd, asked, "organizations", None, Sieve())
    first = lists.page(crowd, asked, found, "organizations", sort, "", False)
    second = lists.page(crowd, asked, found, "organizations", sort, first.next, False)
    again = lists.page(crowd, asked, found, "organizations", sort, second.previous, True)

    assert [row.id for row in again.rows] == [row.id for row in first.rows]


@pytest.mark.parametrize("field", ["full_members", "probationary_members", "members_no_condition"])
def test_sums_of_a_list_by_members_are_those_of_the_list_by_name(crowd, field):
    asked = asking.read(crowd, {})
    found = lists.query(crowd, asked, field, None, Sieve())
    by = {s: lists.page(crowd, asked, found, field, s, "", False) for s in ("name", "-members")}

    assert by["name"].number > 0
    assert (by["name"].count, by["name"].number) == (by["-members"].count, by["-members"].number)


@pytest.mark.parametrize("sort", ["-members", "unit"])
def test_a_units_own_and_a_past_day_are_ordered_as_well(crowd, monkeypatch, sort):
    monkeypatch.setattr(ordering, "MANY", 1)
    for given in ({"own": "1"}, {"day": "2026-01-31"}, {"region": "610103"}):
        asked = asking.read(crowd, given)
        found = lists.query(crowd, asked, "organizations", None, Sieve())
        page = lists.page(crowd, asked, found, "organizations", sort, "", False)
        wanted = in_order(crowd, sort, asked)

        assert page.count == len(wanted) > 0
        assert [row.id for row in page.rows] == wanted[:50]
