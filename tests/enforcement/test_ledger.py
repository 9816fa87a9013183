"""处置台账: proposals from facts, failures without action, counts that equal their lists, letters."""

import re
from datetime import date

import pytest

from partybuild.deadlines import todo
from partybuild.enforcement import ledger, overview, proposals, standing
from partybuild.enforcement.kinds import ProposalKind
from partybuild.enforcement.models import Listing, Penalty, SetAside
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict
from partybuild.inspections.kinds import Conclusion
from partybuild.notices.models import Notice
from partybuild.organizations.kinds import OrganizationState
from partybuild.regions import queries as regions
from tests import factories
from tests.enforcement.conftest import case, rows, state_of

PAGES = (
    "/enforcement",
    "/enforcement/cases",
    "/enforcement/proposals",
    "/enforcement/failures",
    "/enforcement/penalties",
    "/enforcement/batches",
    "/enforcement/supervisors",
)


def proposed(actor, kind):
    assert standing.counts(actor) == proposals.counts(actor, "")
    return [row.name for row in standing.listed(actor, [kind])]


def test_a_missing_sync_leads_to_a_proposal_and_to_nothing_else(cast, database, zhu):
    late = factories.make_organization(name="迟迟协会（演示）", registered_on=date(2026, 5, 8))
    factories.make_organization(name="新新协会（演示）", registered_on=date(2026, 11, 2))
    found = [row for row in rows(SyncVerdict) if row.verdict is Verdict.MISSING]
    assert late in {row.organization_id for row in found}

    assert proposed(cast.zhu, ProposalKind.SYNC_MISSING) == ["迟迟协会（演示）"]

    page = zhu.get("/enforcement/proposals?kind=sync_missing").text
    assert f"kind=listing&amp;organization={late}&amp;ground=party" in page
    assert state_of(late).value == "normal"


def test_three_members_for_ninety_days_without_a_branch(cast, database):
    factories.make_organization(name="老会（演示）", full=4, registered_on=date(2020, 1, 1))
    covered = factories.make_organization(name="有支部（演示）", full=4)
    factories.make_party(covers=[covered])
    factories.make_organization(name="两人（演示）", full=2)
    factories.make_organization(name="新会（演示）", full=4, registered_on=date(2026, 10, 1))

    assert proposed(cast.zhu, ProposalKind.UNBUILT) == ["老会（演示）"]
    assert proposed(cast.cheng, ProposalKind.UNBUILT) == []


def test_unreported_ones_are_proposed(cast, association, inspected):
    inspected(association, Conclusion.UNREPORTED, 2025)

    assert proposed(cast.zhu, ProposalKind.UNREPORTED) == ["碑林区快递行业协会（演示）"]


def test_set_aside_it_comes_back_on_its_day(cast, zhu, association, inspected, monkeypatch):
    inspected(association, Conclusion.ABSENT, 2025)
    (key,) = keys(cast.zhu)
    data = {"chosen": str(key)}
    bare = zhu.post("/enforcement/proposals", data=data)
    assert bare.status_code == 422
    assert "请写明暂不办理的理由" in bare.text
    assert f'value="{key}"' in bare.text
    past = {**data, "reason": "正在补报", "until": "2026-11-20"}
    assert "明天到一年之内" in zhu.post("/enforcement/proposals", data=past).text

    kept = {**data, "reason": "正在补报", "until": "2026-12-20"}
    assert zhu.post("/enforcement/proposals", data=kept).status_code == 303

    assert rows(SetAside)[0].reason == "正在补报"
    assert proposed(cast.zhu, ProposalKind.UNREPORTED) == []
    again = zhu.post("/enforcement/proposals", data=kept)
    assert again.status_code == 409
    assert "1 条已经办理或者不再成立" in again.text
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-20T09:00:00")
    assert proposed(cast.zhu, ProposalKind.UNREPORTED) == ["碑林区快递行业协会（演示）"]
    strange = zhu.post(
        "/enforcement/proposals", data={**kept, "chosen": "x", "until": "2027-01-20"}
    )
    assert strange.status_code == 409


def keys(actor):
    return [proposals.key_of(row) for row in standing.listed(actor, list(ProposalKind), limit=99)]


@pytest.fixture
def absent(inspected, database):
    """Five organizations that did not file."""
    made = [factories.make_organization(name=f"第{word}学会（演示）") for word in "甲乙丙丁戊"]
    for each in made:
        inspected(each, Conclusion.ABSENT, 2025)
    return made


