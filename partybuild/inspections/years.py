"""What years in a row come to, and who has failed: for panels and for enforcement."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.inspections import rules
from partybuild.inspections.kinds import ABSENCES, FAILING, Conclusion
from partybuild.inspections.models import Inspection
from partybuild.inspections.rules import Streak
from partybuild.organizations.models import Organization

LOOK_BACK = 10
CHUNK = 500


class Failure(NamedTuple):
    """One organization that was not inspected, or was found wanting, in a year."""

    organization_id: int
    inspection_id: int
    name: str
    number: str
    year: int
    conclusion: Conclusion
    day: date | None
    """Published on, or found absent on."""
    rectify: bool
    rectify_by: date | None
    listed: bool


def failures(
    actor: Actor,
    year: int,
    conclusions: Collection[Conclusion] = (*ABSENCES, *FAILING),
    limit: int | None = None,
) -> Sequence[Failure]:
    """Who in reach was absent in a year or failed by a published conclusion, by name."""
    columns = (
        Inspection.organization_id,
        Inspection.id,
        Organization.name,
        Organization.code,
        Inspection.year,
        Inspection.conclusion,
        Inspection.published_on,
        Inspection.concluded_on,
        Inspection.rectify,
        Inspection.rectify_by,
        Inspection.listed,
    )
    own = ScopeMark(Organization.id == Inspection.organization_id, Organization.__tablename__)
    query = (
        visible(actor, Inspection, *columns)
        .join(Organization, Organization.id == Inspection.organization_id)
        .where(own, Inspection.year == year, Inspection.expected, _stands())
        .where(Inspection.conclusion.in_(tuple(conclusions)))
        .order_by(Organization.sort_key, Inspection.id)
    )
    return [
        Failure(
            row.organization_id,
            row.id,
            row.name,
            row.code or "",
            row.year,
            Conclusion(row.conclusion),
            row.published_on or row.concluded_on,
            row.rectify,
            row.rectify_by,
            row.listed,
        )
        for row in db.session.execute(query.limit(limit))
    ]


def _stands() -> ColumnElement[bool]:
    """A conclusion that is published, an absence, or one of the history."""
    return (
        Inspection.published_on.is_not(None)
        | Inspection.conclusion.in_(ABSENCES)
        | Inspection.history
    )


def consecutive(actor: Actor, ids: Collection[int], year: int) -> Mapping[int, Streak]:
    """For each organization in reach what its years up to `year` come to, with the years named."""
    answers: dict[int, dict[int, Conclusion]] = defaultdict(dict)
    for number, of, conclusion in _answers(actor, ids, year):
        answers[number][of] = Conclusion(conclusion)
    return {number: rules.streak(answers.get(number, {}), year) for number in ids}


def _answers(
    actor: Actor, ids: Collection[int], year: int
) -> Iterator[tuple[int, int, Conclusion]]:
    ordered = sorted(set(ids))
    columns = (Inspection.organization_id, Inspection.year, Inspection.conclusion)
    for part in (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)):
        query = visible(actor, Inspection, *columns).where(
            Inspection.organization_id.in_(part),
            Inspection.year.between(year - LOOK_BACK, year),
            Inspection.expected,
            Inspection.conclusion.is_not(None),
            _stands(),
        )
        yield from ((row[0], row[1], row[2]) for row in db.session.execute(query))


def in_a_row(actor: Actor, year: int, least: int = 2) -> Mapping[int, Streak]:
    """Everybody in reach with at least so many years in a row, absent or failed, up to `year`."""
    worst = {row.organization_id for row in failures(actor, year)}
    found = consecutive(actor, worst, year)
    return {
        number: row
        for number, row in found.items()
        if max(len(row.absent), len(row.failed)) >= least
    }
