"""Pages of lagging units: each number its list, to-dos, history, filters."""

import re
from datetime import date

from partybuild import clock
from partybuild.db import db
from partybuild.deadlines import todo
from partybuild.policies.models import Policy
from partybuild.rectification.areas import overdue, standing
from partybuild.rectification.areas.models import AreaPromise
from partybuild.rectification.process import KIND
from partybuild.regions import queries as regions
from partybuild.regions.placing import PLACING
from partybuild.workflow import registry
from partybuild.workflow.commands import Opening, start
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.rectification.areas.conftest import PROMISE, rows
from tests.rectification.areas.conftest import case as case_of
from tests.support.world import ROOT


def overdue_case(unit="610103", desk="610103", due="2026-11-10"):
    with factories.inside():
        found, at = regions.by_code(unit), regions.by_code(desk)
        place = regions.place(found) | {"body_id": None, "body_path": ""}
        assert place.keys() >= set(PLACING)
        return start(
            ROOT,
            Opening(
                KIND,
                f"某党支部（{desk}）",
                place,
                desk_unit_id=at.id,
                due_on=date.fromisoformat(due),
                opened_on=date(2026, 10, 1),
            ),
        ).id


def by_code(board):
    return {row.code: {each.key: each for each in row.figures} for row in board.rows}


def test_the_board_shows_each_unit_beside_its_limits(beilin, shi, cast, database):
    overdue_case()
    board = standing.board(cast.shi, regions.by_code("610100"))
    found = by_code(board)["610103"]
    assert (found["covered"].value, found["covered"].short) == ("50.0", True)
    assert (found["overdue"].value, found["overdue"].short) == ("1", True)
    assert by_code(board)["610102"]["covered"].value is None
    alone = {each.key: each for each in standing.of_unit(cast.shi, regions.by_code("610103"))}
    assert alone == found
    page = shi.get("/rectification/areas").text
    assert "碑林区" in page
    assert "没有达到限值" in page
    assert "系统随附" in page
    for path in re.findall(r'href="(/[^"]*610103[^"]*)"', page):
        assert shi.get(path.replace("&amp;", "&")).status_code == 200, path


def test_overdue_counts_whose_desk_it_is_and_opens_as_many_lines(beilin, shi, cast):
    overdue_case()
    overdue_case(desk="610100")
    overdue_case(unit="610103001", desk="610103001")
    overdue_case(due="2026-11-20")
    city, district = regions.by_code("610100"), regions.by_code("610103")
    assert overdue.counts(cast.shi, city) == {0: 1, district.id: 2}
    assert overdue.page(cast.shi, district, "").total == 2
    assert overdue.page(cast.shi, city, "").total == 3
    page = shi.get("/rectification/areas/overdue?unit=610103").text
    assert page.count("<tr>") - 1 == 2
    assert "某党支部（610103001）" in page


def test_each_late_case_opens_its_own_page(app):
    """Of every process of the house; those without a page of their own open the organization."""
    found = {
        kind: overdue.address(WorkflowCase(id=7, kind=kind, organization_id=3))
        for kind, _ in registry.tables
    }
    rules = app.url_map.bind("localhost")
    assert all(rules.match(path)[1] for path in found.values())
    assert found["procedure-election"] == "/procedures/7"
    assert found["order"] == "/enforcement/7"
    assert found["rectification"] == "/rectification/7"
    assert found["inspection"] == "/organizations/3"


def test_the_overdue_list_turns_its_pages(beilin, cast, monkeypatch):
    monkeypatch.setattr(overdue, "PAGE", 2)
    for day in ("2026-11-01", "2026-11-01", "2026-11-03"):
        overdue_case(due=day)
    unit = regions.by_code("610103")
    first = overdue.page(cast.shi, unit, "")
    second = overdue.page(cast.shi, unit, first.next)
    assert [str(each.due_on) for each in [*first.rows, *second.rows]] == [
        "2026-11-01",
        "2026-11-01",
        "2026-11-03",
    ]
    assert second.next == ""
    assert first.total == second.total == 3