def test_many_are_taken_up_at_once(cast, zhu, absent):
    ticked = keys(cast.zhu)[:3]

    answer = zhu.post("/enforcement/proposals/cases?kind=unreported", data={"chosen": ticked})

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/enforcement/proposals?kind=unreported")
    page = zhu.get("/enforcement/proposals").text
    assert "已立案：活动异常名录 3 件" in page
    assert [row.words for row in rows(Listing)] == ["未按照规定时限和要求报送年度工作报告"] * 3
    assert {row.listed_on for row in rows(Listing)} == {None}
    assert {state_of(each) for each in absent} == {OrganizationState.NORMAL}
    assert len(proposed(cast.zhu, ProposalKind.UNREPORTED)) == 2


def test_many_are_set_aside_at_once_with_one_reason(cast, zhu, absent):
    said = {"chosen": keys(cast.zhu)[1:], "reason": "已约定补报", "until": "2026-12-20"}

    assert zhu.post("/enforcement/proposals", data=said).status_code == 303

    assert {row.reason for row in rows(SetAside)} == {"已约定补报"}
    assert proposed(cast.zhu, ProposalKind.UNREPORTED) == ["第甲学会（演示）"]


def test_all_or_none_are_taken_up(cast, zhu, absent, inspected):
    inspected(absent[4], Conclusion.ABSENT, 2024)
    ticked = keys(cast.zhu)
    assert len(ticked) == 6

    refused = zhu.post("/enforcement/proposals/cases", data={"chosen": ticked})

    assert refused.status_code == 409
    assert "第戊学会（演示）：连续未参检的要起批次名称一起立案" in refused.text
    assert rows(Listing) == []
    nobody = zhu.post("/enforcement/proposals/cases", data={})
    assert "请勾选 1 至 100 条建议" in nobody.text


def test_an_order_not_kept_is_taken_up_with_the_rest(cast, zhu, order, absent, monkeypatch, done):
    number = order(absent[0], deadline="2026-12-01")
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-02T09:00:00")
    ticked = keys(cast.zhu)

    assert zhu.post("/enforcement/proposals/cases", data={"chosen": ticked}).status_code == 303

    assert case(number).state == "escalated"
    assert sorted(row.ground for row in rows(Listing)) == ["rectification", *["report"] * 5]


def test_the_list_is_narrowed_by_ground_and_name(zhu, absent, inspected):
    inspected(absent[4], Conclusion.ABSENT, 2024)

    page = zhu.get("/enforcement/proposals").text
    assert "未按规定报送年报（5）" in page
    assert "连续未参检（1）" in page
    named = zhu.get("/enforcement/proposals?kind=unreported&name=第丙").text
    assert named.count("学会（演示）</a>") == 1
    assert "没有符合条件的处理建议" in zhu.get("/enforcement/proposals?name=100%25").text


def test_proposals_of_others_are_not_taken_up(cast, as_actor, zhu, absent):
    foreign = keys(cast.zhu)

    assert (
        as_actor(cast.bo).post("/enforcement/proposals/cases", data={"chosen": foreign}).status_code
        == 403
    )
    outside = factories.make_organization(unit="610102")
    strange = {"chosen": str(outside * len(ProposalKind) + 1), "reason": "x", "until": "2026-12-20"}
    assert zhu.post("/enforcement/proposals", data=strange).status_code == 409
    assert rows(SetAside) == []


def test_what_is_taken_up_is_proposed_no_longer(cast, zhu, association, inspected, listing):
    inspected(association, Conclusion.ABSENT, 2025)
    listing(association, ground="report")

    assert proposed(cast.zhu, ProposalKind.UNREPORTED) == []


@pytest.mark.parametrize(
    ("conclusion", "seen"),
    [
        (Conclusion.UNQUALIFIED, True),
        (Conclusion.BASIC, True),
        (Conclusion.ABSENT, True),
        (Conclusion.QUALIFIED, False),
    ],
)
def test_failures_without_action_are_shown(cast, zhu, association, inspected, conclusion, seen):
    inspected(association, conclusion, 2025, day=date(2026, 10, 20))

    assert bool(overview.failures(cast.zhu)) is seen
    assert ("碑林区快递行业协会（演示）" in zhu.get("/enforcement/failures").text) is seen


def test_a_failure_is_given_thirty_days(cast, association, inspected, monkeypatch):
    inspected(association, Conclusion.UNQUALIFIED, 2025, day=date(2026, 10, 22))
    assert overview.failures(cast.zhu) == []

    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-21T00:00:00")

    (found,) = overview.failures(cast.zhu)
    assert found.due_on == date(2026, 11, 21)


def test_any_measure_answers_a_failure(cast, inspected, order, private_unit, association, zhu):
    inspected(private_unit, Conclusion.UNQUALIFIED, 2025)
    inspected(association, Conclusion.UNQUALIFIED, 2025)
    assert overview.failed(cast.zhu)[0] == 2
    order(private_unit)
    said = {"kind": "warning", "document": "碑民罚〔2026〕1号", "decided_on": "2026-11-20"}
    zhu.post("/enforcement/penalties", data={"organization": association, **said})

    assert overview.failed(cast.zhu)[0] == 0


