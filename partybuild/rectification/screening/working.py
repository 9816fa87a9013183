"""The job of a round: reads and judges with progress before the lock, then writes at once."""

from typing import Any

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.work import work
from partybuild.jobs.models import Job
from partybuild.jobs.ports import Progress
from partybuild.jobs.rules import OPEN_STATES
from partybuild.rectification.kinds import RoundState
from partybuild.rectification.screening import policy, preparing, rounds
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job: the round has all its proposals, or none."""
    number, version = int(arguments["round"]), int(arguments["version"])
    url = f"/rectification/screening/{number}"
    row = rounds.round_of(actor, number)
    if row.version != version:
        if row.state is RoundState.RUNNING:
            raise RuleBroken("这一轮排查已经重新提交，本任务不再写入。")
        return {"message": "已排查完毕，等待认定。", "url": url}
    unit, held = regions.region(row.unit_id), (row.rules_id, policy.version(row.rules_id))
    ready = preparing.prepared(actor, unit, held, row.day, progress.step)
    with work(actor) as running:
        count = rounds.fill(running.actor, number, version, ready)
    progress.step(1, 1, "已完成")
    return {
        "message": f"排查党组织 {ready.screened} 个，提出建议 {count} 条，等待认定。",
        "url": url,
    }


def under_way(round_id: int) -> Job | None:
    """The job that is looking through the area for this round, None where there is none."""
    with system("排查进度"):
        query = select(Job).where(Job.kind == rounds.JOB, Job.state.in_(OPEN_STATES))
        rows = db.session.scalars(query).all()
    return next((row for row in rows if row.arguments.get("round") == round_id), None)