def test_the_board_asks_no_more_for_more_units(beilin, cast, queries):
    with queries() as few:
        standing.board(cast.shi, regions.by_code("610100"))
    for code in ("610102", "610104", "610111", "610112"):
        factories.make_organization(region=code)
    with queries() as many:
        standing.board(cast.shi, regions.by_code("610100"))
    assert len(many) <= len(few)


def test_both_sides_have_it_among_their_to_dos(urge, done, cast, as_actor):
    number = urge()
    done(number, "promise", **PROMISE)
    for actor in (cast.shi, cast.bo):
        heaps = {heap.source.key: heap.tally for heap in todo.open_items(actor)}
        assert heaps["lagging-areas"].open == 1
        assert heaps["area-promises"].open == 2
        assert "派驻指导员" in as_actor(actor).get("/todo?kind=area-promises").text
    heaps = {heap.source.key for heap in todo.open_items(cast.sheng)}
    assert not heaps & {"lagging-areas", "area-promises"}
    done(number, "withdraw", note="口径有误")
    heaps = {heap.source.key for heap in todo.open_items(cast.shi)}
    assert not heaps & {"lagging-areas", "area-promises"}


def test_the_ledger_filters_and_the_history_keeps_what_is_over(urge, done, shi, as_actor, cast):
    first = urge("circular")
    done(first, "close", note="已报送情况说明")
    urge("supervision")
    pages = {
        "": 2,
        "?measure=supervision": 1,
        "?standing=closed": 1,
        "?state=issued": 1,
        "?unit=610103&year=2026": 2,
        "?standing=late": 0,
    }
    for asked, count in pages.items():
        text = shi.get(f"/rectification/areas/cases{asked}").text
        assert len(re.findall(r'<a href="/rectification/areas/\d+">', text)) == count, asked
    assert shi.get("/rectification/areas/cases?unit=610102").status_code == 200
    assert "没有符合这些条件" in shi.get("/rectification/areas/cases?unit=610102").text
    history = as_actor(cast.bo).get("/rectification/areas/units/610103").text
    assert "已报送情况说明" in history
    assert "挂牌督办" in history
    assert "→ 50.0%" in history
    assert as_actor(cast.cheng).get("/rectification/areas/units/610103").status_code == 404
    assert as_actor(cast.cheng).get("/rectification/areas/cases?unit=610103").status_code == 404


def test_a_leader_reads_and_a_registrar_stays_outside(urge, as_actor, cast):
    number = urge()
    dai = as_actor(cast.dai)
    assert dai.get(f"/rectification/areas/{number}").status_code == 200
    assert dai.get("/rectification/areas/new?unit=610103001").status_code == 403
    assert dai.post(f"/rectification/areas/{number}/withdraw", data={}).status_code == 403
    assert case_of(number).state == "issued"


def test_a_file_comes_with_the_promise_and_is_shown(urge, done, shi):
    number = urge()
    done(number, "promise", files=["promises"], **PROMISE)
    page = shi.get(f"/rectification/areas/{number}").text
    assert "promises.png" in page
    assert "书面承诺" in page
    assert len(rows(AreaPromise)) == 2


def test_what_is_wanted_is_a_policy_that_can_be_published(beilin, cast, as_actor):
    an = as_actor(cast.an)
    assert "后进地区指标限值" in an.get("/policies/").text
    assert "组织覆盖率不低于" in an.get("/policies/area-limits/area-limits/draft").text
    with factories.inside():
        db.session.add(
            Policy(
                kind="area-limits",
                name="area-limits",
                version=2,
                label="后进地区指标限值",
                state="published",
                valid_from=date(2026, 11, 1),
                source="演示文件",
                author="安全管理员",
                published_at=clock.local_now(),
                content={"covered": 50},
            )
        )
    board = standing.board(cast.shi, regions.by_code("610100"))
    assert not by_code(board)["610103"]["covered"].short
    assert board.source == "第2版，演示文件"
