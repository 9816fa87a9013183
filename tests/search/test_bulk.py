"""From a list to one act for many: previewed, confirmed, all in reach or nothing."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.audit.models import AuditRow
from partybuild.coverage import bulk_commands, bulk_plans
from partybuild.coverage.bulk_plans import Act, Wanted
from partybuild.coverage.models import CoverageSpan
from partybuild.coverage.span import Cover
from partybuild.db import OPEN, db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.organizations import pages
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import Organization, OrganizationEvent
from partybuild.party.kinds import InstructorKind
from partybuild.rules import RuleBroken
from tests import factories

DAY = date(2026, 11, 20)
PERSON = {
    "kind": InstructorKind.INSTRUCTOR,
    "name": "刘指导（演示）",
    "workplace": "碑林区委社会工作部",
    "telephone": "",
}


@pytest.fixture
def three(cast):
    with factories.inside():
        return [factories.make_organization(f"第{n}协会（演示）", full=n) for n in range(3)]


def industry(word="教育", day=DAY, reason=""):
    return Wanted(Act.INDUSTRY, day, reason, {"industry": word}, word)


def instructor():
    return Wanted(Act.INSTRUCTOR, DAY, "", PERSON, "刘指导（演示）（碑林区委社会工作部）")


def branch(party_id, name):
    return Wanted(Act.BRANCH, DAY, "", {"party_id": party_id}, name)


def confirm(actor, ids, wanted):
    seen = bulk_plans.plan(actor, ids, wanted).digest
    with work(actor) as running:
        return bulk_commands.do(running.actor, ids, wanted, seen)


def spans(ids):
    with system("测试"):
        rows = db.session.scalars(
            select(CoverageSpan).where(
                CoverageSpan.organization_id.in_(ids),
                CoverageSpan.known_to == OPEN,
                CoverageSpan.valid_from <= DAY,
                CoverageSpan.valid_to > DAY,
            )
        )
        return {row.organization_id: row for row in rows}


def events(organization_id):
    with system("测试"):
        return db.session.scalars(
            select(OrganizationEvent)
            .where(OrganizationEvent.organization_id == organization_id)
            .order_by(OrganizationEvent.id)
        ).all()


def test_an_instructor_is_sent_to_all_in_one_command(cast, three):
    assert confirm(cast.bo, three, instructor()) == 3

    assert {span.cover for span in spans(three).values()} == {Cover.INSTRUCTOR}
    assert [event.action for event in events(three[0])] == ["登记入册", "派驻指导员"]
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "批量登记覆盖")).one()
    assert (row.detail["organizations"], len(row.detail["digest"])) == (3, 64)


def test_a_branch_covers_those_it_does_not_cover_yet(cast, three):
    party = factories.make_party("联合党支部（演示）", covers=three[:1])
    wanted = branch(party, "联合党支部（演示）")
    found = bulk_plans.plan(cast.bo, three, wanted)

    assert [line.id for line in found.refused] == three[:1]
    assert "无需办理" in found.refused[0].refused
    assert confirm(cast.bo, three, wanted) == 2
    assert all(span.cover is Cover.JOINT for span in spans(three).values())


def test_industry_unit_and_body_change_from_a_day(cast, three):
    body = factories.make_party("综合党委（演示）", kind="committee")
    street = factories.region_id("610103001")
    confirm(cast.bo, three, industry())
    confirm(cast.bo, three, Wanted(Act.BODY, DAY, "", {"body_id": body, "body_name": ""}, "党委"))
    confirm(cast.bo, three, Wanted(Act.UNIT, DAY, "划入街道", {"unit_id": street}, "街道"))

    for span in spans(three).values():
        assert (span.industry, span.body_id, span.unit_id) == ("教育", body, street)
        assert span.valid_from == DAY
    changes = [change for event in events(three[0])[1:] for change in event.changes]
    assert {change["label"] for change in changes} == {"行业类别", "党建工作机构", "统计归属"}
    assert changes[2]["before"] == "610103 碑林区"


def test_the_preview_says_old_new_and_why_not(cast, three):
    ended = factories.make_organization(
        "旧协会（演示）", ended=(OrganizationState.CANCELLED, date(2026, 1, 1), "")
    )
    young = factories.make_organization("新协会（演示）", registered_on=date(2026, 11, 1))
    confirm(cast.bo, three[:1], industry())

    found = bulk_plans.plan(cast.bo, [*three, ended, young], industry(day=date(2026, 10, 1)))
    why = {line.id: line.refused for line in found.lines}
    assert "终止" in why[ended]
    assert "早于成立登记日期" in why[young]
    assert why[three[0]] == ""
    same = bulk_plans.plan(cast.bo, three, industry()).lines
    assert [(line.before, line.after, bool(line.refused)) for line in same] == [
        ("教育", "教育", True),
        ("—", "教育", False),
        ("—", "教育", False),
    ]


def test_one_foreign_id_among_many_and_nothing_happens(cast, three):
    foreign = factories.make_organization(unit="610102")

    with pytest.raises(OutOfReach):
        bulk_plans.plan(cast.bo, [*three, foreign], industry())
    with pytest.raises(OutOfReach):
        confirm(cast.cheng, [foreign, three[0]], industry())
    with pytest.raises(OutOfReach), work(cast.cheng) as running:
        bulk_commands.do(running.actor, three, industry(), "x")
    assert {span.industry for span in spans(three).values()} == {""}


def test_what_changed_since_the_preview_is_not_confirmed(cast, three):
    seen = bulk_plans.plan(cast.bo, three, industry()).digest
    confirm(cast.bo, three[:1], industry("文化"))

    with pytest.raises(Stale), work(cast.bo) as running:
        bulk_commands.do(running.actor, three, industry(), seen)
    assert spans(three)[three[1]].industry == ""


def test_nothing_left_to_do_is_said(cast, three):
    confirm(cast.bo, three, industry())

    with pytest.raises(RuleBroken, match="都不用办理"):
        confirm(cast.bo, three, industry())


def test_registrars_change_the_register_but_send_nobody(cast, three):
    assert confirm(cast.zhu, three, industry()) == 3
    with pytest.raises(NotPermitted):
        confirm(cast.zhu, three, instructor())
    with pytest.raises(NotPermitted):
        confirm(cast.dai, three, industry("文化"))


def test_from_above_a_reason_is_needed_where_the_unit_has_an_officer(cast, three):
    found = bulk_plans.plan(cast.shi, three, industry())
    assert all("上级更正" in line.refused for line in found.lines)

    assert confirm(cast.shi, three, industry(reason="全市统一规范")) == 3
    assert events(three[0])[-1].mark == "上级更正"


def test_the_days_before_the_effective_day_keep_what_they_had(cast, three):
    confirm(cast.bo, three, industry(day=date(2026, 7, 1)))

    with system("测试"):
        before = db.session.scalars(
            select(CoverageSpan.industry).where(
                CoverageSpan.organization_id.in_(three),
                CoverageSpan.known_to == OPEN,
                CoverageSpan.valid_from <= date(2026, 6, 30),
                CoverageSpan.valid_to > date(2026, 6, 30),
            )
        ).all()
    assert before == ["", "", ""]


def hidden(page):
    form = page[page.index('<form method="post" action="/lists/changes"') :]
    form = form[: form.index("</form>")]
    found = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def test_by_pages_tick_choose_preview_confirm(cast, as_actor, three):
    client = as_actor(cast.bo)
    ids = "&".join(f"id={number}" for number in three[:2])

    assert "派驻指导员" in client.get(f"/lists/changes?{ids}").text
    preview = client.get(
        f"/lists/changes?{ids}&act=instructor&to-day=2026-11-20&to-kind=instructor"
        "&to-name=刘指导（演示）&to-workplace=&to-telephone=&to-reason=&to-document="
    ).text
    assert "预览：办理 2 家" in preview
    answer = client.post("/lists/changes", data=hidden(preview))

    assert answer.status_code == 303
    assert "派驻指导员：已办理 2 家" in client.get(answer.location).text
    assert [span.cover for span in spans(three[:2]).values()] == [Cover.INSTRUCTOR] * 2
    assert spans(three)[three[2]].cover is Cover.NONE


def test_by_pages_for_all_of_a_filter(cast, as_actor, three):
    client = as_actor(cast.bo)
    listing = client.get("/organizations?cover=none&q=协会").text
    link = re.search(r'href="(/lists/changes\?all=1[^"]*)"', listing)[1].replace("&amp;", "&")

    preview = client.get(f"{link}&act=industry&to-day=2026-11-20&to-industry=教育").text
    assert "预览：办理 3 家" in preview
    assert client.post("/lists/changes", data=hidden(preview)).status_code == 303
    assert {span.industry for span in spans(three).values()} == {"教育"}


def test_the_list_behind_a_number_can_be_acted_on(cast, as_actor, three):
    page = (
        as_actor(cast.bo)
        .get(
            "/lists/changes?all=1&list=coverage&field=no_member&region=610103&act=industry"
            "&to-day=2026-11-20&to-industry=教育"
        )
        .text
    )

    assert "预览：办理 1 家" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 409),
        ("id=999999999", 200),
        ("id=999999999&act=industry&to-day=2026-11-20&to-industry=教育", 404),
        ("id=x", 409),
        ("all=1&day=2026-01-01", 409),
        ("all=1&list=party_organizations", 409),
        ("all=1&unit=610102", 404),
        ("id=1&act=没有", 200),
        ("id=1&act=unit&to-day=2026-13-40", 422),
    ],
)
def test_what_cannot_be_chosen_is_said(cast, as_actor, three, query, status):
    assert as_actor(cast.bo).get(f"/lists/changes?{query}").status_code == status


def test_more_than_two_thousand_are_refused(cast, as_actor):
    ids = ",".join(map(str, range(1, 2002)))

    answer = as_actor(cast.bo).get(f"/lists/changes?id={ids}")
    assert answer.status_code == 409
    assert "最多办理 2000 家" in answer.text


def test_the_number_of_statements_does_not_grow_with_the_organizations(cast, three, queries):
    def sent(ids):
        with queries() as statements:
            bulk_plans.plan(cast.bo, ids, instructor())
        return len(statements)

    before = sent(three)
    more = [factories.make_organization() for _ in range(9)]
    assert sent([*three, *more]) == before


def test_sheets_of_a_whole_list_are_printed_in_one_go(cast, as_actor, three):
    factories.make_organization("某某基金会（演示）", kind=OrganizationKind.FOUNDATION)
    client = as_actor(cast.bo)

    page = client.get("/lists/sheets?q=协会").text
    assert page.count('class="card sheet"') == 3
    assert "名称、代码：协会" in page
    behind = client.get("/lists/sheets?list=coverage&field=foundations").text
    assert behind.count('class="card sheet"') == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("q=没有这个", "名单里没有社会组织"),
        ("day=2026-01-31", "请把截至日期改回今天"),
        ("list=party_organizations", "请从社会组织的名单进入"),
        ("", "一次最多打印 2 家，现有 3 家"),
    ],
)
def test_sheets_that_cannot_be_printed_are_refused_in_words(
    cast, as_actor, three, monkeypatch, address, words
):
    monkeypatch.setattr(pages, "SHEETS", 2)
    answer = as_actor(cast.bo).get(f"/lists/sheets?{address}")

    assert answer.status_code == 409
    assert words in answer.text


def test_kept_columns_follow(cast, three):
    street = factories.region_id("610103001")
    confirm(cast.bo, three, Wanted(Act.UNIT, DAY, "划入", {"unit_id": street}, "街道"))

    with system("测试"):
        units = db.session.scalars(
            select(Organization.unit_id).where(Organization.id.in_(three))
        ).all()
    assert set(units) == {street}
