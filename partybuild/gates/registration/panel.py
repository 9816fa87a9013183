"""Registrations on an organization's page."""

from collections.abc import Mapping
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.process import KIND, TABLE
from partybuild.workflow.models import WorkflowCase


def panel(actor: Actor, organization_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """The organization's cases, newest first; nothing where there are none and none can be opened."""
    receives = actor.may(Permission.REGISTRATIONS_HANDLE)
    query = (
        visible(actor, WorkflowCase, WorkflowCase, RegistrationCase)
        .join(RegistrationCase, RegistrationCase.case_id == WorkflowCase.id)
        .where(
            scope_of(actor, RegistrationCase),
            WorkflowCase.kind == KIND,
            WorkflowCase.organization_id == organization_id,
        )
    )
    rows = db.session.execute(query.order_by(WorkflowCase.id.desc())).all()
    if not rows and not receives:
        return None
    return "registrations/_panel.html", {
        "registrations": rows,
        "registration_states": TABLE.states,
        "receives": receives,
        "numbered": organization_id,
    }
