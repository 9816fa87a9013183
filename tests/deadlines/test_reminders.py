"""The log of reminders: what people sent, and what the system said once a rung."""

from datetime import date

import pytest

from partybuild.db.work import NotPermitted, OutOfReach, work
from partybuild.deadlines import commands
from partybuild.deadlines.commands import Sent
from partybuild.deadlines.rules import Channel
from partybuild.party.waiting import KIND
from partybuild.rules import RuleBroken
from tests import factories
from tests.deadlines import clocked
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
LETTER = Sent(Channel.LETTER, TODAY, "碑社工函〔2026〕3号")


@pytest.fixture
def branch():
    """A branch whose term ends in seventy days."""
    number = factories.make_party(covers=[factories.make_organization()])
    clocked.set_term(number, date(2027, 1, 29))
    return number


def remind(actor, branch, sent=LETTER):
    with work(actor) as running:
        return commands.remind(running.actor, KIND, branch, sent)


def log(actor, branch):
    found = commands.reminders(actor, KIND, branch)
    return [(row.channel, row.rung, row.sent_on, row.note) for row in found]


def test_a_letter_is_logged_with_its_rung(cast, branch):
    remind(cast.bo, branch)

    assert log(cast.bo, branch) == [(Channel.LETTER, 90, TODAY, "碑社工函〔2026〕3号")]
    assert log(cast.cheng, branch) == []


def test_what_is_no_reminder_is_refused(cast, branch):
    with pytest.raises(RuleBroken, match="系统自己登记"):
        remind(cast.bo, branch, Sent(Channel.SYSTEM, TODAY))
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        remind(cast.bo, branch, Sent(Channel.TELEPHONE, date(2026, 11, 21)))
    with pytest.raises(NotPermitted):
        remind(cast.dai, branch)
    with pytest.raises(OutOfReach):
        remind(cast.cheng, branch)


def test_the_system_says_each_rung_once(cast, branch, monkeypatch):
    assert commands.turn(ROOT) == 1
    assert commands.turn(ROOT) == 0
    for day, written in (
        ("2026-11-29", 0),
        ("2026-12-05", 1),
        ("2027-01-30", 1),
        ("2027-02-01", 0),
    ):
        monkeypatch.setenv("PARTYBUILD_NOW", f"{day}T08:00:00")
        assert commands.turn(ROOT) == written, day

    assert [rung for _, rung, _, _ in log(cast.bo, branch)] == [-1, 60, 90]


def test_a_new_term_climbs_a_ladder_of_its_own(branch, monkeypatch):
    commands.turn(ROOT)
    clocked.set_term(branch, date(2027, 2, 10))
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-21T08:00:00")

    assert commands.turn(ROOT) == 1


def test_the_page_shows_ladder_log_and_logs_a_call(cast, as_actor, branch):
    client = as_actor(cast.bo)
    address = f"/reminders/{KIND}/{branch}"
    assert "提前 180 天" in client.get(address).text
    form = {"channel": "telephone", "sent_on": "2026-11-19", "note": "与书记通话"}
    assert client.post(address, data=form).status_code == 303

    page = client.get(address).text
    assert "与书记通话" in page
    refused = client.post(address, data=form | {"sent_on": "2026-12-01"})
    assert refused.status_code == 422
    assert "不能晚于今天" in refused.text
    assert as_actor(cast.cheng).get(address).status_code == 404
    assert client.get("/reminders/none/1").status_code == 404
    assert "登记提醒" not in as_actor(cast.dai).get(address).text
