"""Pages: every number has its list, both sides on one page, a phone for secretaries."""

import re
from datetime import date

import pytest

from partybuild.access.scope import count_of
from partybuild.coverage import scopes
from partybuild.db import db
from partybuild.db.work import work
from partybuild.inspections import commands, counting, deciding, filling, listing
from partybuild.inspections.measure import CONDITIONS, LABELS
from tests import factories
from tests.inspections.conftest import campaign, case_of, concluding, evaluating, of
from tests.inspections.test_section import GOOD


@pytest.fixture
def several(plan, open_up, take, cast):
    """A campaign of 碑林区: one published, one awaiting evaluation, one untouched, one left out."""
    made = [factories.make_organization(f"第{n}会（演示）", "610103001") for n in "一二三"]
    factories.make_organization("新会（演示）", registered_on=date(2026, 3, 3))
    number = plan()
    open_up(number)
    first, second = of(made[0]).id, of(made[1]).id
    take(cast.zhu, deciding.conclude, first, concluding())
    take(cast.bo, deciding.evaluate, first, evaluating())
    take(cast.zhu, deciding.publish, first)
    take(cast.zhu, deciding.conclude, second, concluding(measures=frozenset({"rectify"})))
    return number, made


def test_every_figure_opens_a_list_of_as_many_rows(several, as_actor, cast):
    number, _ = several
    client = as_actor(cast.bo)
    page = client.get(f"/inspections/{number}").text
    links = dict(
        re.findall(
            rf'href="(/inspections/{number}/organizations\?[^"]*figure=\w+)">([\d,]+)<', page
        )
    )

    assert "2 ÷ 3" in page
    assert "66.7%" in page
    assert len(links) > 10
    for link, count in links.items():
        rows = client.get(link.replace("&amp;", "&")).text.count('<tr><th scope="row">')
        assert rows == int(count), link


def test_who_is_left_out_is_listed_with_the_reason(several, as_actor, cast):
    number, _ = several
    text = as_actor(cast.bo).get(f"/inspections/{number}/left-out?reason=new").text

    assert "新会（演示）" in text
    assert "当年新登记未满期限" in text


def test_opening_is_guided(as_actor, cast):
    factories.make_organization("应检会（演示）", "610103001")
    client = as_actor(cast.zhu)
    form = {
        "year": "2025",
        "unit": "610103",
        "kinds": ["association"],
        "regime": "inspection",
        "opens_on": "2026-03-01",
        "closes_on": "2026-05-31",
    }
    assert "请填写开始日期" in client.post("/inspections/new", data=form | {"opens_on": ""}).text
    answer = client.post("/inspections/new", data=form)
    here = answer.headers["Location"]
    draft = client.get(here).text

    assert "确认名单并开放（应检 1 家）" in draft
    assert "应检会（演示）" in client.get(f"{here}/preview").text
    assert client.post(f"{here}/opening", data={"version": "1"}).status_code == 303
    assert "名单冻结于" in client.get(here).text
    assert client.get(f"{here}/terms").status_code == 409
    assert client.post(f"{here}/opening", data={"version": "2"}).status_code == 409


def test_both_answers_and_publication_on_one_page(expected, as_actor, cast):
    number = of(expected[1]).id
    here = f"/inspections/records/{number}"
    registrar, officer = as_actor(cast.zhu), as_actor(cast.bo)
    said = {"conclusion": "qualified", "filed_on": "2026-04-10", "concluded_on": "2026-04-01"}

    refused = registrar.post(f"{here}/conclusion", data=said | {"version": "1"})
    assert refused.status_code == 422
    assert "早于参检日期" in refused.text
    good = said | {"concluded_on": "2026-06-01", "version": "1"}
    assert registrar.post(f"{here}/conclusion", data=good).status_code == 303
    assert "待党建评价" in registrar.get(here).text
    assert registrar.post(f"{here}/publish", data={"version": "2"}).status_code == 409
    assert registrar.post(f"{here}/evaluation", data={}).status_code == 403
    evaluated = {
        "evaluation": "good",
        "score": "92.5",
        "evaluated_on": "2026-06-02",
        "version": "2",
    }
    assert officer.post(f"{here}/evaluation", data=evaluated).status_code == 303
    assert registrar.post(f"{here}/publish", data={"version": "3"}).status_code == 303
    text = registrar.get(here).text
    assert "一并公布" in text
    assert "92.5" in text
    assert registrar.post(f"{here}/reopen", data={"version": "4"}).status_code == 422


def test_many_are_published_from_a_list_after_a_preview(expected, as_actor, cast, decide):
    number, organization = expected
    decide(of(organization).id)
    client = as_actor(cast.zhu)
    here = f"/inspections/{number}/publication?figure=ready"

    assert "可以一并公布的 1 家" in client.get(here).text
    assert client.post(here, data={"expected": "7"}).status_code == 409
    assert client.post(here, data={"expected": "1"}).status_code == 303
    assert of(organization).published_on == date(2026, 11, 20)
    assert case_of(of(organization).id).state == "published"


