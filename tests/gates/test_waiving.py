"""Waivers: at one's own level, with reason and last day, over by themselves."""

from datetime import date

import pytest

from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, work
from partybuild.gates import waiving
from partybuild.gates.kinds import AnswerKind, Verdict
from partybuild.gates.waiving import Granting
from partybuild.rules import RuleBroken
from tests import factories
from tests.gates.test_recount import held

pytestmark = pytest.mark.usefixtures("database")
REGISTERED = date(2026, 6, 1)
LAST = date(2027, 3, 31)


def done(actor, act, *arguments):
    with work(actor) as running:
        return act(running.actor, *arguments)


def granting(**changes):
    values = {"rule": "registration", "reason": "拟合并，已报批", "expires_on": LAST}
    return Granting(**(values | changes))


@pytest.fixture
def number(cast):
    return factories.make_organization("豁免协会（演示）", registered_on=REGISTERED)


def test_it_holds_from_today_to_its_last_day_and_ends_by_itself(cast, number):
    done(cast.bo, waiving.grant, number, granting())

    assert held(cast, number, "registration", date(2026, 11, 19)) == (Verdict.MISSING, 0)
    assert held(cast, number, "registration", date(2026, 11, 20)) == (Verdict.WAIVED, 0)
    assert held(cast, number, "registration", LAST) == (Verdict.WAIVED, 0)
    assert held(cast, number, "registration", date(2027, 4, 1)) == (Verdict.MISSING, 0)


def test_it_is_taken_back_with_a_reason(cast, number, monkeypatch):
    row_id = done(cast.bo, waiving.grant, number, granting()).id
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-01T09:00:00")
    with pytest.raises(RuleBroken, match="理由"):
        done(cast.bo, waiving.revoke, row_id, " ")
    done(cast.bo, waiving.revoke, row_id, "合并未获批准")

    assert held(cast, number, "registration", date(2026, 11, 30)) == (Verdict.WAIVED, 0)
    assert held(cast, number, "registration", date(2026, 12, 1)) == (Verdict.MISSING, 0)
    with pytest.raises(RuleBroken, match="失效"):
        done(cast.bo, waiving.revoke, row_id, "再撤")
    actions = list(db.session.scalars(db.select(AuditRow.action)))
    assert "准予豁免" in actions
    assert "撤回豁免" in actions


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": " "}, "理由"),
        ({"rule": "nothing"}, "没有这一项"),
        ({"expires_on": date(2026, 11, 19)}, "早于今天"),
        ({"expires_on": date(2027, 11, 21)}, "最长 12 个月"),
    ],
)
def test_what_cannot_be_waived_so_is_refused(cast, number, changes, words):
    with pytest.raises(RuleBroken, match=words):
        done(cast.bo, waiving.grant, number, granting(**changes))


def test_a_second_one_is_refused(cast, number):
    done(cast.bo, waiving.grant, number, granting())

    with pytest.raises(RuleBroken, match="已有豁免"):
        done(cast.bo, waiving.grant, number, granting())


def test_only_at_ones_own_level(cast, number):
    with pytest.raises(NotPermitted):
        done(cast.shi, waiving.grant, number, granting())
    with pytest.raises(NotPermitted):
        done(cast.zhu, waiving.grant, number, granting())
    with pytest.raises(OutOfReach):
        done(cast.cheng, waiving.grant, number, granting())


def test_an_answer_entered_by_hand(cast, number):
    said = waiving.Said("registration", AnswerKind.NOT_YET, date(2026, 11, 20), "没有党员")
    done(cast.bo, waiving.answer, number, said)

    assert held(cast, number, "registration")[0] is Verdict.LATE
    assert held(cast, number, "registration", date(2027, 5, 21))[0] is Verdict.PENDING
    with pytest.raises(RuleBroken, match="不是这项"):
        wrong = waiving.Said("registration", AnswerKind.COUNT, date(2026, 11, 20))
        done(cast.bo, waiving.answer, number, wrong)


def test_the_pages(cast, as_actor, number):
    client, base = as_actor(cast.bo), f"/gates/waivers/organizations/{number}"
    for path in ("", "/answers", "/events"):
        assert client.get(base + path).status_code == 200
    form = {"rule": "registration", "reason": "拟合并", "expires_on": "2027-03-31"}
    refused = client.post(base, data=form | {"expires_on": "2030-01-01"})
    assert refused.status_code == 422
    assert "最长 12 个月" in refused.text
    assert client.post(base, data=form).status_code == 303
    text = client.get("/gates/waivers/").text
    assert "豁免协会（演示）" in text
    assert "还剩 131 天" in text
    assert "豁免协会（演示）" not in as_actor(cast.cheng).get("/gates/waivers/").text
    answer = {"rule": "registration", "kind": "not_yet", "day": "2026-11-20", "reason": ""}
    assert "写明原因" in client.post(f"{base}/answers", data=answer).text
    assert client.post(f"{base}/answers", data=answer | {"reason": "无党员"}).status_code == 303
    assert as_actor(cast.shi).post(base, data=form).status_code == 403
