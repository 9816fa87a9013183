"""To-dos of self-assessment: to be filled in, to be mended; for officers what is late."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.ratings.filling.feature import FILL
from partybuild.ratings.filling.queries import OPEN
from partybuild.ratings.kinds import RoundState
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.process import KINDS
from partybuild.workflow.models import WorkflowCase

SOON = 5
_OF_CASE = Assessment.case_id == WorkflowCase.id + 0
"""Not by the case's id: the few open cases are found by their own index, never all assessments."""


def _open(actor: Actor, *columns: Any) -> Select[Any]:
    """A secretary's own whose window has begun; anybody else's area as far as it is late."""
    today = clock.today()
    query = (
        visible(actor, Assessment, *columns)
        .join(WorkflowCase, _OF_CASE)
        .join(RatingRound, RatingRound.id == Assessment.round_id)
        .where(
            scope_of(actor, WorkflowCase),
            WorkflowCase.kind.in_(KINDS),
            WorkflowCase.state.in_(OPEN),
            WorkflowCase.closed_on.is_(None),
            RatingRound.state == RoundState.OPEN,
            RatingRound.fill_from <= today,
        )
    )
    return query if actor.role is Role.SECRETARY else query.where(WorkflowCase.due_on < today)


def _count(actor: Actor) -> Tally:
    return drawing.tally(_open(actor, Assessment.id), WorkflowCase.due_on, SOON)


def _rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    columns = (Assessment.id, WorkflowCase.title, RatingRound.title, Assessment.stage)
    query = _open(actor, *columns, WorkflowCase.due_on)
    query = drawing.drawn(query, WorkflowCase.due_on, Assessment.id, wanted, SOON)
    return [
        OpenItem(
            number,
            title,
            f"{held}　{stage.label}",
            due,
            "rating_filling.show",
            {"assessment_id": number},
        )
        for number, title, held, stage, due in db.session.execute(query)
    ]


SELF_ASSESSMENTS = Source(
    "ratings-fill",
    "待填自评 / 退回补正",
    "份评星自评要填写或补正",
    "按期填写报送，退回的只改退回的项目；逾期的提醒书记，必要时代填",
    FILL,
    _count,
    _rows,
    soon=SOON,
)
