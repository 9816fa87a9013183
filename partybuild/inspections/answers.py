"""What 年检同步 rests on: the day of the conclusion, and of the Party-building evaluation.

Lent to gates, which reads inside `system`.
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import select

from partybuild.db import db
from partybuild.gates.kinds import AnswerKind
from partybuild.gates.rules import Answer, Trigger
from partybuild.inspections import rules
from partybuild.inspections.kinds import PRESENT
from partybuild.inspections.models import Inspection

CHUNK = 5000


def triggers(ids: Collection[int]) -> Iterator[Trigger]:
    """Conclusions: on the day of their first publication, until then on the day they were made."""
    for row in _rows(ids):
        day = row.first_published_on or row.concluded_on
        if row.conclusion in PRESENT and day is not None:
            words = " ".join(filter(None, (rules.title(row.year), row.document)))
            yield Trigger(row.organization_id, day, words, key=str(row.year))


def answers(ids: Collection[int]) -> Iterator[Answer]:
    """Evaluations: published with the conclusion or not at all."""
    for row in _rows(ids):
        if row.first_published_on is not None and row.evaluation is not None:
            yield Answer(
                row.organization_id,
                AnswerKind.EVALUATION,
                row.first_published_on,
                rules.title(row.year),
                key=str(row.year),
            )


def _rows(ids: Collection[int]) -> Iterator[Any]:
    ordered = sorted(ids)
    columns = (
        Inspection.organization_id,
        Inspection.year,
        Inspection.conclusion,
        Inspection.concluded_on,
        Inspection.document,
        Inspection.evaluation,
        Inspection.first_published_on,
    )
    for part in (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)):
        query = select(*columns).where(
            Inspection.organization_id.in_(part), ~Inspection.history, Inspection.expected
        )
        yield from db.session.execute(query)
