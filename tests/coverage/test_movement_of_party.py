"""Party organizations of a month: founded, dissolved, moved, reclassified, each with its name."""

import random
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partybuild.coverage import moving, queries, scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.coverage.movement import Period
from partybuild.coverage.movement_of_party import PartyStretch, party_movement
from partybuild.coverage.trace import Trace
from partybuild.db import OPEN
from partybuild.party.kinds import PartyKind
from partybuild.returns import commands
from partybuild.returns.building import build
from partybuild.returns.gathering import Gathering
from tests import factories
from tests.coverage.test_queries import random_world
from tests.coverage.worlds import day, modest
from tests.returns.test_commands import listed

MONTH = Period(day(10), day(30))
PLAIN = PartyStretch(
    1, day(0), date.max, "D1", "甲支部", PartyKind.BRANCH, True, True, 1, "/1/", 7, "/7/1/"
)


def stretch(start, end=None, **values):
    return replace(PLAIN, valid_from=day(start), valid_to=day(end) if end else date.max, **values)


def trace(*spans, reported=None):
    standing = next((s for s in spans if s.valid_from <= MONTH.opening < s.valid_to), None)
    return Trace(reported or standing, standing, list(spans))


def moved(one, units=(1,)):
    found = party_movement({1: one}, MONTH, lambda s: s.unit_id in units, lambda span: span.unit_id)
    [row] = found.rows
    assert row.balances
    return [(i.column.value, i.amount, i.event, i.code, i.day) for i in found.items]


class TestColumns:
    def test_founded_and_dissolved(self):
        assert moved(trace(stretch(15))) == [("added", 1, "成立", "D1", day(15))]
        assert moved(trace(stretch(0, 15))) == [("removed", -1, "撤销", "D1", day(15))]

    def test_one_that_moves_leaves_and_arrives_and_cancels_above(self):
        one = trace(stretch(0, 20), stretch(20, unit_id=2, unit_path="/2/"))
        assert moved(one) == [("out", -1, "统计归属变更", "D1", day(20))]
        assert moved(one, (2,)) == [("in", 1, "统计归属变更", "D1", day(20))]
        assert moved(one, (1, 2)) == []

    def test_what_ceases_to_count_changes_its_class(self):
        host = trace(stretch(0, 20), stretch(20, social=False, counted=False))
        assert moved(host) == [("reclassified", -1, "是否社会组织党组织：是→否", "D1", day(20))]
        kind = PartyKind.WORK_COMMITTEE
        risen = trace(stretch(0, 20, kind=kind, counted=False), stretch(20))
        [(column, amount, event, _, _)] = moved(risen)
        assert (column, amount) == ("reclassified", 1)
        assert event == f"党组织类型：{kind.label}→{PartyKind.BRANCH.label}"

    def test_a_work_committee_is_no_movement(self):
        assert moved(trace(stretch(15, counted=False))) == []

    def test_what_was_told_wrongly_is_corrected(self):
        late = Trace(None, stretch(0), [])
        assert moved(late) == [("corrected", 1, "更正：上期漏计", "D1", day(10))]


@st.composite
def _traces(draw):
    def life():
        cuts = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=5)))
        spans = []
        for start, end in zip(cuts, [*cuts[1:], None], strict=True):
            unit, counted = draw(st.sampled_from((1, 2, 3))), draw(st.booleans())
            if end is not None or draw(st.booleans()):
                spans.append(stretch(start, end, unit_id=unit, counted=counted, social=counted))
        return spans if len(spans) < 3 or draw(st.booleans()) else [spans[0], *spans[2:]]

    now = life()
    before = life() if draw(st.booleans()) else now
    on = lambda spans: next((s for s in spans if s.valid_from <= day(10) < s.valid_to), None)
    return Trace(on(before), on(now), now)


