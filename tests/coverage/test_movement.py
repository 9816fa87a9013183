from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from partybuild.coverage.figures import INDICATORS, OPERATING, REGISTERED, Figures, count
from partybuild.coverage.movement import Column, Period, Scope, Trace, movements
from partybuild.coverage.rules import spans_of
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from tests.coverage import worlds
from tests.coverage.worlds import PLAIN, between, day, history, link, members, modest, on

MONTH = Period(day(10), day(30))
HERE = Scope(lambda span: span.standing.unit_id == 1, REGISTERED)
PARENT = Scope(lambda span: span.standing.unit_id in (1, 2), REGISTERED)
NEXT_DOOR = Scope(lambda span: span.standing.unit_id == 2, REGISTERED)
MOVED = [between(0, 20, PLAIN), between(20, 99, replace(PLAIN, unit_id=2))]


def trace(happenings=None, **pieces):
    """A trace of what is known now, and was known when the month before was reported."""
    spans = spans_of(history(**pieces))
    restated = on(spans, MONTH.opening)
    return Trace(restated, restated, spans, happenings or {})


def corrected(reported, **pieces):
    """The same, but the month before was reported otherwise."""
    return replace(trace(**pieces), reported=reported)


def moved(one, scope=HERE):
    """The columns in which something moved, by indicator; every row balances."""
    found = movements({1: one}, MONTH, scope)
    assert all(row.balances for row in found.rows)
    return {
        row.indicator: {
            name: number
            for name, number in row.as_row().items()
            if name not in ("indicator", "opening", "closing") and number
        }
        for row in found.rows
    }


def happened(one, indicator, scope=HERE):
    items = movements({1: one}, MONTH, scope).items
    return [(i.column, i.amount, i.event, i.day) for i in items if i.indicator == indicator]


def test_nothing_happened_moves_nothing_but_is_counted():
    found = movements({1: trace(links=[between(0, 99, link())])}, MONTH, HERE)
    rows = {row.indicator: row.as_row() for row in found.rows}
    assert tuple(rows) == INDICATORS
    contract = "indicator opening added removed in out reclassified corrected closing"
    assert list(rows["covered"]) == contract.split()
    assert list(rows["covered"].values()) == ["covered", 1, 0, 0, 0, 0, 0, 0, 1]
    assert found.items == ()


class TestEntryAndExit:
    def test_registered_in_the_month_is_added(self):
        born = trace({day(15): "成立登记"}, standing=[between(15, 99, PLAIN)])
        assert moved(born)["organizations"] == {"added": 1}
        assert happened(born, "organizations") == [("added", 1, "成立登记", day(15))]

    def test_ended_in_the_month_is_removed(self):
        gone = trace(
            {day(15): "注销"}, standing=[between(0, 15, PLAIN)], links=[between(0, 99, link())]
        )
        assert moved(gone)["covered"] == {"removed": 1}
        assert happened(gone, "covered") == [("removed", -1, "注销", day(15))]

    def test_a_life_within_the_month_is_both(self):
        brief = trace(standing=[between(15, 20, PLAIN)])
        assert moved(brief)["organizations"] == {"added": 1, "removed": 1}

    def test_an_end_that_was_taken_back_is_both(self):
        again = trace(standing=[between(0, 15, PLAIN), between(20, 99, PLAIN)])
        assert moved(again)["organizations"] == {"added": 1, "removed": 1}

    def test_the_opening_day_belongs_to_the_month_before(self):
        assert moved(trace(standing=[between(10, 99, PLAIN)]))["organizations"] == {}
        assert moved(trace(standing=[between(11, 99, PLAIN)]))["organizations"] == {"added": 1}

    def test_the_closing_day_belongs_to_the_month(self):
        assert moved(trace(standing=[between(0, 30, PLAIN)]))["organizations"] == {"removed": 1}
        assert moved(trace(standing=[between(0, 31, PLAIN)]))["organizations"] == {}

    def test_a_cover_that_came_after_the_registration_is_a_change_of_class(self):
        born = trace(standing=[between(15, 99, PLAIN)], links=[between(18, 99, link())])
        assert moved(born)["covered"] == {"reclassified": 1}
        assert happened(born, "covered") == [("reclassified", 1, "覆盖：未覆盖→单独组建", day(18))]


