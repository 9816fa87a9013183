"""A self-assessment from the secretary's phone to the announcement, and a star that is held."""

import io
import re
from dataclasses import replace
from datetime import date

import docx
import pytest

from partybuild.access.scope import visible
from partybuild.accounts import queries as accounts
from partybuild.db import OPEN, db
from partybuild.inspections import freezing
from partybuild.inspections.kinds import Conclusion, Regime
from partybuild.inspections.models import Inspection
from partybuild.organizations.models import Organization
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.rules import Gate, Indicator, Link, Option
from partybuild.ratings.stars.models import Objection, PartyStar
from partybuild.regions.placing import copied
from tests import factories
from tests.evidence.papers import picture
from tests.ratings.conftest import SCHEME, assessment, assessments
from tests.support.world import ROOT

ITEMS = (
    Indicator(
        "term", "按期换届", 300, options=(Option("yes", "按期", 300), Option("no", "逾期", 0))
    ),
    Indicator("life", "三会一课", 400, evidence=True),
    Indicator("place", "活动场所", 300, evidence=True),
)
FAILED = Gate("failed", GateFact.INSPECTION_FAILED.value, "年检不合格", 4, "整改后改定为合格")
THREE_TIERS = replace(
    SCHEME,
    name="journey",
    indicators=(Indicator("group", "党的建设", 1000, children=ITEMS),),
    caps=(),
    gates=(FAILED,),
    chain=(Link("first", "county"), Link("second", "city"), Link("final", "province")),
    bonus_cap=0,
)
WINDOWS = {
    "first": date(2026, 12, 5),
    "second": date(2026, 12, 15),
    "final": date(2026, 12, 25),
}
AFTER = "2026-11-30T09:00:00"


@pytest.fixture
def opened(cast, publish, plan, open_up):
    """The province has opened a round with these branches: assessment ids by name."""

    def make(*conclusions):
        for place, conclusion in enumerate(conclusions):
            lead = factories.make_organization(f"第{place}商会（演示）", "610103001")
            factories.make_party(f"第{place}商会党支部（演示）", "610103001", covers=[lead])
            _inspected(lead, conclusion)
        number = plan(
            cast.sheng,
            unit_code="610000",
            scheme_id=publish(THREE_TIERS),
            review_to=WINDOWS,
        )
        open_up(number, actor=cast.sheng)
        return number, [each.id for each in assessments(number) if each.case_id]

    return make


def _inspected(organization_id, conclusion):
    """Last year's inspection as the county's list would be taken in."""
    with factories.inside():
        query = visible(ROOT, Organization).where(Organization.id == organization_id)
        place = copied(db.session.scalars(query).one())
        row = freezing.blank(organization_id, place, 2025, Regime.INSPECTION)
        db.session.add(Inspection(**row | {"history": True, "conclusion": conclusion}))


@pytest.fixture
def phone(as_actor, secretary):
    def of(number):
        return as_actor(secretary(assessment(number).organization_id))

    return of


def photo(name, size=(60, 40)):
    return (io.BytesIO(picture(size=size)), name)


def hidden(text, *names):
    return {n: re.search(rf'name="{n}"[^>]*value="([^"]*)"', text)[1] for n in names}


def fill(client, number, life="40", place="30"):
    """One item after the other, two with a photograph, as the page leads."""
    here = f"/ratings/fill/{number}/items"
    first = client.post(f"{here}/term/answer", data={"options": "yes"})
    assert first.location.endswith("/items/life")
    said = {"points": life, "note": "全年十二次", "paper-life": [photo("会议.jpg")]}
    second = client.post(f"{here}/life/answer", data=said)
    assert second.location.endswith("/items/place")
    said = {"points": place, "paper-place": [photo("活动室.jpg", (80, 60))]}
    assert client.post(f"{here}/place/answer", data=said).location.endswith("/check")


def send(client, number):
    text = client.get(f"/ratings/fill/{number}/check").text
    data = hidden(text, "seen", "version") | {"confirmed": "y"}
    answer = client.post(f"/ratings/fill/{number}/sending", data=data)
    assert answer.status_code == 303, answer.text


def judge(client, number, tier, points):
    """Every item scored on the page, then passed on."""
    here = f"/ratings/review/{number}"
    text = client.get(here).text
    keys = [key for name in ("seen", "stood") for key in (f"{name}-{k}" for k in points)]
    data = hidden(text, "version", *keys) | {"option-term": "yes", "group": "group"}
    data |= {f"points-{key}": text for key, text in points.items() if key != "term"}
    data |= {"reason-life": "第三季度缺一次记录"}
    answer = client.post(f"{here}/scores", data=data)
    assert answer.status_code == 303, answer.text
    version = hidden(client.get(here).text, "version")
    assert client.post(f"{here}/pass_{tier}", data=version).status_code == 303


