"""Who has not been inspected for years on end, as the inspections say."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, func

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.inspections.kinds import ABSENCES
from partybuild.inspections.models import Inspection
from partybuild.inspections.years import consecutive


def runs(actor: Actor, ids: Collection[int]) -> dict[int, list[int]]:
    """By organization the unbroken years without inspection that end with the latest year."""
    last = latest_year(actor)
    if last is None:
        return {}
    return {number: sorted(row.absent) for number, row in consecutive(actor, ids, last).items()}


def absent_in_all(actor: Actor, last: int, years: int) -> Select[Any]:
    """Ids of organizations that were absent in each of `years` years up to `last`."""
    query = _absent(actor, last)
    for year in range(last - years + 1, last):
        before = _absent(actor, year).correlate(None)
        query = query.where(unsought(Inspection.organization_id).in_(before))
    return query


def unsought(number: Any) -> ColumnElement[int]:
    """The same number as an expression: many rows are held against a list of numbers, and not one
    after the other sought in the table by each of that list.
    """
    found: ColumnElement[int] = number + 0
    return found


def _absent(actor: Actor, year: int) -> Select[Any]:
    """Ids of organizations absent in one year: each has one inspection a year."""
    return visible(actor, Inspection, Inspection.organization_id).where(
        Inspection.year == year, Inspection.expected, Inspection.conclusion.in_(ABSENCES)
    )


def latest_year(actor: Actor) -> int | None:
    """The latest year of which anything is concluded in the actor's area."""
    query = visible(actor, Inspection, func.max(Inspection.year))
    year: int | None = db.session.scalar(query.where(Inspection.conclusion.is_not(None)))
    return year