class TestTransfer:
    def test_what_leaves_one_unit_enters_the_other(self):
        transferred = trace(standing=MOVED, headcounts=[between(0, 99, members(4))])
        assert moved(transferred)["full_members"] == {"out": 4}
        assert moved(transferred, NEXT_DOOR)["full_members"] == {"in": 4}
        assert happened(transferred, "organizations") == [("out", -1, "统计归属变更", day(20))]

    def test_within_the_parent_it_cancels_and_is_shown(self):
        found = movements({1: trace(standing=MOVED)}, MONTH, PARENT)
        row = next(row for row in found.rows if row.indicator == "organizations")
        assert (row.moved_in, row.moved_out, row.internal) == (0, 0, 1)
        assert found.items == ()
        assert {(i.column, i.event) for i in found.transfers} == {(Column.INTERNAL, "统计归属变更")}

    def test_what_changed_on_the_same_day_changes_where_it_arrives(self):
        joined = trace(standing=MOVED, links=[between(20, 99, link())])
        assert moved(joined)["covered"] == {}
        assert moved(joined, NEXT_DOOR)["covered"] == {"reclassified": 1}
        assert moved(joined, PARENT)["covered"] == {"reclassified": 1}

    def test_a_body_tells_its_own_places_apart(self):
        within = Scope(lambda _: True, REGISTERED, place=lambda span: span.standing.body_id)
        assert movements({1: trace(standing=MOVED)}, MONTH, within).transfers == ()


class TestReclassified:
    def test_a_way_of_cover_that_changes(self):
        better = trace(links=[between(0, 20, link(social=False)), between(20, 99, link(2))])
        found = moved(better)
        assert found["independent"] == {"reclassified": 1}
        assert found["joint"] == {"reclassified": -1}
        assert found["covered"] == {}

    def test_a_kind_that_changes(self):
        later = replace(PLAIN, kind=OrganizationKind.FOUNDATION)
        changed = trace(standing=[between(0, 20, PLAIN), between(20, 99, later)])
        assert moved(changed)["associations"] == {"reclassified": -1}
        assert happened(changed, "foundations") == [
            ("reclassified", 1, "组织类型：社会团体→基金会", day(20))
        ]

    def test_members_change_by_their_difference(self):
        fewer = trace(headcounts=[between(0, 20, members(5)), between(20, 99, members(2))])
        found = moved(fewer)
        assert found["full_members"] == {"reclassified": -3}
        assert found["eligible"] == {"reclassified": -1}
        assert happened(fewer, "members_no_condition") == [
            ("reclassified", 1, "正式党员：5→2", day(20))
        ]

    def test_there_and_back_is_two_items_and_no_movement(self):
        lent = trace(links=[between(15, 20, link())])
        assert moved(lent)["covered"] == {}
        assert [item[:2] for item in happened(lent, "covered")] == [
            ("reclassified", 1),
            ("reclassified", -1),
        ]

    def test_leaving_the_basis_is_a_change_of_class(self):
        later = replace(PLAIN, zombie=True)
        asleep = trace(standing=[between(0, 20, PLAIN), between(20, 99, later)])
        scope = replace(HERE, basis=OPERATING)
        assert moved(asleep, scope)["organizations"] == {"reclassified": -1}
        assert happened(asleep, "organizations", scope)[0][2] == "僵尸型：否→是"

    def test_abnormal_is_no_movement_at_all(self):
        later = replace(PLAIN, state=OrganizationState.ABNORMAL)
        listed = trace(standing=[between(0, 20, PLAIN), between(20, 99, later)])
        assert not any(moved(listed).values())


