"""A basis may leave out by age: figures, lists, lines and movement of a day depend on that day."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partybuild.coverage import kept, moving, queries, scopes, trend
from partybuild.coverage.age import Age
from partybuild.coverage.basis import REGISTERED, Basis, in_basis
from partybuild.coverage.figures import INDICATORS, count
from partybuild.coverage.movement import Period, Scope, Trace, movements
from partybuild.coverage.rules import spans_of
from partybuild.db import db
from partybuild.policies.models import Policy
from tests import factories
from tests.coverage import worlds
from tests.coverage.test_queries import START, pure, random_world
from tests.coverage.worlds import PLAIN, day, history, modest, on, span

YOUNG = Basis("grown", "满三个月口径", exclude_younger=Age(3, "months"))
DAYS = Basis("days", "满百日口径", exclude_younger=Age(100, "days"))
OLD = Basis("recent", "新登记口径", exclude_older=Age(12, "months"))
BOTH = replace(YOUNG, name="between", exclude_older=Age(400, "days"))
BASES = (YOUNG, DAYS, OLD, BOTH)
anydays = st.dates(date(1990, 1, 1), date(2026, 11, 20))
ages = st.one_of(
    st.builds(Age, st.integers(1, 800), st.just("days")),
    st.builds(Age, st.integers(1, 40), st.just("months")),
)


def full_months(since, till):
    """How many months have passed; one that ends on no such day ends with its month."""
    whole = (till.year - since.year) * 12 + till.month - since.month
    last = till.day == monthrange(till.year, till.month)[1]
    return whole - (till.day < since.day and not last)


def counted(basis, registered, when):
    """Naively: by the age on the day, and on the day before for those that grow too old."""

    def old(age, till):
        if age.unit == "days":
            return (till - registered).days >= age.count
        return full_months(registered, till) >= age.count

    younger, older = basis.exclude_younger, basis.exclude_older
    return (younger is None or old(younger, when)) and (
        older is None or not old(older, when - timedelta(1))
    )


class TestAge:
    @modest
    @given(ages, anydays, anydays)
    def test_the_day_it_is_reached_and_the_last_day_of_registration_agree(self, age, born, when):
        assert (age.reached(born) <= when) == (born <= age.cutoff(when))

    @modest
    @given(anydays, anydays)
    def test_who_is_counted_on_a_day(self, born, when):
        for basis in BASES:
            assert in_basis(span(registered_on=born), basis.on(when)) == counted(basis, born, when)

    def test_a_month_that_has_no_such_day_is_full_with_its_last(self):
        assert Age(1, "months").reached(date(2026, 1, 31)) == date(2026, 2, 28)
        assert Age(1, "months").cutoff(date(2026, 2, 28)) == date(2026, 1, 31)

    def test_without_a_day_nothing_can_be_counted(self):
        with pytest.raises(ValueError, match="bound to no day"):
            in_basis(span(registered_on=START), YOUNG)

    def test_of_unknown_age_it_is_counted(self):
        assert in_basis(span(registered_on=None), BOTH.on(START))

    def test_it_survives_being_published(self):
        assert Basis.from_policy(BOTH.on(START).to_policy()) == BOTH
        assert YOUNG.to_policy()["exclude_younger"] == {"months": 3}
        assert not YOUNG.everybody


class TestMovement:
    MONTH = Period(date(2026, 9, 30), date(2026, 10, 31))
    HERE = Scope(lambda one: one.standing.unit_id == 1, YOUNG)

    def trace(self, registered, **pieces):
        standing = replace(PLAIN, registered_on=registered)
        [only] = spans_of(history(standing=[worlds.Piece(registered, date.max, standing)]))
        spans = spans_of(history(**pieces)) if pieces else [only]
        restated = on(spans, self.MONTH.opening)
        return Trace(restated, restated, spans)

    def items(self, trace, scope):
        found = movements({1: trace}, self.MONTH, scope)
        assert all(row.balances for row in found.rows)
        return [
            (i.column, i.amount, i.event, i.day)
            for i in found.items
            if i.indicator == "organizations"
        ]

    def test_coming_of_age_is_a_change_of_class_on_its_day(self):
        came = [("reclassified", 1, "登记年限：未满3个月→已满3个月", date(2026, 10, 15))]
        assert self.items(self.trace(date(2026, 7, 15)), self.HERE) == came

    def test_growing_too_old_is_one_on_the_day_after(self):
        scope = replace(self.HERE, basis=OLD)
        assert self.items(self.trace(date(2025, 10, 15)), scope) == [
            ("reclassified", -1, "登记年限：未超过12个月→超过12个月", date(2026, 10, 16))
        ]

    @pytest.mark.parametrize("registered", [date(2026, 6, 30), date(2026, 8, 1), date(2026, 10, 9)])
    def test_who_was_or_stays_young_does_not_move(self, registered):
        assert self.items(self.trace(registered), self.HERE) == []


@st.composite
def _traces(draw):
    registered = draw(st.dates(worlds.START - timedelta(60), worlds.START + timedelta(30)))
    known = draw(worlds.histories)
    told = draw(worlds.histories) if draw(st.booleans()) else known
    now, then = (
        spans_of(
            replace(
                one,
                standing=[
                    replace(p, value=replace(p.value, registered_on=registered))
                    for p in one.standing
                ],
            )
        )
        for one in (known, told)
    )
    return Trace(on(then, day(10)), on(now, day(10)), now)


@modest
@given(
    st.lists(_traces(), max_size=4).map(lambda found: dict(enumerate(found, 1))),
    st.sampled_from([Age(20, "days"), Age(1, "months"), None]),
    st.sampled_from([Age(45, "days"), Age(2, "months"), None]),
)
def test_the_movement_balances_between_the_counts_of_its_two_days(traces, younger, older):
    basis = Basis("aged", "年限口径", exclude_younger=younger, exclude_older=older)
    period = Period(day(10), day(30))
    units = worlds.UNITS[:2]
    rows, parts = (
        [movements(traces, period, Scope(lambda s, u=u: s.standing.unit_id in u, basis)).rows]
        for u in (units, units[:1])
    )
    [whole], [first] = rows, parts
    [second] = [
        movements(traces, period, Scope(lambda s: s.standing.unit_id == units[1], basis)).rows
    ]
    here = lambda spans: [s for s in spans if s is not None and s.standing.unit_id in units]
    opening = count(here(t.reported for t in traces.values()), basis.on(period.opening))
    closing = count(here(on(t.spans, period.closing) for t in traces.values()), basis.on(day(30)))
    for row, one, other in zip(whole, first, second, strict=True):
        assert row.balances
        assert row.opening == getattr(opening, row.indicator)
        assert row.closing == getattr(closing, row.indicator)
        for name in ("added", "removed", "reclassified", "corrected"):
            assert getattr(row, name) == getattr(one, name) + getattr(other, name)


def expected(actor, scope, when, basis):
    """From the spans of the day, by the naive age of each."""
    spans = pure(actor, scope, when)
    return count([s for s in spans if counted(basis, s.standing.registered_on, when)], REGISTERED)


def same(found, wanted):
    return {f: getattr(found, f) for f in INDICATORS} == {f: getattr(wanted, f) for f in INDICATORS}


@pytest.mark.usefixtures("database")
class TestDatabase:
    @pytest.mark.parametrize("seed", range(3))
    def test_figures_of_any_day_are_the_naive_count_and_lists_as_long(self, cast, seed):
        random_world(seed)
        scope = scopes.of_region(cast.sheng, "610000")
        for when in (date(2024, 9, 1), date(2025, 2, 28), date(2026, 6, 1), date(2026, 11, 20)):
            for basis in BASES:
                wanted = expected(cast.sheng, scope, when, basis)
                for by in ("region", "kind", "body"):
                    found = queries.figures(cast.sheng, scope, by, when, basis).total
                    assert same(found, wanted), (basis.name, when, by)
                assert same(queries.whole(cast.sheng, scope, when, basis), wanted)
                for field in ("organizations", "covered", "should_build", "filed"):
                    rows = queries.listed(cast.sheng, scope, field, when, basis)
                    assert len(db.session.scalars(rows).all()) == getattr(wanted, field)

    def test_the_line_of_many_days_says_what_each_day_says(self, cast):
        random_world(4)
        scope = scopes.of_region(cast.sheng, "610000")
        days = trend.month_ends(date(2026, 11, 20))
        for basis in (*BASES, REGISTERED):
            line = trend.on_days(cast.sheng, scope, days, basis, INDICATORS)
            for when in days:
                whole = queries.whole(cast.sheng, scope, when, basis)
                assert line[when] == {field: getattr(whole, field) for field in INDICATORS}

    def test_nothing_is_kept_under_it(self, cast):
        scope = scopes.of_region(cast.sheng, "610000")
        assert kept.label(YOUNG) is None
        assert kept.wholes(cast.sheng, scope, [date(2026, 10, 31)], YOUNG) == {}

    @pytest.mark.parametrize("seed", range(2))
    def test_a_month_moves_from_one_days_figures_to_the_others(self, cast, seed):
        random_world(seed)
        for code in ("610000", "610103"):
            scope = scopes.of_region(cast.sheng, code)
            period = Period(date(2026, 4, 30), date(2026, 5, 31))
            for basis in BASES:
                found = moving.movement(cast.sheng, scope, period, basis)
                ends = [
                    expected(cast.sheng, scope, when, basis)
                    for when in (period.opening, period.closing)
                ]
                for row in found.rows:
                    if row.indicator in INDICATORS:
                        assert row.balances
                        said = [getattr(end, row.indicator) for end in ends]
                        assert [row.opening, row.closing] == said

    def test_one_that_comes_of_age_is_named_and_nothing_else_happened(self, cast):
        factories.make_organization(name="己会（演示）", registered_on=date(2026, 7, 15))
        factories.make_organization(name="庚会（演示）", registered_on=date(2020, 7, 15))
        scope = scopes.top(cast.bo)
        period = Period(date(2026, 9, 30), date(2026, 10, 31))
        found = moving.movement(cast.bo, scope, period, YOUNG)
        assert [
            (item.name, item.column.value, item.day)
            for item in found.items
            if item.indicator == "organizations"
        ] == [("己会（演示）", "reclassified", date(2026, 10, 15))]


@pytest.fixture
def published(database):
    """口径“满三个月”, published as data."""
    db.session.rollback()
    with factories.inside():
        db.session.add(
            Policy(
                kind="basis",
                name="grown",
                version=2,
                label="满三个月口径",
                state="published",
                valid_from=date(2025, 1, 1),
                source="样例",
                author="测试",
                content=YOUNG.to_policy(),
            )
        )


class TestPublished:
    def test_the_page_and_its_lists_go_by_the_day(self, as_actor, cast, published):
        factories.make_organization(name="己会（演示）", registered_on=date(2026, 7, 15))
        client = as_actor(cast.bo)
        for when, shown in (("2026-10-14", False), ("2026-10-15", True)):
            address = f"basis=grown&day={when}&region=610103"
            assert (
                "满三个月口径（第2版）"
                in client.get(f"/coverage?{address}", follow_redirects=True).text
            )
            found = client.get(f"/coverage/list?field=organizations&{address}").text
            assert ("己会（演示）" in found) == shown
        moved = client.get("/coverage/movement?basis=grown&day=2026-10-31").text
        assert "登记年限：未满3个月→已满3个月" in moved

    def test_the_workbook_says_it_in_words(self, cast, tmp_path, published):
        from partybuild.returns import commands
        from partybuild.returns.verify import values_of

        factories.make_organization(registered_on=date(2026, 10, 15))
        path = tmp_path / "m.xlsx"
        top = scopes.top(cast.bo)
        issued = commands.issue(cast.bo, top, date(2026, 10, 1), path, "grown")
        assert issued.written.total["organizations"] == 0
        assert any(
            "不计入：至统计日登记未满3个月的社会组织" in str(row)
            for row in values_of(path)["口径说明"]
        )
