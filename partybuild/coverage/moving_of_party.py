"""Movement of Party organizations between two days from the spans of the database."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.coverage.models import PartySpan
from partybuild.coverage.movement import Movement, Period
from partybuild.coverage.movement_of_party import PartyStretch, PartyTrace, party_movement
from partybuild.coverage.reading import unit_path
from partybuild.coverage.scopes import Scope
from partybuild.coverage.touched import CHUNK, touched
from partybuild.coverage.trace import Trace
from partybuild.db import OPEN, db


def movement(
    actor: Actor, scope: Scope, period: Period, opening: int, reported: int, change: int
) -> Movement:
    """The balanced movement of the number of Party organizations; days and changes as `moving`."""
    key = PartySpan.party_organization_id
    ids = touched(actor, PartySpan, key, scope, period, reported, change)
    traces = _traces(ids, period, reported, change)
    return party_movement(
        traces, period, lambda span: inside(scope, span), lambda span: place(scope, span), opening
    )


def inside(scope: Scope, span: PartyStretch) -> bool:
    """Whether a Party organization counts in the scope."""
    if scope.region is not None:
        if scope.own:
            return span.unit_id == scope.region.id
        return scope.region.level == 0 or f"/{scope.region.id}/" in span.unit_path
    if scope.body is not None:
        if scope.own:
            return span.party_organization_id == scope.body.id
        return span.body_path.startswith(scope.body.body_path)
    return True


def place(scope: Scope, span: PartyStretch) -> object:
    """What tells the places apart between which 划转 is shown."""
    return span.unit_id if scope.region is not None else span.parent_id


def _traces(
    ids: Iterable[int], period: Period, reported: int, change: int
) -> dict[int, PartyTrace]:
    ordered = list(ids)
    now: dict[int, list[PartyStretch]] = defaultdict(list)
    told: dict[int, PartyStretch] = {}
    with system("党组织变动的前后"):
        for start in range(0, len(ordered), CHUNK):
            for row in _rows(ordered[start : start + CHUNK], period):
                number, opened = row.party_organization_id, row.valid_from <= period.opening
                if _known(row, change):
                    now[number].append(_stretch(row))
                if opened and _known(row, reported):
                    told[number] = _stretch(row)
    return {number: _trace(now[number], told.get(number), period) for number in ordered}


def _trace(spans: list[PartyStretch], told: PartyStretch | None, period: Period) -> PartyTrace:
    opening = period.opening
    standing = next((s for s in spans if s.valid_from <= opening), None)
    return Trace(told, standing, [s for s in spans if s.valid_from > opening])


def _rows(ids: list[int], period: Period) -> Any:
    """Spans of the period, those that stood on its opening day first."""
    table = PartySpan.__table__.c
    query = select(PartySpan.__table__).where(
        table.party_organization_id.in_(ids),
        table.valid_from <= period.closing,
        table.valid_to > period.opening,
    )
    return db.session.execute(query.order_by(table.valid_from))


def _known(row: Any, change: int) -> bool:
    return bool(row.known_to == OPEN if change == OPEN else row.known_from <= change < row.known_to)


def _stretch(row: Any) -> PartyStretch:
    return PartyStretch(
        row.party_organization_id,
        row.valid_from,
        row.valid_to,
        row.code,
        row.name,
        row.kind,
        row.social,
        row.counted,
        row.unit_id,
        unit_path(row),
        row.parent_id,
        row.body_path,
    )