def test_a_secretary_fills_in_on_a_phone(expected, secretary, as_actor):
    organization = expected[1]
    number = of(organization).id
    here = f"/inspections/records/{number}"
    client = as_actor(secretary(organization))

    assert "年检协会（演示）" in client.get("/inspections/mine").text
    wrong = client.post(f"{here}/section/staff", data={"staff": "三"})
    assert wrong.status_code == 422
    assert "请填 0 或更大的整数" in wrong.text
    from partybuild.inspections import questions

    for block in questions.BLOCKS:
        data = {field.key: str(GOOD.get(field.key, "")) for field in block.fields}
        assert client.post(f"{here}/section/{block.key}", data=data).status_code == 303
    assert client.post(f"{here}/submission", data={"version": "1"}).status_code == 303
    assert case_of(number).state == "filed"
    assert client.get("/inspections").status_code == 403
    assert client.get(here).status_code == 403


def test_known_facts_are_filled_in_and_marked(secretary, as_actor, plan, open_up):
    organization = factories.make_organization("有数会（演示）", full=4, probationary=1)
    open_up(plan())
    number = of(organization).id
    text = (
        as_actor(secretary(organization))
        .get(f"/inspections/records/{number}/section?block=members")
        .text
    )

    assert text.count("系统已有") == 3
    assert 'name="members" value="5"' in text


def test_an_unfinished_section_says_what_is_missing(expected, secretary, as_actor):
    organization = expected[1]
    number = of(organization).id
    client = as_actor(secretary(organization))
    answer = client.post(f"/inspections/records/{number}/submission", data={"version": "1"})

    assert answer.status_code == 422
    assert "还没有填写" in answer.text


def test_a_return_by_item_with_words_and_day(expected, secretary, as_actor, fill, take, cast):
    organization = expected[1]
    shu, number = secretary(organization), of(organization).id
    fill(shu, number)
    take(shu, filling.submit, number)
    here = f"/inspections/records/{number}"
    back = {"version": "2", "item": ["staff"], "words-staff": "人数不符", "due_on": "2026-11-30"}
    officer = as_actor(cast.bo)

    assert officer.post(f"{here}/return", data=back).status_code == 422
    assert officer.post(f"{here}/return", data=back | {"note": "请核对"}).status_code == 303
    text = as_actor(shu).get(f"{here}/section").text
    assert "退回“从业人员”：人数不符（2026-11-30 前补正）" in text


def test_the_list_as_a_workbook(several, as_actor, cast):
    answer = as_actor(cast.bo).get(f"/inspections/{several[0]}/workbook?figure=rectify")

    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"


def test_an_organization_s_page_shows_its_years(several, as_actor, cast):
    text = as_actor(cast.bo).get(f"/organizations/{several[1][0]}").text

    assert "年检年报" in text
    assert "2025年度" in text


def test_nothing_of_a_neighbour_is_seen(several, as_actor, cast):
    number, made = several
    client = as_actor(cast.cheng)

    assert client.get(f"/inspections/{number}").status_code == 404
    assert client.get(f"/inspections/records/{of(made[0]).id}").status_code == 404
    assert client.post(f"/inspections/{number}/additions", data={}).status_code == 403


def test_to_dos_count_what_they_list(several, cast, secretary):
    from partybuild.deadlines.ports import Wanted
    from partybuild.inspections.waiting import SOURCES

    by_key = {source.key: source for source in SOURCES}
    wanted = Wanted(50)
    evaluate = by_key["inspections-evaluate"]
    assert evaluate.count(cast.bo).open == len(evaluate.rows(cast.bo, wanted)) == 1
    fill = by_key["inspections-fill"]
    assert fill.count(cast.bo).open == 0
    shu = secretary(several[1][2])
    assert [item.title for item in fill.rows(shu, wanted)] == ["第三会（演示）"]


def test_every_figure_has_a_word():
    assert CONDITIONS.keys() == LABELS.keys()


@pytest.mark.parametrize("who", ["sheng", "shi", "bo"])
def test_every_figure_of_a_unit_is_as_long_as_its_list(several, decide, cast, who):
    number, made = several
    decide(of(made[2]).id)
    actor = getattr(cast, who)

    table = counting.table(actor, number, scopes.top(actor))

    for name in CONDITIONS:
        query = listing.roll(actor, number, listing.asked(actor, {"figure": name})).query
        count = db.session.scalar(count_of(query))
        assert count == table.total.counts[name] == sum(each.counts[name] for each in table.lines)
    assert table.total.counts["expected"] == 3
    assert table.total.counts["ready"] == table.total.counts["published"] == 1


def test_closing_from_the_page(several, as_actor, cast):
    number, made = several
    version = campaign(number).version
    answer = as_actor(cast.zhu).post(f"/inspections/{number}/closing", data={"version": version})

    assert answer.status_code == 303
    assert of(made[2]).conclusion.label == "未参检"


def test_somebody_is_added_from_the_page(several, as_actor, cast):
    number, _ = several
    new = factories.make_organization(registered_on=date(2026, 9, 9))
    client = as_actor(cast.zhu)
    here = f"/inspections/{number}/additions"
    code = factories.code_of(new)

    assert (
        client.post(here, data={"number": "51000000000000000X", "reason": "理由"}).status_code
        == 422
    )
    assert client.post(here, data={"number": code, "reason": ""}).status_code == 422
    assert client.post(here, data={"number": code, "reason": "登记日期有误"}).status_code == 303
    with work(cast.zhu) as running:
        running.audited = True
        assert commands.queries.expectation(running.actor, number, new).reason is None
