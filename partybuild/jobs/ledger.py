"""What a worker writes into the rows of jobs: each in a short transaction of its own.

They go through a session beside the one of the handler, so that a report of progress neither
commits nor closes what the handler has open.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, exists, select, update
from sqlalchemy.orm import Session, aliased

from partybuild import clock
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.jobs.models import Job
from partybuild.jobs.rules import OPEN_STATES, JobState

SILENT_FOR = timedelta(seconds=60)
"""Without a heartbeat for so long, a job's worker is taken for dead."""
ATTEMPTS = 2


@contextmanager
def own_session() -> Iterator[Session]:
    """A write transaction on the table of jobs, committed on leaving."""
    with system("任务进程"), mode("write"), _session() as session:
        yield session
        session.commit()


def _session() -> Session:
    return Session(bind=db.engine, join_transaction_mode="create_savepoint")


def next_queued() -> int | None:
    """The oldest waiting job of a user who has none running; None where there is none."""
    with system("任务进程"), _session() as session:
        return session.scalar(_waiting().limit(1))


def _waiting() -> Select[int]:
    busy = aliased(Job)
    running = exists().where(busy.user_id == Job.user_id, busy.state == JobState.RUNNING.value)
    return select(Job.id).where(Job.state == JobState.QUEUED.value, ~running).order_by(Job.id)


def claim(job_id: int) -> Job | None:
    """Take the job up, if nobody else was faster: the row as it then is, else None."""
    now = clock.local_now()
    with own_session() as session:
        _lock_all_of_its_user(session, job_id)
        taken = session.execute(
            update(Job)
            .where(Job.id == job_id, Job.id.in_(_waiting()))
            .values(
                state=JobState.RUNNING.value,
                started_at=now,
                heartbeat_at=now,
                attempts=Job.attempts + 1,
                message="",
            )
        )
        if taken.rowcount != 1:  # type: ignore[attr-defined]
            return None
        job = session.scalars(select(Job).where(Job.id == job_id)).one()
        session.expunge(job)
        return job


def _lock_all_of_its_user(session: Session, job_id: int) -> None:
    """So that two of one user's jobs are not taken up at the same moment."""
    user = select(Job.user_id).where(Job.id == job_id).scalar_subquery()
    session.execute(
        select(Job.id)
        .where(Job.user_id == user, Job.state.in_(OPEN_STATES))
        .order_by(Job.id)
        .with_for_update()
    ).all()


def beat(job_id: int, attempt: int, **values: Any) -> bool:
    """Say that this attempt lives, with `values` of its progress; whether it is to go on."""
    with own_session() as session:
        session.execute(_mine(job_id, attempt).values(heartbeat_at=clock.local_now(), **values))
        asked = session.scalar(
            select(Job.cancel_asked).where(
                Job.id == job_id, Job.attempts == attempt, Job.state == JobState.RUNNING.value
            )
        )
    return asked is False


def finish(job_id: int, attempt: int, state: JobState, message: str, result: Any) -> None:
    """End this attempt, all of it counted as done where it is; nothing where it was swept."""
    whole = {"done": case((Job.total > 0, Job.total), else_=Job.done)}
    with own_session() as session:
        session.execute(
            _mine(job_id, attempt).values(
                **whole if state is JobState.DONE else {},
                state=state.value,
                message=message[:500],
                result=result,
                ended_at=clock.local_now(),
            )
        )


def _mine(job_id: int, attempt: int) -> Any:
    return update(Job).where(
        Job.id == job_id, Job.attempts == attempt, Job.state == JobState.RUNNING.value
    )


def sweep() -> int:
    """Queue again what a dead worker left, or give it up; how many rows were touched."""
    silent = (
        Job.state == JobState.RUNNING.value,
        Job.heartbeat_at < clock.local_now() - SILENT_FOR,
    )
    with own_session() as session:
        given_up = session.execute(
            update(Job)
            .where(*silent, (Job.attempts >= ATTEMPTS) | Job.cancel_asked)
            .values(
                state=JobState.FAILED.value,
                message="任务进程中途停止，任务没有办成；请重新提交。",
                ended_at=clock.local_now(),
            )
        )
        again = session.execute(
            update(Job).where(*silent).values(state=JobState.QUEUED.value, done=0, message="")
        )
        return int(given_up.rowcount + again.rowcount)  # type: ignore[attr-defined]


def expired(kept_for: timedelta) -> list[int]:
    """Jobs whose files are no longer kept."""
    with system("任务进程"), _session() as session:
        return list(
            session.scalars(select(Job.id).where(Job.ended_at < clock.local_now() - kept_for))
        )