class TestCorrected:
    def test_what_was_missed_before_is_a_correction(self):
        missed = corrected(None, links=[between(0, 99, link())])
        assert moved(missed)["covered"] == {"corrected": 1}
        assert happened(missed, "covered") == [("corrected", 1, "更正：上期漏计", day(10))]

    def test_what_had_ended_before_is_a_correction(self):
        [reported] = spans_of(history())
        gone = corrected(reported, standing=[between(0, 5, PLAIN)])
        assert moved(gone)["organizations"] == {"corrected": -1}
        assert happened(gone, "organizations") == [("corrected", -1, "更正：上期误计", day(10))]

    def test_a_back_dated_count_is_corrected_by_its_difference(self):
        [reported] = spans_of(history())
        counted = corrected(reported, headcounts=[between(0, 99, members(4, 1))])
        assert moved(counted)["full_members"] == {"corrected": 4}
        assert moved(counted)["unsurveyed"] == {"corrected": -1}
        assert "正式党员：未填→4" in happened(counted, "full_members")[0][2]

    def test_it_does_not_hide_what_happened_in_the_month(self):
        missed = corrected(None, standing=[between(0, 20, PLAIN)])
        assert moved(missed)["organizations"] == {"corrected": 1, "removed": 1}


def test_organizations_that_stayed_may_be_left_out_if_the_opening_is_given():
    born = trace(standing=[between(15, 99, PLAIN)])
    found = movements({1: born}, MONTH, HERE, Figures(organizations=547))
    row = found.rows[0]
    assert (row.opening, row.added, row.closing, row.balances) == (547, 1, 548, True)


@st.composite
def _traces(draw):
    known, now = draw(worlds.histories), draw(worlds.histories)
    spans = spans_of(now)
    before = spans_of(known) if draw(st.booleans()) else spans
    return Trace(on(before, MONTH.opening), on(spans, MONTH.opening), spans)


many = st.lists(_traces(), max_size=4).map(lambda found: dict(enumerate(found, 1)))


@modest
@given(many, st.sets(st.sampled_from(worlds.UNITS)), st.sampled_from([REGISTERED, OPERATING]))
def test_every_row_balances_between_two_counts_and_its_items_add_up(traces, units, basis):
    scope = Scope(lambda span: span.standing.unit_id in units, basis)
    found = movements(traces, MONTH, scope)
    opening = count(_here((t.reported for t in traces.values()), scope), basis)
    closing = count(_here((on(t.spans, MONTH.closing) for t in traces.values()), scope), basis)
    sums = Counter()
    for item in found.items:
        assert item.amount != 0
        assert MONTH.opening <= item.day <= MONTH.closing
        sums[item.indicator, item.column.value] += item.amount
    for row in found.rows:
        assert row.balances
        assert row.opening == getattr(opening, row.indicator)
        assert row.closing == getattr(closing, row.indicator)
        for column in ("added", "removed", "in", "out", "reclassified", "corrected"):
            sign = -1 if column in ("removed", "out") else 1
            assert sums[row.indicator, column] == sign * row.as_row()[column]
        assert min(row.added, row.removed, row.moved_in, row.moved_out, row.internal) >= 0


@modest
@given(many)
def test_a_parent_sums_its_childrens_columns_and_transfers_inside_cancel(traces):
    units = worlds.UNITS[:3]
    parent = movements(traces, MONTH, Scope(lambda s: s.standing.unit_id in units, REGISTERED))
    children = [movements(traces, MONTH, _unit(unit)).rows for unit in units]
    for whole, *parts in zip(parent.rows, *children, strict=True):
        for name in ("opening", "added", "removed", "reclassified", "corrected", "closing"):
            assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
        for name in ("moved_in", "moved_out"):
            assert getattr(whole, name) == sum(getattr(p, name) for p in parts) - whole.internal


def _unit(unit):
    return Scope(lambda span: span.standing.unit_id == unit, REGISTERED)


def _here(spans, scope):
    return [span for span in spans if span is not None and scope.inside(span)]
