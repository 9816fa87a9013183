"""The instructor columns of a ledger: who is sent to the row's organization, without a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.imports.row import Row
from partybuild.imports.values import CLEAR
from partybuild.party.importing import assignments
from partybuild.party.importing.assignments import Sending, Sent
from partybuild.party.importing.change import Changes
from partybuild.party.importing.context import Context
from partybuild.party.importing.findings import Findings, Place, place
from partybuild.party.importing.given import given, plain
from partybuild.party.importing.lives import Life
from partybuild.party.kinds import InstructorKind
from partybuild.party.models import InstructorAssignment
from partybuild.party.telling import changed
from partybuild.rules import RuleBroken

NAME = "instructor_name"
NAMELESS = "填写了指导员的电话或工作单位，没有填写指导员姓名，没有导入。"


@dataclass(slots=True)
class Posting:
    """What a row states of its organization's instructors."""

    row: Row
    organization: Life
    changes: Changes


def postings(
    context: Context, lives: Mapping[Place, Life], found: Findings
) -> dict[Place, Posting]:
    """The rows that send somebody or, cleared, end whoever is there."""
    known = assignments.sent(context.actor, {life.id for life in lives.values() if life.id > 0})
    stated: dict[Place, Posting] = {}
    for row in found.rows:
        life, values = lives.get(place(row)), given(row)
        if life is None or found.hidden(row):
            continue
        if NAME not in values:
            if {"instructor_telephone", "instructor_workplace"} & values.keys():
                found.warn(row, NAMELESS)
            continue
        try:
            changes = _changes(context, row, life, known.get(life.id, ()))
        except RuleBroken as broken:
            found.refuse(row, NAME, str(broken))
            continue
        for _, sentence in changes.errors:
            found.refuse(row, NAME, sentence)
        if changes.told:
            stated[place(row)] = Posting(row, life, changes)
    return stated


def _changes(context: Context, row: Row, life: Life, known: Sequence[Sent]) -> Changes:
    """Undated facts of a new organization hold from its registration, others from the day."""
    values = given(row)
    effective = max(context.options.effective_on, life.registered_on)
    live = [sent for sent in known if sent.valid_to > effective]
    if values[NAME] is CLEAR:
        return _ended(live, effective)
    sending = Sending(
        organization=life,
        kind=InstructorKind.INSTRUCTOR,
        name=str(values[NAME]),
        workplace=plain(values.get("instructor_workplace")),
        telephone=plain(values.get("instructor_telephone")),
        first=None,
    )
    if assignments.matched(sending, live):
        return Changes()
    day = life.registered_on if life.id < 0 else effective
    return assignments.begun(sending, day)


def _ended(live: Sequence[Sent], day: date) -> Changes:
    found = Changes()
    for sent in live:
        if sent.kind is InstructorKind.INSTRUCTOR:
            key = (sent.organization_id, sent.kind, sent.person_key)
            found.say(InstructorAssignment, key, None, (max(day, sent.valid_from), sent.valid_to))
            found.lines.append(changed(sent.kind.label, sent.who, ""))
    return found
