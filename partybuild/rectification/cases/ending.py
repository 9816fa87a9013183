"""撤销党组织, with where its members and organizations go; withdrawal of a mistaken finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.evidence.arrivals import Paper
from partybuild.workflow.models import WorkflowCase

DECIDE = Permission.RECTIFICATION_DECIDE


@dataclass(frozen=True, slots=True)
class Dissolution:
    """The decision. `heirs`: each covered organization → the Party organization that covers it
    from that day on, None for none."""

    day: date
    document: str
    reason: str
    members: str
    """党员去向."""
    heirs: Mapping[int, int | None] = field(default_factory=dict)
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """An organization that the Party organization covers today."""

    id: int
    name: str
    others: Sequence[str] = ()
    """Names of the other Party organizations that cover it as well."""


def covered(actor: Actor, case_id: int, day: date | None = None) -> list[Covered]:
    """Those that a dissolution on `day` (today) must answer for, by id."""
    raise NotImplementedError


@needs(DECIDE, "整顿撤销党组织")
def dissolve(actor: Actor, case_id: int, version: int | None, said: Dissolution) -> WorkflowCase:
    """The Party organization has ended on the day, coverage is as said from that day on.

    RuleBroken where an organization is not answered for, a Party organization stands below it, the
    day is to come, or members' way is not said. One that has ended already is only recorded.
    """
    raise NotImplementedError


@needs(DECIDE, "撤回整顿认定")
def withdraw(actor: Actor, case_id: int, version: int | None, reason: str) -> WorkflowCase:
    """The finding was mistaken; nothing is held against the Party organization."""
    raise NotImplementedError
