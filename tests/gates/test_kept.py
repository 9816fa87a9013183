"""Kept counts of verdicts are what the verdicts give, on every day, whatever happened before."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from partybuild.access.scope import system
from partybuild.coverage import scopes
from partybuild.db import db
from partybuild.gates import figures, keeping, kept, queries, rebuilding
from partybuild.gates.answering import Said, say
from partybuild.gates.figures import NOTHING, Changes, moved
from partybuild.gates.kinds import AnswerKind, Verdict
from partybuild.gates.models import SyncFigure
from partybuild.jobs.models import Job
from partybuild.organizations.kinds import OrganizationKind
from tests import factories
from tests.gates.test_pages import follow
from tests.gates.test_recount import elect, random_life

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
UNITS = ("610000", "610100", "610103", "610102")
DAYS = (
    date(2024, 11, 1),
    date(2026, 6, 30),
    date(2026, 7, 1),
    date(2026, 11, 19),
    TODAY,
    date(2026, 12, 31),
    date(2027, 1, 4),
)


class Silent:
    def step(self, done, total=0, message=""):
        pass


def fill(cast):
    rebuilding.fill(cast.an, {}, Silent())


def differences():
    with system("测试"):
        return keeping.differences()


def plain(found):
    """Counts without zeros."""
    return {
        key: {
            rule: {verdict: n for verdict, n in verdicts.items() if n}
            for rule, verdicts in rules.items()
            if any(verdicts.values())
        }
        for key, rules in found.items()
        if any(any(verdicts.values()) for verdicts in rules.values())
    }


def assert_alike(actor, code, day):
    scope = scopes.of_region(actor, code)
    for by in ("region", "kind"):
        if by == "region" and scope.region.level == figures.DEEPEST:
            continue
        found = kept.counts(actor, scope, by, day)
        assert found is not None, (code, by, day)
        assert plain(found) == plain(queries.counts(actor, scope, by, day)), (code, by, day)


def months(day):
    return keeping.window(day)[: keeping.MONTHS + 1]


def assert_lines_alike(actor, code, day):
    scope = scopes.of_region(actor, code)
    found = kept.cohorts(actor, scope, day, months(day))
    assert found is not None
    for rule in ("registration", "election"):
        counted = queries.cohorts(actor, scope, rule, day, months(day)[0])
        assert plain({0: found.get(rule, {})}) == plain({0: dict(counted)}), (code, rule)


@pytest.mark.parametrize("seed", range(5))
def test_after_any_history_they_are_those_of_the_verdicts(cast, seed):
    for code in ("610103", "610102", "610104"):
        factories.make_organization(registered_on=date(2020, 1, 2), unit=code)
    fill(cast)
    numbers = random_life(seed)
    with factories.inside():
        review = date(2026, 12, 20)
        answer = Said("registration", AnswerKind.NOT_YET, TODAY, "没有党员", review_on=review)
        say(cast.sheng, numbers[0], answer)

    assert differences() == []
    for code in UNITS:
        for day in DAYS:
            assert_alike(cast.sheng, code, day)
        assert_lines_alike(cast.sheng, code, TODAY)
    before = snapshot()
    fill(cast)
    assert snapshot() == before


def snapshot():
    """What is kept, but for places in which nothing ever was."""
    with system("测试"):
        rows = db.session.scalars(select(SyncFigure)).all()
    return {
        (row.unit_id, row.own, row.month): (row.standing, row.moves, row.triggered)
        for row in rows
        if row.standing or row.moves or row.triggered
    }


def test_a_day_to_come_needs_no_job(cast, monkeypatch):
    number = factories.make_organization(registered_on=TODAY)
    fill(cast)
    scope = scopes.of_region(cast.sheng, "610103")

    def pending(day):
        return kept.number(cast.sheng, scope, day, ("registration", ""), [Verdict.PENDING])

    assert number
    assert pending(TODAY) == 1
    assert pending(date(2026, 11, 27)) == 1
    assert pending(date(2026, 11, 28)) == 0
    missing = kept.number(
        cast.sheng, scope, date(2027, 1, 4), ("registration", ""), [Verdict.MISSING]
    )
    assert missing == 1


def test_what_is_not_kept_is_counted(cast, as_actor):
    number = factories.make_organization(registered_on=date(2026, 6, 1))
    scope = scopes.of_region(cast.sheng, "610103")

    assert number
    assert kept.counts(cast.sheng, scope, "kind", TODAY) is None
    fill(cast)
    assert kept.counts(cast.sheng, scope, "kind", TODAY) is not None
    for day in (date(2024, 10, 31), date(2027, 2, 1)):
        assert kept.counts(cast.sheng, scope, "kind", day) is None
    assert kept.counts(cast.sheng, scope, "body", TODAY) is None


def test_a_planted_difference_is_named_and_mended(cast):
    factories.make_organization(registered_on=date(2026, 6, 1))
    fill(cast)
    assert rebuilding.faults() == []
    with factories.inside(), system("测试"):
        row = db.session.scalars(
            select(SyncFigure).where(SyncFigure.month == date(2026, 11, 1), ~SyncFigure.own)
        ).first()
        wrong = {cell: n + 1 for cell, n in row.standing.items()}
        db.session.execute(update(SyncFigure).where(SyncFigure.id == row.id).values(standing=wrong))

    (sentence,) = rebuilding.faults()
    assert "2026-11 的同步判定计数与判定不符" in sentence
    fill(cast)
    assert rebuilding.faults() == []


def test_a_recount_of_very_many_fills_them_at_its_end(cast, monkeypatch):
    for n in range(5):
        factories.make_organization(registered_on=date(2026, 6, 1 + n))
    fill(cast)
    before = snapshot()
    monkeypatch.setattr(rebuilding, "PART", 2)
    done = []

    class Watching(Silent):
        def step(self, at, total=0, message=""):
            done.append((at, len(snapshot())))

    rebuilding.rebuild(cast.an, {}, Watching())

    assert done == [(0, 0), (2, 0), (4, 0)]
    assert snapshot() == before
    assert not rebuilding.turn_month(cast.an)


def test_a_missing_row_is_named(cast):
    factories.make_organization(registered_on=date(2026, 6, 1))
    fill(cast)
    with factories.inside(), system("测试"):
        last = SyncFigure.month == date(2026, 11, 1)
        row = db.session.scalars(select(SyncFigure).where(SyncFigure.own, last)).one()
        db.session.delete(row)
        db.session.flush()

    (sentence,) = rebuilding.faults()
    assert "本级" in sentence


def test_every_number_of_the_pages_is_still_that_of_its_list(cast, as_actor):
    dice = random.Random(3)
    for n in range(24):
        day = date(2026, 5, 1) + timedelta(days=dice.randrange(190))
        unit = ("610000", "610100", "610103", "610103001")[n % 4]
        number = factories.make_organization(registered_on=day, unit=unit)
        if n % 2:
            factories.assign(number, day=date(2026, 11, 10), name=f"指导{n}")
        if n % 3 == 0:
            elect(number, date(2026, 11, 12))
    fill(cast)
    client = as_actor(cast.sheng)

    for page in ("?region=610000", "?region=610000&own=1", "?region=610103&by=kind"):
        numbers, _ = follow(client, f"/gates/{page}&day=2026-11-20")
        assert numbers > 3
    _, rates = follow(client, "/gates/trend?region=610100")
    assert rates > 3


def test_kept_pages_cost_the_same_for_many(cast, as_actor, queries):
    def make(count):
        for n in range(count):
            number = factories.make_organization(registered_on=date(2026, 11, 2), full=n % 4)
            elect(number, date(2026, 11, 12))

    client = as_actor(cast.sheng)
    pages = ("/gates/?region=610100", "/gates/trend", "/gates/list?rule=election")
    make(4)
    fill(cast)
    counted = []
    for _ in range(2):
        for page in pages:
            client.get(page)
        with queries() as found:
            for page in pages:
                assert client.get(page).status_code == 200
        counted.append(len(found))
        make(8)

    assert counted[0] == counted[1]


def test_the_months_move_on_with_time(cast, monkeypatch):
    factories.make_organization(registered_on=date(2026, 6, 1))
    fill(cast)
    assert not rebuilding.turn_month(cast.an)

    monkeypatch.setattr("partybuild.clock.today", lambda: date(2026, 12, 1))
    assert rebuilding.turn_month(cast.an)
    with system("测试"):
        assert rebuilding.FIGURES in set(db.session.scalars(select(Job.kind)))
    assert not rebuilding.turn_month(cast.an)


def test_a_county_sees_its_own_counts_only(cast):
    factories.make_organization(registered_on=date(2026, 6, 1), unit="610102")
    fill(cast)
    with system("测试"):
        province = db.session.scalars(select(SyncFigure).where(~SyncFigure.own)).all()
    units = {row.unit_id for row in province}
    scope = scopes.of_region(cast.sheng, "610102")

    assert len(units) == 3
    assert kept.counts(cast.sheng, scope, "kind", TODAY)
    assert kept.counts(cast.bo, scope, "kind", TODAY) is None


def test_sums_over_months():
    kind = OrganizationKind.ASSOCIATION
    row = {
        "rule": "r",
        "verdict": Verdict.PENDING,
        "kind": kind,
        "unit_id": 5,
        "level1_id": 1,
        "level2_id": 2,
        "level3_id": None,
        "level4_id": None,
        "valid_from": date(2026, 1, 30),
        "valid_to": date(2026, 3, 2),
        "next_on": date(2026, 2, 20),
        "trigger_on": date(2026, 1, 30),
    }
    changes = Changes()
    changes.note(2, row)
    months = [date(2026, n, 1) for n in (1, 2, 3)]
    place = (2, False)
    found = moved(dict.fromkeys(months, NOTHING), changes.current[place], changes.months(place))

    cell = figures.text_of("r", Verdict.PENDING, kind)
    held = [figures.on(found[m].standing, found[m].moves, m.replace(day=28)) for m in months]
    assert held == [{}, {}, {}]
    assert figures.on(found[months[0]].standing, found[months[0]].moves, date(2026, 1, 30)) == {
        cell: 2
    }
    assert found[months[1]].standing == {cell: 2}
    triggered = found[months[0]].triggered
    assert figures.on({}, triggered, date(2026, 3, 1)) == {cell: 2}
    assert figures.on({}, triggered, date(2026, 3, 2)) == {}
    assert set(changes.current) == {(1, False), (2, False), (5, True)}
