"""Reading one's own jobs, and the door to the files they left."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.accounts import queries as accounts
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach
from partybuild.jobs import files, keeping
from partybuild.jobs.models import Job
from partybuild.jobs.ports import doors
from partybuild.jobs.rules import JobState, reach_words

SHOWN = 50


def mine(actor: Actor) -> Sequence[Job]:
    """This user's latest jobs, newest first."""
    query = visible(actor, Job).order_by(Job.id.desc()).limit(SHOWN)
    return db.session.scalars(query).all()


def job(actor: Actor, job_id: int) -> Job:
    """One of this user's jobs; OutOfReach for anybody else's."""
    query = visible(actor, Job).where(Job.id == job_id)
    found: Job | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def kept_until(job: Job) -> datetime | None:
    """The last moment at which the file of a job is still there; None where there is none."""
    there = job.ended_at is not None and files.path_of(job.id).exists()
    return job.ended_at + keeping.period(keeping.EXPORTS) if there and job.ended_at else None


def file_of(actor: Actor, job_id: int) -> tuple[Path, str]:
    """The file a job left and its name for the user (R57).

    OutOfReach once the appointment that asked for it has ended, reaches elsewhere, or no longer
    reaches every organization in the file; also where the file has been tidied away.
    """
    found = job(actor, job_id)
    result = found.result or {}
    path = files.path_of(job_id)
    if found.state != JobState.DONE.value or "file" not in result or not path.exists():
        raise OutOfReach
    if found.appointment_id is not None:
        _still_entitled(found.appointment_id, result.get("reach"), job_id)
    return path, str(result["file"])


def _still_entitled(appointment_id: int, reach: object, job_id: int) -> None:
    try:
        asker = accounts.actor_of(appointment_id)
    except NotPermitted:
        raise OutOfReach from None
    ids = files.ids_in(job_id)
    if reach_words(asker.reach) != reach or (ids and not doors.in_reach(asker, ids)):
        raise OutOfReach
