"""Kept figures that many changes dropped are filled anew at once: a job follows their transaction."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, select, update

from partybuild import clock
from partybuild.access.actor import command_line
from partybuild.db import db
from partybuild.jobs.commands import enqueue
from partybuild.jobs.models import Job
from partybuild.jobs.rules import JobState
from partybuild.regions.models import Region

JOB = "figures.rebuild"


def ask(units: Collection[int]) -> None:
    """A job waits that fills the figures of the provinces among `units`, one for each of them;
    inside `system` and `work`. One that runs already may have passed what changed now.
    """
    waiting = select(Job.arguments).where(_waiting())
    asked = {arguments.get("province") for arguments in db.session.scalars(waiting)}
    if None in asked:
        return
    provinces = select(Region.code, Region.name).where(Region.level == 1, Region.id.in_(units))
    for code, name in db.session.execute(provinces.order_by(Region.code)).all():
        if code not in asked:
            enqueue(command_line("任务进程"), JOB, f"{name}各级数据", {"province": code})


def absorb(province: str | None) -> None:
    """Jobs that wait for what is filled anew from now on, of a province or (None) of all, are not
    needed any more; inside `system` and `work`.
    """
    rows = db.session.execute(select(Job.id, Job.arguments).where(_waiting()))
    ids = [number for number, given in rows if province in (None, given.get("province"))]
    if ids:
        ended = {"state": JobState.CANCELLED.value, "ended_at": clock.local_now()}
        db.session.execute(
            update(Job).where(Job.id.in_(ids)).values(ended),
            execution_options={"synchronize_session": False},
        )


def _waiting() -> ColumnElement[bool]:
    return and_(Job.kind == JOB, Job.state == JobState.QUEUED.value, Job.user_id.is_(None))
