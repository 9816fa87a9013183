"""Reading what a case of enforcement holds, and which conditions of its steps are not met."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.deadlines import clocks
from partybuild.enforcement import guards
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import (
    DormantBatch,
    DormantCase,
    Interview,
    Listing,
    Penalty,
    Promise,
    RectificationOrder,
)
from partybuild.enforcement.rules import Terms
from partybuild.enforcement.terms import grounds
from partybuild.organizations import queries as organizations
from partybuild.workflow.models import WorkflowCase

MODELS: Mapping[str, Any] = {
    Measure.ORDER: RectificationOrder,
    Measure.INTERVIEW: Interview,
    Measure.LISTING: Listing,
    Measure.DISHONEST: Listing,
    Measure.DORMANT: DormantCase,
}
HEARING, DEFENCE = "dormant-hearing", "dormant-defence"
"""Kinds of the two clocks that a served 事先告知书 starts."""
KINDS = tuple(each.value for each in Measure)


def case(actor: Actor, case_id: int) -> WorkflowCase:
    """A case of any of the five kinds in reach; OutOfReach for any other."""
    query = visible(actor, WorkflowCase).where(
        WorkflowCase.id == case_id, WorkflowCase.kind.in_(KINDS)
    )
    found: WorkflowCase | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def row(actor: Actor, found: WorkflowCase) -> Any:
    """What the case holds beside its state."""
    model = MODELS[found.kind]
    return db.session.scalars(visible(actor, model).where(model.case_id == found.id)).one()


def promises(actor: Actor, case_id: int) -> Sequence[Promise]:
    """What was promised in an interview, in order."""
    query = visible(actor, Promise).where(Promise.case_id == case_id)
    return db.session.scalars(query.order_by(Promise.id)).all()


def batch(actor: Actor, batch_id: int) -> DormantBatch:
    """A batch in reach; OutOfReach for any other."""
    query = visible(actor, DormantBatch).where(DormantBatch.id == batch_id)
    found: DormantBatch | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def batch_in_reach(actor: Actor, batch_id: int | None) -> int | None:
    """The id of a batch, None where it is opened above and so not this person's to see."""
    query = visible(actor, DormantBatch, DormantBatch.id).where(DormantBatch.id == batch_id)
    found: int | None = db.session.scalar(query) if batch_id is not None else None
    return found


def standing(actor: Actor, organization_id: int, but: int = 0) -> Sequence[Listing]:
    """Entries of an organization, in either list, that stand today; without the case `but`."""
    query = (
        visible(actor, Listing)
        .join(WorkflowCase, WorkflowCase.id == Listing.case_id)
        .where(
            scope_of(actor, WorkflowCase),
            WorkflowCase.closed_on.is_(None),
            Listing.organization_id == organization_id,
            Listing.listed_on.is_not(None),
            Listing.case_id != but,
        )
    )
    return db.session.scalars(query.order_by(Listing.listed_on, Listing.id)).all()


def listed_dishonest(actor: Actor, organization_id: int) -> bool:
    """Whether it stands on 严重违法失信名单."""
    query = (
        visible(actor, WorkflowCase, WorkflowCase.id)
        .where(
            WorkflowCase.kind == Measure.DISHONEST.value,
            WorkflowCase.organization_id == organization_id,
            WorkflowCase.state.in_(("listed", "applied")),
        )
        .limit(1)
    )
    return db.session.scalars(query).first() is not None


def restart(actor: Actor, listing: Listing) -> date | None:
    """The day from which the two years of a dishonest entry run: its own, or a later new event."""
    if listing.listed_on is None:
        return None
    later = visible(actor, Penalty, Penalty.decided_on).where(
        Penalty.organization_id == listing.organization_id, Penalty.withdrawn_on.is_(None)
    )
    again = visible(actor, Listing, Listing.listed_on).where(
        Listing.organization_id == listing.organization_id, Listing.listed_on.is_not(None)
    )
    days = [*db.session.scalars(later), *db.session.scalars(again)]
    latest: date = max([listing.listed_on, *days])
    return latest


def refusals(actor: Actor, found: WorkflowCase, held: Any, terms: Terms) -> Mapping[str, str]:
    """Sentences of the conditions that are not met, by the name of the guard."""
    today = clock.today()
    if found.kind == Measure.ORDER:
        return guards.order(found.state, held.deadline, today)
    if found.kind == Measure.INTERVIEW:
        waiting = sum(each.closed_on is None for each in promises(actor, found.id))
        return guards.interview(held.at, waiting, today)
    if found.kind == Measure.LISTING:
        ground = grounds(found.kind).get(held.ground)
        dishonest = listed_dishonest(actor, held.organization_id)
        lapses = ground is not None and ground.lapses
        return guards.listing(held, lapses, dishonest, terms, today)
    if found.kind == Measure.DISHONEST:
        subject = organizations.organization(actor, held.organization_id)
        since = restart(actor, held)
        return guards.dishonest(held, since, subject.state.living, terms, today)
    runs = runs_of(actor, found.id)
    return guards.dormant(held, found.state, runs, terms, today)


def runs_of(actor: Actor, case_id: int) -> guards.Runs:
    """The last days of the terms of a cancellation."""
    found = {each.kind: each.due_on for each in clocks.clocks(actor, "case", case_id)}
    return guards.Runs(found.get(HEARING), found.get(DEFENCE))
