"""Every (state, step, role) of the registration gate, written out by hand."""

import itertools

import pytest

from partybuild.access.permissions import GRANTS, Role
from partybuild.gates.registration.process import TABLE
from partybuild.workflow import rules
from partybuild.workflow.rules import Asker, Standing

REGISTRAR, PARTY, ALL = Role.REGISTRAR, Role.OFFICER, "everybody who reads cases"
READERS = {Role.OFFICER, Role.REGISTRAR, Role.REPORTER, Role.LEADER, Role.SECRETARY}
MAY = {
    ("draft", "revise"): REGISTRAR,
    ("draft", "ask"): REGISTRAR,
    ("asked", "return"): PARTY,
    ("asked", "answer"): PARTY,
    ("answered", "reask"): REGISTRAR,
    ("draft", "pass"): REGISTRAR,
    ("asked", "pass"): REGISTRAR,
    ("answered", "pass"): REGISTRAR,
    ("draft", "refuse"): REGISTRAR,
    ("asked", "refuse"): REGISTRAR,
    ("answered", "refuse"): REGISTRAR,
    ("draft", "withdraw"): REGISTRAR,
    ("asked", "withdraw"): REGISTRAR,
    ("answered", "withdraw"): REGISTRAR,
    ("draft", "makeup"): ALL,
    ("asked", "settle"): ALL,
    ("answered", "settle"): ALL,
}


@pytest.mark.parametrize(
    ("state", "action", "role"),
    list(itertools.product(TABLE.states, [step.action for step in TABLE.steps], Role)),
)
def test_every_state_action_and_role(state, action, role):
    found = rules.choices(TABLE, Standing(state), Asker(GRANTS[role], 1, at_desk=True))
    choice = next(each for each in found if each.step.action == action)

    who = MAY.get((state, action))
    may = role in (READERS if who is ALL else {who}) | ({Role.COMMAND} if who else set())
    assert choice.allowed is may


def test_what_the_system_does_by_itself_is_no_button():
    """Guards that the pages never lift: only the makeup of cases takes these steps."""
    assert {step.action for step in TABLE.steps if step.guard == "facts"} == {"makeup", "settle"}


@pytest.mark.parametrize("action", ["return", "reask", "refuse", "withdraw"])
def test_going_back_says_why(action):
    assert TABLE.step(action).reason
