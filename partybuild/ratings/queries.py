"""Rounds and assessments as this person may see them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, or_, select

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, under, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.ratings.models import Assessment, RatingRound, Score
from partybuild.regions.models import Region
from partybuild.workflow.models import WorkflowCase


def rounds(actor: Actor) -> Sequence[RatingRound]:
    """Rounds that concern the actor, the latest year first."""
    order = (RatingRound.year.desc(), RatingRound.id.desc())
    return db.session.scalars(_concerning(actor).order_by(*order)).all()


def round_of(actor: Actor, round_id: int) -> RatingRound:
    """One round that concerns the actor; OutOfReach otherwise."""
    query = _concerning(actor).where(RatingRound.id == round_id)
    found: RatingRound | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def rounds_named(actor: Actor, ids: Collection[int]) -> dict[int, RatingRound]:
    """The rounds among `ids` that concern the actor, by id."""
    query = _concerning(actor).where(RatingRound.id.in_(sorted(ids)))
    return {row.id: row for row in db.session.scalars(query)}


def _concerning(actor: Actor) -> Any:
    """Rounds of the actor's area, and those in which its Party organizations take part."""
    query: Any = select(RatingRound).join(Region, Region.id == RatingRound.unit_id)
    reach = actor.reach
    if reach.everything:
        return query
    mark = ScopeMark(Assessment.within(reach), Assessment.__tablename__)
    named = exists().where(Assessment.round_id == RatingRound.id, mark).correlate(RatingRound)
    if reach.unit is None:
        return query.where(named)
    return query.where(or_(under(Region.path, reach.unit.path), named))


def assessment(actor: Actor, assessment_id: int) -> Assessment:
    """One assessment; OutOfReach where it is not the actor's to see."""
    query = visible(actor, Assessment).where(Assessment.id == assessment_id)
    found: Assessment | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def scores(actor: Actor, case_id: int) -> Sequence[Score]:
    """Every score of a case, earlier attempts included, in order of tier and attempt."""
    query = visible(actor, Score).where(Score.case_id == case_id)
    return db.session.scalars(query.order_by(Score.indicator, Score.tier, Score.attempt)).all()


def case(actor: Actor, case_id: int, kinds: Sequence[str]) -> WorkflowCase:
    """One case of any of these kinds; OutOfReach where it is not the actor's to see."""
    query = visible(actor, WorkflowCase).where(
        WorkflowCase.id == case_id, WorkflowCase.kind.in_(kinds)
    )
    found: WorkflowCase | None = db.session.scalars(
        query.execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found