def test_a_measure_named_by_the_import_answers_it_too(cast, association, inspected):
    inspected(association, Conclusion.UNQUALIFIED, 2025, rectify=True)

    assert overview.failed(cast.zhu)[0] == 0


def test_every_count_equals_its_list(order, interview, listing, cast, as_actor, zhu):
    for number in range(3):
        made = factories.make_organization(name=f"组织{number}（演示）")
        order(made, deadline="2026-12-31")
        interview(made)
    street = factories.make_organization(name="街道协会（演示）", unit="610103001")
    listing(street)
    said = {"kind": "warning", "document": "碑民罚〔2026〕1号", "decided_on": "2026-11-20"}
    zhu.post("/enforcement/penalties", data={"organization": street, **said})

    page = zhu.get("/enforcement?year=2026").text
    links = re.findall(r'href="(/enforcement/(?:cases|penalties)\?[^"]+)">(\d+)</a>', page)

    assert len(links) == 8
    for url, number in links:
        listed = zhu.get(url.replace("&amp;", "&")).text
        assert f"共 {number} 件" in listed, url
    above = as_actor(cast.shi).get("/enforcement?unit=610100").text
    assert "碑林区" in above


def test_the_ledger_is_filtered_sorted_and_followed(order, cast, zhu, monkeypatch):
    monkeypatch.setattr(ledger, "PAGE", 2)
    for number in range(5):
        made = factories.make_organization(name=f"组织{number}（演示）")
        order(made, deadline=f"2026-12-{20 + (number * 3) % 5}")
    seen = []
    for sort in ("due", "-due", "opened", "-opened"):
        after, met = "", []
        while True:
            page = ledger.page(cast.zhu, ledger.Asked(sort=sort, after=after))
            met += [row.id for row in page.rows]
            after = page.next
            if not after:
                break
        assert page.total == 5 == len(set(met)) == len(met)
        seen.append(met)
    assert seen[0] == seen[1][::-1]
    assert seen[2] == seen[3][::-1]
    assert "组织3" in zhu.get("/enforcement/cases?q=组织3&kind=order&standing=open").text
    assert "没有符合这些条件" in zhu.get("/enforcement/cases?standing=closed").text
    made = zhu.post("/enforcement/workbook", data={"kind": "order"})
    assert made.status_code == 200
    assert made.data[:2] == b"PK"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "words",
    [
        "kind=²&state=x&standing=%00&year=99999&after=x&unit=&q=%25_",
        "kind=order&state=served&year=0&batch=-1&sort=;drop&own=7",
        "after=99999999999999999999&list=x&organization=1e9",
    ],
)
def test_nothing_in_an_address_breaks_a_page(zhu, page, words):
    assert zhu.get(f"{page}?{words}").status_code in {200, 409}


def test_a_foreign_unit_is_404(zhu):
    for page in ("/enforcement", "/enforcement/cases", "/enforcement/penalties"):
        assert zhu.get(f"{page}?unit=610102").status_code == 404


def test_next_door_counts_nothing_of_ours(
    order, listing, association, private_unit, as_actor, cast
):
    order(private_unit)
    listing(association)
    cheng = as_actor(cast.cheng)

    for page in PAGES:
        text = cheng.get(page).text
        assert "碑林区快递" not in text
        assert "碑林区晨光" not in text
    assert cheng.get(f"/enforcement/penalties/new?organization={association}").status_code == 403


def test_penalties_are_outcome_and_number(zhu, association, order, private_unit, database):
    number = order(private_unit)
    said = {"kind": "fine", "document": "碑民罚〔2026〕1号", "decided_on": "2026-11-20"}
    to = {"organization": association}
    tomorrow = zhu.post("/enforcement/penalties", data=to | said | {"decided_on": "2026-11-21"})
    assert "处罚决定日期不能晚于今天" in tomorrow.text
    foreign = zhu.post("/enforcement/penalties", data=to | said | {"case": str(number)})
    assert "关联的事项不是这家组织的" in foreign.text
    assert zhu.post("/enforcement/penalties", data=to | said | {"kind": "x"}).status_code == 422
    linked = {"organization": private_unit, "case": str(number)}
    assert zhu.post("/enforcement/penalties", data=said | linked).status_code == 303
    again = zhu.post("/enforcement/penalties", data=said | linked)
    assert "已经登记过" in again.text

    (row,) = rows(Penalty)
    assert (row.case_id, row.organization_id) == (number, private_unit)
    assert "碑民罚〔2026〕1号" in zhu.get(f"/enforcement/{number}").text
    assert "碑民罚〔2026〕1号" in zhu.get(f"/organizations/{private_unit}").text
    url = f"/enforcement/penalties/{row.id}/withdrawal"
    assert zhu.post(url, data={}).status_code == 409
    assert zhu.post(url, data={"reason": "复议撤销"}).status_code == 303
    assert zhu.post(url, data={"reason": "复议撤销"}).status_code == 409
    assert zhu.post("/enforcement/penalties/99/withdrawal", data={}).status_code == 404


