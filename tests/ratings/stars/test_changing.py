"""After the decision: what became known opens a case, people decide, nothing changes by itself."""

import re
from datetime import date, datetime
from io import BytesIO

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.enforcement.kinds import PenaltyKind
from partybuild.enforcement.models import Penalty
from partybuild.notices.models import Notice
from partybuild.organizations.models import Organization
from partybuild.party.models import PartyEvent
from partybuild.ratings.kinds import StarMove
from partybuild.ratings.stars import changing, checking, proposing
from partybuild.ratings.stars import queries as stars
from partybuild.ratings.stars.models import StarChange
from partybuild.regions.placing import copied
from tests import factories
from tests.evidence.papers import picture
from tests.ratings.conftest import assessment
from tests.support.world import ROOT

BASE = "/ratings/stars/changes"
LATER = "2026-12-10T09:00:00"


def fine(organization_id, day=date(2026, 12, 8), document="碑民罚〔2026〕3号"):
    with factories.inside():
        query = visible(ROOT, Organization).where(Organization.id == organization_id)
        row = Penalty(**copied(db.session.scalars(query).one()), kind=PenaltyKind.FINE)
        row.organization_id, row.document, row.decided_on = organization_id, document, day
        row.note, row.entered_by = "", "登记科（演示）"
        row.entered_at = datetime(2026, 12, 8, 9)
        db.session.add(row)


def cases():
    return db.session.scalars(visible(ROOT, StarChange).order_by(StarChange.id)).all()


def held(party_id, day=date(2026, 12, 31)):
    return changing.holding(ROOT, party_id, day)


@pytest.fixture
def proposed(decided, monkeypatch):
    """A penalty after the decision has opened a case: (case id, Party organization)."""
    row = assessment(decided[1])
    party = row.party_organization_id
    fine(row.organization_id)
    monkeypatch.setenv("PARTYBUILD_NOW", LATER)
    assert proposing.turn(ROOT)
    return cases()[0].case_id, party


def version_of(client, case_id):
    return re.search(r'name="version"[^>]*value="(\d+)"', client.get(f"{BASE}/{case_id}").text)[1]


def test_a_later_penalty_opens_one_case_and_changes_nothing(proposed, monkeypatch):
    _, party = proposed
    found = cases()

    assert [(each.star, each.proposed, each.decided) for each in found] == [(5, 4, None)]
    assert "碑民罚〔2026〕3号" in found[0].words
    assert held(party).star == 5
    assert not proposing.turn(ROOT)
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-11T09:00:00")
    assert proposing.turn(ROOT)
    assert len(cases()) == 1


def test_what_was_known_before_the_decision_opens_nothing(decided, monkeypatch):
    fine(assessment(decided[1]).organization_id, date(2026, 11, 29))
    monkeypatch.setenv("PARTYBUILD_NOW", LATER)

    assert proposing.turn(ROOT)
    assert not cases()


def test_statements_do_not_grow_with_proposals(decided, queries, monkeypatch):
    organization = assessment(decided[1]).organization_id
    monkeypatch.setenv("PARTYBUILD_NOW", LATER)
    fine(organization, document="一")
    with queries() as one:
        assert len(proposing.proposals(ROOT, date(2026, 12, 10))) == 1
    for name in "二三四":
        fine(organization, document=name)
    with queries() as four:
        assert len(proposing.proposals(ROOT, date(2026, 12, 10))) == 4

    assert len(one) == len(four)


