"""One step of many inspections: made ready before the lock where it is long, switched in under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Actor
from partybuild.db.many import ready
from partybuild.db.staging import Staged, stage, switch, unlaid
from partybuild.db.work import Stale, bulk, current_work
from partybuild.inspections.models import Inspection
from partybuild.inspections.process import KIND
from partybuild.workflow.many import MEANWHILE, Standing, Step, taken
from partybuild.workflow.models import WorkflowEvent

AT_ONCE = 2000
"""Of more organizations a job makes everything ready before the lock (design.md, Long work)."""
TRIES, STEPS = 5, 3
TOO_BUSY = "这些年检正被频繁办理，这次没有写入，请过几分钟再试。"


@dataclass(frozen=True, slots=True)
class Going:
    """An inspection that takes the step, and what it comes to say."""

    id: int
    organization_id: int
    case: Standing
    values: Mapping[str, Any]


class Ahead:
    """The step of all of them; nothing of it stands before `switch`."""

    def __init__(self, actor: Actor, step: Step, rows: Sequence[Going], *, laid: bool) -> None:
        self.author, self.day = author(actor), step.effective_on
        self.rows = rows
        cases, events = taken(actor, KIND, [(row.case, [step]) for row in rows])
        said = ready(Inspection.__table__, [{"id": row.id, **row.values} for row in rows])
        lay = stage if laid else unlaid
        self._parts = lay([events], changed=[cases, said])

    def switch(self, actor: Actor) -> None:
        """All of it stands; Stale, and nothing does, where a case has been moved meanwhile."""
        with bulk(actor, Inspection, [row.id for row in self.rows]):
            switch_all(self._parts)


def switch_all(parts: Sequence[Staged]) -> None:
    """What was made ready stands, its events with this change; Stale where a case was moved."""
    for part in parts:
        told = part.prepared.table is WorkflowEvent.__table__
        done = switch(part, **{"change": current_work().change} if told else {})
        if done != len(part.prepared.rows):
            raise Stale(MEANWHILE)


def author(actor: Actor) -> tuple[str, int | None, int | None]:
    """Whom events and answers name."""
    return actor.label, actor.user_id, actor.appointment_id
