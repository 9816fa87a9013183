"""Every (state, action, role) of the rating processes against what is written here by hand."""

import pytest

from partybuild.access.permissions import GRANTS, Role
from partybuild.ratings.process import TABLES
from partybuild.workflow import rules
from partybuild.workflow.rules import Asker, Standing

MAY = {
    "rating1": {
        "filling": {"send": "final", "leave": "out", "extend": ""},
        "returned": {"resend": "final", "leave": "out", "extend": ""},
        "first": {},
        "second": {},
        "final": {
            "pass_final": "scored",
            "return_final": "returned",
            "leave": "out",
            "recall": "filling",
        },
        "scored": {"publish": "publicity", "rejudge": "final"},
        "publicity": {"decide": "decided", "rejudge": "final"},
        "decided": {},
        "out": {"restore": "filling"},
    },
    "rating2": {
        "filling": {"send": "first", "leave": "out", "extend": ""},
        "returned": {"resend": "first", "leave": "out", "extend": ""},
        "first": {
            "pass_first": "final",
            "return_first": "returned",
            "leave": "out",
            "recall": "filling",
        },
        "second": {},
        "final": {"pass_final": "scored", "return_final": "returned", "back_final": "first"},
        "scored": {"publish": "publicity", "rejudge": "final"},
        "publicity": {"decide": "decided", "rejudge": "final"},
        "decided": {},
        "out": {"restore": "filling"},
    },
    "rating3": {
        "filling": {"send": "first", "leave": "out", "extend": ""},
        "returned": {"resend": "first", "leave": "out", "extend": ""},
        "first": {
            "pass_first": "second",
            "return_first": "returned",
            "leave": "out",
            "recall": "filling",
        },
        "second": {"pass_second": "final", "return_second": "returned", "back_second": "first"},
        "final": {"pass_final": "scored", "return_final": "returned", "back_final": "second"},
        "scored": {"publish": "publicity", "rejudge": "final"},
        "publicity": {"decide": "decided", "rejudge": "final"},
        "decided": {},
        "out": {"restore": "filling"},
    },
    "star-change": {
        "proposed": {"decide": "decided", "dismiss": "dismissed"},
        "decided": {},
        "dismissed": {},
    },
}
FILL = {Role.SECRETARY, Role.OFFICER, Role.COMMAND}
HANDLE = {Role.OFFICER, Role.COMMAND}
ROLES = {"send": FILL, "resend": FILL, "recall": FILL}
"""Who takes a step at the desk where the case lies; all others than these are `HANDLE`."""
PARTS = {
    "send": "填报",
    "resend": "填报",
    "recall": "填报",
    "pass_first": "初评",
    "return_first": "初评",
    "pass_second": "复核",
    "return_second": "复核",
    "back_second": "复核",
    "pass_final": "审定",
    "return_final": "审定",
    "back_final": "审定",
    "publish": "审定",
    "decide": "审定",
    "rejudge": "审定",
}
GUARDS = {
    "send": "complete",
    "resend": "mended",
    "recall": "unread",
    "pass_first": "scored",
    "pass_second": "scored",
    "pass_final": "scored",
    "return_first": "items",
    "return_second": "items",
    "return_final": "items",
    "publish": "computed",
    "decide": "clear",
}
REASONS = {"back", "return", "rejudge", "leave", "restore", "extend", "recall"}
KINDS = [table for table in TABLES if table.kind.startswith("rating")]


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_every_state_action_and_role(table, role):
    asker = Asker(GRANTS[role], 1, at_desk=True)
    wrong = []
    for state in table.states:
        found = rules.choices(table, Standing(state), asker)
        assert {each.step.action for each in found} == {step.action for step in table.steps}
        for each in found:
            here = MAY[table.kind][state]
            allowed = each.step.action in here and role in ROLES.get(each.step.action, HANDLE)
            if each.allowed is not allowed or bool(each.refusal) is allowed:
                wrong.append((state, each.step.action, each.refusal))

    assert wrong == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_every_step_leads_where_it_is_written(table):
    assert MAY[table.kind].keys() == table.states.keys()
    written = {
        (state, action, target)
        for state, steps in MAY[table.kind].items()
        for action, target in steps.items()
    }
    assert written == {
        (source, step.action, step.target) for step in table.steps for source in step.sources
    }


@pytest.mark.parametrize("table", KINDS, ids=lambda table: table.kind)
def test_only_the_desk_reviews(table):
    elsewhere = Asker(GRANTS[Role.OFFICER], 1)
    for state in ("first", "second", "final"):
        found = rules.here(rules.choices(table, Standing(state), elsewhere), state)
        refused = {each.step.action for each in found if not each.allowed}

        assert refused >= {each.step.action for each in found} - {"leave", "recall"}


@pytest.mark.parametrize("table", KINDS, ids=lambda table: table.kind)
def test_nobody_plays_two_parts(table):
    """Whoever played a part may take its steps again and those without a part, no others."""
    steps = {step.action: step for step in table.steps}
    for part in {PARTS[action] for action in steps if action in PARTS}:
        for state in table.states:
            standing = Standing(state, {part: frozenset({7}), "": frozenset({7})})
            asker = Asker(GRANTS[Role.OFFICER], 7, at_desk=True)
            for each in rules.here(rules.choices(table, standing, asker), state):
                own = PARTS.get(each.step.action, part) == part
                assert each.allowed is own, (part, state, each.step.action)
                assert each.mark == ""


@pytest.mark.parametrize("table", KINDS, ids=lambda table: table.kind)
def test_every_guard_refuses_its_step_with_its_sentence(table):
    asker = Asker(GRANTS[Role.OFFICER], 1, at_desk=True)
    for step in table.steps:
        assert step.guard == GUARDS.get(step.action, "")
        assert step.tier == PARTS.get(step.action, "")
        assert step.reason is (step.action.split("_")[0] in REASONS)
        for state in step.sources:
            found = rules.choices(table, Standing(state), asker, {step.guard: "还差一项。"})
            choice = next(each for each in found if each.step.action == step.action)
            assert choice.refusal == ("还差一项。" if step.guard else "")


def test_a_change_of_star_rests_on_a_document_or_a_reason():
    table = next(table for table in TABLES if table.kind == "star-change")
    said = {step.action: (step.reason, step.document) for step in table.steps}

    assert said == {"decide": (True, True), "dismiss": (True, False)}