@modest
@given(st.lists(_traces(), max_size=5).map(lambda found: dict(enumerate(found, 1))))
def test_it_balances_between_the_counts_and_a_parent_sums_its_children(traces):
    def of(*units):
        found = party_movement(traces, MONTH, lambda s: s.unit_id in units, lambda s: s.unit_id)
        opening = [t.reported for t in traces.values()]
        closing = [
            next((s for s in t.spans if s.valid_from <= day(30) < s.valid_to), None)
            for t in traces.values()
        ]
        [row] = found.rows
        assert row.balances
        for said, spans in ((row.opening, opening), (row.closing, closing)):
            assert said == sum(s is not None and s.counted and s.unit_id in units for s in spans)
        entered = sum(i.amount for i in found.items)
        assert row.opening + entered == row.closing
        assert all(i.name and i.amount in (1, -1) for i in found.items)
        return row

    whole, parts = of(1, 2), (of(1), of(2))
    for name in ("opening", "added", "removed", "reclassified", "corrected", "closing"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
    assert whole.moved_in == sum(part.moved_in for part in parts) - whole.internal
    assert whole.moved_out == sum(part.moved_out for part in parts) - whole.internal


def party_row(actor, scope, period, change=OPEN):
    found = moving.movement(actor, scope, period, REGISTERED, change=change)
    row = found.rows[-1]
    assert row.indicator == "party_organizations"
    assert row.balances
    return row, [item for item in found.items if item.indicator == row.indicator]


@pytest.mark.usefixtures("database")
class TestDatabase:
    @pytest.mark.parametrize("seed", range(3))
    def test_opening_and_closing_are_the_figures_of_both_days(self, cast, seed):
        chance = random.Random(seed)
        random_world(seed)
        for _ in range(6):
            founded = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
            factories.make_party(
                unit=chance.choice(("610103", "610102", "610103001")),
                founded_on=founded,
                social=chance.random() < 0.8,
            )
        periods = [
            Period(date(2024, 5, 31), date(2024, 6, 30)),
            Period(date(2025, 12, 31), date(2026, 11, 19)),
        ]
        for period in periods:
            rows = {}
            for code in ("610000", "610100", "610103", "610102"):
                scope = scopes.of_region(cast.sheng, code)
                row, items = party_row(cast.sheng, scope, period)
                for said, when in ((row.opening, period.opening), (row.closing, period.closing)):
                    whole = queries.whole(cast.sheng, scope, when, REGISTERED)
                    assert said == whole.party_organizations
                assert row.opening + sum(item.amount for item in items) == row.closing
                rows[code] = row
            own = scopes.Scope(region=factories.region("610100"), own=True)
            below = [rows["610103"], rows["610102"], party_row(cast.sheng, own, period)[0]]
            for name in ("opening", "added", "removed", "reclassified", "closing"):
                assert getattr(rows["610100"], name) == sum(getattr(one, name) for one in below)

    def test_each_is_named_by_its_code_and_a_body_sees_who_comes_and_goes(self, cast):
        first = factories.make_party(kind=PartyKind.COMMITTEE, name="甲委员会（演示）")
        other = factories.make_party(kind=PartyKind.COMMITTEE, name="乙委员会（演示）")
        moves = factories.make_party(name="丙支部（演示）", parent_id=first)
        day = date(2026, 10, 9)
        factories.make_party(name="丁支部（演示）", parent_id=other, founded_on=day)
        factories.alter_party(moves, date(2026, 10, 20), parent_id=other)
        period = Period(date(2026, 9, 30), date(2026, 10, 31))
        said = {}
        for body in (first, other):
            scope = scopes.of_body(cast.sheng, factories.party_code(body))
            _, items = party_row(cast.sheng, scope, period)
            said[body] = [(i.column.value, i.name, i.event, i.day) for i in items]
            assert all(item.code for item in items)
        assert said[first] == [("out", "丙支部（演示）", "上级党组织变更", date(2026, 10, 20))]
        assert said[other] == [
            ("added", "丁支部（演示）", "成立", date(2026, 10, 9)),
            ("in", "丙支部（演示）", "上级党组织变更", date(2026, 10, 20)),
        ]


@pytest.mark.usefixtures("database")
class TestPage:
    def test_the_row_stands_on_the_page_and_opens_its_items(self, as_actor, cast):
        factories.make_party(name="丁支部（演示）", founded_on=date(2026, 10, 9))
        page = (
            as_actor(cast.bo)
            .get("/coverage/movement?day=2026-10-31&indicator=party_organizations&column=added")
            .text
        )
        assert "党组织数" in page
        assert re.search(r'href="/party/\d+">丁支部（演示）</a>', page)
        assert "成立" in page

    def test_the_workbook_lists_them(self, cast, tmp_path):
        factories.make_party(name="丁支部（演示）", founded_on=date(2026, 10, 9))
        path = tmp_path / "m.xlsx"
        commands.issue(cast.shi, scopes.top(cast.shi), date(2026, 10, 1), path)
        row = next(r for r in listed(path, "变动表", "指标") if r["指标"] == "党组织数")
        assert [row[name] for name in ("上月", "新增", "本月")] == [0, 1, 1]
        [item] = [r for r in listed(path, "增减名单", "变动事项") if r["指标"] == "党组织数"]
        assert (item["名称"], item["变动事项"], item["月报表行"]) == (
            "丁支部（演示）",
            "成立",
            "碑林区",
        )

    def test_an_older_layout_has_no_such_row(self, cast, tmp_path):
        factories.make_party(founded_on=date(2026, 10, 9))
        day = date(2026, 10, 31)
        top = scopes.top(cast.shi)
        for layout, there in ((2, False), (3, True)):
            data = Gathering(cast.shi, top, day, REGISTERED, layout=layout)
            build(tmp_path / "m.xlsx", data, date(2026, 10, 1), "PB-1-202610-01", day)
            assert ("党组织数" in str(listed(tmp_path / "m.xlsx", "变动表", "指标"))) == there
