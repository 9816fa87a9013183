"""Transitions as a table: every (state, step, role), parts, guards, reasons."""

import itertools

import pytest

from partybuild.access.permissions import GRANTS, Permission, Role, Span
from partybuild.rules import RuleBroken
from partybuild.workflow import rules
from partybuild.workflow.rules import Asker, Standing
from tests.workflow.sample import ONE_DESK, SAMPLE

MAY = {
    ("draft", "send"): {Role.REGISTRAR},
    ("returned", "send"): {Role.REGISTRAR},
    ("sent", "pass"): {Role.OFFICER},
    ("sent", "return"): {Role.OFFICER},
    ("passed", "reopen"): {Role.OFFICER},
    ("sent", "note"): {Role.SECURITY},
}
"""Who may do what in which state, written out by hand."""


@pytest.mark.parametrize(
    ("state", "action", "role"),
    list(itertools.product(SAMPLE.states, [s.action for s in SAMPLE.steps], Role)),
)
def test_every_state_action_and_role(state, action, role):
    asker = Asker(GRANTS[role], 1, at_desk=True)

    found = rules.choices(SAMPLE, Standing(state), asker)
    choice = next(each for each in found if each.step.action == action)

    allowed = role in MAY.get((state, action), set()) | (
        {Role.COMMAND} if (state, action) in MAY else set()
    )
    assert choice.allowed is allowed
    assert bool(choice.refusal) is not allowed


def test_nobody_plays_two_parts_in_one_case():
    parts = {"经办": frozenset({7})}
    asker = Asker(GRANTS[Role.OFFICER], 7, at_desk=True)

    found = rules.here(rules.choices(SAMPLE, Standing("sent", parts), asker), "sent")

    assert [choice.refusal for choice in found][:2] == [
        "您已在本件办理过“经办”，“通过”须由其他人员办理。",
        "您已在本件办理过“经办”，“退回”须由其他人员办理。",
    ]


def test_where_one_person_may_hold_both_posts_it_is_marked():
    parts = {"经办": frozenset({7})}
    asker = Asker(GRANTS[Role.OFFICER], 7, at_desk=True)

    found = rules.here(rules.choices(ONE_DESK, Standing("sent", parts), asker), "sent")

    assert [(c.allowed, c.mark) for c in found][:2] == [(True, "同一人经办")] * 2


def test_the_same_part_may_be_played_again():
    parts = {"审核": frozenset({7})}
    asker = Asker(GRANTS[Role.OFFICER], 7, at_desk=True)

    found = rules.here(rules.choices(SAMPLE, Standing("sent", parts), asker), "sent")

    assert all(choice.allowed and not choice.mark for choice in found[:2])


def test_a_step_of_ones_own_level_is_refused_elsewhere_unless_nobody_is_there():
    spans = {Permission.WAIVERS_GRANT: Span.OWN}

    def refusal(**options):
        found = rules.choices(SAMPLE, Standing("passed"), Asker(spans, 1, **options))
        return next(c.refusal for c in found if c.step.action == "reopen")

    assert refusal() == "“重新办理”由本件所在单位办理，您的单位不是承办单位。"
    assert refusal(in_place_of=frozenset({Permission.WAIVERS_GRANT})) == ""
    assert refusal(at_desk=True) == ""


def test_a_guard_refuses_with_the_sentence_of_the_feature():
    asker = Asker(GRANTS[Role.OFFICER], 1, at_desk=True)

    found = rules.choices(SAMPLE, Standing("sent"), asker, {"answered": "还没有答复。"})

    refusals = {c.step.action: c.refusal for c in rules.here(found, "sent")}
    assert (refusals["pass"], refusals["return"]) == ("还没有答复。", "")


@pytest.mark.parametrize(
    ("action", "note", "document", "sentence"),
    [
        ("return", " ", "", "“退回”须写明理由。"),
        ("reopen", "更正", "", "“重新办理”须填写文件号。"),
        ("reopen", "", "", "“重新办理”须写明理由。"),
        ("pass", "", "", None),
    ],
)
def test_reasons_and_documents_are_demanded(action, note, document, sentence):
    step = SAMPLE.step(action)
    if sentence is None:
        rules.demand(step, note, document)
        return

    with pytest.raises(RuleBroken) as refused:
        rules.demand(step, note, document)

    assert str(refused.value) == sentence


def test_an_unknown_step_is_refused_with_a_sentence():
    with pytest.raises(RuleBroken, match="没有“fly”这一步"):
        SAMPLE.step("fly")


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        ([], "draft"),
        (["send"], "sent"),
        (["send", "return", "send", "pass"], "passed"),
        (["send", "note", "pass"], "passed"),
    ],
)
def test_events_fold_to_a_state(actions, state):
    assert rules.fold(SAMPLE, actions) == state


def test_events_that_were_not_possible_do_not_fold():
    with pytest.raises(ValueError, match="pass is not possible in draft"):
        rules.fold(SAMPLE, ["pass"])


def test_a_table_with_a_state_it_does_not_name_is_refused():
    with pytest.raises(ValueError, match="no such states"):
        rules.Table("x", 1, "样例", {"a": "甲"}, "a", SAMPLE.steps, frozenset())


@pytest.mark.parametrize(
    ("returned", "item", "locked"),
    [(set(), "a", False), ({"a"}, "a", False), ({"a"}, "b", True)],
)
def test_only_returned_items_may_be_changed(returned, item, locked):
    assert rules.locked(returned, item) is locked
