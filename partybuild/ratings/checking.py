"""Do the assessments stand where their cases stand?"""

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import Assessment
from partybuild.workflow.models import WorkflowCase

FEW = 20


def faults(actor: Actor) -> list[str]:
    """A sentence for each assessment whose stage is not the state of its case; the first few."""
    query = (
        visible(actor, Assessment, Assessment.id, Assessment.stage, WorkflowCase.state)
        .add_columns(WorkflowCase.title)
        .join(WorkflowCase, WorkflowCase.id == Assessment.case_id)
        .where(scope_of(actor, WorkflowCase))
        .order_by(Assessment.id)
    )
    return [
        f"“{title}”（评星材料 {number}）记为“{stage.label}”，事项现为“{Stage(state).label}”。"
        for number, stage, state, title in db.session.execute(query)
        if stage.value != state
    ][:FEW]
