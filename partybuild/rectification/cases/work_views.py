"""Putting right: the month is reported, a measure proven, closed, opened again."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.evidence.rules import Slot
from partybuild.rectification.cases import reporting, showing, working
from partybuild.rectification.cases.feature import BASE, KEEP, READ, REPORT, rectification
from partybuild.rectification.cases.forms import CloseForm, ProofForm, ReopenForm, numbers
from partybuild.rectification.cases.submitting import submitted
from partybuild.rectification.cases.working import Closing
from partybuild.web import respond

PROOF = (Slot("proof", "佐证材料", required=False),)
MOST = 6


@rectification.page("/<int:case_id>/progress", needs=REPORT)
def progress(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The report of the month that is wanted now."""
    found = showing.shown(actor, case_id)
    return _progress(actor, found, reporting.form(found, request.args.get("month", "")))


def _progress(actor: Actor, found: Any, form: Any, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "rectification/cases/progress.html",
        status=status,
        found=found,
        file=found.file,
        form=form,
        slots=reporting.SLOTS,
        may=found.may("report"),
        why=found.why_not("report"),
        on_behalf=not showing.on_phone(actor),
    )


@rectification.action("/<int:case_id>/progress", needs=REPORT, files=MOST)
def report(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The month is reported with its pictures."""
    found = showing.shown(actor, case_id)
    form = reporting.form(found, given=request.form)

    def keep(who: Actor, papers: Any) -> Any:
        return working.report(who, case_id, form.seen(), reporting.said(form, papers))

    done, status = submitted(form, actor, reporting.SLOTS, keep)
    if not done:
        return _progress(actor, showing.shown(actor, case_id), form, status)
    flash(f"已报送 {form.month.data[:4]}年{int(form.month.data[5:7])}月进展。", "fine")
    return respond.done(f"{BASE}/{case_id}")


@rectification.page("/<int:case_id>/measures/<int:measure_id>", needs=READ)
def measure(actor: Actor, case_id: int, measure_id: int) -> ResponseReturnValue:
    """One measure with what proves it."""
    return _measure(actor, case_id, measure_id)


def _measure(
    actor: Actor, case_id: int, measure_id: int, status: int = 200, **typed: Any
) -> ResponseReturnValue:
    found = showing.shown(actor, case_id)
    placed = showing.measure_of(found, measure_id)
    if placed is None:
        raise OutOfReach
    data = {"version": str(found.file.case.version)}
    forms = {
        "proof": ProofForm(data=data, prefix="proof-"),
        "close": reporting.closing(found, placed[1]),
        "reopen": ReopenForm(data=data, prefix="reopen-"),
    }
    return respond.page(
        "rectification/cases/measure.html",
        status=status,
        found=found,
        file=found.file,
        problem=placed[0],
        measure=placed[1],
        papers=showing.proven_by(found, placed[1]),
        forms=forms | typed,
        opened=next(iter(typed), ""),
        slots=PROOF,
        today=clock.today(),
        hand=showing.on_phone(actor),
    )


@rectification.action("/<int:case_id>/measures/<int:measure_id>/papers", needs=REPORT, files=MOST)
def prove(actor: Actor, case_id: int, measure_id: int) -> ResponseReturnValue:
    """Evidence of a measure."""
    form = ProofForm(request.form, prefix="proof-")

    def keep(who: Actor, papers: Any) -> Any:
        return working.prove(who, case_id, form.seen(), measure_id, papers)

    done, status = submitted(form, actor, PROOF, keep)
    if not done:
        return _measure(actor, case_id, measure_id, status, proof=form)
    flash("材料已收到。", "fine")
    return respond.done(f"{BASE}/{case_id}/measures/{measure_id}")


@rectification.action("/<int:case_id>/measures/<int:measure_id>/closing", needs=KEEP, files=MOST)
def close(actor: Actor, case_id: int, measure_id: int) -> ResponseReturnValue:
    """A measure is closed with its evidence."""
    form = CloseForm(request.form, prefix="close-")

    def keep(who: Actor, papers: Any) -> Any:
        said = Closing(measure_id, form.words.data or "", numbers(form.files.data), papers)
        return working.close_item(who, case_id, form.seen(), said)

    done, status = submitted(form, actor, PROOF, keep)
    if not done:
        found = showing.shown(actor, case_id)
        reporting.offer(form, found, measure_id)
        return _measure(actor, case_id, measure_id, status, close=form)
    flash("已销号。", "fine")
    return respond.done(f"{BASE}/{case_id}")


@rectification.action("/<int:case_id>/measures/<int:measure_id>/reopening", needs=KEEP)
def reopen(actor: Actor, case_id: int, measure_id: int) -> ResponseReturnValue:
    """A closed measure is open again."""
    form = ReopenForm(request.form, prefix="reopen-")

    def keep(who: Actor, papers: Any) -> Any:
        return working.reopen_item(who, case_id, form.seen(), measure_id, form.reason.data or "")

    done, status = submitted(form, actor, (), keep)
    if not done:
        return _measure(actor, case_id, measure_id, status, reopen=form)
    flash("已撤销销号。", "fine")
    return respond.done(f"{BASE}/{case_id}/measures/{measure_id}")
