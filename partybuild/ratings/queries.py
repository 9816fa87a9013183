"""Rounds and assessments as this person may see them."""

from collections.abc import Sequence

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.ratings.models import Assessment, RatingRound, Score


def rounds() -> Sequence[RatingRound]:
    """Every round, the latest year first."""
    query = select(RatingRound).order_by(RatingRound.year.desc(), RatingRound.id.desc())
    return db.session.scalars(query).all()


def round_of(round_id: int) -> RatingRound:
    """One round; OutOfReach where there is none."""
    found = db.session.get(RatingRound, round_id)
    if found is None:
        raise OutOfReach
    return found


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
