"""Warnings of Party organizations in SQL: one condition a warning, over the spans of a day.

Number and list read the same condition; a test holds both against the pure rules of
`party.rules.warnings`. What spans do not hold is looked up in the facts of the same day.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.models import PartySpan as P
from partybuild.coverage.scopes import on
from partybuild.db import db
from partybuild.organizations import thresholds
from partybuild.party import beyond
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import PartyOrganization, PartyProfile, PartyTerm
from partybuild.party.rules import WarningCode

Condition = ColumnElement[bool]
BRANCH = P.kind == PartyKind.BRANCH


def warned(code: WarningCode, day: date) -> Condition:
    """Spans of a day whose Party organization is warned of `code` on that day."""
    return _WARNED[code](day)


def count(actor: Actor, code: WarningCode) -> int:
    """How many in reach are warned of `code` today: the rows of its list."""
    return counts(actor, code)[code]


def counts(actor: Actor, *codes: WarningCode) -> dict[WarningCode, int]:
    """The same of several codes in one statement, each read from its own part of an index."""
    today = clock.today()
    numbers = (
        visible(actor, P, func.count()).where(on(P, today), warned(code, today)).scalar_subquery()
        for code in codes
    )
    return dict(zip(codes, db.session.execute(select(*numbers)).one(), strict=True))


def _has(model: type[Any], number: Any, day: date, *conditions: Condition) -> Condition:
    """Whether a row of `model` with these values holds on the day of Party organization `number`."""
    of_this = ScopeMark(model.party_organization_id == number, model.__tablename__)
    return exists().where(of_this, *beyond.on(model, day)).where(*conditions).correlate(P)


def _committee_due(day: date) -> Condition:
    none = PartyProfile.has_committee.is_not(True)
    lacks = _has(PartyProfile, P.party_organization_id, day, none)
    return and_(BRANCH, P.full >= thresholds.COMMITTEE_FROM, lacks)


def _over_fifty(_: date) -> Condition:
    members = func.coalesce(P.full, 0) + func.coalesce(P.probationary, 0)
    return and_(BRANCH, members > thresholds.MOST_IN_BRANCH)


def _outside_tree(day: date) -> Condition:
    return and_(P.kind != PartyKind.WORK_COMMITTEE, ~_has(PartyProfile, P.parent_id, day))


def _seats_short(day: date) -> Condition:
    filled = func.coalesce(PartyProfile.seats_filled, 0)
    short = filled < func.coalesce(PartyProfile.seats_due, 0)
    return _has(PartyProfile, P.party_organization_id, day, short)


def _term_overdue(day: date) -> Condition:
    last, number = func.coalesce(PartyTerm.extended_to, PartyTerm.last_day), P.party_organization_id
    if day != clock.today():
        return _has(PartyTerm, number, day, last < day)
    # Of today the register keeps it; only of temporary ones, which hold no election, it does not.
    late = ScopeMark(PartyOrganization.term_ends < day, PartyOrganization.__tablename__)
    temporary = ScopeMark(PartyProfile.formation == Formation.TEMPORARY, PartyProfile.__tablename__)
    own = PartyTerm.party_organization_id == PartyProfile.party_organization_id
    others = (
        select(PartyProfile.party_organization_id)
        .join(PartyTerm, and_(own, *beyond.on(PartyTerm, day)))
        .where(temporary, ScopeMark(own, PartyTerm.__tablename__), *beyond.on(PartyProfile, day))
        .where(last < day)
    )
    return or_(number.in_(select(PartyOrganization.id).where(late)), number.in_(others))


# A way of setting up that nobody said stands in the span as it is taken to be by what is covered.
_WARNED: Mapping[WarningCode, Callable[[date], Condition]] = {
    WarningCode.JOINT_OVER_FIVE: lambda _: and_(
        BRANCH, P.formation == Formation.JOINT, P.covered > thresholds.MOST_IN_JOINT
    ),
    WarningCode.JOINT_UNDER_TWO: lambda _: and_(
        BRANCH, P.formation == Formation.JOINT, P.covered == 1
    ),
    WarningCode.SINGLE_OVER_ONE: lambda _: and_(
        BRANCH, P.formation == Formation.SINGLE, P.covered > 1
    ),
    WarningCode.COMMITTEE_DUE: _committee_due,
    WarningCode.OVER_FIFTY: _over_fifty,
    WarningCode.OUTSIDE_TREE: _outside_tree,
    WarningCode.SEATS_SHORT: _seats_short,
    WarningCode.HOLLOW: lambda _: and_(BRANCH, P.social, P.covered == 0),
    WarningCode.TERM_OVERDUE: _term_overdue,
}
