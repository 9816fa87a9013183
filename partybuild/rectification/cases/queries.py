"""A case with all it holds, and why its steps are refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from partybuild.access.actor import Actor
from partybuild.evidence.models import EvidenceFile
from partybuild.rectification.models import (
    Acceptance,
    LookBack,
    Measure,
    Problem,
    Progress,
    Rectification,
)
from partybuild.regions.models import Region
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import Choice


@dataclass(frozen=True, slots=True)
class File:
    """A case as it stands; lists in the order of their numbers or days."""

    case: WorkflowCase
    row: Rectification
    problems: Sequence[Problem]
    measures: Mapping[int, Sequence[Measure]]
    """By problem id."""
    progress: Sequence[Progress]
    acceptances: Sequence[Acceptance]
    look_backs: Sequence[LookBack]
    events: Sequence[WorkflowEvent]
    papers: Sequence[EvidenceFile]
    """Files that hold now, by slot: measure-<id>, progress-<month>, acceptance-<attempt>-<tier>, …"""
    working: Region
    deciding: Region

    def proof(self, measure_id: int) -> Sequence[EvidenceFile]:
        """The files in the slot of a measure."""
        raise NotImplementedError


def file_of(actor: Actor, case_id: int) -> File:
    """One case with its lists; OutOfReach where it is not the actor's to see."""
    raise NotImplementedError


def refusals(actor: Actor, file: File) -> Mapping[str, str]:
    """Sentences of the conditions that are not met, by the name of the guard."""
    raise NotImplementedError


def choices(actor: Actor, file: File) -> list[Choice]:
    """Every step with the reason why this person may not take it now, if so: the buttons."""
    raise NotImplementedError


def open_cases(actor: Actor, party_ids: Collection[int]) -> Mapping[int, int]:
    """By Party organization the id of its case that is not closed (在整顿 or in look-back)."""
    raise NotImplementedError
