"""Answers of the registration gate that are no facts elsewhere: 暂不具备 and waivers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.gates import answering, commands
from partybuild.gates.kinds import AnswerKind as Recorded
from partybuild.gates.models import Waiver
from partybuild.gates.registration.rules import AnswerKind
from partybuild.organizations import queries as organizations
from partybuild.regions.placing import copied

RULE = "registration"


def record(
    actor: Actor, organization_id: int, said: Mapping[str, Any], day: date, case_id: int
) -> None:
    """Keep 暂不具备 with its review day, or the waiver with its last day; verdicts follow."""
    last = date.fromisoformat(said["review_on"])
    if said["kind"] == AnswerKind.WAIVED.value:
        _waive(actor, organization_id, said, day, last)
        return
    told = answering.Said(
        RULE, Recorded.NOT_YET, day, said["reason"], said["document"], last, case_id
    )
    answering.say(actor, organization_id, told)


def _waive(
    actor: Actor, organization_id: int, said: Mapping[str, Any], day: date, last: date
) -> None:
    found = organizations.organization(actor, organization_id)
    db.session.add(
        Waiver(
            rule=RULE,
            organization_id=organization_id,
            reason=said["reason"],
            document=said["document"],
            granted_on=day,
            expires_on=last,
            revoked_on=None,
            **copied(found),
            **answering.recorded(actor),
        )
    )
    db.session.flush()
    commands.touch([organization_id])
