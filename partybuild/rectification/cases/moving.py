"""A branch has moved to another unit: its case is worked on there."""

from collections.abc import Mapping
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.rectification.cases import levels
from partybuild.rectification.cases.acting import Taken, take
from partybuild.rectification.cases.queries import File
from partybuild.regions import queries as regions
from partybuild.workflow.models import WorkflowCase


@needs(Permission.RECTIFICATION_KEEP, "接办整顿")
def take_over(actor: Actor, case_id: int, version: int | None, note: str = "") -> WorkflowCase:
    """The actor's own unit works on it from now on, the level above that decides.

    RuleBroken unless the branch has moved away from the unit that did.
    """

    def effect(file: File) -> Mapping[str, Any]:
        unit, row, before = actor.reach.unit, file.row, file.working.name
        working = regions.region(unit.id if unit else file.case.unit_id)
        row.working_unit_id, row.working_body_id = working.id, None
        row.deciding_unit_id = levels.deciding_unit(working, raised=bool(row.repeated)).id
        return {"before": before, "working": working.name}

    return take(actor, Taken(case_id, "take_over", version, note), effect)
