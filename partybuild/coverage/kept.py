"""Kept figures of units: today's and those of month ends. Derived from spans, rebuildable.

`unit_figure` holds, for a unit and a day, its own organizations (own) and all below it. Where the
row of a unit and day stands, those of all below it stand too; a missing one among them is zero.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import lines as rows_of
from partybuild.coverage.basis import Basis
from partybuild.coverage.figures import COUNTS, Figures, total
from partybuild.coverage.models import UnitFigure
from partybuild.coverage.queries import Table
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.regions import queries as regions

U = UnitFigure
NAME_FITS = 40
_LEVELS = tuple(f"level{n}_id" for n in range(1, 6))
Key = tuple[int, bool, str]
"""(unit id, own, basis with version) of a kept figure of one day."""


def label(basis: Basis) -> str | None:
    """Under which name figures of a basis are kept. None where the name is too long to be kept, and
    where the basis asks for age: its figures change from day to day though nothing happens.
    """
    if basis.aged:
        return None
    found = f"{basis.name}/{basis.version}"
    return found if len(found) <= NAME_FITS else None


def wholes(
    actor: Actor, scope: Scope, days: Sequence[date], basis: Basis
) -> Mapping[date, Figures]:
    """Kept figures of the scope on those of `days` for which they stand."""
    return {day: figures_of(kept) for day, kept in counts(actor, scope, days, basis).items()}


def counts(
    actor: Actor, scope: Scope, days: Sequence[date], basis: Basis
) -> Mapping[date, Mapping[str, int]]:
    """All that is kept of the scope on those of `days` for which it stands, without zeros."""
    name = label(basis)
    if name is None or scope.region is None:
        return {}
    query = visible(actor, U, U.day, U.counts).where(
        U.unit_id == scope.region.id, U.own == scope.own, U.day.in_(days), U.basis == name
    )
    return {day: kept for day, kept in db.session.execute(query)}


def table(actor: Actor, scope: Scope, day: date, basis: Basis) -> Table | None:
    """The figures of a unit and its children as kept; None where they do not stand or add up."""
    name, region = label(basis), scope.region
    if name is None or region is None or scope.own:
        return None
    children = regions.children(region.id, day)
    below = and_(U.own.is_(False), U.unit_id.in_([child.id for child in children]))
    query = visible(actor, U, U.unit_id, U.own, U.counts).where(
        or_(U.unit_id == region.id, below), U.day == day, U.basis == name
    )
    found = {(unit, own): figures_of(counts) for unit, own, counts in db.session.execute(query)}
    whole = found.pop((region.id, False), None)
    if whole is None:
        return None
    sums: dict[Any, Figures] = {0 if own else unit: one for (unit, own), one in found.items()}
    lines = rows_of.region_lines(scope, sums, children)
    if total([line.figures for line in lines]) != whole:
        return None
    return Table(scope, "region", day, basis, tuple(lines), whole)


def figures_of(counts: Mapping[str, int]) -> Figures:
    """The figures that were kept; counts left out are zero."""
    return Figures(**{field: counts.get(field, 0) for field in COUNTS})
