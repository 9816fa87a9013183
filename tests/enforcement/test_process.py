"""Every (state, action, role) of the five processes against what is written here by hand."""

import itertools

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
CASES = [
    (table, state, step.action, role)
    for table in TABLES
    for state, step, role in itertools.product(table.states, table.steps, Role)
]


@pytest.mark.parametrize(
    ("table", "state", "action", "role"),
    CASES,
    ids=lambda each: getattr(each, "kind", None) or getattr(each, "value", None) or str(each),
)
def test_every_state_action_and_role(table, state, action, role):
    asker = Asker(GRANTS[role], 1)

    found = rules.choices(table, Standing(state), asker)
    choice = next(each for each in found if each.step.action == action)

    allowed = role in ROLES and action in MAY[table.kind][state]
    assert choice.allowed is allowed
    assert bool(choice.refusal) is not allowed


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
