"""The cases of a secretary's own branch."""

from collections.abc import Sequence

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.rectification.process import KIND
from partybuild.rectification.seeing import rows
from partybuild.rectification.seeing.rows import Row
from partybuild.workflow.models import WorkflowCase

MANY = 30


def listed(actor: Actor) -> Sequence[Row]:
    """Those that go on first, then the latest; at most `MANY`."""
    query = visible(actor, WorkflowCase).where(WorkflowCase.kind == KIND)
    order = (WorkflowCase.closed_on.is_not(None), WorkflowCase.id.desc())
    return rows.shown(actor, db.session.scalars(query.order_by(*order).limit(MANY)).all())
