"""Who has not been inspected for years on end, as the inspections say."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func

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
    return (
        visible(actor, Inspection, Inspection.organization_id)
        .where(
            Inspection.expected,
            Inspection.conclusion.in_(ABSENCES),
            Inspection.year.between(last - years + 1, last),
        )
        .group_by(Inspection.organization_id)
        .having(func.count() == years)
    )


def latest_year(actor: Actor) -> int | None:
    """The latest year of which anything is concluded in the actor's area."""
    query = visible(actor, Inspection, func.max(Inspection.year))
    year: int | None = db.session.scalar(query.where(Inspection.conclusion.is_not(None)))
    return year
