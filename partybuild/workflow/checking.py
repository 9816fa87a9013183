"""Do the cases say what their events say?"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.workflow import registry, rules
from partybuild.workflow.commands import OPENED
from partybuild.workflow.models import WorkflowCase, WorkflowEvent

FEW = 20


def faults(actor: Actor) -> list[str]:
    """A sentence for each case whose state or version is not what its events fold to; the first few."""
    standing = {
        row.id: row
        for row in db.session.execute(
            visible(
                actor,
                WorkflowCase,
                WorkflowCase.id,
                WorkflowCase.kind,
                WorkflowCase.state,
                WorkflowCase.version,
                WorkflowCase.title,
                WorkflowCase.table_version,
            )
        )
    }
    events = visible(
        actor, WorkflowEvent, WorkflowEvent.case_id, WorkflowEvent.action, WorkflowEvent.sequence
    ).order_by(WorkflowEvent.case_id, WorkflowEvent.sequence)
    found = []
    for case_id, rows in groupby(db.session.execute(events), key=lambda row: row.case_id):
        case, history = standing.pop(case_id), list(rows)
        table = registry.of(case.kind, case.table_version)
        fault = _fault(table, case.state, case.version, history)
        if fault:
            found.append(f"“{case.title}”（{table.label} {case_id}）{fault}")
    found += [
        f"“{case.title}”（{case.kind} {number}）没有办理记录。" for number, case in standing.items()
    ]
    return found[:FEW]


def _fault(table: rules.Table, state: str, version: int, history: Sequence[Any]) -> str:
    sequence = [row.sequence for row in history]
    actions = [row.action for row in history]
    if sequence != list(range(1, len(history) + 1)) or actions[:1] != [OPENED]:
        return "的办理记录不连续。"
    try:
        folded = rules.fold(table, actions[1:])
    except ValueError:
        return "有流程中没有的步骤。"
    if (folded, len(history)) != (state, version):
        return f"现为“{table.states[state]}”，按办理记录应为“{table.states[folded]}”。"
    return ""
