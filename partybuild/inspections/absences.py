"""未参检, 未报送: who has handed in nothing when a campaign ends."""

from datetime import date
from typing import Any

from sqlalchemy import update

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.db.work import bulk
from partybuild.inspections.kinds import Regime, absence
from partybuild.inspections.models import Inspection, InspectionCampaign
from partybuild.inspections.process import DUE, KIND, RETURNED
from partybuild.workflow.many import CHUNK, Step, act_many, standings
from partybuild.workflow.models import WorkflowCase


def mark(actor: Actor, campaign: InspectionCampaign, day: date) -> int:
    """Everybody expected who has not filed is marked absent; how many."""
    query = (
        visible(actor, Inspection, Inspection.id, Inspection.case_id)
        .join(WorkflowCase, WorkflowCase.id == Inspection.case_id)
        .where(
            ScopeMark(WorkflowCase.id == Inspection.case_id, WorkflowCase.__tablename__),
            Inspection.campaign_id == campaign.id,
            Inspection.expected,
            Inspection.conclusion.is_(None),
            WorkflowCase.state.in_((DUE, RETURNED)),
        )
    )
    rows = db.session.execute(query).all()
    found = standings(actor, [row.case_id for row in rows])
    step = Step("mark_absent", day, "期限届满未报送")
    act_many(actor, KIND, [(found[row.case_id], [step]) for row in rows])
    table: Any = Inspection.__table__
    ids = [row.id for row in rows]
    word = absence(Regime(campaign.regime))
    values = {"conclusion": word, "concluded_on": day, "concluded_by": actor.label}
    with bulk(actor, Inspection, ids):
        for part in (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)):
            db.session.execute(update(table).where(table.c.id.in_(part)).values(**values))
    return len(rows)
