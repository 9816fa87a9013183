"""Jobs for tests: handlers that are put into the registry for one test."""

from contextlib import contextmanager

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.jobs import commands, worker
from partybuild.jobs.models import Job
from partybuild.jobs.ports import handlers
from tests.support.world import ROOT


@contextmanager
def handling(handler, kind="test"):
    """Let jobs of this kind be done by `handler`."""
    handlers[kind] = handler
    try:
        yield
    finally:
        del handlers[kind]


def ask(actor, kind="test", title="试办", **arguments):
    """Queue a job; its id."""
    return commands.enqueue(actor, kind, title, arguments)


def fresh(job_id):
    """The row as the database has it now, loose; no read is left open behind it."""
    db.session.rollback()
    job = db.session.scalars(visible(ROOT, Job).where(Job.id == job_id)).one()
    db.session.expunge(job)
    db.session.rollback()
    return job


def done(actor, handler, **arguments):
    """A job asked for and brought to its end; its row."""
    with handling(handler):
        number = ask(actor, **arguments)
        assert worker.run_once()
    return fresh(number)
