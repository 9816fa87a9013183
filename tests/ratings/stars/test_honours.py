"""争创双强: both sides judged, proposed, named by a document, withdrawn with a reason."""

import io
import re

import pytest
from openpyxl import load_workbook

from partybuild.ratings.stars import publicity

BASE = "/ratings/stars"
BOTH = {
    "kind": "double",
    "building": "strong",
    "building_words": "三会一课规范",
    "development": "strong",
    "development_words": "收入连续两年增长",
}


@pytest.fixture
def bo(decided, cast, as_actor):
    return as_actor(cast.bo)


def test_proposed_named_withdrawn(bo, decided, cast):
    number, one = decided
    here = f"{BASE}/assessments/{one}/honour"
    page = bo.get(here).text
    assert "从业人员" in page
    assert "97" in page
    weak = bo.post(here, data=BOTH | {"development": "fair"})
    assert weak.status_code == 422
    assert "收入连续两年增长" in weak.text
    assert bo.post(here, data=BOTH | {"kind": "best"}).status_code == 422
    assert bo.post(here, data=BOTH | {"building_words": ""}).status_code == 422
    answer = bo.post(here, data=BOTH)
    assert answer.status_code == 303
    assert bo.post(here, data=BOTH).status_code == 409
    honour = answer.location

    assert bo.post(f"{honour}/decision", data={"document": ""}).status_code == 422
    document = {"document": "碑两新〔2026〕9号"}
    assert bo.post(f"{honour}/decision", data=document).status_code == 303
    assert bo.post(f"{honour}/decision", data=document).status_code == 409
    of = publicity.shown(cast.bo, number).round_id
    page = bo.get(f"{BASE}/{of}/honours").text
    assert "碑两新〔2026〕9号" in page
    assert "已命名" in page
    book = load_workbook(io.BytesIO(bo.get(f"{BASE}/{of}/honours.xlsx").data))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert "参评协会党支部（演示）" in cells
    assert "五星" in cells

    assert bo.post(f"{honour}/withdrawal", data={"reason": " "}).status_code == 422
    assert bo.post(f"{honour}/withdrawal", data={"reason": "后续处罚"}).status_code == 303
    assert bo.post(f"{honour}/withdrawal", data={"reason": "后续处罚"}).status_code == 409
    assert re.search("已撤销.*后续处罚", bo.get(f"{BASE}/{of}/honours").text, re.S)


def test_not_before_the_star_is_decided(shown, cast, as_actor):
    answer = as_actor(cast.bo).post(f"{BASE}/assessments/{shown[1]}/honour", data=BOTH)

    assert answer.status_code == 422
    assert "星级公布之后" in answer.text


def test_proposals_are_for_officers_and_foreign_ones_are_not_there(bo, decided, cast, as_actor):
    number, one = decided
    honour = bo.post(f"{BASE}/assessments/{one}/honour", data=BOTH).location
    of = publicity.shown(cast.bo, number).round_id

    assert "三会一课规范" not in as_actor(cast.dai).get(f"{BASE}/{of}/honours").text
    assert as_actor(cast.dai).post(f"{honour}/decision").status_code == 403
    for path in ("", "/decision", "/withdrawal"):
        method = "post" if path else "get"
        assert getattr(as_actor(cast.cheng), method)(f"{honour}{path}").status_code == 404
