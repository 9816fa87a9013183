"""To-dos of the reviewing side: self-assessments that lie at one's own desk, by tier."""

from collections.abc import Sequence

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.ratings.models import Assessment
from partybuild.ratings.reviewing.listing import at_own_desk
from partybuild.workflow.models import WorkflowCase

SOON = 7


def _count(actor: Actor) -> Tally:
    return drawing.tally(at_own_desk(actor, Assessment.id), WorkflowCase.due_on, SOON)


def _rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    columns = (Assessment.id, WorkflowCase.title, Assessment.stage, WorkflowCase.due_on)
    query = drawing.drawn(
        at_own_desk(actor, *columns), WorkflowCase.due_on, Assessment.id, wanted, SOON
    )
    return [
        OpenItem(
            number,
            title,
            stage.label,
            due,
            "rating_reviews.show",
            {"assessment_id": number},
        )
        for number, title, stage, due in db.session.execute(query)
    ]


REVIEWS = Source(
    key="rating-reviews",
    label="待评审自评",
    words="份评星自评待本单位评审",
    advice="对照佐证材料逐项评分，低于自评的写明理由；没有例外的可批量通过",
    needs=Permission.RATINGS_REVIEW,
    count=_count,
    rows=_rows,
    soon=SOON,
)
