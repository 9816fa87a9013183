"""Answers of the registration gate that are no facts elsewhere: 暂不具备 and waivers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.db.work import current_work
from partybuild.gates import commands as gates
from partybuild.gates.kinds import AnswerKind as Recorded
from partybuild.gates.models import SyncAnswer, Waiver
from partybuild.gates.registration.rules import AnswerKind
from partybuild.organizations import queries as organizations
from partybuild.regions.placing import copied

RULE = "registration"


def record(
    actor: Actor, organization_id: int, said: Mapping[str, Any], day: date, case_id: int
) -> None:
    """Keep 暂不具备 with its review day, or the waiver with its last day; verdicts follow."""
    found = organizations.organization(actor, organization_id)
    shared: dict[str, Any] = {
        **copied(found),
        "organization_id": organization_id,
        "rule": RULE,
        "reason": said["reason"],
        "document": said["document"],
        "recorded_at": clock.local_now(),
        "recorded_by": actor.label,
        "known_from": current_work().change,
    }
    last = date.fromisoformat(said["review_on"])
    if said["kind"] == AnswerKind.WAIVED.value:
        db.session.add(Waiver(**shared, granted_on=day, expires_on=last, revoked_on=None))
    else:
        db.session.add(
            SyncAnswer(
                **shared,
                kind=Recorded.NOT_YET,
                day=day,
                review_on=last,
                case_id=case_id,
            )
        )
    db.session.flush()
    from partybuild.gates import commands as gates

    gates.touch([organization_id])
