"""Publishing many at once: those of a list that have both answers, together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, bulk, needs
from partybuild.inspections.deciding import touched
from partybuild.inspections.models import Inspection
from partybuild.inspections.process import KIND, READY, REGISTRY
from partybuild.workflow.many import CHUNK, Standing, Step, act_many, standings
from partybuild.workflow.models import WorkflowCase


@dataclass(frozen=True, slots=True)
class Ready:
    """What may be published now of those asked for, and how many this person may not."""

    pairs: Sequence[tuple[int, int, Standing]]
    """(inspection id, organization id, case)."""
    others: int
    """In which they have played another part."""


def ready(actor: Actor, ids: Collection[int]) -> Ready:
    """Of these inspections those with both answers, unpublished."""
    rows: list[Any] = []
    ordered = sorted(set(ids))
    for part in (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)):
        query = (
            visible(actor, Inspection, Inspection.id, Inspection.organization_id, WorkflowCase.id)
            .join(WorkflowCase, WorkflowCase.id == Inspection.case_id)
            .where(
                ScopeMark(WorkflowCase.id == Inspection.case_id, WorkflowCase.__tablename__),
                WorkflowCase.state == READY,
                Inspection.expected,
                Inspection.id.in_(part),
            )
        )
        rows += db.session.execute(query).all()
    found = standings(actor, [row[2] for row in rows])
    mine = [row for row in rows if not found[row[2]].parts - {REGISTRY, ""}]
    return Ready([(row[0], row[1], found[row[2]]) for row in mine], len(rows) - len(mine))


@needs(Permission.INSPECTIONS_KEEP, "成批公布年检结论和党建评价")
def publish_many(actor: Actor, ids: Collection[int], expected: int) -> int:
    """Both answers of every inspection that is ready are published today; how many.

    `expected`: how many the preview said; Stale where it is another number by now.
    """
    found = ready(actor, ids)
    if len(found.pairs) != expected:
        raise Stale(
            f"预览时可公布 {expected} 家，现在是 {len(found.pairs)} 家，请重新核对后再公布。"
        )
    today = clock.today()
    act_many(
        actor, KIND, [(case, [Step("publish", today, "成批公布")]) for _, _, case in found.pairs]
    )
    numbers = [number for number, _, _ in found.pairs]
    table: Any = Inspection.__table__
    columns = table.c
    with bulk(actor, Inspection, numbers):
        for part in (numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK)):
            db.session.execute(
                update(table)
                .where(columns.id.in_(part))
                .values(
                    published_on=today,
                    first_published_on=func.coalesce(columns.first_published_on, today),
                    first_conclusion=func.coalesce(columns.first_conclusion, columns.conclusion),
                    first_evaluation=func.coalesce(columns.first_evaluation, columns.evaluation),
                )
            )
    audit_detail(published=len(numbers))
    touched([organization for _, organization, _ in found.pairs])
    return len(numbers)
