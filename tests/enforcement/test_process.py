"""Every (state, action, role) of the five processes against what is written here by hand."""

import pytest

from partybuild.access.permissions import GRANTS, Role
from partybuild.enforcement.commands import STEPS
from partybuild.enforcement.process import BY_KIND, TABLES
from partybuild.enforcement.step_table import FORMS
from partybuild.workflow import rules
from partybuild.workflow.rules import Asker, Standing

MAY = {
    "order": {
        "issued": {"serve", "extend", "escalate", "withdraw"},
        "served": {"extend", "report", "escalate", "withdraw"},
        "reported": {"accept", "reject", "withdraw"},
        "failed": {"extend", "report", "escalate", "withdraw"},
        "passed": set(),
        "escalated": set(),
        "withdrawn": set(),
    },
    "interview": {
        "invited": {"hold", "postpone", "miss", "withdraw"},
        "missed": {"postpone", "withdraw"},
        "held": {"keep", "close"},
        "done": set(),
        "withdrawn": set(),
    },
    "listing": {
        "proposed": {"warn", "enter", "decline"},
        "warned": {"object", "enter", "decline"},
        "listed": {"apply", "lapse", "correct", "escalate"},
        "applied": {"refuse", "remove", "correct", "escalate"},
        "removed": set(),
        "declined": set(),
        "corrected": set(),
        "escalated": set(),
    },
    "dishonest": {
        "proposed": {"notify", "decline"},
        "notified": {"object", "enter", "decline"},
        "listed": {"apply", "close"},
        "applied": {"refuse", "remove", "close"},
        "removed": set(),
        "declined": set(),
    },
    "dormant": {
        "proposed": {"warn", "spare"},
        "warned": {"notify", "spare"},
        "notified": {"serve", "spare"},
        "served": {"defend", "suspend", "hear", "decide", "spare"},
        "suspended": {"resume", "spare"},
        "hearing": {"schedule", "heard", "spare"},
        "heard": {"defend", "decide", "spare"},
        "decided": {"publish", "finish", "spare"},
        "published": {"finish", "spare"},
        "cancelled": set(),
        "spared": set(),
    },
}
ROLES = {Role.REGISTRAR, Role.COMMAND}


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_every_state_action_and_role(table, role):
    asker = Asker(GRANTS[role], 1)
    wrong = []
    for state in table.states:
        found = rules.choices(table, Standing(state), asker)
        assert {each.step.action for each in found} == {step.action for step in table.steps}
        for each in found:
            allowed = role in ROLES and each.step.action in MAY[table.kind][state]
            if each.allowed is not allowed or bool(each.refusal) is allowed:
                wrong.append((state, each.step.action, each.refusal))

    assert wrong == []


def test_every_state_and_step_is_written_down():
    for table in TABLES:
        assert MAY[table.kind].keys() == table.states.keys()
        assert {a for each in MAY[table.kind].values() for a in each} == {
            step.action for step in table.steps
        }


def test_every_step_has_its_effect_and_its_form():
    for kind, table in BY_KIND.items():
        actions = {step.action for step in table.steps}
        assert STEPS[kind].keys() == actions
        assert FORMS[kind].keys() == actions


def test_every_state_is_reached_and_every_open_one_leads_to_an_end():
    for table in TABLES:
        reached, open_ends = {table.start}, set(table.closed)
        for _ in table.states:
            for step in table.steps:
                if step.target and step.sources & reached:
                    reached.add(step.target)
                if step.target in open_ends:
                    open_ends |= step.sources
        assert reached == table.states.keys() == open_ends
