"""Reviews: four columns side by side, reasons for deductions, items returned, nobody twice."""

from datetime import date

import pytest

from partybuild.access.permissions import Role
from partybuild.accounts import queries as accounts
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.reviewing import accepting, commands, noting, queries
from partybuild.ratings.reviewing.commands import Given
from partybuild.rules import RuleBroken
from tests import factories
from tests.ratings.conftest import assessment, paper, signed
from tests.support import world
from tests.support.world import ROOT

DUE = date(2026, 11, 27)


def post(login, unit):
    """A further appointment of an account as an officer, acting in it."""
    with factories.inside():
        number = world.add_post(login, Role.OFFICER, unit)
    return accounts.actor_of(number)


def test_each_tier_stands_beside_the_others(first_done, cast, do):
    do(cast.bo, commands.put, first_done, "term", Given(400))
    do(cast.bo, commands.put, first_done, "life", Given(500, "两次没有记录"))
    do(cast.bo, commands.put, first_done, "extra", Given(20))
    do(cast.bo, commands.pass_on, first_done, None)

    found, row = sheet(ROOT, first_done), assessment(first_done)
    by_tier = [found.points(tier)["life"] for tier in (Tier.SELF, Tier.FIRST, Tier.FINAL)]
    assert by_tier == [550, 550, 500]
    assert (row.self_total, row.first_total, row.final_total) == (970, 970, 920)
    assert row.stage is Stage.SCORED


def test_a_lower_score_needs_a_reason(sent, cast, do):
    with pytest.raises(RuleBroken, match="低于自评"):
        do(cast.jie, commands.put, sent, "life", Given(500))
    do(cast.jie, commands.put, sent, "life", Given(500, "缺两次记录"))

    assert sheet(ROOT, sent).points(Tier.FIRST) == {"life": 500}


@pytest.mark.parametrize(
    ("key", "points"), [("life", 601), ("life", -10), ("life", 555), ("nothing", 10)]
)
def test_points_beyond_the_item_are_refused(sent, cast, do, key, points):
    with pytest.raises(RuleBroken):
        do(cast.jie, commands.put, sent, key, Given(points, "理由"))
    assert sheet(ROOT, sent).points(Tier.FIRST) == {}


def test_a_tier_passes_on_only_when_all_is_scored(sent, cast, do):
    do(cast.jie, commands.put, sent, "term", Given(400))

    with pytest.raises(RuleBroken, match="“组织生活”、“加分”"):
        do(cast.jie, commands.pass_on, sent, None)
    assert assessment(sent).stage is Stage.FIRST


def test_it_lies_at_the_next_desk_afterwards(first_done, cast, do):
    with pytest.raises(NotPermitted):
        do(cast.jie, commands.put, first_done, "term", Given(400))
    with pytest.raises(OutOfReach):
        do(cast.cheng, commands.put, first_done, "term", Given(400))
    with pytest.raises(NotPermitted):
        do(cast.zhu, commands.put, first_done, "term", Given(400))
    assert sheet(ROOT, first_done).case.due_on == date(2026, 12, 20)


def test_only_the_returned_items_open_again(sent, cast, shu, do):
    do(cast.jie, commands.put, sent, "life", Given(500, "缺记录"))
    do(cast.jie, commands.send_back, sent, None, {"life": "补上半年的记录"}, "材料不全", DUE)

    with pytest.raises(RuleBroken, match="没有退回"):
        do(shu, filling.save, sent, "term", Answer(options=("yes",)))
    with pytest.raises(RuleBroken, match="还没有补正：组织生活"):
        do(shu, filling.send, sent, None)
    do(shu, filling.save, sent, "life", Answer(580, note="已补"), [paper("补充.jpg")])
    do(shu, filling.send, sent, None)

    found = queries.desk(cast.jie, sent)
    assert found.sheet.points(Tier.SELF)["life"] == 580
    life = [s for s in found.sheet.scores if (s.indicator, s.tier) == ("life", Tier.SELF)]
    assert [(s.attempt, s.points, s.current) for s in life] == [(1, 550, False), (2, 580, True)]
    assert "life" in {item.key for item in found.owed()}
    assert assessment(sent).stage is Stage.FIRST
    do(cast.jie, commands.put, sent, "life", Given(580))
    assert "life" not in {item.key for item in queries.desk(cast.jie, sent).owed()}


