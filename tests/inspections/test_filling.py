"""The Party section: by the secretary, block by block; handed in whole; returned by item."""

from datetime import date

import pytest

from partybuild.db.work import NotPermitted, OutOfReach, work
from partybuild.inspections import deciding, filling
from partybuild.rules import RuleBroken
from partybuild.workflow import queries
from tests import factories
from tests.inspections.conftest import case_of, concluding, evaluating, of


@pytest.fixture
def number(expected):
    return of(expected[1]).id


@pytest.fixture
def shu(expected, secretary):
    return secretary(expected[1])


def test_a_secretary_fills_in_and_hands_in(number, expected, shu, fill, take):
    fill(shu, number)
    assert take(shu, filling.submit, number) == "filed"

    row = of(expected[1])
    assert row.section["staff"] == 12
    assert (row.submitted_on, row.filed_on, row.late) == (date(2026, 11, 20),) * 2 + (True,)
    assert "代填" not in row.section_by


def test_an_incomplete_or_contradictory_section_is_refused_with_everything(number, shu, fill, take):
    fill(shu, number, staff=9, site=None)

    with pytest.raises(RuleBroken) as told:
        take(shu, filling.submit, number)

    assert "还没有填写：活动场所" in str(told.value)
    assert "从业人员总数 9 应等于" in str(told.value)
    assert case_of(number).state == "due"


def test_nobody_else_s_organization_can_be_filled_in(number, secretary):
    other = secretary(factories.make_organization(), login="bieren")

    with pytest.raises(OutOfReach), work(other) as running:
        filling.save_block(running.actor, number, "staff", {"staff": 3})


def test_registrars_do_not_fill_in(number, cast):
    with pytest.raises(NotPermitted), work(cast.zhu) as running:
        filling.save_block(running.actor, number, "staff", {"staff": 3})


def test_what_was_handed_in_is_changed_only_after_a_return_and_only_there(
    number, shu, fill, take, cast
):
    fill(shu, number)
    take(shu, filling.submit, number)
    with pytest.raises(RuleBroken, match="不能再改"), work(shu) as running:
        filling.save_block(running.actor, number, "staff", {"staff": 3})

    back = ({"staff": "人数与报表不符"}, "请核对从业人员", date(2026, 11, 30))
    assert take(cast.bo, filling.send_back, number, *back) == "returned"
    assert case_of(number).due_on == date(2026, 11, 30)

    with pytest.raises(RuleBroken, match="这一栏没有退回"), work(shu) as running:
        filling.save_block(running.actor, number, "members", {"members": 1})
    with work(shu) as running:
        filling.save_block(
            running.actor,
            number,
            "staff",
            {"staff": 13, "lead_full": 2, "lead_part": 1, "work_full": 7, "work_part": 3},
        )
    assert take(shu, filling.submit, number) == "filed"
    assert queries.returned(shu, case_of(number).id) == []


def test_a_return_names_items_reason_and_day(number, shu, fill, take, cast):
    fill(shu, number)
    take(shu, filling.submit, number)

    with pytest.raises(RuleBroken, match="至少选一栏"):
        take(cast.bo, filling.send_back, number, {}, "理由", date(2026, 11, 30))
    with pytest.raises(RuleBroken, match="补正期限"):
        take(cast.bo, filling.send_back, number, {"staff": ""}, "理由", date(2026, 11, 19))
    with pytest.raises(RuleBroken, match="须写明理由"):
        take(cast.bo, filling.send_back, number, {"staff": ""}, " ", date(2026, 11, 30))


def test_a_section_returned_after_the_conclusion_goes_back_to_the_evaluation(
    number, shu, fill, take, cast
):
    fill(shu, number)
    take(shu, filling.submit, number)
    take(
        cast.zhu,
        deciding.conclude,
        number,
        concluding(filed_on=None, concluded_on=date(2026, 11, 20)),
    )
    take(cast.bo, filling.send_back, number, {"staff": ""}, "请核对", date(2026, 11, 30))

    assert take(shu, filling.submit, number) == "awaiting_evaluation"
    said = evaluating(evaluated_on=date(2026, 11, 20), filed_on=None)
    assert take(cast.bo, deciding.evaluate, number, said) == "ready"
