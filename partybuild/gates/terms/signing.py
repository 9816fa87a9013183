"""Who enters a request for the Party organization, and the signed paper behind it (代填)."""

from collections.abc import Sequence

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.evidence import queries as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.organizations.rules import ON_BEHALF
from partybuild.rules import RuleBroken
from partybuild.workflow.rules import Step

SIGNED = "request"
"""The slot of the request as it was signed and sealed."""


def mark(actor: Actor, step: Step) -> str:
    """代填 where an officer takes the step that is the secretary's to take."""
    hers = step.needs is Permission.PROCEDURES_REQUEST
    return ON_BEHALF if hers and actor.role is Role.OFFICER else ""


def demand(actor: Actor, step: Step, case_id: int, papers: Sequence[Paper]) -> None:
    """RuleBroken where an officer sends a request without the signed one, now or kept before."""
    if not mark(actor, step) or any(paper.slot == SIGNED for paper in papers):
        return
    kept = evidence.files(actor, "case", case_id)
    if not any(file.slot == SIGNED and file.state.value == "kept" for file in kept):
        raise RuleBroken("代填请示须附党组织签字盖章的请示，请拍照或扫描后在“请示”一栏一并上传。")