def test_a_file_changed_since_it_was_seen(sent, cast, do):
    with pytest.raises(Stale, match="佐证材料"):
        do(cast.jie, commands.put, sent, "life", Given(550, seen=[]))
    seen = [each.id for each in sheet(ROOT, sent).files["life"]]
    do(cast.jie, commands.put, sent, "life", Given(550, seen=seen))

    score = sheet(ROOT, sent).current(Tier.FIRST)["life"]
    assert score.files == [[seen[0], 1]]


def test_nobody_reviews_at_two_levels(first_done, cast, do, database):
    both = post("jie", "610103")

    with pytest.raises(NotPermitted, match="初评"):
        do(both, commands.put, first_done, "term", Given(400))


def test_a_secretary_does_not_review_their_own(sent, do, secretary):
    secretary(assessment(sent).organization_id, login="liangzhi")
    officer = post("liangzhi", "610103001")

    with pytest.raises(NotPermitted, match="本单位"):
        do(officer, commands.put, sent, "term", Given(400))


def test_who_filled_in_on_behalf_does_not_review(filled, cast, do):
    do(cast.jie, filling.send, filled, None, signed())

    with pytest.raises(NotPermitted, match="填报"):
        do(cast.jie, commands.put, filled, "term", Given(400))


def test_clean_ones_are_accepted_together(sent, cast, do):
    assert do(cast.jie, accepting.accept, [sent]) == 1

    row = assessment(sent)
    assert (row.stage, row.first_total) == (Stage.FINAL, 970)


def test_an_exception_is_judged_by_hand(sent, cast, do):
    do(cast.jie, noting.veto, sent, None, "accident", "陕应急〔2026〕3号", "")

    with pytest.raises(RuleBroken, match="一票否决"):
        do(cast.jie, accepting.accept, [sent])


def test_a_veto_names_its_document_and_is_lifted_with_a_reason(sent, cast, do):
    with pytest.raises(RuleBroken, match="文号"):
        do(cast.jie, noting.veto, sent, None, "accident", " ", "")
    do(cast.jie, noting.veto, sent, None, "accident", "陕应急〔2026〕3号", "")
    number = queries.vetoes(ROOT, sheet(ROOT, sent).case.id)[0].id
    with pytest.raises(RuleBroken, match="理由"):
        do(cast.jie, noting.lift, sent, number, "")
    do(cast.jie, noting.lift, sent, number, "复核后不成立")

    assert do(cast.jie, accepting.accept, [sent]) == 1


def test_the_tier_before_judges_again_and_nothing_is_lost(first_done, cast, do):
    do(cast.bo, commands.hand_back, first_done, None, "评分依据不清")
    do(cast.jie, commands.put, first_done, "life", Given(520, "按记录核减"))
    do(cast.jie, commands.pass_on, first_done, None)

    first = [s for s in sheet(ROOT, first_done).scores if s.tier is Tier.FIRST]
    life = sorted((s.attempt, s.points, s.current) for s in first if s.indicator == "life")
    assert life == [(1, 550, False), (2, 520, True)]
    assert assessment(first_done).first_total == 940


def test_a_visit_is_noted(sent, cast, do):
    with pytest.raises(RuleBroken, match="晚于今天"):
        do(cast.jie, noting.visit, sent, date(2026, 12, 1), "王、李", "场所完好")
    do(cast.jie, noting.visit, sent, date(2026, 11, 18), "王、李", "场所完好")

    with work(cast.jie) as running:
        running.audited = True
        assert len(queries.visits(running.actor, sheet(ROOT, sent).case.id)) == 1
