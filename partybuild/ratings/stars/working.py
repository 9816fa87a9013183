"""Computing the stars of very many: what is read before the lock, and the job."""

from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, needs, work
from partybuild.jobs.commands import enqueue
from partybuild.jobs.ports import Progress
from partybuild.ratings.rounds.commands import own_round
from partybuild.ratings.stars import computing
from partybuild.rules import RuleBroken

JOB = "ratings.stars"
AT_ONCE = 300
"""More finished scores than these are computed by a job, before the lock."""
TRIES, STEPS = 5, 3
TOO_BUSY = "评分正被频繁改动，这次没有写入星级，请等评审停下来再计算。"


def is_long(actor: Actor, round_id: int) -> bool:
    """Whether a job computes this round."""
    return computing.finished(actor, round_id) > AT_ONCE


@needs(Permission.RATINGS_MANAGE, "提交计算星级")
def ask(actor: Actor, round_id: int, leave_open: bool) -> int:
    """A job will compute the stars of a round; its id. RuleBroken where it cannot be computed."""
    row = own_round(actor, round_id)
    waiting = computing.under_way(actor, round_id)
    if waiting and not leave_open:
        raise RuleBroken(f"还有 {waiting} 份没有完成评审。名额按同批党组织计算，请全部评完再算。")
    audit_detail(object=("rating_round", round_id))
    return enqueue(
        actor, JOB, f"计算{row.title}的星级", {"round": round_id, "leave_open": leave_open}
    )


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job: every finished score of the round has its star, or nothing is written."""
    number, leave_open = int(arguments["round"]), bool(arguments.get("leave_open"))
    for _ in range(TRIES):
        progress.step(0, STEPS, "正在读取评分和参评条件")
        db.session.rollback()
        ready = computing.prepare(actor, number, leave_open)
        progress.step(1, STEPS, f"正在写入 {len(ready.lines)} 个星级")
        try:
            with work(actor) as running:
                count = computing.compute(running.actor, number, leave_open, ready)
        except Stale:
            continue
        progress.step(STEPS, STEPS, "已完成")
        return {"message": f"已计算 {count} 个星级。", "url": f"/ratings/stars/{number}"}
    raise RuleBroken(TOO_BUSY)
