"""Putting right: monthly progress, evidence, closing item by item, extension, application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.evidence.arrivals import Paper
from partybuild.workflow.models import WorkflowCase

FILES = "case"
"""The kind of subject to which the files of a case belong."""
REPORT, KEEP, DECIDE = (
    Permission.RECTIFICATION_REPORT,
    Permission.RECTIFICATION_KEEP,
    Permission.RECTIFICATION_DECIDE,
)


def slot_of(measure_id: int) -> str:
    """The slot in which the evidence of a measure lies."""
    return f"measure-{measure_id}"


@dataclass(frozen=True, slots=True)
class Monthly:
    """What was done in a month (any day of it)."""

    month: date
    words: str
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """How a measure was carried out; what proves it: files of its slot kept before, and new ones."""

    measure_id: int
    words: str
    file_ids: Sequence[int] = ()
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """整顿期限 goes to `until`; so do the deadlines of the open measures named, each to its own."""

    until: date
    reason: str
    measures: Mapping[int, date] = field(default_factory=dict)


@needs(REPORT, "报送整顿进展")
def report(actor: Actor, case_id: int, version: int | None, said: Monthly) -> WorkflowCase:
    """The month has its report. RuleBroken for a month to come or before the approval."""
    raise NotImplementedError


@needs(REPORT, "补充佐证材料")
def prove(
    actor: Actor, case_id: int, version: int | None, measure_id: int, papers: Sequence[Paper]
) -> WorkflowCase:
    """The files lie in the slot of an open measure. RuleBroken where none came."""
    raise NotImplementedError


@needs(KEEP, "措施销号")
def close_item(actor: Actor, case_id: int, version: int | None, said: Closing) -> WorkflowCase:
    """The measure is closed; so is its problem where it was the last open one.

    RuleBroken without a file that proves it, and for a file of another measure or case.
    """
    raise NotImplementedError


@needs(KEEP, "撤销销号")
def reopen_item(
    actor: Actor, case_id: int, version: int | None, measure_id: int, reason: str
) -> WorkflowCase:
    """A closed measure and its problem are open again."""
    raise NotImplementedError


@needs(DECIDE, "延长整顿期限")
def extend(actor: Actor, case_id: int, version: int | None, said: Extension) -> WorkflowCase:
    """整顿期限 and the deadlines named are later. RuleBroken for a day that is not."""
    raise NotImplementedError


@needs(KEEP, "申请验收")
def apply(actor: Actor, case_id: int, version: int | None, note: str = "") -> WorkflowCase:
    """The first acceptance waits. RuleBroken while an item is open."""
    raise NotImplementedError
