"""Star rating in the demo world: two years of stars, a round at every stage, work at every desk."""

from collections import Counter

import pytest
from sqlalchemy import func

from partybuild import clock
from partybuild.access.scope import scope_of, visible
from partybuild.accounts.queries import actor_by_login
from partybuild.db import OPEN, db
from partybuild.demo import thisyear
from partybuild.demo.marks import exactly, levels, points
from partybuild.evidence import queries as evidence
from partybuild.ratings import queries
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.kinds import RoundState, Stage, StarMove, Tier
from partybuild.ratings.models import Assessment, VetoPut
from partybuild.ratings.reviewing.queries import desk
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.defaults import shipped
from partybuild.ratings.schemes.rules import leaves, score
from partybuild.ratings.stars import gates, objecting, publicity
from partybuild.ratings.stars.models import Honour, PartyStar, Publicity, StarChange
from partybuild.rules import RuleBroken
from partybuild.workflow import checking
from partybuild.workflow.models import WorkflowCase
from tests.support.client import sign_in

FOUNDATIONS = "2026年度市本级基金会党组织评星"


def rounds(shown, year):
    return [each for each in queries.rounds(shown.actor) if each.year == year]


def current(shown):
    return next(each for each in rounds(shown, 2026) if each.title != FOUNDATIONS)


def taking_part(shown, round_id, **where):
    query = visible(shown.actor, Assessment).where(
        Assessment.round_id == round_id, Assessment.left_out.is_(None)
    )
    return db.session.scalars(query.filter_by(**where).order_by(Assessment.id)).all()


def test_last_year_is_decided_in_three_places(shown):
    found = rounds(shown, 2025)

    assert len(found) == 3
    assert {each.state for each in found} == {RoundState.CLOSED}
    for each in found:
        rows = taking_part(shown, each.id)
        assert rows
        assert {row.stage for row in rows} == {Stage.DECIDED}
        assert all(row.star is not None and row.decided_on.year == 2026 for row in rows)


def test_stars_are_spread_as_caps_and_scores_give_them(shown):
    own = next(each for each in rounds(shown, 2025) if each.own)
    rows = taking_part(shown, own.id)
    stars = Counter(row.star for row in rows)
    share = {star: count / len(rows) for star, count in stars.items()}

    assert 0.07 <= share[5] <= 0.1
    assert 0.24 <= share[4] <= 0.31
    assert 0.35 <= share[3] <= 0.5
    assert share[2] + share[1] >= 0.1
    assert stars[0] >= 3
    assert all(row.star <= row.ceiling and row.star <= row.candidate for row in rows)


def test_stars_are_facts_with_two_years_and_moves(shown):
    today = clock.today()
    query = visible(shown.actor, PartyStar).where(PartyStar.known_to == OPEN)
    facts = db.session.scalars(query).all()
    now = [each for each in facts if each.valid_from <= today < each.valid_to]
    history = [each for each in facts if each.assessment_id is None]

    assert {each.decided_on.year for each in history} == {2025}
    assert {each.decided_on.year for each in now} == {2026}
    assert {each.move for each in now} == set(StarMove)
    assert len({each.party_organization_id for each in now}) == len(now)


def test_the_sums_of_the_stages_are_those_who_take_part(shown):
    found = current(shown)
    rows = taking_part(shown, found.id)
    stages = Counter(row.stage for row in rows)

    assert stages.keys() == {
        *(Stage.FILLING, Stage.RETURNED, Stage.FIRST, Stage.SECOND, Stage.FINAL, Stage.SCORED)
    }
    assert stages.total() == len(rows)
    query = visible(shown.actor, WorkflowCase, WorkflowCase.state, func.count()).where(
        WorkflowCase.id.in_([row.case_id for row in rows])
    )
    states = dict(db.session.execute(query.group_by(WorkflowCase.state)).all())
    assert states == {stage.value: count for stage, count in stages.items()}


def test_totals_are_what_the_scores_come_to(shown):
    found = current(shown)
    scheme = schemes.scheme(found.scheme_id)
    for stage in (Stage.FIRST, Stage.SECOND, Stage.FINAL, Stage.SCORED):
        each = taking_part(shown, found.id, stage=stage)[0]
        own = sheet(shown.actor, each.id)
        assert each.self_total == score(scheme, own.points(Tier.SELF)).total
        assert not own.missing()
        if stage is Stage.SCORED:
            finals = {**own.points(Tier.SELF), **own.points(Tier.FINAL)}
            assert each.final_total == score(scheme, finals).total
            assert set(own.points(Tier.FINAL)) == {item.key for item in leaves(scheme)}


