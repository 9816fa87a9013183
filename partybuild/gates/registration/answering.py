"""Answers of the registration gate that are no facts elsewhere: 暂不具备 and waivers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.gates import answering, waiving
from partybuild.gates.kinds import AnswerKind as Recorded
from partybuild.gates.registration.policy import RULE
from partybuild.gates.registration.rules import AnswerKind
from partybuild.organizations import queries as organizations


def record(
    actor: Actor, organization_id: int, said: Mapping[str, Any], day: date, case_id: int
) -> None:
    """Keep 暂不具备 with its review day, or the waiver with its last day; verdicts follow."""
    last = date.fromisoformat(said["review_on"])
    if said["kind"] == AnswerKind.WAIVED.value:
        found = organizations.organization(actor, organization_id)
        granting = waiving.Granting(RULE, said["reason"], last, said["document"])
        waiving.keep(actor, found, granting, day)
        return
    told = answering.Said(
        RULE, Recorded.NOT_YET, day, said["reason"], said["document"], last, case_id
    )
    answering.say(actor, organization_id, told)
