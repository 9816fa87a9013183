"""What is open to a branch, what the system answers, what is taken over, and who may not review."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest

from partybuild.db.work import NotPermitted
from partybuild.deadlines.ports import Wanted
from partybuild.ratings.filling import commands, overview, waiting
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.reviewing import commands as reviewing
from partybuild.ratings.reviewing.commands import Given
from partybuild.ratings.schemes.rules import Gate, Indicator, Option
from partybuild.rules import RuleBroken
from tests import factories
from tests.ratings.conftest import SCHEME, assessment, assessments, paper, signed
from tests.support.world import ROOT

DUE = date(2026, 11, 27)
SHUT = Gate("vacant", "secretary_vacant", "书记空缺", 0, "选出书记")
HELD = Gate("vacant", "secretary_vacant", "书记空缺", 4, "选出书记")
UNKNOWN = tuple(
    Gate(name, name, label, 4, "整改")
    for name, label in (
        ("inspection_failed", "年检不合格"),
        ("inspection_missing", "未参检"),
    )
)
KNOWING = (
    Indicator(
        "term",
        "按期换届",
        600,
        fact="term_valid",
        options=(Option("yes", "任期内", 600), Option("no", "逾期", 0)),
    ),
    Indicator(
        "head",
        "书记配备",
        400,
        fact="secretary",
        options=(Option("in", "在任", 400), Option("out", "空缺", 0)),
    ),
)


class Opened(NamedTuple):
    """An assessment and the organization that leads its branch."""

    id: int
    organization_id: int


@pytest.fixture
def start(publish, plan, open_up):
    """A round of a scheme changed like this, in which one branch takes part; its assessment."""

    def run(**changes):
        name = "开轮协会（演示）"
        organization = factories.make_organization(name, "610103001")
        factories.make_party(f"{name}党支部", "610103001", covers=[organization])
        scheme = replace(SCHEME, **{"name": "other", **changes})
        number = plan(scheme_id=publish(scheme))
        open_up(number)
        found = next(a.id for a in assessments(number) if a.organization_id == organization)
        return Opened(found, organization)

    return run


def fill(do, actor, number):
    do(actor, commands.save, number, "term", Answer(options=("yes",)))
    do(actor, commands.save, number, "life", Answer(550), [paper()])
    do(actor, commands.save, number, "extra", Answer(20))


class TestGates:
    def test_shut_out_it_is_said_first_and_nothing_is_sent(self, start, secretary, do, as_actor):
        row = start(gates=(SHUT,))
        own = secretary(row.organization_id)
        fill(do, own, row.id)

        with pytest.raises(RuleBroken, match=r"现在不能参评.*书记空缺（选出书记）"):
            do(own, commands.send, row.id, None)
        assert assessment(row.id).stage is Stage.FILLING
        client = as_actor(own)
        for there in ("", "/check"):
            assert "现在不能参评" in client.get(f"/ratings/fill/{row.id}{there}").text
        assert "报送</button>" not in client.get(f"/ratings/fill/{row.id}/check").text

    def test_the_highest_star_and_what_lifts_the_bar(self, start, secretary, as_actor):
        row = start(gates=(HELD,))
        text = as_actor(secretary(row.organization_id)).get(f"/ratings/fill/{row.id}").text

        assert "三星" in text
        assert "怎样解除：选出书记。" in text

    def test_a_barred_branch_sends_and_the_facts_are_kept(self, start, secretary, do):
        row = start(gates=(HELD,))
        own = secretary(row.organization_id)
        fill(do, own, row.id)
        do(own, commands.send, row.id, None)

        assert assessment(row.id).facts["sent"]["open_star"] == 3

    def test_what_waits_for_one_record_is_said_once(self, start, secretary):
        row = start(gates=UNKNOWN)
        whole = overview.whole(secretary(row.organization_id), row.id)

        assert len(whole.standing.barred) == 2
        assert [(each.bars, each.known) for each in whole.shut] == [(4, False)]


class TestKnown:
    def test_it_is_proposed_marked_and_adopted(self, start, secretary, do, as_actor):
        row = start(indicators=KNOWING, bonus_cap=0)
        own = secretary(row.organization_id)
        page = as_actor(own).get(f"/ratings/fill/{row.id}/items/head").text
        assert "没有登记在任书记" in page
        assert "已为您填好" in page
        assert 'value="out" checked' in page

        assert do(own, commands.adopt, row.id) == 1
        scores = sheet(ROOT, row.id).current(Tier.SELF)
        assert {k: (s.points, s.known) for k, s in scores.items()} == {"head": (0, True)}
        assert do(own, commands.adopt, row.id) == 0

    def test_another_answer_is_not_marked(self, start, secretary, do):
        row = start(indicators=KNOWING, bonus_cap=0)
        own = secretary(row.organization_id)
        do(own, commands.save, row.id, "head", Answer(options=("in",)))

        assert not sheet(ROOT, row.id).current(Tier.SELF)["head"].known

    def test_by_the_page(self, start, secretary, as_actor):
        row = start(indicators=KNOWING, bonus_cap=0)
        client = as_actor(secretary(row.organization_id))

        assert "填入系统已知的 1 项" in client.get(f"/ratings/fill/{row.id}").text
        assert client.post(f"/ratings/fill/{row.id}/known").status_code == 303
        assert "填入系统已知" not in client.get(f"/ratings/fill/{row.id}").text


class TestTakenOver:
    @pytest.fixture
    def next_one(self, filled, shu, do, plan, open_up):
        """The branch's next assessment, the first one sent."""
        do(shu, commands.send, filled, None)
        number = plan(title="又一轮")
        open_up(number)
        return assessments(number)[0].id

    def test_answers_come_without_files_where_there_is_none_yet(
        self, filled, next_one, shu, do, as_actor
    ):
        do(shu, commands.save, next_one, "extra", Answer(50))
        client = as_actor(shu)
        assert "沿用 2026 年度的自评" in client.get(f"/ratings/fill/{next_one}").text

        answer = client.post(f"/ratings/fill/{next_one}/earlier", data={"earlier": filled})

        assert answer.status_code == 303
        found = sheet(ROOT, next_one)
        assert found.points(Tier.SELF) == {"term": 400, "life": 550, "extra": 50}
        assert not found.files
        assert "沿用 2026" not in client.get(f"/ratings/fill/{next_one}").text

    def test_only_of_the_same_branch(self, filled, start, cast, do):
        row = start(gates=())

        with pytest.raises(RuleBroken, match="本党组织"):
            do(cast.bo, commands.take_over, row.id, filled)


