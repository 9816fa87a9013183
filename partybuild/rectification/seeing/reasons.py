"""Why Party organizations were listed: by situation how many, and how many are still open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.rectification.models import Problem, Rectification
from partybuild.rectification.seeing import listing
from partybuild.workflow.models import WorkflowCase as Case


@dataclass(frozen=True, slots=True)
class Reason:
    """One situation (情形)."""

    rule: str
    label: str
    listed: int
    open: int


def reasons(actor: Actor, scope: Scope | None, year: str) -> Sequence[Reason]:
    """The situations for which cases were listed in a year (blank: ever), the most frequent first."""
    own = Problem.case_id == Case.id
    number = func.count(Case.id.distinct())
    open_ones = func.count(Case.id.distinct()).filter(listing.in_stage(listing.OPEN))
    query = (
        listing.cases(actor, Problem.rule, number, open_ones, func.max(Case.id))
        .join(Problem, own)
        .where(
            ScopeMark(own, Problem.__tablename__),
            Problem.rule != "",
            *listing.conditions({"stage": listing.LISTED, "year": year}, scope),
        )
        .group_by(Problem.rule)
        .order_by(number.desc(), Problem.rule)
    )
    found = db.session.execute(query).all()
    labels = _labels(actor, [row[3] for row in found])
    return [Reason(rule, labels.get(rule, rule), count, left) for rule, count, left, _ in found]


def _labels(actor: Actor, ids: Sequence[int]) -> dict[str, str]:
    """What the situations were called in these cases."""
    query = visible(actor, Rectification, Rectification.grounds)
    query = query.where(Rectification.case_id.in_(sorted(set(ids))))
    every = db.session.scalars(query).all()
    return {ground["rule"]: ground["label"] for grounds in every for ground in grounds}
