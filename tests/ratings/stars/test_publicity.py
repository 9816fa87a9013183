"""Publicity: working days, objections, facts read once more; then the star is a fact."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale
from partybuild.party.models import PartyEvent
from partybuild.ratings.kinds import Finding, Stage, StarMove
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.reviewing import commands as reviewing
from partybuild.ratings.reviewing.commands import Given
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.rules import Gate
from partybuild.ratings.stars import computing, deciding, objecting, papers, publicity, published
from partybuild.ratings.stars.models import PartyStar
from partybuild.rules import RuleBroken
from tests import factories
from tests.ratings.conftest import SCHEME, assessment
from tests.ratings.stars.conftest import AFTER
from tests.support.world import ROOT

OPENED, LAST = date(2026, 11, 20), date(2026, 11, 27)
DOCUMENT = "碑社党〔2026〕8号"
VACANT = replace(
    SCHEME,
    name="vacant",
    gates=(Gate("s", GateFact.SECRETARY_VACANT.value, "书记空缺", 4, "选出书记后"),),
)


def star_of(party):
    query = visible(ROOT, PartyStar).where(PartyStar.party_organization_id == party)
    return db.session.scalars(query).all()


def test_five_working_days_then_the_star_is_a_fact(shown, cast, do, monkeypatch):
    number, one = shown
    row = publicity.shown(cast.bo, number)
    assert (row.opens_on, row.closes_on) == (OPENED, LAST)
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-27T23:59:00")
    with pytest.raises(RuleBroken, match="公示到 2026-11-27"):
        do(cast.bo, deciding.decide, number, DOCUMENT)
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)

    assert do(cast.bo, deciding.decide, number, DOCUMENT) == 1

    held = assessment(one)
    assert (held.stage, held.star, held.decided_on) == (Stage.DECIDED, 5, date(2026, 11, 30))
    fact = star_of(held.party_organization_id)[0]
    assert (fact.star, fact.move, fact.document) == (5, StarMove.FIRST, DOCUMENT)
    assert (fact.valid_from, fact.valid_to) == (date(2026, 11, 30), date(2028, 11, 30))
    lines = db.session.scalars(visible(ROOT, PartyEvent).where(PartyEvent.action == "评定星级"))
    assert [line.changes[0]["after"] for line in lines] == ["五星"]


def test_the_paper_takes_its_number_from_the_same_act(shown, cast, do, monkeypatch):
    number, one = shown
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    do(cast.bo, deciding.decide, number, " ", "张某（演示）", "某科 029-0000")

    row = publicity.shown(cast.bo, number)
    assert row.announcement == "碑林社党〔2026〕1号"
    assert star_of(assessment(one).party_organization_id)[0].document == row.announcement
    symbol, content = papers.announcement(cast.jie, number)
    assert symbol == row.announcement
    document = Document(BytesIO(content))
    words = "\n".join(line.text for line in document.paragraphs)
    assert "五星 1 个" in words
    assert "2026年11月20日至2026年11月27日" in words
    cells = [cell.text for line in document.tables[0].rows for cell in line.cells]
    assert {"参评协会党支部（演示）", "五星"} <= set(cells)


def test_a_paper_of_another_authority_is_named_and_none_is_issued(shown, cast, do, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    do(cast.bo, deciding.decide, shown[0], DOCUMENT)

    with pytest.raises(OutOfReach):
        papers.announcement(cast.bo, shown[0])


def test_decided_once(shown, cast, do, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    do(cast.bo, deciding.decide, shown[0], DOCUMENT)

    with pytest.raises(Stale, match="已于 2026-11-30 公布"):
        do(cast.bo, deciding.decide, shown[0], DOCUMENT)
    with pytest.raises(Stale, match="已于"):
        do(cast.bo, publicity.extend, shown[0], 3, "理由")


def test_no_decision_while_an_objection_is_open(shown, cast, do, monkeypatch):
    number, one = shown
    said = do(
        cast.bo, objecting.enter_objection, one, "某某协会（演示）", OPENED, "组织生活记录不实"
    )
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    with pytest.raises(RuleBroken, match="还有异议没有答复"):
        do(cast.bo, deciding.decide, number, DOCUMENT)
    with pytest.raises(RuleBroken, match="答复意见"):
        do(cast.bo, objecting.answer_objection, said, Finding.DISMISSED, " ")
    do(cast.bo, objecting.answer_objection, said, Finding.DISMISSED, "经核查，记录完整")
    with pytest.raises(Stale, match="已经答复"):
        do(cast.bo, objecting.answer_objection, said, Finding.UPHELD, "再答")

    assert do(cast.bo, deciding.decide, number, DOCUMENT) == 1


def test_an_upheld_objection_sends_it_back_to_be_judged(shown, cast, do, monkeypatch):
    number, one = shown
    said = do(cast.bo, objecting.enter_objection, one, "某协会（演示）", OPENED, "记录不实")
    do(cast.bo, objecting.answer_objection, said, Finding.UPHELD, "两次记录缺签到")
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    with pytest.raises(RuleBroken, match="须重新审定"):
        do(cast.bo, deciding.decide, number, DOCUMENT)
    do(cast.bo, publicity.rejudge, one, None, "异议成立，核减组织生活")

    held = assessment(one)
    assert (held.stage, held.star, held.final_total) == (Stage.FINAL, None, None)
    do(cast.bo, reviewing.put, one, "life", Given(450, "两次记录缺签到"))
    do(cast.bo, reviewing.pass_on, one, None)
    do(cast.bo, computing.compute, held.round_id)
    assert assessment(one).star == 4


@pytest.mark.parametrize(
    ("objector", "day", "words", "message"),
    [
        ("", OPENED, "不实", "提出异议"),
        ("某协会", OPENED, " ", "提出异议"),
        ("某协会", date(2026, 11, 19), "不实", "公示期内"),
        ("某协会", date(2026, 11, 21), "不实", "不晚于今天"),
    ],
)
def test_an_objection_says_who_what_and_when(shown, cast, do, objector, day, words, message):
    with pytest.raises(RuleBroken, match=message):
        do(cast.bo, objecting.enter_objection, shown[1], objector, day, words)


def test_an_extension_counts_working_days_and_has_a_reason(shown, cast, do):
    with pytest.raises(RuleBroken, match="理由"):
        do(cast.bo, publicity.extend, shown[0], 3, "")
    assert do(cast.bo, publicity.extend, shown[0], 3, "核查异议") == date(2026, 12, 2)
    assert publicity.shown(cast.bo, shown[0]).first_closes_on == LAST


def test_facts_are_read_again_on_the_day_of_the_decision(
    filled, shu, cast, do, monkeypatch, through, publish
):
    number, one = through
    barred = publish(VACANT)
    with factories.inside():
        db.session.get(RatingRound, number).scheme_id = barred
    do(cast.bo, computing.compute, number)
    held = assessment(one)
    ceiling, star = held.ceiling, held.star
    assert (ceiling, star) == (3, 3)
    with factories.inside():
        row = db.session.scalars(visible(ROOT, Assessment).where(Assessment.id == one)).one()
        row.ceiling, row.star, row.computed = 5, 5, 5
    shown = do(cast.bo, publicity.open_publicity, number)
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)

    with pytest.raises(RuleBroken, match="书记空缺"):
        do(cast.bo, deciding.decide, shown, DOCUMENT)


def test_without_computed_stars_nothing_is_shown(through, cast, do):
    with pytest.raises(RuleBroken, match="没有计算星级"):
        do(cast.bo, publicity.open_publicity, through[0])


def test_nobody_else_decides(shown, cast, do, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    for other in (cast.shi, cast.cheng, cast.jie):
        with pytest.raises(OutOfReach):
            do(other, deciding.decide, shown[0], DOCUMENT)


def test_the_branch_learns_its_star_with_the_publicity(through, shu, cast, do, as_actor):
    number, one = through
    do(cast.bo, computing.compute, number)

    def told(actor):
        client = as_actor(actor)
        page = client.get(f"/ratings/assessments/{one}").get_data(as_text=True)
        return "星级是怎样得出的" in page, client.get(f"/ratings/{number}/list?star=5").text

    before, listed = told(shu)
    assert not before
    assert "参评协会党支部" not in listed
    assert told(cast.bo)[0]
    do(cast.bo, publicity.open_publicity, number)

    after, listed = told(shu)
    assert after
    assert "参评协会党支部" in listed


def test_a_long_list_is_read_page_by_page_and_printed_whole(
    scored, cast, do, as_actor, monkeypatch
):
    number, _ = scored(*(900 - n for n in range(60)))
    do(cast.bo, computing.compute, number)
    shown = do(cast.bo, publicity.open_publicity, number)
    client, here = as_actor(cast.bo), f"/ratings/stars/publicity/{shown}/list"

    def names(query=""):
        page = client.get(f"{here}{query}").text
        return re.findall(r'<th scope="row">(.*?)(?: <a|</th>)', page), page

    every, _ = names()
    assert len(every) == 60
    monkeypatch.setattr(published, "FEW", 50)
    first, page = names()
    after = re.search(r'href="([^"]*after=[^"]*)"', page)[1].replace("&amp;", "&")
    second, back = names(after.removeprefix(here))

    assert first + second == every
    assert (len(first), len(second)) == (50, 10)
    assert "before=" in back
    assert names("?all=1")[0] == every
    assert names("?q=第59支部")[0] == ["第59支部（演示）"]
    assert "没有这个名称" in names("?q=无此")[1]
    assert client.get(f"{here}?after=x").status_code in {409, 422}