def test_the_secretary_of_the_province_is_half_way(shown):
    shuji = actor_by_login("shuji")
    row = next(
        row
        for row in taking_part(shown, current(shown).id)
        if row.organization_id in shuji.reach.organization_ids
    )
    own = sheet(shuji, row.id)

    assert (row.stage, own.closed()) == (Stage.FILLING, "")
    assert 0 < len(own.current(Tier.SELF)) < len(own.items())
    assert len([name for name in ("meetings", "place") if own.files.get(name)]) == 2


def test_two_items_are_returned_to_the_secretary_of_the_county(shown):
    qushuji = actor_by_login("qushuji")
    row = next(
        row
        for row in taking_part(shown, current(shown).id)
        if row.organization_id in qushuji.reach.organization_ids
    )
    own = sheet(qushuji, row.id)

    assert row.stage is Stage.RETURNED
    assert own.returned.keys() == {"meetings", "money"}
    assert all(item.words and item.due_on > clock.today() for item in own.returned.values())
    assert own.closed("meetings") == ""
    assert own.closed("dues")


@pytest.mark.parametrize(
    ("login", "stage"),
    [("quxian", Stage.FIRST), ("shi", Stage.SECOND), ("shi", Stage.FIRST), ("sheng", Stage.FINAL)],
)
def test_something_lies_at_every_desk(shown, login, stage):
    actor = actor_by_login(login)
    query = (
        visible(shown.actor, Assessment)
        .join(WorkflowCase, WorkflowCase.id == Assessment.case_id)
        .where(
            scope_of(shown.actor, WorkflowCase),
            WorkflowCase.desk_unit_id == actor.reach.unit.id,
            Assessment.stage == stage,
        )
    )
    found = db.session.scalars(query).all()

    assert found
    assert desk(actor, found[0].id).owed()


def test_a_failed_inspection_holds_96_points_at_three_stars(shown):
    held = [
        row
        for row in taking_part(shown, current(shown).id, stage=Stage.SCORED, final_total=960)
        if row.ceiling == 3
    ]

    assert held
    row = held[0]
    assert (row.candidate, row.computed, row.star) == (5, 3, 3)
    assert any("年检年报：不合格" in words for words in row.why)


def test_one_veto_stands_in_this_year_s_round(shown):
    cases = [row.case_id for row in taking_part(shown, current(shown).id)]
    query = visible(shown.actor, VetoPut).where(VetoPut.case_id.in_(cases))
    assert [row.document for row in db.session.scalars(query)] == ["演安〔2026〕17号"]


def test_a_city_s_list_is_shown_and_an_objection_waits(shown):
    shi = actor_by_login("shi")
    number = next(each.id for each in rounds(shown, 2026) if each.title == FOUNDATIONS)
    query = visible(shi, Publicity).where(Publicity.round_id == number)
    row = db.session.scalars(query).one()
    said = objecting.objections(shi, row.id)

    assert row.opens_on < clock.today() <= row.closes_on
    assert [each.finding for each in said] == [None]
    listed = publicity.members(shi, publicity_id=row.id)
    assert listed
    with pytest.raises(RuleBroken):
        gates.demand_answered(shi, row.id, {each.case_id for each in listed})


def test_two_and_one_are_on_the_lists_of_honour(shown):
    kinds = Counter(db.session.scalars(visible(shown.actor, Honour, Honour.kind)))
    assert {kind.value: count for kind, count in kinds.items()} == {"double": 2, "example": 1}


def test_what_became_known_since_calls_stars_into_question(shown):
    sheng = actor_by_login("sheng")
    query = visible(sheng, StarChange, StarChange.star, StarChange.proposed)
    found = db.session.execute(query).all()

    assert found
    assert all(proposed < star for star, proposed in found)


def test_cases_fold_and_pictures_are_in_the_store(shown):
    assert checking.faults(shown.actor) == []
    own = next(each for each in taking_part(shown, current(shown).id, stage=Stage.SCORED))
    files = evidence.files(shown.actor, "case", own.case_id)
    assert {each.media for each in files} == {"image/jpeg"}


def test_each_account_opens_its_pages_of_rating(shown):
    for login in ("shuji", "qushuji", "quxian", "shi", "sheng"):
        actor = actor_by_login(login)
        db.session.remove()
        client = sign_in(shown.app, actor)
        assert client.get("/ratings/").status_code == 200, login


def test_marks_come_to_exactly_what_is_wanted():
    scheme = shipped("sample")
    items = list(reversed(leaves(scheme)))
    found = exactly(scheme, items, 960, thisyear.SPARED)

    assert score(scheme, points(found)).total == 960
    assert found["compliance"].points == 0
    assert all(mark in levels(item) for item in items for mark in [found[item.key]])
    with pytest.raises(ValueError, match="1200"):
        exactly(scheme, items, 1200, ())
