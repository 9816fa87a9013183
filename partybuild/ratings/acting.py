"""The one way in which an assessment takes a step: its case and its kept stage, together."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, update

from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.db.work import bulk
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import Assessment
from partybuild.workflow import commands, many, registry
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase

_TABLE: Any = Assessment.__table__


def act(
    actor: Actor, row: Assessment, taking: Taking, refusals: Mapping[str, str] | None = None
) -> WorkflowCase:
    """Take a step of the assessment's case; its stage is the case's state afterwards.

    Raises what `workflow.commands.act` raises; nothing is written then.
    """
    case = commands.act(actor, taking, refusals)
    row.stage = Stage(case.state)
    db.session.flush()
    return case


def act_many(
    actor: Actor,
    kind: str,
    courses: Sequence[tuple[many.Standing, Sequence[many.Step]]],
    moves: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Each case takes its steps, set-based, and the stages of the assessments follow.

    `moves` are columns of the cases, as of `Taking`, the same for all.
    """
    many.act_many(actor, kind, courses, moves)
    table = registry.current(kind)
    rows: list[dict[str, Any]] = []
    for standing, steps in courses:
        state = standing.state
        for step in steps:
            state = table.step(step.action).target or state
        rows.append({"case": standing.id, "to": Stage(state)})
    if rows:
        with bulk(actor, WorkflowCase, [row["case"] for row in rows]):
            db.session.connection().execute(
                update(_TABLE)
                .where(_TABLE.c.case_id == bindparam("case"))
                .values(stage=bindparam("to")),
                rows,
            )
