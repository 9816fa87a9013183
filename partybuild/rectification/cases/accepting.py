"""Acceptance by two levels, by other people than those who did the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.evidence.arrivals import Paper
from partybuild.workflow.models import WorkflowCase

DECIDE = Permission.RECTIFICATION_DECIDE


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an acceptance found. `satisfaction`: percent of those asked, None where none were."""

    day: date
    people: str
    words: str
    satisfaction: int | None = None
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """What a refusal opens again: problems with all their measures, due anew on `due_on`."""

    problems: Sequence[int]
    due_on: date


@needs(DECIDE, "整顿验收通过")
def accept(actor: Actor, case_id: int, version: int | None, said: Judgement) -> WorkflowCase:
    """初验 or 终验, as the case stands, is passed; after the second it is struck off.

    Its look-backs are set then. RuleBroken for who has worked on it or accepted at the other level.
    """
    raise NotImplementedError


@needs(DECIDE, "整顿验收不通过")
def refuse(
    actor: Actor, case_id: int, version: int | None, said: Judgement, back: Back
) -> WorkflowCase:
    """The problems named and their measures are open again; the reason is `said.words`.

    RuleBroken where none is named and for a deadline before today. 整顿期限 goes to that day where
    it would end before.
    """
    raise NotImplementedError
