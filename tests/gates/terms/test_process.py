"""Every (state, action, role) triple of the procedures, written out by hand."""

import pytest

from partybuild.access.permissions import GRANTS, Role
from partybuild.gates.terms.process import LOWER, TABLES, UPPER
from partybuild.gates.terms.rules import Matter
from partybuild.workflow.rules import Asker, Standing, choices, fold

STEPS = {
    Matter.FOUNDING: {
        "drafting": {"request", "withdraw"},
        "requested": {"approve", "return", "refuse", "withdraw"},
        "approved": {"choose", "withdraw"},
        "chosen": {"file", "withdraw"},
        "filed": set(),
        "refused": set(),
        "withdrawn": set(),
    },
    Matter.ELECTION: {
        "studying": {"request", "withdraw"},
        "requested": {"permit", "return", "refuse", "withdraw"},
        "permitted": {"nominate", "withdraw"},
        "nominated": {"agree", "return-names", "withdraw"},
        "agreed": {"elect", "withdraw"},
        "elected": {"report"},
        "reported": {"confirm", "return-result"},
        "confirmed": {"archive"},
        "archived": set(),
        "refused": set(),
        "withdrawn": set(),
    },
    Matter.DISSOLUTION: {
        "settling": {"settle", "request", "decide", "withdraw"},
        "requested": {"approve", "return", "refuse", "withdraw"},
        "approved": {"file", "withdraw"},
        "filed": set(),
        "refused": set(),
        "withdrawn": set(),
    },
}
STEPS[Matter.MERGER] = STEPS[Matter.DISSOLUTION]
STEPS[Matter.EXTENSION] = STEPS[Matter.APPOINTMENT] = {
    "drafting": {"request", "withdraw"},
    "requested": {"approve", "return", "refuse", "withdraw"},
    "approved": set(),
    "refused": set(),
    "withdrawn": set(),
}
"""State → what may be taken in it."""
UPPER_STEPS = {
    "approve",
    "permit",
    "agree",
    "confirm",
    "decide",
    "return",
    "return-names",
    "return-result",
    "refuse",
}
"""Taken at the level above only; every other is entered by those who request."""
TRIPLES = [
    (matter, state, step.action, role)
    for matter, table in TABLES.items()
    for state in table.states
    for step in table.steps
    for role in Role
    if role is not Role.COMMAND
]


def posts(matter, action):
    """Who may: a secretary sends a request, but for dissolving and merging; officers do all."""
    sends = action == "request" and matter not in {Matter.DISSOLUTION, Matter.MERGER}
    return {Role.OFFICER, Role.SECRETARY} if sends else {Role.OFFICER}


def choice(matter, state, action, asker, parts=None):
    found = choices(TABLES[matter], Standing(state, parts or {}), asker)
    return next(each for each in found if each.step.action == action)


@pytest.mark.parametrize("matter", list(Matter))
def test_the_states_written_here_are_those_of_the_table(matter):
    assert STEPS[matter].keys() == TABLES[matter].states.keys()


@pytest.mark.parametrize("matter", list(Matter))
def test_every_triple_at_the_desk(matter):
    for of, state, action, role in TRIPLES:
        if of is matter:
            asker = Asker(GRANTS[role], 1, at_desk=True)
            allowed = role in posts(matter, action) and action in STEPS[matter][state]
            assert choice(matter, state, action, asker).allowed is allowed, (state, action, role)


@pytest.mark.parametrize("matter", list(Matter))
def test_every_triple_below_the_desk(matter):
    """An officer elsewhere in reach requests and never replies."""
    for of, state, action, role in TRIPLES:
        if of is matter:
            asker = Asker(GRANTS[role], 1, at_desk=False)
            lower = action in STEPS[matter][state] and action not in UPPER_STEPS
            allowed = role in posts(matter, action) and lower
            assert choice(matter, state, action, asker).allowed is allowed, (state, action, role)


@pytest.mark.parametrize("matter", list(Matter))
def test_nobody_plays_two_parts(matter):
    asker = Asker(GRANTS[Role.OFFICER], 1, at_desk=True)
    unparted = {"settle", "file", "archive"}
    for state, actions in STEPS[matter].items():
        for action in actions:
            other = LOWER if action in UPPER_STEPS else UPPER
            found = choice(matter, state, action, asker, {other: frozenset({1})})
            assert found.allowed is (action in unparted), (state, action)


@pytest.mark.parametrize(
    ("matter", "course", "end"),
    [
        (Matter.FOUNDING, ["request", "approve", "choose", "file"], "filed"),
        (Matter.FOUNDING, ["request", "return", "request", "refuse"], "refused"),
        (
            Matter.ELECTION,
            ["request", "permit", "nominate", "agree", "elect", "report", "confirm", "archive"],
            "archived",
        ),
        (
            Matter.ELECTION,
            [
                *("request", "permit", "nominate", "return-names", "nominate", "agree", "elect"),
                *("report", "return-result", "elect", "report", "confirm", "archive"),
            ],
            "archived",
        ),
        (Matter.DISSOLUTION, ["settle", "request", "approve", "file"], "filed"),
        (Matter.DISSOLUTION, ["settle", "decide", "file"], "filed"),
        (Matter.EXTENSION, ["request", "return", "request", "approve"], "approved"),
        (Matter.APPOINTMENT, ["request", "refuse"], "refused"),
        (Matter.MERGER, ["settle", "settle", "request", "return", "withdraw"], "withdrawn"),
    ],
)
def test_the_courses_of_the_field(matter, course, end):
    assert fold(TABLES[matter], course) == end


def test_what_rests_on_a_paper_or_a_reason_says_so():
    for table in TABLES.values():
        for step in table.steps:
            papers = {"request", "approve", "permit", "agree", "report", "confirm", "decide"}
            assert step.document is (step.action in papers | {"refuse"}), step
            reasons = {"return", "return-names", "return-result", "refuse", "withdraw", "decide"}
            assert step.reason is (step.action in reasons), step
