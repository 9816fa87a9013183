"""A finished rating stays as it is, whoever comes with whatever (peers.md, HUB)."""

import pytest

from partybuild.access.scope import visible
from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import Score
from partybuild.ratings.reviewing import commands
from partybuild.ratings.reviewing.commands import Given
from partybuild.ratings.stars import computing, deciding, publicity
from tests.ratings.conftest import assessment
from tests.ratings.reviewing.conftest import POINTS
from tests.support.world import ROOT

HERE = "/ratings/review/{}"
EDITS = {
    "scores": {"only": "life", "points-life": "10", "reason-life": "改低", "star": "1"},
    "pass_final": {"version": "5"},
    "return_final": {"note": "x", "item": "life", "words-life": "x", "due_on": "2026-12-20"},
    "back_final": {"note": "x"},
    "rejudge": {"note": "x"},
    "vetoes": {"veto": "accident", "document": "x〔2026〕1号"},
    "visits": {"visited_on": "2026-11-18", "people": "x", "words": "x"},
}


@pytest.fixture
def decided(first_done, cast, do, monkeypatch):
    for key, points in POINTS:
        do(cast.bo, commands.put, first_done, key, Given(points))
    do(cast.bo, commands.pass_on, first_done, None)
    round_id = assessment(first_done).round_id
    do(cast.bo, computing.compute, round_id)
    number = do(cast.bo, publicity.open_publicity, round_id)
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-30T09:00:00")
    do(cast.bo, deciding.decide, number, "碑社党〔2026〕8号")
    assert assessment(first_done).stage is Stage.DECIDED
    return first_done


def as_it_stands(number):
    db.session.rollback()
    found = sheet(ROOT, number)
    scores = [(s.id, s.points, s.note) for s in db.session.scalars(visible(ROOT, Score))]
    row = found.row
    return (len(found.events), found.case.version, row.stage, row.star, row.final_total, scores)


@pytest.mark.parametrize("who", ["sheng", "shi", "bo", "jie", "cheng", "dai", "zhu", "bao", "xi"])
def test_nobody_edits_it(decided, as_actor, cast, who):
    before, client = as_it_stands(decided), as_actor(getattr(cast, who))

    for action, said in EDITS.items():
        answer = client.post(f"{HERE.format(decided)}/{action}", data=said)
        assert answer.status_code in {403, 404, 409}, (action, answer.status_code)
    picked = {"pick": f"{decided}:{before[1]}"}
    assert client.post("/ratings/review/acceptance", data=picked).status_code in {403, 404, 409}
    for method in ("delete", "put", "patch"):
        assert getattr(client, method)(HERE.format(decided)).status_code == 405

    assert as_it_stands(decided) == before


def test_its_secretary_neither(decided, as_actor, shu):
    before, client = as_it_stands(decided), as_actor(shu)

    for action, said in EDITS.items():
        answer = client.post(f"{HERE.format(decided)}/{action}", data=said)
        assert answer.status_code == 403, action

    assert as_it_stands(decided) == before


def test_a_refusal_of_the_role_stands_in_the_audit(decided, as_actor, cast):
    as_actor(cast.dai).post(f"{HERE.format(decided)}/scores", data=EDITS["scores"])

    lines = db.session.query(AuditRow).filter(AuditRow.action == "越权访问").all()
    assert lines
