"""Conditions that narrow a scoped list of Party organizations, on the facts of a day.

Each stands inside a SELECT that `visible(actor, PartyOrganization)` began: the rows it looks at
belong to the Party organizations of that SELECT, and it only counts or compares them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.organizations.models import Organization
from partybuild.party import rules
from partybuild.party.beyond import LIVING, on
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import (
    CoverageLink,
    PartyHeadcount,
    PartyOrganization,
    PartyProfile,
    PartyTerm,
)
from partybuild.party.rules import WarningCode

Condition = ColumnElement[bool]
BRANCH = PartyOrganization.kind == PartyKind.BRANCH


def way(formation: Formation, day: date) -> Condition:
    """Set up in this way, or, where nobody said how, taken to be by what it covers."""
    said = _has(PartyProfile, day, PartyProfile.formation == formation)
    if formation not in (Formation.SINGLE, Formation.JOINT):
        return said
    covered = covered_today(day)
    derived = covered > 1 if formation is Formation.JOINT else covered <= 1
    return or_(said, and_(_unsaid(day), BRANCH, derived))


def warned(code: WarningCode, day: date) -> Condition:
    """Warned of `code`, exactly as `rules.warnings` says for the same facts."""
    return and_(standing(day), _WARNED[code](day))


def warned_of(actor: Actor, code: WarningCode) -> Select[Any]:
    """Those in reach that are warned of `code` today, in no order."""
    return visible(actor, PartyOrganization).where(warned(code, clock.today()))


def standing(day: date) -> Condition:
    """Not dissolved by the end of the day."""
    gone = PartyOrganization.dissolved_on
    return or_(gone.is_(None), gone > day)


def covered_today(day: date) -> ScalarSelect[int]:
    """How many living organizations each Party organization of the SELECT around covers today."""
    return (
        select(func.count())
        .select_from(CoverageLink)
        .join(Organization, Organization.id == CoverageLink.organization_id)
        .where(
            ScopeMark(
                CoverageLink.party_organization_id == PartyOrganization.id,
                CoverageLink.__tablename__,
            ),
            ScopeMark(Organization.state.in_(LIVING), Organization.__tablename__),
            *on(CoverageLink, day),
        )
        .correlate(PartyOrganization)
        .scalar_subquery()
    )


def _has(model: type[Any], day: date, *conditions: Condition) -> Condition:
    """Whether a row of `model` with these values holds of it on the day."""
    of_this = ScopeMark(model.party_organization_id == PartyOrganization.id, model.__tablename__)
    return exists().where(of_this, *on(model, day)).where(*conditions).correlate(PartyOrganization)


def _unsaid(day: date) -> Condition:
    return _has(PartyProfile, day, PartyProfile.formation.is_(None))


def _over_five(day: date) -> Condition:
    return and_(BRANCH, way(Formation.JOINT, day), covered_today(day) > rules.MOST_IN_JOINT)


def _under_two(day: date) -> Condition:
    said = _has(PartyProfile, day, PartyProfile.formation == Formation.JOINT)
    return and_(BRANCH, said, covered_today(day) == 1)


def _single_over_one(day: date) -> Condition:
    said = _has(PartyProfile, day, PartyProfile.formation == Formation.SINGLE)
    return and_(BRANCH, said, covered_today(day) > 1)


def _committee_due(day: date) -> Condition:
    enough = _has(PartyHeadcount, day, PartyHeadcount.full >= rules.COMMITTEE_FROM)
    none = _has(PartyProfile, day, PartyProfile.has_committee.is_not(True))
    return and_(BRANCH, enough, none)


def _over_fifty(day: date) -> Condition:
    full = func.coalesce(PartyHeadcount.full, 0)
    members = full + func.coalesce(PartyHeadcount.probationary, 0)
    return and_(BRANCH, _has(PartyHeadcount, day, members > rules.MOST_IN_BRANCH))


def _outside_tree(day: date) -> Condition:
    of_superior = ScopeMark(
        PartyProfile.party_organization_id == PartyOrganization.parent_id,
        PartyProfile.__tablename__,
    )
    stands = exists().where(of_superior, *on(PartyProfile, day)).correlate(PartyOrganization)
    return and_(PartyOrganization.kind != PartyKind.WORK_COMMITTEE, ~stands)


def _seats_short(day: date) -> Condition:
    filled = func.coalesce(PartyProfile.seats_filled, 0)
    return _has(PartyProfile, day, filled < func.coalesce(PartyProfile.seats_due, 0))


def _hollow(day: date) -> Condition:
    social = _has(PartyProfile, day, PartyProfile.social.is_(True))
    return and_(BRANCH, social, covered_today(day) == 0)


def _term_overdue(day: date) -> Condition:
    last = func.coalesce(PartyTerm.extended_to, PartyTerm.last_day)
    return _has(PartyTerm, day, last < day)


_WARNED: Mapping[WarningCode, Callable[[date], Condition]] = {
    WarningCode.JOINT_OVER_FIVE: _over_five,
    WarningCode.JOINT_UNDER_TWO: _under_two,
    WarningCode.SINGLE_OVER_ONE: _single_over_one,
    WarningCode.COMMITTEE_DUE: _committee_due,
    WarningCode.OVER_FIFTY: _over_fifty,
    WarningCode.OUTSIDE_TREE: _outside_tree,
    WarningCode.SEATS_SHORT: _seats_short,
    WarningCode.HOLLOW: _hollow,
    WarningCode.TERM_OVERDUE: _term_overdue,
}
