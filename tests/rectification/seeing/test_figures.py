"""Every number of the board and the figures is the number of rows of the list that it opens."""

import html
import re
from datetime import date

import pytest

from partybuild.db.work import work
from partybuild.rectification.cases import accepting, ending, planning, watching, working
from partybuild.rectification.cases.ending import Dissolution
from partybuild.rectification.cases.opening import Finding, open_case
from partybuild.rectification.cases.watching import Looked
from partybuild.rectification.kinds import LookBackResult
from partybuild.rectification.seeing import by_area, listing, standing
from partybuild.rectification.seeing.board import board
from partybuild.rectification.seeing.reasons import reasons
from tests import factories
from tests.rectification.conftest import VACANT, close_all, file_of, judgement, plan, problem
from tests.support.world import ROOT

FIGURE = re.compile(
    r'<a class="card figure[^"]*" href="([^"]+)">\s*<span class="what">[^<]*</span>\s*'
    r'<span class="value">([\d,]+)</span>'
)
CELL = re.compile(r'<a href="(/rectification/figures/cases\?[^"]*)">([\d,]+)</a>')
PAGES = ("", "/areas", "/areas?year=2026", "/years")


def rows(text):
    return text.count('<tr><th scope="row">')


@pytest.fixture
def listed(people, database):
    """List branches of these units; the ids of their cases."""

    def make(*units, actor=None, day=None):
        found = []
        for unit in units:
            organization = factories.make_organization(unit=unit)
            party = factories.make_party(unit=unit, covers=[organization])
            with work(actor or people.bo) as running:
                running.audited = True
                said = Finding(party, (VACANT,), "集体研究认定", found_on=day)
                found.append(open_case(running.actor, said))
        return found

    return make


@pytest.fixture
def several(listed, do, people, at):
    """Of two streets and the county: one at each stage that a year brings."""
    at("2025-06-02")
    numbers = listed("610103001", "610103001", "610103001", "610103002", "610103", "610103")
    first, second, third, _, fifth, _ = numbers
    for number in numbers[:5]:
        plan(do, people.bo, number, date(2025, 11, 30))
        do(people.bo, planning.submit, number, None)
        do(people.shi, planning.approve, number, None)
    for number in (first, second, third):
        close_all(do, people.bo, number)
        do(people.bo, working.apply, number, None)
    for number in (first, second):
        do(people.ke, accepting.accept, number, None, judgement())
        do(people.shi, accepting.accept, number, None, judgement())
    at("2026-03-02")
    row = file_of(second).look_backs[0]
    said = Looked(row.id, LookBackResult.RELAPSED, date(2026, 3, 2), "又空缺", [problem(second)])
    do(people.bo, watching.look_back, second, None, said)
    heirs = {each.id: None for each in ending.covered(ROOT, fifth)}
    gone = Dissolution(date(2026, 3, 2), "市社党〔2026〕1号", "无法开展", "转走", heirs)
    do(people.shi, ending.dissolve, fifth, None, gone)
    listed("610103001")
    at("2026-11-20")
    return numbers


@pytest.mark.parametrize("page", PAGES)
def test_every_number_opens_a_list_of_as_many_rows(several, people, as_actor, page):
    client = as_actor(people.bo)
    text = client.get(f"/rectification/figures{page}").text
    found = CELL.findall(text) + FIGURE.findall(text)
    assert len(found) >= 4, page
    for link, count in found:
        answer = client.get(html.unescape(link))
        assert rows(answer.text) == int(count), (page, link)


def test_a_street_has_its_own_figures(several, people, as_actor):
    client = as_actor(people.bo)
    text = client.get("/rectification/figures/areas?unit=610103001").text
    for link, count in CELL.findall(text):
        assert rows(client.get(html.unescape(link)).text) == int(count), link


def test_the_years_balance(several, people):
    wanted = listing.asked(people.bo, {})
    this, last = by_area.yearly(people.bo, wanted.scope, [2026, 2025])
    for year in (this, last):
        n = year.counts
        gone = n["struck"] + n["dissolved"] + n["withdrawn"]
        assert n["opening"] + n["added"] + n["relapsed"] - gone == n["closing"]
    assert last.counts == {
        "opening": 0,
        "added": 6,
        "relapsed": 0,
        "struck": 2,
        "dissolved": 0,
        "withdrawn": 0,
        "closing": 4,
    }
    assert this.counts["opening"] == last.counts["closing"]
    assert (this.counts["added"], this.counts["relapsed"], this.counts["dissolved"]) == (1, 1, 1)


