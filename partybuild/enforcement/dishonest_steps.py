"""What the steps of 严重违法失信名单 bring about: told, decided and taken off by papers of their own."""

from collections.abc import Mapping

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import clocks
from partybuild.enforcement import listing_steps as steps
from partybuild.enforcement import queries
from partybuild.enforcement.acting import Acting, Effect
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Listing
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase


def notify(at: Acting) -> Effect:
    """The 事先告知书, with the days in which to object."""
    return steps.told(at, "dishonest-warning")


def enter(at: Acting) -> Effect:
    """Entered by a 决定书; standing entries in 活动异常名录 are carried over."""
    return steps.decided(at, "dishonest-decision", at.terms.dishonest_years)


def carried(at: Acting) -> None:
    """Entries of 活动异常名录 end where the organization has moved to the graver list."""
    query = (
        visible(at.actor, WorkflowCase)
        .where(
            WorkflowCase.kind == Measure.LISTING.value,
            WorkflowCase.organization_id == at.case.organization_id,
            WorkflowCase.state.in_(("listed", "applied")),
        )
        .order_by(WorkflowCase.id)
    )
    for found in db.session.scalars(query).all():
        row: Listing = queries.row(at.actor, found)
        row.removed_on, row.removal = at.row.listed_on, at.row.decision
        taking = Taking(found.id, found.kind, "escalate", document=at.row.decision)
        workflow.act(at.actor, taking)
        for each in clocks.clocks(at.actor, "case", found.id):
            if each.state != "stopped":
                clocks.stop(at.actor, each.id, max(at.row.listed_on, each.started_on))


def remove(at: Acting) -> Effect:
    """Verified: the 移出通知书 is issued and the state goes back."""
    steps.stop_clocks(at, steps.REMOVAL)
    return steps.delisted(at, at.past("移出日期", at.row.applied_on), "dishonest-removal")


def close(at: Acting) -> Effect:
    """The organization has ended and leaves the list with that."""
    steps.stop_clocks(at, steps.REMOVAL)
    at.row.removed_on = at.past("移出日期", at.row.listed_on)
    at.row.removal = "注销移出"
    return Effect(day=at.row.removed_on)


DISHONEST: Mapping[str, steps.Step] = {
    "notify": notify,
    "object": steps.object_,
    "enter": enter,
    "decline": steps.nothing,
    "apply": steps.apply,
    "refuse": steps.refuse,
    "remove": remove,
    "close": close,
}
