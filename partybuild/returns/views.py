"""The pages of the monthly return."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage.queries import bases
from partybuild.returns import checking, exporting, queries
from partybuild.returns.forms import CheckForm, IssueForm
from partybuild.rules import RuleBroken
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
    """What was issued, the form for the next one, and the form for one that came in."""
    return _index(actor, _form(actor), CheckForm())


def _index(
    actor: Actor, form: IssueForm, check: CheckForm, status: int = 200
) -> ResponseReturnValue:
    records = queries.issued(actor)
    return respond.page(
        "returns/index.html", status=status, form=form, check=check, records=records
    )


@returns.action("/workbooks", needs=Permission.RETURNS_EXPORT)
def issue(actor: Actor) -> ResponseReturnValue:
    """Queue a workbook and show its progress."""
    form = _form(actor, formdata=request.form)
    if not form.validate():
        return _index(actor, form, CheckForm(), 422)
    job = exporting.ask(actor, form.unit.data, form.month.data, form.basis.data)
    return respond.done(url_for("jobs.show", job_id=job))


@returns.action("/checks", needs=Permission.RETURNS_EXPORT, files=1)
def check(actor: Actor) -> ResponseReturnValue:
    """Take a workbook in and have it verified."""
    form = CheckForm()
    form.file.data = request.files.get("file")
    if not form.validate():
        return _index(actor, _form(actor), form, 422)
    try:
        number = checking.ask(actor, form.file.data.stream, form.file.data.filename)
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
        return _index(actor, _form(actor), form, 422)
    return respond.done(url_for("jobs.show", job_id=number))


@returns.page("/checks/<token>", needs=Permission.RETURNS_EXPORT)
def checked(actor: Actor, token: str) -> ResponseReturnValue:
    """What a check found."""
    return respond.page("returns/checked.html", found=checking.found(actor, token))
