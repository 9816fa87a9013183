"""Triggers and answers of registration and election, from the facts of both registers.

Read inside `system`; verdicts of joint covered organizations and of first boards are excused here.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.span import Cover
from partybuild.db import OPEN, db
from partybuild.gates.among import among, parts
from partybuild.gates.kinds import AnswerKind
from partybuild.gates.rules import Answer, Trigger
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import BoardTerm, Headcount
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)

JOINT = "由联合党组织覆盖，不要求同步换届"
FIRST_BOARD = "成立时产生的首届，不是换届"
_COVERED = frozenset(
    {
        AnswerKind.PARTY_ELECTION,
        AnswerKind.SECRETARY,
        AnswerKind.COMMITTEE,
        AnswerKind.NO_CHANGE,
    }
)
_UNCOVERED = frozenset({AnswerKind.COUNT, AnswerKind.NO_CHANGE})
Ids = Collection[int]


def _rows(ids: Ids, query: Callable[[list[int]], Any]) -> Iterator[Any]:
    for part in parts(ids):
        yield from db.session.execute(query(part))


def registrations(ids: Ids) -> Iterator[Trigger]:
    """Every registered organization on the day of its registration; filed ones have their own way."""
    for number, day in _rows(
        ids,
        lambda part: (
            select(S.organization_id, func.min(S.registered_on))
            .where(
                among(S.organization_id, part),
                S.known_to == OPEN,
                S.kind != OrganizationKind.FILED,
            )
            .group_by(S.organization_id)
        ),
    ):
        yield Trigger(number, day)


def approvals(ids: Ids) -> Iterator[Answer]:
    """Cover by a Party organization, and instructors or liaison officers sent.

    What was founded for the organization counts from its approval; one that stood before, from
    the day it took the organization in.
    """
    link, profile, party = CoverageLink, PartyProfile, PartyOrganization
    rows = _rows(
        ids,
        lambda part: (
            select(
                link.organization_id,
                link.valid_from,
                party.founded_on,
                profile.approved_on,
                profile.approval_number,
            )
            .join(party, party.id == link.party_organization_id)
            .outerjoin(
                profile,
                and_(
                    profile.party_organization_id == link.party_organization_id,
                    profile.known_to == OPEN,
                    profile.valid_from <= link.valid_from,
                    profile.valid_to > link.valid_from,
                ),
            )
            .where(among(link.organization_id, part), link.known_to == OPEN)
        ),
    )
    for number, day, founded, approved, document in rows:
        founded_for_it = day <= founded
        on = approved if founded_for_it and approved else day
        yield Answer(number, AnswerKind.APPROVED, on, document or "" if founded_for_it else "")
    sent = InstructorAssignment
    for number, day, name in _rows(
        ids,
        lambda part: select(sent.organization_id, sent.valid_from, sent.name).where(
            among(sent.organization_id, part), sent.known_to == OPEN
        ),
    ):
        yield Answer(number, AnswerKind.INSTRUCTOR, day, name)


def _boards(part: list[int], *columns: Any) -> Select[Any]:
    """Board elections with the span of their day; without one, before the register knew it."""
    held = and_(
        S.organization_id == BoardTerm.organization_id,
        S.known_to == OPEN,
        S.valid_from <= BoardTerm.elected_on,
        S.valid_to > BoardTerm.elected_on,
    )
    return (
        select(BoardTerm.organization_id, BoardTerm.elected_on, *columns)
        .outerjoin(S, held)
        .where(
            among(BoardTerm.organization_id, part),
            BoardTerm.known_to == OPEN,
            BoardTerm.elected_on.is_not(None),
        )
        .distinct()
    )


def elections(ids: Ids) -> Iterator[Trigger]:
    """Every election of a board, with who must answer it."""
    rows = _rows(ids, lambda part: _boards(part, S.cover, S.registered_on))
    for number, day, cover, registered_on in rows:
        yield election(number, day, cover, registered_on)


def election(number: int, day: date, cover: Cover | None, registered_on: date | None) -> Trigger:
    """The trigger of one election, by how the organization was covered on its day."""
    if registered_on is None or day <= registered_on:
        return Trigger(number, day, excused=FIRST_BOARD)
    if cover is Cover.JOINT:
        return Trigger(number, day, excused=JOINT)
    covered = cover is Cover.INDEPENDENT
    return Trigger(number, day, expected=_COVERED if covered else _UNCOVERED)


def changes(ids: Ids) -> Iterator[Answer]:
    """Party elections, changes of secretary and committee of what covered it, new counts."""
    covering: dict[int, set[int]] = defaultdict(set)
    for number, _, party_ids in _rows(ids, _party_of):
        for party in party_ids or ():
            covering[party].add(number)
    for party, kind, day, document in _party_changes(sorted(covering)):
        for number in covering[party]:
            yield Answer(number, kind, day, document)
    for number, day in _rows(
        ids,
        lambda part: select(Headcount.organization_id, Headcount.valid_from).where(
            among(Headcount.organization_id, part), Headcount.known_to == OPEN
        ),
    ):
        yield Answer(number, AnswerKind.COUNT, day)


def _party_of(part: list[int]) -> Any:
    alone: ColumnElement[bool] = S.cover == Cover.INDEPENDENT
    return (
        select(S.organization_id, S.id, S.party_ids)
        .join(BoardTerm, BoardTerm.organization_id == S.organization_id)
        .where(
            among(S.organization_id, part),
            S.known_to == OPEN,
            alone,
            BoardTerm.known_to == OPEN,
            S.valid_from <= BoardTerm.elected_on,
            S.valid_to > BoardTerm.elected_on,
        )
    )


def _party_changes(party: Ids) -> Iterator[tuple[int, AnswerKind, date, str]]:
    term, secretary, profile = PartyTerm, PartySecretary, PartyProfile
    for number, day, document in _rows(
        party,
        lambda part: select(term.party_organization_id, term.started_on, term.document).where(
            among(term.party_organization_id, part),
            term.known_to == OPEN,
            term.started_on.is_not(None),
        ),
    ):
        yield number, AnswerKind.PARTY_ELECTION, day, document
    for number, day in _rows(
        party,
        lambda part: select(secretary.party_organization_id, secretary.valid_from).where(
            among(secretary.party_organization_id, part), secretary.known_to == OPEN
        ),
    ):
        yield number, AnswerKind.SECRETARY, day, ""
    before: dict[int, tuple[Any, ...]] = {}
    for number, day, *seats in _rows(
        party,
        lambda part: (
            select(
                profile.party_organization_id,
                profile.valid_from,
                profile.has_committee,
                profile.seats_due,
                profile.seats_filled,
            )
            .where(among(profile.party_organization_id, part), profile.known_to == OPEN)
            .order_by(profile.party_organization_id, profile.valid_from)
        ),
    ):
        if number in before and before[number] != tuple(seats):
            yield number, AnswerKind.COMMITTEE, day, ""
        before[number] = tuple(seats)


TRIGGERS = {"registration": registrations, "election": elections}
ANSWERS = {"registration": approvals, "election": changes}
"""What this room itself gives to the ports."""
