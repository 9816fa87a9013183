"""Which terms of office a list holds: by their last day, and those due this year. Pure SQL conditions.

Terms are those of Party organizations that hold elections: 临时 ones hold none (支部条例 第8条), 功能型
ones stand here exactly when they hold a term, and are not in 应换届. 应换届 (contract.md): terms whose
last day falls in this year, plus those overdue on 1 January, = 已换届 + 经批准延期 + 逾期未换届; on a
day of the year, up to the day before.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.models import PartySpan as P
from partybuild.db import OPEN
from partybuild.deadlines import ladders
from partybuild.party.kinds import PASSING, Formation
from partybuild.party.models import PartyTerm as T

ENDS: ColumnElement[date] = func.coalesce(T.extended_to, T.last_day)
OVERDUE, EXTENDED = "overdue", "extended"
YEAR, ELECTED, POSTPONED, MISSED = "year", "elected", "postponed", "missed"
OF_YEAR: Mapping[str, str] = {
    YEAR: "今年应换届",
    ELECTED: "其中：已换届",
    POSTPONED: "经批准延期",
    MISSED: "逾期未换届",
}
# Compared only with terms of the SELECT around it, which are in scope.
_LATER = (
    select(T.party_organization_id, T.started_on, T.valid_from)
    .where(ScopeMark(true(), T.__tablename__), T.known_to == OPEN)
    .subquery("later_term")
    .c
)


def labels() -> dict[str, str]:
    """Every window by its key: the steps of the ladder in force, overdue, extended, this year's."""
    found = {OVERDUE: "已逾期"}
    before = -1
    for step in sorted(ladders.rungs()):
        name = "今天届满" if step == 0 else f"{max(before, 0) + 1}—{step} 天内届满"
        found[str(step)] = name
        before = step
    return found | {EXTENDED: "经批准延期（未满）"} | dict(OF_YEAR)


def terms(actor: Actor, window: str, *columns: Any) -> Select[Any]:
    """Select `columns` of the terms of a window in the actor's reach; "" is the whole ladder."""
    today = clock.today()
    own = ScopeMark(T.party_organization_id == P.party_organization_id, T.__tablename__)
    query = visible(actor, P, *columns).join(T, T.party_organization_id == P.party_organization_id)
    query = query.where(
        own,
        P.known_to == OPEN,
        P.valid_from <= today,
        P.valid_to > today,
        or_(P.formation.is_(None), P.formation != Formation.TEMPORARY),
        T.known_to == OPEN,
        T.last_day.is_not(None),
    )
    if window in OF_YEAR:
        regular = or_(P.formation.is_(None), P.formation.not_in(PASSING))
        return query.where(P.counted, regular, *_of_year(window, today))
    running = query.where(T.valid_from <= today, T.valid_to > today)
    return running.where(_running(window, today))


def _running(window: str, today: date) -> ColumnElement[bool]:
    if window == OVERDUE:
        return today > ENDS
    if window == EXTENDED:
        return and_(T.extended_to.is_not(None), today <= T.extended_to)
    steps = sorted(ladders.rungs())
    if not window:
        return today + timedelta(days=max(steps, default=0)) >= ENDS
    step = int(window)
    before = max((each for each in steps if each < step), default=-1)
    return and_(today + timedelta(days=before) < ENDS, today + timedelta(days=step) >= ENDS)


def elected_on() -> Any:
    """The first day of the next term, none while there is none."""
    return (
        select(func.min(_LATER.started_on))
        .where(_of_same(), _LATER.started_on > T.started_on)
        .correlate(T)
        .scalar_subquery()
    )


def _of_same() -> ColumnElement[bool]:
    return _LATER.party_organization_id == T.party_organization_id


def _of_year(window: str, today: date) -> Sequence[ColumnElement[bool]]:
    elected = elected_on()
    due = [T.last_day < today, ~_said_later(), _not_elected_before(date(today.year, 1, 1), elected)]
    if window == ELECTED:
        return [*due, elected.is_not(None)]
    if window == POSTPONED:
        return [*due, elected.is_(None), func.coalesce(T.extended_to, T.last_day) >= today]
    if window == MISSED:
        return [*due, elected.is_(None), today > ENDS]
    return due


def _not_elected_before(day: date, elected: Any) -> ColumnElement[bool]:
    return or_(elected.is_(None), elected >= day)


def _said_later() -> ColumnElement[bool]:
    """Whether a later line says the same term again, as a postponement does."""
    same = _LATER.started_on.is_not_distinct_from(T.started_on)
    later = select(_LATER.valid_from).where(_of_same(), same, _LATER.valid_from > T.valid_from)
    return later.correlate(T).exists()
