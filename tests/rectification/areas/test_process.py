"""Every (state, action, role) triple of urging a lagging unit, written out by hand."""

from partybuild.access.permissions import GRANTS, Role
from partybuild.rectification.process import AREA_TABLE
from partybuild.workflow.rules import Asker, Standing, choices, fold

STEPS = {
    "issued": {"promise", "extend", "close", "withdraw"},
    "answered": {"promise", "keep", "extend", "close", "withdraw"},
    "closed": set(),
    "withdrawn": set(),
}
TRIPLES = [
    (state, step.action, role)
    for state in AREA_TABLE.states
    for step in AREA_TABLE.steps
    for role in Role
    if role is not Role.COMMAND
]


def choice(state, action, asker):
    found = choices(AREA_TABLE, Standing(state), asker)
    return next(each for each in found if each.step.action == action)


def test_the_states_written_here_are_those_of_the_table():
    assert STEPS.keys() == AREA_TABLE.states.keys()


def test_every_triple_at_the_desk():
    for state, action, role in TRIPLES:
        allowed = role is Role.OFFICER and action in STEPS[state]
        found = choice(state, action, Asker(GRANTS[role], 1, at_desk=True))
        assert found.allowed is allowed, (state, action, role)


def test_nobody_else_takes_a_step_neither_below_nor_above():
    for state, action, role in TRIPLES:
        below = Asker(GRANTS[role], 1, at_desk=False)
        above = Asker(GRANTS[role], 1, at_desk=False, above=True)
        assert not choice(state, action, below).allowed, (state, action, role)
        assert not choice(state, action, above).allowed, (state, action, role)


def test_the_courses_of_the_field():
    assert fold(AREA_TABLE, ["promise", "keep", "extend", "keep", "close"]) == "closed"
    assert fold(AREA_TABLE, ["extend", "close"]) == "closed"
    assert fold(AREA_TABLE, ["promise", "promise", "withdraw"]) == "withdrawn"


def test_what_rests_on_a_reason_says_so():
    assert {step.action for step in AREA_TABLE.steps if step.reason} == {
        "extend",
        "close",
        "withdraw",
    }