def test_decided_with_a_paper_evidence_and_a_line_of_history(proposed, as_actor, cast):
    case_id, party = proposed
    bo = as_actor(cast.bo)
    assert "碑民罚〔2026〕3号" in bo.get(BASE).text
    form = {
        "version": version_of(bo, case_id),
        "star": "3",
        "valid_from": "2026-12-10",
        "reason": "罚款影响较大",
    }
    here = f"{BASE}/{case_id}/decision"
    for change, words in (
        ({"reason": ""}, "请填写"),
        ({"star": "5"}, ""),
        ({"valid_from": "2026-12-11"}, "不能晚于今天"),
        ({"valid_from": "2026-11-30"}, "应晚于现星级"),
        ({"valid_from": "2025-01-01"}, "没有有效的星级"),
        ({"valid_from": "昨天"}, ""),
    ):
        answer = bo.post(here, data=form | change)
        assert answer.status_code == 422, change
        assert words in answer.text
        assert "罚款影响较大" in answer.text or "reason" in change
    assert bo.post(here, data=form | {"version": "9"}).status_code == 409
    assert held(party).star == 5

    paper = (BytesIO(picture()), "处罚决定.jpg")
    answer = bo.post(here, data=form | {"paper-change": paper})
    assert answer.status_code == 303
    assert bo.post(here, data=form).status_code == 409

    now = held(party)
    assert (now.star, now.move, now.document) == (3, StarMove.DOWN, "碑林社党〔2026〕2号")
    assert (now.valid_from, now.valid_to) == (date(2026, 12, 10), date(2028, 11, 30))
    assert held(party, date(2026, 12, 9)).star == 5
    lines = db.session.scalars(visible(ROOT, PartyEvent).where(PartyEvent.action == "调整星级"))
    assert [(line.changes[0]["before"], line.changes[0]["after"]) for line in lines] == [
        ("五星", "三星")
    ]
    kinds = db.session.scalars(visible(ROOT, Notice, Notice.kind).order_by(Notice.id)).all()
    assert kinds == ["star-announcement", "star-change"]
    assert "处罚决定.jpg" in bo.get(f"{BASE}/{case_id}").text
    assert checking.faults(ROOT) == []


def test_dismissed_with_the_reason(proposed, as_actor, cast):
    case_id, party = proposed
    bo = as_actor(cast.bo)
    here, version = f"{BASE}/{case_id}/dismissal", version_of(bo, case_id)
    assert bo.post(here, data={"version": version, "reason": " "}).status_code == 422
    form = {"version": version, "reason": "情节轻微，已改正"}
    assert bo.post(here, data=form).status_code == 303
    assert bo.post(here, data=form).status_code == 409

    assert held(party).star == 5
    assert "情节轻微" in bo.get(f"{BASE}/{case_id}").text
    assert "不予调整" in bo.get(f"{BASE}?closed=1").text


def test_only_the_deciding_unit_decides(proposed, as_actor, cast):
    case_id, party = proposed
    form = {"version": "1", "reason": "理由", "star": "3", "valid_from": "2026-12-10"}
    for who, status in ((cast.cheng, 404), (cast.zhu, 403), (cast.dai, 403), (cast.jie, 422)):
        for path in ("decision", "dismissal"):
            answer = as_actor(who).post(f"{BASE}/{case_id}/{path}", data=form)
            assert answer.status_code == status, who
    assert held(party).star == 5
    assert as_actor(cast.cheng).get(f"{BASE}/{case_id}").status_code == 404


def test_no_star_by_decision_is_a_candidate_and_being_new_is_none(proposed, as_actor, cast, do):
    case_id, _ = proposed
    factories.make_party("新支部（演示）", "610103001")
    assert stars.candidates(cast.bo) == []
    said = changing.Decided(0, date(2026, 12, 10), "情节严重")
    do(cast.bo, changing.decide, case_id, said)

    found = stars.candidates(cast.bo)
    assert [(each.name, each.star, each.ground) for each in found] == [
        ("参评协会党支部（演示）", 0, "摘星")
    ]
    assert stars.candidates(cast.cheng) == []
    assert "摘星" in as_actor(cast.bo).get("/ratings/stars/candidates").text


def test_doctor_finds_a_star_that_is_not_what_was_decided(decided):
    assert checking.faults(ROOT) == []
    with factories.inside():
        row = assessment(decided[1])
        row.star = 3
    assert "评星结果" in checking.faults(ROOT)[0]
    assert "为三星，星级事实为五星" in checking.faults(ROOT)[0]
