"""Asking for long work, and asking it to stop."""

from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import count_of, visible, writable
from partybuild.db import db
from partybuild.db.work import OutOfReach, audit_detail, in_work, needs, work
from partybuild.jobs.models import Job
from partybuild.jobs.ports import handlers
from partybuild.jobs.rules import OPEN_STATES, JobState
from partybuild.rules import RuleBroken

WAITING_AT_MOST = 5


def enqueue(actor: Actor, kind: str, title: str, arguments: dict[str, Any]) -> int:
    """Queue a job of a known kind; its id. In the caller's `work`, else in one of its own.

    A worker sees it once the transaction is committed. Raises RuleBroken where the user has too
    many waiting already.
    """
    if kind not in handlers:
        raise KeyError(f"no handler for jobs of kind {kind!r}")
    if in_work():
        return _add(actor, kind, title, arguments)
    with work(actor) as running:
        return _ask(running.actor, kind, title, arguments)


def enqueue_once(actor: Actor, kind: str, title: str, arguments: dict[str, Any]) -> int:
    """As `enqueue` for a job of the system's own, unless the very same one waits already; its id.

    One that runs is no reason to leave it: it may have passed what has changed now.
    """
    waiting = visible(actor, Job, Job.id, Job.arguments).where(
        Job.kind == kind, Job.state == JobState.QUEUED.value, Job.user_id.is_(None)
    )
    for number, given in db.session.execute(waiting):
        if given == arguments:
            return int(number)
    return enqueue(actor, kind, title, arguments)


@needs(Permission.SIGNED_IN, "提交任务")
def _ask(actor: Actor, kind: str, title: str, arguments: dict[str, Any]) -> int:
    number = _add(actor, kind, title, arguments)
    audit_detail(object=("job", number), kind=kind, title=title)
    return number


def _add(actor: Actor, kind: str, title: str, arguments: dict[str, Any]) -> int:
    waiting = count_of(visible(actor, Job).where(Job.state.in_(OPEN_STATES)))
    if actor.user_id is not None and (db.session.scalar(waiting) or 0) >= WAITING_AT_MOST:
        raise RuleBroken(
            f"您已有 {WAITING_AT_MOST} 项任务在排队或进行，请等其中一项结束，或在“我的任务”里取消。"
        )
    job = Job(
        kind=kind,
        title=title[:200],
        user_id=actor.user_id,
        appointment_id=actor.appointment_id,
        state=JobState.QUEUED.value,
        arguments=arguments,
        queued_at=clock.local_now(),
    )
    db.session.add(job)
    db.session.flush()
    return job.id


@needs(Permission.SIGNED_IN, "取消任务")
def cancel(actor: Actor, job_id: int) -> None:
    """Stop a job that waits at once; ask a running one to stop. OutOfReach for others' jobs."""
    job = db.session.scalars(
        writable(actor, Job).where(Job.id == job_id).with_for_update()
    ).one_or_none()
    if job is None:
        raise OutOfReach
    state = JobState(job.state)
    if not state.open:
        raise RuleBroken(f"任务“{job.title}”{state.label}，不能再取消。")
    job.cancel_asked = True
    if state is JobState.QUEUED:
        job.state = JobState.CANCELLED.value
        job.ended_at = clock.local_now()
    audit_detail(object=("job", job.id), title=job.title)
    db.session.flush()