def _mend_two(client, county, number):
    """Two items go back with their words, just those are mended and sent again."""
    returned = county.post(
        f"/ratings/review/{number}/return_first",
        data={
            **hidden(county.get(f"/ratings/review/{number}").text, "version"),
            "note": "两项材料不全",
            "item": ["life", "place"],
            "words-life": "补第三季度记录",
            "words-place": "请重拍活动室",
            "due_on": "2026-11-25",
        },
    )
    assert returned.status_code == 303, returned.text
    page = client.get(f"/ratings/fill/{number}").text
    assert "补第三季度记录" in page
    here = f"/ratings/fill/{number}/items"
    locked = client.post(f"{here}/term/answer", data={"options": "no"})
    assert locked.status_code in {409, 422}
    said = {"points": "40", "note": "已补", "paper-life": [photo("三季度.jpg", (70, 50))]}
    assert client.post(f"{here}/life/answer", data=said).status_code == 303
    said = {"points": "30", "paper-place": [photo("活动室二.jpg", (90, 50))]}
    assert client.post(f"{here}/place/answer", data=said).status_code == 303
    send(client, number)
    assert sheet(ROOT, number).current(Tier.SELF)["term"].attempt == 1


POINTS = {"term": "30", "life": "38", "place": "30"}


def test_from_the_phone_to_the_announcement(opened, phone, cast, as_actor, monkeypatch):
    round_id, (number,) = opened(Conclusion.QUALIFIED)
    client, county = phone(number), as_actor(cast.bo)
    assert "待填自评" in client.get("/todo").text
    fill(client, number)
    send(client, number)
    assert assessment(number).stage is Stage.FIRST

    _mend_two(client, county, number)

    for tier, who in (("first", cast.bo), ("second", cast.shi), ("final", cast.sheng)):
        judge(as_actor(who), number, tier, POINTS)
    assert assessment(number).stage is Stage.SCORED

    province = as_actor(cast.sheng)
    assert province.post(f"/ratings/stars/{round_id}/computing").status_code == 303
    shown = province.post(
        f"/ratings/stars/{round_id}/publicity",
        data={"expected": "1", "confirmed": "y"},
    )
    assert shown.status_code == 303, shown.text
    publicity = assessment(number).publicity_id
    told = {
        "objector": "第0商会一名党员（演示）",
        "received_on": "2026-11-20",
        "words": "三会一课的次数与公告栏不一致",
    }
    entered = province.post(f"/ratings/stars/assessments/{number}/objections", data=told)
    assert entered.status_code == 303, entered.text
    assert "三会一课的次数" not in client.get(f"/ratings/stars/publicity/{publicity}/list").text

    monkeypatch.setenv("PARTYBUILD_NOW", AFTER)
    province = as_actor(cast.sheng)
    decide = f"/ratings/stars/publicity/{publicity}/decision"
    said = {"confirmed": "y", "signer": "陈演示", "contact": "029-00000000"}
    refused = province.post(decide, data=said)
    assert refused.status_code in {409, 422}
    assert "异议没有答复" in refused.text
    objection = db.session.scalars(visible(ROOT, Objection)).one().id
    answered = province.post(
        f"/ratings/stars/objections/{objection}/answer",
        data={"finding": "dismissed", "words": "经核对原始记录，次数无误，已当面答复。"},
    )
    assert answered.status_code == 303, answered.text
    decided = province.post(decide, data=said)
    assert decided.status_code == 303, decided.text

    row = assessment(number)
    assert (row.stage, row.final_total, row.star) == (Stage.DECIDED, 980, 5)
    query = visible(ROOT, PartyStar).where(PartyStar.known_to == OPEN)
    fact = db.session.scalars(query).one()
    assert (fact.star, fact.valid_from) == (5, date(2026, 11, 30))
    paper = province.get(f"/ratings/stars/publicity/{publicity}/announcement.docx")
    words = "\n".join(each.text for each in docx.Document(io.BytesIO(paper.data)).paragraphs)
    assert fact.document in words
    client = as_actor(accounts.actor_by_login("shuji"))
    assert "五星" in client.get(f"/party/{row.party_organization_id}").text


def test_96_points_are_held_at_three_stars_by_a_failed_inspection(opened, phone, cast, as_actor):
    """The deciding level sees the star and why at once; the branch from its publicity on."""
    round_id, (number,) = opened(Conclusion.UNQUALIFIED)
    client = phone(number)
    assert "2025年度年检年报：不合格" in client.get(f"/ratings/fill/{number}").text
    fill(client, number)
    send(client, number)
    for tier, who in (("first", cast.bo), ("second", cast.shi), ("final", cast.sheng)):
        judge(as_actor(who), number, tier, POINTS | {"life": "36"})
    province = as_actor(cast.sheng)
    assert province.post(f"/ratings/stars/{round_id}/computing").status_code == 303

    row = assessment(number)
    assert (row.final_total, row.candidate, row.star) == (960, 5, 3)
    ours, theirs = f"/ratings/assessments/{number}", f"/ratings/stars/assessments/{number}"
    _says_why(province.get(theirs).text)
    assert "三星" not in client.get(ours).text

    said = {"expected": "1", "confirmed": "y"}
    shown = province.post(f"/ratings/stars/{round_id}/publicity", data=said)
    assert shown.status_code == 303, shown.text
    _says_why(client.get(ours).text)


def _says_why(page: str) -> None:
    assert "96" in page
    assert "三星" in page
    assert "第0商会（演示）2025年度年检年报：不合格" in page
