"""When a proposal stands: conditions that its count and its details share."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from partybuild.access.actor import Actor
from partybuild.coverage import queries as coverage
from partybuild.coverage import uncovered
from partybuild.db import OPEN
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.terms import terms
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict
from partybuild.workflow.models import WorkflowCase


def overdue(today: date) -> ColumnElement[bool]:
    """Orders that were not kept."""
    late = WorkflowCase.state.in_(("issued", "served")) & (WorkflowCase.due_on < today)
    return (WorkflowCase.kind == Measure.ORDER.value) & or_(late, WorkflowCase.state == "failed")


def unsynced(today: date) -> ColumnElement[bool]:
    """Verdicts of the register's gate that have been 缺 for so many days."""
    last = today - timedelta(days=terms().sync_days)
    verdict = SyncVerdict
    return and_(
        verdict.rule == "registration",
        verdict.verdict == Verdict.MISSING,
        verdict.known_to == OPEN,
        verdict.valid_from <= today,
        verdict.valid_to > today,
        verdict.next_on > today,
        verdict.due_on < last,
    )


def unbuilt(actor: Actor, today: date) -> tuple[Select[Any], Select[Any]]:
    """Ids of the organizations 应建未建 today, and of those that were so many days before."""
    basis = coverage.basis("registered", today)
    before = today - timedelta(days=terms().unbuilt_days)
    still = uncovered.organizations(actor, before, basis)
    return uncovered.organizations(actor, today, basis), still


def ripe(today: date) -> ColumnElement[bool]:
    """Entries of the abnormal list whose two years are over or nearly so."""
    last = today + timedelta(days=terms().ahead_days)
    listed = (WorkflowCase.kind == Measure.LISTING.value) & (WorkflowCase.state == "listed")
    return listed & (WorkflowCase.due_on <= last)
