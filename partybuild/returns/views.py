"""The pages of the monthly return."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage.queries import bases
from partybuild.returns import exporting, queries
from partybuild.returns.forms import IssueForm
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.filters import month as month_words

returns = Feature("returns", __name__, url_prefix="/returns")


def _form(actor: Actor, **given: object) -> IssueForm:
    form = IssueForm(**given)
    form.offer(
        {f"{first:%Y-%m}": month_words(first) for first in queries.months()},
        queries.units(actor),
        {
            basis.name: f"{basis.label}（第{basis.version}版）"
            for basis in bases(clock.today()).values()
        },
    )
    return form


@returns.page("/", needs=Permission.RETURNS_EXPORT)
def index(actor: Actor) -> ResponseReturnValue:
    """What was issued, and the form for the next one."""
    return respond.page("returns/index.html", form=_form(actor), records=queries.issued(actor))


@returns.action("/workbooks", needs=Permission.RETURNS_EXPORT)
def issue(actor: Actor) -> ResponseReturnValue:
    """Queue a workbook and show its progress."""
    form = _form(actor, formdata=request.form)
    if not form.validate():
        records = queries.issued(actor)
        return respond.page("returns/index.html", status=422, form=form, records=records)
    job = exporting.ask(actor, form.unit.data, form.month.data, form.basis.data)
    return respond.done(url_for("jobs.show", job_id=job))
