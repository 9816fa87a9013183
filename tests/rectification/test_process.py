"""Every (state, action, role) of rectification against what is written here by hand."""

import pytest

from partybuild.access.permissions import GRANTS, Role
from partybuild.rectification.process import AREA_TABLE, TABLE
from partybuild.workflow import rules
from partybuild.workflow.rules import Asker, Standing

ENDING = {"dissolve": "dissolved", "withdraw": "withdrawn", "take_over": ""}
MAY = {
    "planning": {"draft": "", "submit": "submitted"} | ENDING,
    "submitted": {"approve": "running", "send_back": "planning"} | ENDING,
    "running": {
        "report": "",
        "prove": "",
        "close_item": "",
        "reopen_item": "",
        "amend": "",
        "extend": "",
        "apply": "first",
    }
    | ENDING,
    "first": {"accept_first": "second", "refuse_first": "running"} | ENDING,
    "second": {"accept_final": "watching", "refuse_final": "running"} | ENDING,
    "watching": {"look_back": "", "finish": "done", "relapse": "planning", "take_over": ""},
    "done": {},
    "dissolved": {},
    "withdrawn": {},
}
REPORTING = {"report", "prove"}
OFFICES = {Role.OFFICER, Role.COMMAND}
PARTS = dict.fromkeys(
    ("draft", "submit", "report", "prove", "close_item", "reopen_item", "amend", "apply"), "整顿"
) | {
    "approve": "上级审批",
    "send_back": "上级审批",
    "accept_first": "初验",
    "refuse_first": "初验",
    "accept_final": "上级审批",
    "refuse_final": "上级审批",
}
REASONS = {
    "send_back",
    "reopen_item",
    "amend",
    "extend",
    "refuse_first",
    "refuse_final",
    "relapse",
    "dissolve",
    "withdraw",
}
FROM_ABOVE = {"take_over", "extend", "look_back", "finish", "relapse", "dissolve", "withdraw"}
GUARDS = {
    "submit": "plan",
    "apply": "all_closed",
    "look_back": "due",
    "finish": "looked_back",
    "take_over": "moved",
    "extend": "deciding",
    "dissolve": "deciding",
    "withdraw": "deciding",
    "report": "",
    "prove": "",
}


def roles(action):
    return OFFICES | {Role.SECRETARY} if action in REPORTING else OFFICES


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_every_state_action_and_role(role):
    asker = Asker(GRANTS[role], 1, at_desk=True)
    wrong = []
    for state in TABLE.states:
        found = rules.choices(TABLE, Standing(state), asker)
        assert {each.step.action for each in found} == {step.action for step in TABLE.steps}
        for each in found:
            action = each.step.action
            allowed = action in MAY[state] and role in roles(action)
            if each.allowed is not allowed or bool(each.refusal) is allowed:
                wrong.append((state, action, each.refusal))

    assert wrong == []


def test_every_step_leads_where_it_is_written():
    assert MAY.keys() == TABLE.states.keys()
    written = {(state, action, to) for state, steps in MAY.items() for action, to in steps.items()}
    assert written == {
        (each, step.action, step.target) for step in TABLE.steps for each in step.sources
    }


def test_away_from_the_desk_only_those_above_and_who_reports():
    beside, above = Asker(GRANTS[Role.OFFICER], 1), Asker(GRANTS[Role.OFFICER], 1, above=True)
    for state, steps in MAY.items():
        found = rules.here(rules.choices(TABLE, Standing(state), beside), state)
        assert {each.step.action for each in found if each.allowed} == REPORTING & steps.keys()
        found = rules.here(rules.choices(TABLE, Standing(state), above), state)
        open_ = {each.step.action for each in found if each.allowed}
        assert open_ == (REPORTING | FROM_ABOVE) & steps.keys()


def test_nobody_plays_two_parts():
    """Who worked on it accepts nothing; who accepted first decides nothing above."""
    for part in set(PARTS.values()):
        for state in TABLE.states:
            standing = Standing(state, {part: frozenset({7}), "": frozenset({7})})
            asker = Asker(GRANTS[Role.OFFICER], 7, at_desk=True)
            for each in rules.here(rules.choices(TABLE, standing, asker), state):
                own = PARTS.get(each.step.action, part) == part
                assert each.allowed is own, (part, state, each.step.action)
                assert each.mark == ""


def test_every_guard_refuses_its_step_with_its_sentence():
    asker = Asker(GRANTS[Role.OFFICER], 1, at_desk=True)
    for step in TABLE.steps:
        assert step.guard == GUARDS.get(step.action, "level")
        assert step.tier == PARTS.get(step.action, "")
        assert step.reason is (step.action in REASONS)
        assert step.document is (step.action == "dissolve")
        assert step.above is (step.action in FROM_ABOVE)
        for state in step.sources:
            found = rules.choices(TABLE, Standing(state), asker, {step.guard: "还差一项。"})
            choice = next(each for each in found if each.step.action == step.action)
            assert choice.refusal == ("还差一项。" if step.guard else "")


@pytest.mark.parametrize("table", [TABLE, AREA_TABLE], ids=lambda table: table.kind)
def test_every_state_has_a_way_to_an_end(table):
    ends = set(table.closed)
    for _ in table.states:
        ends |= {s for step in table.steps if step.target in ends for s in step.sources}
    assert ends == set(table.states)
