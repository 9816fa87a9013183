"""Movement between two days from the spans of the database."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.coverage import kept, moving_of_party, queries
from partybuild.coverage.basis import Basis
from partybuild.coverage.figures import Figures
from partybuild.coverage.models import CoverageSpan
from partybuild.coverage.movement import Item, Movement, Period, Trace, movements
from partybuild.coverage.movement import Scope as Counted
from partybuild.coverage.movement_table import in_order
from partybuild.coverage.reading import as_span, plain
from partybuild.coverage.scopes import Scope, known
from partybuild.coverage.span import CoverageSpan as Span
from partybuild.coverage.touched import CHUNK, touched
from partybuild.db import OPEN, db
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import OrganizationStanding
from partybuild.regions import queries as regions


def month_of(month: str) -> tuple[date, date]:
    """First and last day of a month written 2026-10; ValueError for anything else."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def period_of(scope: Scope, first: date, last: date) -> Period:
    """From the end of the day before `first`, or of 启用日 where that is later, to `last`."""
    opening = first - timedelta(days=1)
    if scope.region is not None:
        opening = max(opening, min(regions.first_day(scope.region), last))
    return Period(opening, last)


def movement(
    actor: Actor,
    scope: Scope,
    period: Period,
    basis: Basis,
    reported: int = OPEN,
    change: int = OPEN,
) -> Movement:
    """The balanced movement of a scope, as known at `change` (by default now); `reported` is the
    change number the opening was told at, by default the same.
    """
    reported = min(reported, change)
    opening = _opening(actor, scope, period.opening, basis, reported)
    key, grown = CoverageSpan.organization_id, _comes_of_age(period, basis)
    ids = touched(actor, CoverageSpan, key, scope, period, reported, change, grown)
    counted = Counted(lambda span: inside(scope, span), basis, lambda span: place(scope, span))
    found = movements(_traces(ids, period, reported, change), period, counted, opening)
    party = moving_of_party.movement(
        actor, scope, period, opening.party_organizations or 0, reported, change
    )
    return in_order([*found.rows, *party.rows], _all(found, party))


def _all(*found: Movement) -> Iterator[Item]:
    for one in found:
        yield from (*one.items, *one.transfers)


def _opening(actor: Actor, scope: Scope, day: date, basis: Basis, reported: int) -> Figures:
    """The figures the movement begins with: as kept where they stand, else counted."""
    kept_then = kept.wholes(actor, scope, [day], basis) if reported == OPEN else {}
    if day in kept_then:
        return kept_then[day]
    by = "region" if scope.region is not None else "body"
    return queries.figures(actor, scope, by, day, basis, reported).total


def inside(scope: Scope, span: Span) -> bool:
    """Whether a span counts in the scope."""
    standing = span.standing
    if scope.region is not None:
        if scope.own:
            return standing.unit_id == scope.region.id
        return scope.region.level == 0 or f"/{scope.region.id}/" in standing.unit_path
    if scope.body is not None:
        if scope.own:
            return standing.body_id == scope.body.id
        return (standing.body_path or "").startswith(scope.body.body_path)
    return True


def place(scope: Scope, span: Span) -> object:
    """What tells the places apart between which 划转 is shown."""
    return span.standing.unit_id if scope.region is not None else span.standing.body_id


def _comes_of_age(period: Period, basis: Basis) -> ColumnElement[bool]:
    """Whether what it counts by age differs between the two days of the period."""
    first, last = basis.on(period.opening), basis.on(period.closing)
    born = CoverageSpan.registered_on
    met: list[ColumnElement[bool]] = []
    if first.registered_by is not None and last.registered_by is not None:
        met.append(and_(born > first.registered_by, born <= last.registered_by))
    if first.registered_since is not None and last.registered_since is not None:
        met.append(and_(born >= first.registered_since, born < last.registered_since))
    living = CoverageSpan.valid_from <= period.closing, CoverageSpan.valid_to > period.opening
    return and_(or_(false(), *met), *living)


def _traces(
    ids: Iterable[int], period: Period, reported: int, change: int
) -> dict[int, Trace[Span]]:
    lives: dict[int, list[Span]] = defaultdict(list)
    told: dict[int, Span] = {}
    happenings: dict[int, dict[date, str]] = defaultdict(dict)
    ordered = list(ids)
    with system("变动的前后"):
        for start in range(0, len(ordered), CHUNK):
            part = ordered[start : start + CHUNK]
            for row in _spans(part, period):
                span = as_span(row)
                if _told(row, change):
                    lives[row.organization_id].append(span)
                if _told(row, reported) and row.valid_from <= period.opening < row.valid_to:
                    told[row.organization_id] = span
            _name_days(part, period, change, happenings)
    return {
        number: _trace(lives[number], told.get(number), period, happenings[number])
        for number in ordered
    }


def _told(row: Any, reported: int) -> bool:
    """Whether a span was held to be true at the change the opening was reported at."""
    if reported == OPEN:
        return bool(row.known_to == OPEN)
    return bool(row.known_from <= reported < row.known_to)


def _trace(
    spans: list[Span], told: Span | None, period: Period, happenings: dict[date, str]
) -> Trace[Span]:
    opening = period.opening
    restated = next((s for s in spans if s.valid_from <= opening < s.valid_to), None)
    return Trace(told, restated, [s for s in spans if s.valid_from > opening], happenings)


def _spans(ids: list[int], period: Period) -> Iterator[Any]:
    table = CoverageSpan.__table__.c
    return plain(
        db.session.execute(
            select(CoverageSpan.__table__)
            .where(
                table.organization_id.in_(ids),
                table.valid_from <= period.closing,
                table.valid_to > period.opening,
            )
            .order_by(table.valid_from)
        )
    )


def _name_days(
    ids: list[int], period: Period, change: int, found: dict[int, dict[date, str]]
) -> None:
    """What happened on a day: 成立登记, 注销, 撤销, 吊销 …"""
    table = OrganizationStanding.__table__.c
    query = select(table.organization_id, table.valid_from, table.state).where(
        table.organization_id.in_(ids),
        known(OrganizationStanding, change),
        table.valid_from <= period.closing,
    )
    first: dict[int, date] = {}
    for number, day, state in db.session.execute(query.order_by(table.valid_from)):
        if number not in first:
            first[number] = day
            found[number][day] = "成立登记"
        elif not OrganizationState(state).living:
            found[number][day] = OrganizationState(state).label
