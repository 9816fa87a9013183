"""我的任务: what runs, how far it is, what it left."""

from flask import send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.jobs import commands, keeping, queries
from partybuild.jobs.rules import JobState
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import perform

jobs = Feature("jobs", __name__, url_prefix="/jobs")


@jobs.page("", needs=Permission.SIGNED_IN)
def index(actor: Actor) -> ResponseReturnValue:
    """This user's jobs, newest first."""
    days = keeping.days(keeping.EXPORTS)
    return respond.page("jobs/index.html", rows=queries.mine(actor), State=JobState, days=days)


@jobs.page("/<int:job_id>", needs=Permission.SIGNED_IN, quiet=True)
def show(actor: Actor, job_id: int) -> ResponseReturnValue:
    """One job; asks for itself while it runs, without keeping the session awake."""
    job = queries.job(actor, job_id)
    return respond.page(
        "jobs/show.html",
        fragment="jobs/_job.html",
        job=job,
        state=JobState(job.state),
        kept=queries.kept_until(job),
    )


@jobs.action("/<int:job_id>/cancellations", needs=Permission.SIGNED_IN)
def cancel(actor: Actor, job_id: int) -> ResponseReturnValue:
    """Stop a job."""
    perform(actor, lambda actor: commands.cancel(actor, job_id))
    return respond.done(url_for(".show", job_id=job_id))


@jobs.page("/<int:job_id>/file", needs=Permission.SIGNED_IN)
def file(actor: Actor, job_id: int) -> ResponseReturnValue:
    """The file a job left, as an attachment."""
    path, name = queries.file_of(actor, job_id)
    answer = send_file(path, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = "sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer
