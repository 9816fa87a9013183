"""Kept unit figures are what the spans give, whatever happens after they were filled."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from partybuild.access.actor import command_line
from partybuild.access.scope import system, visible
from partybuild.coverage import keeping, kept, queries, rebuilding, refilling, scopes, yearly
from partybuild.coverage.basis import OPERATING, REGISTERED
from partybuild.coverage.models import CoverageSpan, UnitFigure
from partybuild.coverage.trend import month_ends
from partybuild.db import OPEN, db
from partybuild.db.work import work
from partybuild.jobs import worker
from partybuild.jobs.commands import enqueue
from partybuild.jobs.models import Job
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from tests import factories
from tests.coverage.test_queries import random_world
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
DAYS = (date(2025, 12, 31), date(2026, 10, 31), TODAY)
CITY = "610100"


def fill(*days):
    province = factories.region("610000").id
    for day in days or DAYS:
        with work(ROOT), system("test"):
            rebuilding.fill(province, day)


def same_as_spans(actor):
    for code in ("610000", "610100", "610103", "610103001"):
        scope = scopes.of_region(actor, code)
        for day in DAYS:
            for basis in (REGISTERED, OPERATING):
                found = kept.table(actor, scope, day, basis)
                if found is not None:
                    assert found == queries.figures(actor, scope, "region", day, basis)
                yield found is not None


def test_filled_figures_are_those_of_the_spans(cast):
    random_world(1)
    fill()

    assert all(same_as_spans(cast.sheng))
    assert rebuilding.check() == []


@pytest.mark.parametrize("seed", range(3))
def test_they_follow_whatever_happens(cast, seed):
    chance = random.Random(seed)
    organizations = random_world(seed, size=15)
    fill()
    day = lambda: date(2025, 1, 1) + timedelta(days=chance.randrange(680))
    for _ in range(12):
        one = chance.choice(organizations)
        match chance.randrange(6):
            case 0:
                factories.make_party(covers=[one], founded_on=day(), full=chance.choice((None, 4)))
            case 1:
                factories.assign(one, day())
            case 2:
                unit = chance.choice(("610100", "610103001", "610103004", "610102"))
                factories.make_organization(unit=unit, full=3, registered_on=day())
            case 3:
                factories.make_organization(kind=OrganizationKind.FILED, zombie=True)
            case 4:
                ended = (OrganizationState.DEREGISTERED, day(), "")
                factories.make_organization(registered_on=date(2024, 12, 30), ended=ended)
            case 5:
                later = date(2026, 10, 1) + timedelta(days=chance.randrange(50))
                factories.transfer(one, chance.choice(("610102", "610103001")), later)

    assert rebuilding.check() == []
    assert all(same_as_spans(cast.sheng))


def years_of(actor, code, days):
    """(registered, ended) by year, from the days of lives alone."""
    scope, lives = scopes.of_region(actor, code), defaultdict(list)
    for span in db.session.scalars(visible(ROOT, CoverageSpan)):
        if span.known_to == OPEN:
            lives[span.organization_id].append(span)
    inside = set(
        db.session.scalars(
            visible(actor, CoverageSpan, CoverageSpan.id).where(scope.inside(CoverageSpan))
        )
    )
    found = {field: Counter() for field in yearly.FIELDS}
    for life in lives.values():
        first = min(life, key=lambda span: span.valid_from)
        last = max(life, key=lambda span: span.valid_from)
        for field, span, day in (
            ("registered_in", first, first.valid_from),
            ("ended_in", last, last.valid_to),
        ):
            if span.id in inside and span.kind.registered and day <= days[-1]:
                found[field][day.year] += 1
    return {field: {day.year: years[day.year] for day in days} for field, years in found.items()}


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_years_are_those_of_the_lives(cast, seed, filled):
    random_world(seed, size=20)
    days = [date(2024, 12, 31), date(2025, 12, 31), TODAY]
    if filled:
        fill(*days)
    factories.make_organization(ended=(OrganizationState.DEREGISTERED, date(2026, 2, 1), ""))
    moved = factories.make_organization(registered_on=date(2024, 5, 1))
    factories.transfer(moved, "610102", date(2025, 6, 1))
    for code in ("610000", "610103", "610102", "610103001"):
        scope = scopes.of_region(cast.sheng, code)
        assert bool(kept.counts(cast.sheng, scope, days, REGISTERED)) == filled
        counted = yearly.counts(cast.sheng, scope, REGISTERED, days)
        wanted = years_of(cast.sheng, code, days)
        for field in yearly.FIELDS:
            found = {day.year: counted[field].get(day.year, 0) for day in days}
            assert found == wanted[field], (code, field)


def test_the_first_organization_of_a_street_gets_a_row(cast):
    factories.make_organization(unit="610103")
    fill(TODAY)
    factories.make_organization(unit="610103002")
    scope = scopes.of_region(cast.sheng, "610103002")

    assert kept.wholes(cast.sheng, scope, [TODAY], REGISTERED)[TODAY].organizations == 1


def test_many_changes_at_once_drop_what_was_kept_and_nothing_else(cast, monkeypatch):
    monkeypatch.setattr(keeping, "FEW", 2)
    factories.make_organization(unit="610102")
    factories.make_organization(unit="610103")
    fill(TODAY)
    with factories.inside():
        for _ in range(5):
            factories.make_organization(unit="610103", registered_on=date(2026, 1, 1))

    def standing(code):
        scope = scopes.of_region(cast.sheng, code)
        return TODAY in kept.wholes(cast.sheng, scope, [TODAY], REGISTERED)

    assert [standing(code) for code in ("610000", "610103", "610102")] == [False, False, True]
    assert (
        queries.whole(
            cast.sheng, scopes.of_region(cast.sheng, "610103"), TODAY, REGISTERED
        ).organizations
        == 6
    )


def test_figures_that_do_not_add_up_are_not_shown_but_reported(cast):
    factories.make_organization(unit="610103", full=3)
    fill(TODAY)
    with work(ROOT), system("test"):
        row = db.session.scalars(
            select(UnitFigure).where(
                UnitFigure.unit_id == factories.region("610103").id,
                UnitFigure.own.is_(False),
                UnitFigure.basis == "registered/1",
            )
        ).one()
        row.counts = {**row.counts, "covered": 7}
        db.session.flush()
    db.session.expire_all()

    assert kept.table(cast.sheng, scopes.of_region(cast.sheng, CITY), TODAY, REGISTERED) is None
    assert [
        s for s in rebuilding.check() if "碑林区" in s and "组织覆盖数" in s and "留存为 7" in s
    ]


def test_the_job_fills_today_and_the_month_ends_and_drops_other_days(cast):
    class Silent:
        def step(self, done, total=0, message=""):
            assert done <= total

    random_world(2, size=6)
    fill(date(2026, 10, 17))
    rebuilding.rebuild(ROOT, {}, Silent())
    days = set(db.session.scalars(visible(ROOT, UnitFigure, UnitFigure.day)))

    assert days == {*yearly.year_ends(TODAY), *month_ends(TODAY, 48), TODAY}
    assert len(days) == 50
    assert rebuilding.check() == []


def test_kept_figures_of_next_door_are_not_seen(cast):
    factories.make_organization(unit="610103")
    fill(TODAY)

    assert db.session.scalar(visible(cast.cheng, UnitFigure, func.count())) == 0
    assert db.session.scalar(visible(cast.bo, UnitFigure, func.count())) > 0


def test_what_many_changes_dropped_is_filled_by_one_job_a_province(cast, monkeypatch):
    monkeypatch.setattr(keeping, "FEW", 2)
    random_world(4, size=6)
    fill()
    for founded in (date(2026, 1, 1), date(2025, 6, 1)):
        with factories.inside():
            for _ in range(5):
                factories.make_organization(unit="610103", registered_on=founded, full=3)
    city = scopes.of_region(cast.sheng, CITY)
    assert kept.wholes(cast.sheng, city, DAYS, REGISTERED) == {}
    with system("test"):
        waiting = select(Job.kind, Job.arguments, Job.user_id).where(Job.state == "queued")
        assert db.session.execute(waiting).all() == [(refilling.JOB, {"province": "610000"}, None)]

    db.session.rollback()
    while worker.run_once():
        pass
    db.session.rollback()

    assert set(kept.wholes(cast.sheng, city, DAYS, REGISTERED)) == set(DAYS)
    assert rebuilding.check() == []
    assert any([*same_as_spans(cast.sheng)])
    assert kept.wholes(cast.sheng, city, [TODAY], REGISTERED)[TODAY].organizations >= 10


def test_who_fills_everything_leaves_no_job_waiting_for_it(cast, monkeypatch):
    monkeypatch.setattr(keeping, "FEW", 2)
    random_world(5, size=6)
    with factories.inside():
        for _ in range(5):
            factories.make_organization(unit="610103")
    other = command_line("test")
    with work(other):
        enqueue(other, refilling.JOB, "别的省", {"province": "620000"})

    class Silent:
        def step(self, done, total=0, message=""):
            assert done <= total

    rebuilding.rebuild(ROOT, {"province": "610000"}, Silent())
    with system("test"):
        told = select(Job.arguments, Job.state).order_by(Job.id)
        assert [(row.arguments["province"], row.state) for row in db.session.execute(told)] == [
            ("610000", "cancelled"),
            ("620000", "queued"),
        ]
    assert rebuilding.check() == []


def test_few_changes_are_followed_without_a_job(cast):
    factories.make_organization(unit="610103")
    fill(TODAY)
    factories.make_organization(unit="610103")

    with system("test"):
        assert db.session.scalars(select(Job.id)).all() == []
