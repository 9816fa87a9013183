"""The job process: takes jobs up one after the other, a few side by side."""

import logging
import threading
import time
from collections.abc import Collection
from contextvars import copy_context
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.exc import OperationalError

from partybuild.access.actor import Actor, command_line
from partybuild.accounts import queries as accounts
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, in_work
from partybuild.jobs import files, keeping, ledger
from partybuild.jobs.models import Job
from partybuild.jobs.ports import Cancelled, daily, handlers
from partybuild.jobs.rules import JobState, reach_words
from partybuild.rules import RuleBroken

POLL = 0.2
BEAT = 10.0
REPORT = 0.5
SWEEP = 30.0
SLOTS = 2
log = logging.getLogger("partybuild.jobs")


class JobProgress:
    """The `Progress` of one attempt at one job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.name = ""
        self.reported = 0.0

    def step(self, done: int, total: int = 0, message: str = "") -> None:
        """Report at most twice a second; raises `Cancelled` once the job is to stop."""
        moment = time.monotonic()
        if in_work() or (moment - self.reported < REPORT and done != total):
            return
        self.reported = moment
        values = {"done": done, "total": total, "message": message[:500]}
        if not ledger.beat(self.job.id, self.job.attempts, **values):
            raise Cancelled

    def file(self, name: str) -> Path:
        """Where to write the file that the user will download as `name`."""
        self.name = name
        return files.path_of(self.job.id)

    def holds(self, organization_ids: Collection[int]) -> None:
        """Keep whose data stand in the file, for the check at each download."""
        files.keep_ids(self.job.id, organization_ids)


def run_once() -> bool:
    """Take up one waiting job and bring it to an end; False where none was waiting."""
    number = ledger.next_queued()
    job = ledger.claim(number) if number is not None else None
    if job is None:
        return False
    state, message, result = _outcome(job)
    if state is not JobState.DONE:
        files.remove([job.id])
    ledger.finish(job.id, job.attempts, state, message, result)
    return True


def _outcome(job: Job) -> tuple[JobState, str, dict[str, Any] | None]:
    progress = JobProgress(job)
    stop = _keep_beating(job)
    try:
        actor = actor_of(job)
        result = dict(handlers[job.kind](actor, job.arguments, progress) or {})
        if progress.name:
            result["file"] = progress.name
        result["reach"] = reach_words(actor.reach)
        return JobState.DONE, str(result.get("message", "")), result
    except Cancelled:
        return JobState.CANCELLED, "", None
    except OutOfReach:
        return JobState.FAILED, "所涉及的内容没有找到，或者不在您的管理范围内。", None
    except (RuleBroken, NotPermitted, Stale) as refused:
        return JobState.FAILED, str(refused), None
    except OperationalError:
        log.warning("job %s: database unavailable", job.id)
        return JobState.FAILED, "数据库正忙，任务没有办成；请稍后重新提交。", None
    except Exception:
        log.exception("job %s", job.id)
        return JobState.FAILED, f"系统出错，任务没有办成；请把任务编号 {job.id} 告诉管理员。", None
    finally:
        stop.set()
        db.session.remove()


def actor_of(job: Job) -> Actor:
    """Who asked for the job, as they are now; NotPermitted where they may not any more."""
    if job.appointment_id is None:
        return command_line("任务进程")
    try:
        return accounts.actor_of(job.appointment_id)
    finally:
        db.session.rollback()


def _keep_beating(job: Job) -> threading.Event:
    """Let the row show that the process lives while the handler is busy with one long thing."""
    stop = threading.Event()
    context = copy_context()

    def beating() -> None:
        while not stop.wait(BEAT):
            try:
                context.run(ledger.beat, job.id, job.attempts)
            except OperationalError:
                log.info("job %s: no heartbeat, the database is busy", job.id)

    threading.Thread(target=beating, daemon=True).start()
    return stop


def run_forever(app: Flask, stop: threading.Event, slots: int = SLOTS) -> None:
    """Work in `slots` threads until `stop` is set; jobs begun are brought to their end."""
    workers = [threading.Thread(target=_work, args=(app, stop)) for _ in range(slots)]
    for worker in workers:
        worker.start()
    with app.app_context():
        while not stop.is_set():
            tidy()
            stop.wait(SWEEP)
    for worker in workers:
        worker.join()


def _work(app: Flask, stop: threading.Event) -> None:
    while not stop.is_set():
        with app.app_context():
            try:
                busy = run_once()
            except OperationalError:
                log.warning("the job table cannot be reached just now")
                busy = False
        if not busy:
            stop.wait(POLL)


def tidy() -> None:
    """Take up what dead workers left, delete files that are no longer kept."""
    try:
        ledger.sweep()
        kept_for = keeping.period(keeping.EXPORTS)
        db.session.rollback()
        files.remove(ledger.expired(kept_for))
        for turn in daily:
            turn()
    except OperationalError:
        log.warning("the job table cannot be reached just now")