def test_the_letter_to_a_supervising_unit_bears_its_list(as_actor, cast, zhu, database):
    for number in range(3):
        factories.make_organization(
            name=f"教育学会{number}（演示）", full=3 + number, supervisor="碑林区教育局"
        )
    factories.make_organization(name="体育会（演示）", full=3, supervisor="碑林区体育局")
    bo = as_actor(cast.bo)
    said = {
        "supervisor": "碑林区教育局",
        "reply_by": "2026-12-20",
        "contact": "周（演示）",
        "telephone": "029-80000001",
    }
    assert zhu.post("/enforcement/supervisors", data=said).status_code == 403
    page = bo.get("/enforcement/supervisors").text
    (link,) = re.findall(r'href="(/coverage/list[^"]+)">3</a>', page)
    listed = bo.get(link.replace("&amp;", "&")).text
    assert [f"教育学会{number}（演示）" in listed for number in range(3)] == [True] * 3
    assert "体育会（演示）" not in listed
    early = bo.post("/enforcement/supervisors", data=said | {"reply_by": "2026-11-20"})
    assert "反馈日期应在今天之后" in early.text
    nobody = bo.post("/enforcement/supervisors", data=said | {"supervisor": "不存在的局"})
    assert "现在没有应建未建" in nobody.text

    assert bo.post("/enforcement/supervisors", data=said).status_code == 303

    (notice,) = rows(Notice)
    assert (notice.kind, notice.addressed_to) == ("supervisor-letter", "碑林区教育局")
    assert [row["name"] for row in notice.fields["organizations"]] == [
        f"教育学会{number}（演示）" for number in range(3)
    ]
    assert notice.fields["organizations"][0]["since"] == "2020年3月2日"
    assert notice.fields["total"] == 3


def test_the_desk_counts_what_waits(cast, order, interview, inspected, association, private_unit):
    order(private_unit)
    inspected(association, Conclusion.UNQUALIFIED, 2025)
    heaps = {heap.source.key: heap.tally for heap in todo.open_items(cast.zhu)}

    assert heaps["enforcement"].open == 1
    assert heaps["failures"].late == 1
    page = todo.page(cast.zhu, todo.Asked())
    assert page.total == sum(tally.open for tally in heaps.values()) == len(page.lines)
    assert not {"enforcement", "failures"} & {h.source.key for h in todo.open_items(cast.bo)}


def test_pages_cost_the_same_for_twice_the_rows(order, zhu, queries, inspected, cast):
    def fill(count):
        for _ in range(count):
            made = factories.make_organization(full=4)
            order(made, deadline="2026-12-31")
            inspected(made, Conclusion.ABSENT, 2024, 2025)
            failing = factories.make_organization(full=4, supervisor="碑林区教育局")
            inspected(failing, Conclusion.UNQUALIFIED, 2025)

    def cost(page):
        zhu.get(page)
        with queries() as sent:
            assert zhu.get(page).status_code == 200
        return len(sent)

    fill(3)
    before = {page: cost(page) for page in PAGES}
    fill(3)

    assert {page: cost(page) for page in PAGES} == before


def test_proposals_are_followed_page_by_page(cast, database):
    for _ in range(7):
        factories.make_organization(full=4)
    kinds = list(ProposalKind)
    after, met = 0, []
    while rows_ := standing.listed(cast.zhu, kinds, after, 3):
        met += [row.organization_id for row in rows_]
        after = proposals.key_of(rows_[-1])

    assert len(met) == len(set(met)) == 7 == standing.count(cast.zhu)


def test_areas_add_up_to_the_ledger(cast, order):
    for unit in ("610103", "610103001", "610103"):
        order(factories.make_organization(unit=unit), deadline="2026-12-31")
    top = regions.top_of(cast.zhu)

    areas = ledger.areas(cast.zhu, top, 2026)

    assert sum(area.counts.get("order", 0) for area in areas) == 3
    assert areas[0].counts == {"order": 2}
    assert ledger.page(cast.zhu, ledger.Asked(unit="610103001")).total == 1
    assert not any(area.counts for area in ledger.areas(cast.zhu, top, 2025))
