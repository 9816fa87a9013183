"""The list of self-assessments: one's own, or those of the area that are still to be filled in."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import case

from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.ratings.filling.queries import OPEN
from partybuild.ratings.kinds import RoundState, Stage
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.workflow.models import WorkflowCase

MANY = 100
_CASE = ScopeMark(WorkflowCase.id == Assessment.case_id, WorkflowCase.__tablename__)


class Row(NamedTuple):
    """One assessment in the list."""

    id: int
    title: str
    round: str
    stage: Stage
    answered: int
    self_total: int | None
    star: int | None
    due_on: date | None


def listed(actor: Actor) -> Sequence[Row]:
    """A secretary's own assessments, all of them; an officer's that are still to fill in.

    What is to be done first stands first; at most `MANY`.
    """
    row, open_ones = Assessment, Assessment.stage.in_(OPEN)
    columns = (row.id, WorkflowCase.title, RatingRound.title, row.stage, row.answered)
    more = (row.self_total, row.star, WorkflowCase.due_on)
    query = (
        visible(actor, row, *columns, *more)
        .join(WorkflowCase, WorkflowCase.id == row.case_id)
        .join(RatingRound, RatingRound.id == row.round_id)
        .where(_CASE, row.stage != Stage.OUT)
        .order_by(case((open_ones, 0), else_=1), WorkflowCase.due_on, row.id.desc())
        .limit(MANY)
    )
    if actor.role is not Role.SECRETARY:
        query = query.where(open_ones, RatingRound.state == RoundState.OPEN)
    return [Row(*each) for each in db.session.execute(query)]
