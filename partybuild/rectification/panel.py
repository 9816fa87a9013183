"""Rectification on the page of a Party organization, and of an organization that it covers."""

from collections.abc import Collection, Mapping
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.party import beyond
from partybuild.rectification.kinds import ProposalState
from partybuild.rectification.models import ScreeningProposal
from partybuild.rectification.process import KIND
from partybuild.rectification.seeing import rows
from partybuild.workflow.models import WorkflowCase

TEMPLATE = "rectification/_panel.html"
MANY = 10


def of_party(actor: Actor, party_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """Its cases, the latest first, and whether it is proposed; nothing where there is neither."""
    if not actor.may(Permission.RECTIFICATION_READ):
        return None
    proposal = _proposed(actor, party_id) if actor.may(Permission.RECTIFICATION_DECIDE) else None
    return _panel(actor, [party_id], proposal, named=False)


def of_organization(actor: Actor, organization_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """Cases of the Party organizations that cover it today; nothing where there is none."""
    if not actor.may(Permission.RECTIFICATION_READ):
        return None
    return _panel(actor, beyond.covering(organization_id, clock.today()), None, named=True)


def _panel(
    actor: Actor, parties: Collection[int], proposal: int | None, *, named: bool
) -> tuple[str, Mapping[str, Any]] | None:
    query = visible(actor, WorkflowCase).where(
        WorkflowCase.kind == KIND, WorkflowCase.party_organization_id.in_(sorted(parties))
    )
    found = db.session.scalars(query.order_by(WorkflowCase.id.desc()).limit(MANY)).all()
    if not found and proposal is None:
        return None
    shown = rows.shown(actor, found) if found else []
    return TEMPLATE, {"weak_cases": shown, "weak_proposal": proposal, "weak_named": named}


def _proposed(actor: Actor, party_id: int) -> int | None:
    """The id of its open proposal."""
    row = ScreeningProposal
    query = visible(actor, row, row.id).where(
        row.party_organization_id == party_id, row.state == ProposalState.OPEN
    )
    found: int | None = db.session.scalar(query.order_by(row.id.desc()).limit(1))
    return found