class TestOnBehalf:
    def test_who_entered_does_not_review(self, filled, cast, do):
        do(cast.jie, commands.send, filled, None, signed())

        with pytest.raises(NotPermitted, match="须由其他人员办理"):
            do(cast.jie, reviewing.put, filled, "term", Given(400))
        assert sheet(ROOT, filled).current(Tier.FIRST) == {}

    def test_a_paper_in_another_slot_is_no_signed_one(self, filled, cast, do):
        with pytest.raises(RuleBroken, match="代填报送须附"):
            do(cast.jie, commands.send, filled, None, [paper()])


class TestToDos:
    def rows(self, actor):
        return waiting.SELF_ASSESSMENTS.rows(actor, Wanted(10))

    def test_a_secretary_has_hers_until_it_is_sent(self, filled, shu, do):
        assert waiting.SELF_ASSESSMENTS.count(shu).open == 1
        assert [item.endpoint for item in self.rows(shu)] == ["rating_filling.show"]

        do(shu, commands.send, filled, None)
        assert waiting.SELF_ASSESSMENTS.count(shu).open == 0

    def test_returned_it_is_due_on_the_day_of_the_return(self, filled, shu, cast, do):
        do(shu, commands.send, filled, None)
        do(cast.jie, reviewing.send_back, filled, None, {"life": "补记录"}, "不全", DUE)

        assert [(item.subject, item.due_on) for item in self.rows(shu)] == [
            ("2026年度评星晋级　退回补正", DUE)
        ]

    def test_officers_see_what_is_late_in_their_area(self, number, cast, monkeypatch):
        assert waiting.SELF_ASSESSMENTS.count(cast.bo).open == 0

        monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-01T09:00:00")
        assert waiting.SELF_ASSESSMENTS.count(cast.bo).late == 1
        assert [item.id for item in self.rows(cast.jie)] == [number]
        assert waiting.SELF_ASSESSMENTS.count(cast.cheng).open == 0

    def test_before_the_window_there_is_nothing_to_do(self, number, shu, monkeypatch):
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-10-31T09:00:00")

        assert waiting.SELF_ASSESSMENTS.count(shu).open == 0


def test_a_returned_item_is_closed_after_its_day(filled, shu, cast, do, monkeypatch):
    do(shu, commands.send, filled, None)
    do(cast.jie, reviewing.send_back, filled, None, {"life": "补记录"}, "不全", DUE)
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-28T00:00:00")

    with pytest.raises(RuleBroken, match="2026-11-27 截止"):
        do(shu, commands.save, filled, "life", Answer(500))
