"""The panel 年检后续处理 of an organization's page."""

from collections.abc import Mapping
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Penalty
from partybuild.enforcement.process import BY_KIND
from partybuild.enforcement.queries import KINDS
from partybuild.organizations import queries as organizations
from partybuild.workflow.models import WorkflowCase


def panel(actor: Actor, organization_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """Its cases and penalties, newest first, with what may be opened; None without the permission."""
    if not actor.may(Permission.ENFORCEMENT_READ):
        return None
    subject = organizations.organization(actor, organization_id)
    cases = visible(actor, WorkflowCase).where(
        WorkflowCase.organization_id == organization_id, WorkflowCase.kind.in_(KINDS)
    )
    penalties = visible(actor, Penalty).where(Penalty.organization_id == organization_id)
    context = {
        "subject": subject,
        "cases": db.session.scalars(cases.order_by(WorkflowCase.id.desc())).all(),
        "penalties": db.session.scalars(penalties.order_by(Penalty.id.desc())).all(),
        "measures": {each.value: each.label for each in Measure},
        "tables": BY_KIND,
        "handles": actor.may(Permission.ENFORCEMENT_HANDLE) and subject.state.living,
    }
    return "enforcement/_panel.html", context