def test_days_and_relapses_of_an_area(several, people):
    wanted = listing.asked(people.bo, {"year": "2025"})
    table = by_area.areas(people.bo, wanted.scope, "2025")
    total = table.total
    assert (total.listed, total.open, total.struck, total.dissolved) == (6, 4, 1, 1)
    assert total.mean == 0
    assert (total.ever, total.relapsed, total.share) == (2, 1, 50)
    assert table.lines[0].name == "碑林区本级"
    assert sum(line.listed for line in table.lines) == 6


def test_why_they_were_listed(several, people):
    wanted = listing.asked(people.bo, {})
    (found,) = reasons(people.bo, wanted.scope, "")
    assert (found.rule, found.label, found.listed, found.open) == ("vacant", "书记长期空缺", 7, 5)
    assert not reasons(people.cheng, listing.asked(people.cheng, {}).scope, "")


def test_the_board_puts_the_overdue_first(several, listed, people, as_actor):
    (fresh,) = listed("610103")
    text = as_actor(people.bo).get("/rectification/figures").text
    assert text.index("拟定方案") < text.index("整顿中") < text.index("待初验")
    found = board(people.bo, listing.asked(people.bo, {}).scope)
    planning = found.columns[0]
    days = [row.case.due_on for row in planning.rows]
    assert days == sorted(days)
    assert [row.late for row in planning.rows] == [True] * planning.late + [False]
    assert planning.rows[-1].id == fresh
    assert (found.flags["measure"], found.flags["progress"]) == (1, 1)


def test_the_ledger_prints_on_a4_with_unit_and_day(several, people, as_actor):
    text = as_actor(people.bo).get("/rectification/figures/ledger").text
    assert '<body class="landscape"' in text
    assert "填报单位：碑林区　　截至 2026年11月20日" in text


def test_the_ledger_has_the_columns_that_offices_keep(several, people, as_actor):
    text = as_actor(people.bo).get("/rectification/figures/ledger?stage=struck").text
    head = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', text)
    for word in (
        "序号、党组织名称",
        "软弱涣散主要表现",
        "原因分析",
        "整顿措施",
        "包联领导",
        "验收结论",
    ):
        assert word in head
    assert "终验通过，满意度 92%" in text
    assert text.count('<tr><td class="text">1. <a href="/rectification/') == 1


def test_the_workbook_says_the_same(several, people, as_actor, tmp_path):
    from openpyxl import load_workbook

    answer = as_actor(people.bo).get("/rectification/figures/workbook?stage=listed")
    (tmp_path / "l.xlsx").write_bytes(answer.data)
    sheet = load_workbook(tmp_path / "l.xlsx")["整顿台账"]
    grid = [row for row in sheet.iter_rows(values_only=True)]
    at = next(n for n, row in enumerate(grid) if row[0] == "序号")
    assert "碑林区" in grid[0][0]
    assert len([row for row in grid[at + 1 :] if row[0]]) == 7


def test_next_door_and_the_secretary_see_their_own(several, people, as_actor):
    assert as_actor(people.cheng).get("/rectification/figures?unit=610103").status_code == 404
    text = as_actor(people.cheng).get("/rectification/figures").text
    assert "没有在整顿和回头看期内的党组织" in text


def test_pages_cost_the_same_for_twice_as_many(several, listed, people, as_actor, queries):
    client = as_actor(people.bo)
    pages = [f"/rectification/figures{page}" for page in (*PAGES, "/cases", "/ledger")]
    before = {}
    for page in pages:
        client.get(page)
        with queries() as seen:
            client.get(page)
        before[page] = len(seen)
    listed(*["610103001"] * 8)
    for page in pages:
        client.get(page)
        with queries() as seen:
            client.get(page)
        assert len(seen) <= before[page], page


@pytest.mark.parametrize("name", standing.MOVES)
def test_moves_in_words_and_in_statements_agree(several, people, name):
    from partybuild.db import db

    for year in (2024, 2025, 2026):
        days = standing.bounds(year)
        before, after = (standing.state_on(day) for day in days)
        query = listing.cases(people.bo, listing.Case.id, before, after)
        by_words = {
            row[0] for row in db.session.execute(query) if name in standing.moves((row[1], row[2]))
        }
        query = listing.cases(people.bo, listing.Case.id).where(standing.moved(name, year))
        assert set(db.session.scalars(query)) == by_words


def test_the_list_says_what_it_did_not_understand(several, people, as_actor):
    text = as_actor(people.bo).get("/rectification/figures/cases?stage=nonsense").text
    assert "没有“nonsense”这一项" in text
    assert as_actor(people.bo).get("/rectification/figures/cases?after=x").status_code == 409
