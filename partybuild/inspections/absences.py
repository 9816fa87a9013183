"""未参检, 未报送: who has handed in nothing when a campaign ends."""

from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, count_of, visible
from partybuild.db import db
from partybuild.db.work import Stale
from partybuild.inspections.ahead import Ahead, Going, author
from partybuild.inspections.kinds import Regime, absence
from partybuild.inspections.models import Inspection, InspectionCampaign
from partybuild.inspections.process import DUE, RETURNED
from partybuild.workflow.many import MEANWHILE, Step, standings
from partybuild.workflow.models import WorkflowCase


def mark(actor: Actor, campaign: InspectionCampaign, day: date, laid: Ahead | None = None) -> int:
    """Everybody expected who has not filed is marked absent; how many.

    `laid`: made ready before; Stale where it is not the same ones by now.
    """
    if laid is None:
        laid = ahead(actor, campaign, day, laid=False)
    elif (laid.author, laid.day) != (author(actor), day) or count(actor, campaign.id) != len(
        laid.rows
    ):
        raise Stale(MEANWHILE)
    laid.switch(actor)
    return len(laid.rows)


def ahead(actor: Actor, campaign: InspectionCampaign, day: date, *, laid: bool) -> Ahead:
    """The step of all who have not filed, made ready."""
    query = _silent(actor, campaign.id, Inspection.id, Inspection.organization_id)
    rows = db.session.execute(query.add_columns(Inspection.case_id)).all()
    found = standings(actor, [row.case_id for row in rows])
    word = absence(Regime(campaign.regime))
    values = {"conclusion": word, "concluded_on": day, "concluded_by": actor.label}
    going = [Going(row.id, row.organization_id, found[row.case_id], values) for row in rows]
    return Ahead(actor, Step("mark_absent", day, "期限届满未报送"), going, laid=laid)


def count(actor: Actor, campaign_id: int) -> int:
    """How many have not filed."""
    return db.session.scalar(count_of(_silent(actor, campaign_id, Inspection.id))) or 0


def _silent(actor: Actor, campaign_id: int, *columns: Any) -> Any:
    return (
        visible(actor, Inspection, *columns)
        .join(WorkflowCase, WorkflowCase.id == Inspection.case_id)
        .where(
            ScopeMark(WorkflowCase.id == Inspection.case_id, WorkflowCase.__tablename__),
            Inspection.campaign_id == campaign_id,
            Inspection.expected,
            Inspection.conclusion.is_(None),
            WorkflowCase.state.in_((DUE, RETURNED)),
        )
    )
