"""One case: opened, shown, taken on step by step."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import OutOfReach
from partybuild.enforcement import asking, commands, queries, showing
from partybuild.enforcement.feature import BASE, enforcement
from partybuild.enforcement.process import BY_KIND
from partybuild.evidence import forms as evidence
from partybuild.notices.kinds import KINDS
from partybuild.notices.queries import symbol
from partybuild.web import respond

READ, HANDLE = Permission.ENFORCEMENT_READ, Permission.ENFORCEMENT_HANDLE


@enforcement.page("/new", needs=HANDLE)
def new(actor: Actor) -> ResponseReturnValue:
    """The form of a new case about an organization."""
    asked = asking.opened(actor, request.args)
    return _new(asked, asking.form(actor, asked))


@enforcement.action("", needs=HANDLE, files=4)
def create(actor: Actor) -> ResponseReturnValue:
    """Open the case; its paper is issued with it."""
    asked = asking.opened(actor, request.form)
    form = asking.form(actor, asked, request.form)
    open_ = asking.command(asked)

    def take(who: Actor, papers: Any) -> int:
        return open_(who, form.said(papers))

    made = evidence.submit(form, actor, request.files, form.FILES, take)
    if made is None:
        return _new(asking.opened(actor, request.form), form, 422)
    return respond.done(f"{BASE}/{made}")


def _new(asked: asking.Opened, form: Any, status: int = 200) -> ResponseReturnValue:
    return respond.page("enforcement/new.html", status=status, asked=asked, form=form)


@enforcement.page("/<int:case_id>", needs=READ)
def show(actor: Actor, case_id: int) -> ResponseReturnValue:
    """One case: what it holds, its papers, what can be done now and what not yet."""
    return _show(showing.shown(actor, case_id))


@enforcement.action("/<int:case_id>/<action>", needs=HANDLE, files=6)
def step(actor: Actor, case_id: int, action: str) -> ResponseReturnValue:
    """Take a step of a case."""
    case = queries.case(actor, case_id)
    form = showing.form_of(actor, case, action, request.form)
    if form is None:
        raise OutOfReach
    label = BY_KIND[case.kind].step(action).label

    def take(who: Actor, papers: Any) -> bool:
        commands.take(who, case_id, action, form.seen(), form.said(papers))
        return True

    if evidence.submit(form, actor, request.files, form.FILES, take) is None:
        return _show(showing.shown(actor, case_id, form, action), 422, action)
    flash(f"已办理“{label}”。", "fine")
    return respond.done(f"{BASE}/{case_id}")


def _show(shown: showing.Shown, status: int = 200, opened: str = "") -> ResponseReturnValue:
    return respond.page(
        "enforcement/show.html",
        status=status,
        shown=shown,
        opened=opened,
        labels=showing.LABELS,
        kinds=KINDS,
        symbol=symbol,
        today=clock.today(),
    )
