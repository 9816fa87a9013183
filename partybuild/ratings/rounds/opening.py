"""Opening a round: at once where its list is short, by a job where it is long."""

from typing import Any

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import count_of, system, visible
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, needs, work
from partybuild.jobs.commands import enqueue
from partybuild.jobs.models import Job
from partybuild.jobs.ports import Progress
from partybuild.jobs.rules import OPEN_STATES
from partybuild.party.models import PartyOrganization
from partybuild.ratings import queries
from partybuild.ratings.kinds import RoundState
from partybuild.ratings.rounds import rules
from partybuild.ratings.rounds.commands import CHANGED, MANAGE, open_round, own_round
from partybuild.ratings.rounds.taking_part import inside
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken

JOB = "ratings.open"
AT_ONCE = 2000
"""Lists of more Party organizations are made by a job: they take over 3 seconds."""


def is_long(actor: Actor, round_id: int) -> bool:
    """Whether so many Party organizations stand in the round's area that a job opens it."""
    row = queries.round_of(actor, round_id)
    here = inside(regions.region(row.unit_id), row.own)
    query = visible(actor, PartyOrganization, PartyOrganization.id).where(here)
    return (db.session.scalar(count_of(query)) or 0) > AT_ONCE


@needs(MANAGE, "提交开展评星")
def ask(actor: Actor, round_id: int, version: int) -> int:
    """A job will open the draft as it stands at this version; the job's id."""
    row = own_round(actor, round_id)
    rules.check_editable(row.state)
    if row.version != version:
        raise Stale(CHANGED)
    if under_way(round_id):
        raise RuleBroken("这一轮评星正在生成名单，请等任务完成，或在“我的任务”里取消后再办。")
    audit_detail(object=("rating_round", round_id))
    arguments = {"round": round_id, "version": version}
    return enqueue(actor, JOB, f"开展{row.title}", arguments)


def under_way(round_id: int) -> Job | None:
    """The job that is opening this round, None where there is none."""
    with system("评星名单生成情况"):
        query = select(Job).where(Job.kind == JOB, Job.state.in_(OPEN_STATES))
        rows = db.session.scalars(query).all()
    return next((row for row in rows if row.arguments.get("round") == round_id), None)


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `ratings.open`: the whole list stands and the round runs, or nothing does."""
    number, version = int(arguments["round"]), int(arguments["version"])
    url = f"/ratings/{number}"
    row = queries.round_of(actor, number)
    if row.state is not RoundState.DRAFT and row.version == version + 1:
        return {"message": "已开展，名单已冻结。", "url": url}
    progress.step(0, 1, "正在核对并写入参评名单")
    with work(actor) as running:
        count = open_round(running.actor, number, version)
    return {"message": f"已开展，应参评 {count} 个，名单已冻结。", "url": url}
