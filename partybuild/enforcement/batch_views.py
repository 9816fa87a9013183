"""Batches of dormant organizations, and letters to supervising units."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.enforcement import (
    asking,
    batches,
    dormant_steps,
    rules,
    showing,
    standing,
    together,
)
from partybuild.enforcement.dormant_steps import NewBatch
from partybuild.enforcement.feature import BASE, enforcement
from partybuild.enforcement.forms import BatchForm, LetterForm
from partybuild.enforcement.kinds import ProposalKind
from partybuild.enforcement.step_forms import StepForm
from partybuild.web import respond
from partybuild.web.forms import submit

READ, HANDLE = Permission.ENFORCEMENT_READ, Permission.ENFORCEMENT_HANDLE


@enforcement.page("/batches", needs=READ)
def lots(actor: Actor) -> ResponseReturnValue:
    """Batches with their numbers."""
    return respond.page("enforcement/lots.html", rows=batches.batches(actor), labels=batches.LISTS)


@enforcement.page("/batches/<int:batch_id>", needs=READ)
def lot(actor: Actor, batch_id: int) -> ResponseReturnValue:
    """One batch: proposed, defended, decided, each number with its list."""
    return _lot(actor, batch_id)


def _lot(
    actor: Actor, batch_id: int, typed: StepForm | None = None, action: str = ""
) -> ResponseReturnValue:
    steps = together.steps(actor, batch_id, typed, action) if actor.may(HANDLE) else []
    return respond.page(
        "enforcement/lot.html",
        status=422 if typed else 200,
        found=batches.batch(actor, batch_id, request.args.get("list", "")),
        labels=batches.LISTS,
        steps=steps,
        opened=action,
        most=together.AT_ONCE,
    )


@enforcement.action("/batches/<int:batch_id>/<action>", needs=HANDLE)
def step_lot(actor: Actor, batch_id: int, action: str) -> ResponseReturnValue:
    """Take one step of every case of the batch that stands before it."""
    form = together.form(action, request.form)
    ids = together.waiting(actor, batch_id, action)
    made = submit(form, actor, lambda who: together.take(who, batch_id, action, ids, form.said()))
    if made is None:
        return _lot(actor, batch_id, form, action)
    flash(f"已办理 {made} 家。", "fine")
    return respond.done(f"{BASE}/batches/{batch_id}")


@enforcement.page("/batches/new", needs=HANDLE)
def new_lot(actor: Actor) -> ResponseReturnValue:
    """Who is proposed, to be taken up together."""
    number = rules.whole(request.args.get("organization", ""))
    year = clock.today().year
    form = BatchForm(title=f"{year}年僵尸型社会组织清理")
    return _new_lot(actor, form, [number] if number else [])


@enforcement.action("/batches", needs=HANDLE)
def open_lot(actor: Actor) -> ResponseReturnValue:
    """Accept the chosen proposals."""
    form = BatchForm(request.form)
    ids = [n for text in request.form.getlist("chosen") if (n := rules.whole(text)) is not None]
    wanted = NewBatch(form.title.data or "", ids, form.note.data or "")
    made = submit(form, actor, lambda who: dormant_steps.open_batch(who, wanted))
    if made is None:
        return _new_lot(actor, form, ids, 422)
    flash("已立案，名册上已标记僵尸型。", "fine")
    return respond.done(f"{BASE}/batches/{made}")


def _new_lot(
    actor: Actor, form: BatchForm, chosen: list[int], status: int = 200
) -> ResponseReturnValue:
    rows = standing.listed(actor, [ProposalKind.ABSENT_YEARS], limit=dormant_steps.MOST)
    return respond.page(
        "enforcement/new_lot.html", status=status, form=form, rows=rows, chosen=chosen
    )


@enforcement.page("/supervisors", needs=READ)
def supervisors(actor: Actor) -> ResponseReturnValue:
    """Supervising units with 应建未建 organizations."""
    return _supervisors(actor)


def _supervisors(actor: Actor, form: LetterForm | None = None) -> ResponseReturnValue:
    begun = LetterForm(reply_by=asking.next_month(), **showing.contacts(actor))
    return respond.page(
        "enforcement/supervisors.html",
        status=422 if form else 200,
        rows=batches.supervisors(actor),
        form=form or begun,
        refused=form.supervisor.data if form else "",
        writes=actor.role in (Role.OFFICER, Role.COMMAND),
    )


@enforcement.action("/supervisors", needs=Permission.NOTICES_ISSUE)
def write(actor: Actor) -> ResponseReturnValue:
    """Issue the letter to one supervising unit."""
    form = LetterForm(request.form)
    made = submit(form, actor, lambda who: batches.write_to(who, form.said()))
    if made is None:
        return _supervisors(actor, form)
    return respond.done(f"/notices/{made}")
