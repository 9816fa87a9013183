"""From a list to one act for many: choose, preview, confirm; and a file or prints of the list."""

from io import BytesIO
from typing import Any

from flask import abort, flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage import bulk_commands, bulk_plans, roster_sheets
from partybuild.coverage.bulk_forms import FORMS, PREFIX, Changing
from partybuild.coverage.bulk_plans import Act
from partybuild.coverage.listed import listed
from partybuild.coverage.selection import Selection, printable, selected
from partybuild.organizations.views import printed
from partybuild.rules import RuleBroken
from partybuild.search.views import search
from partybuild.web import respond
from partybuild.web.forms import submit


@search.page("/lists/changes", needs=Permission.ORGANIZATIONS_KEEP)
def changes(actor: Actor) -> ResponseReturnValue:
    """Choose an act, fill it in, and see what it would do."""
    chosen = selected(actor, request.args)
    act = _act(request.args.get("act", ""))
    if act is None:
        return _page(actor, chosen, None, None)
    filled = f"{PREFIX}day" in request.args
    form = FORMS[act](request.args if filled else None, prefix=PREFIX)
    return _page(actor, chosen, act, form, plan=_plan(actor, chosen, form) if filled else None)


@search.action("/lists/changes", needs=Permission.ORGANIZATIONS_KEEP)
def change(actor: Actor) -> ResponseReturnValue:
    """Do what was previewed."""
    chosen = selected(actor, request.form)
    act = _act(request.form.get("act", "")) or abort(404)
    form = FORMS[act](request.form, prefix=PREFIX)
    seen = request.form.get("seen", "")
    done = submit(
        form, actor, lambda actor: bulk_commands.do(actor, chosen.ids, form.wanted(actor), seen)
    )
    if done is None:
        return _page(actor, chosen, act, form, status=422)
    flash(f"{act.label}：已办理 {done} 家。", "fine")
    return respond.done(url_for("search.organizations"))


def _act(name: str) -> Act | None:
    return Act(name) if name in set(Act) else None


def _plan(actor: Actor, chosen: Selection, form: Changing) -> Any:
    """The preview; None with the sentences in the form where it cannot be made."""
    if not form.validate():
        return None
    try:
        return bulk_plans.plan(actor, chosen.ids, form.wanted(actor))
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
        return None


def _page(
    actor: Actor,
    chosen: Selection,
    act: Act | None,
    form: Any,
    plan: Any = None,
    status: int = 200,
) -> ResponseReturnValue:
    acts = [one for one in Act if actor.may(Permission.PARTY_KEEP) or not one.of_party]
    if act is not None and act not in acts:
        abort(403)
    refused = form is not None and form.errors
    return respond.page(
        "search/changes.html",
        status=422 if refused else status,
        chosen=chosen,
        acts=acts,
        act=act,
        form=form,
        plan=plan,
        prefix=PREFIX,
    )


@search.page("/lists/sheets", needs=Permission.ORGANIZATIONS_READ)
def sheets(actor: Actor) -> ResponseReturnValue:
    """一社一档 of a whole list as its filters narrow it, to be printed in one go."""
    return printed(actor, *printable(actor, request.args))


@search.action("/lists/download", needs=Permission.EXPORTS_MAKE)
def download(actor: Actor) -> ResponseReturnValue:
    """The list as a workbook: at once when it is short, else as a job."""
    name, query = request.form.get("list", ""), request.form.get("query", "")
    found = listed(actor, name, query)
    if found.roll.total() > roster_sheets.AT_ONCE:
        job_id = roster_sheets.ask(actor, found, name)
        return respond.done(url_for("jobs.show", job_id=job_id))
    made = BytesIO(roster_sheets.made(actor, name, query))
    return send_file(made, as_attachment=True, download_name=roster_sheets.file_name(found))
