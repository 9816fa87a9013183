"""处置台账: the overview by area, the ledger, proposals, failures, penalties."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import flash, request, send_file
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.enforcement import ledger, overview, penalties, rules, sheet
from partybuild.enforcement.feature import BASE, enforcement
from partybuild.enforcement.forms import PenaltyForm
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.process import BY_KIND
from partybuild.enforcement.terms import terms
from partybuild.web import respond
from partybuild.web.forms import perform, submit

READ, HANDLE = Permission.ENFORCEMENT_READ, Permission.ENFORCEMENT_HANDLE


@enforcement.page("", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Counts by area with what waits."""
    found = overview.overview(actor, request.args)
    return respond.page(
        "enforcement/index.html",
        found=found,
        columns=overview.COLUMNS,
        years=[(year, f"{year}年") for year in overview.years()],
    )


@enforcement.page("/cases", needs=READ)
def cases(actor: Actor) -> ResponseReturnValue:
    """The ledger."""
    asked = ledger.read(request.args)
    page = ledger.page(actor, asked)
    here = f"{BASE}/cases"
    kept = overview.chosen(asked)
    return respond.page(
        "enforcement/cases.html",
        page=page,
        asked=asked,
        chosen=kept,
        active=overview.active(asked, here),
        next=f"{here}?{urlencode(kept | {'after': page.next})}" if page.next else "",
        base=f"{here}?{urlencode({k: v for k, v in kept.items() if k != 'sort'})}&",
        kinds=[(each.value, each.label) for each in Measure],
        tables=BY_KIND,
        standings=list(ledger.STANDINGS.items()),
        today=clock.today(),
    )


@enforcement.action("/workbook", needs=Permission.EXPORTS_MAKE)
def workbook(actor: Actor) -> ResponseReturnValue:
    """The ledger as asked for, as a workbook."""
    asked = ledger.read(request.form)
    made = sheet.made(actor, asked, overview.sentence(asked))
    name = f"处置台账{clock.today():%Y%m%d}.xlsx"
    return send_file(BytesIO(made), as_attachment=True, download_name=name)


@enforcement.page("/failures", needs=READ)
def failures(actor: Actor) -> ResponseReturnValue:
    """Failures of inspections that nobody has acted on."""
    after = rules.whole(request.args.get("after", "")) or 0
    rows = overview.failures(actor, after, overview.PAGE + 1)
    shown = rows[: overview.PAGE]
    more = f"{BASE}/failures?after={shown[-1].inspection_id}" if len(rows) > len(shown) else ""
    return respond.page(
        "enforcement/failures.html",
        rows=shown,
        total=overview.failed(actor)[0],
        next=more,
        days=terms().failure_days,
    )


@enforcement.page("/penalties", needs=READ)
def fines(actor: Actor) -> ResponseReturnValue:
    """Penalties as outcome and number."""
    asked = ledger.read(request.args)
    after = rules.whole(request.args.get("after", "")) or 0
    rows, total, more = overview.penalties(actor, asked, after)
    kept = overview.chosen(asked)
    return respond.page(
        "enforcement/fines.html",
        rows=rows,
        total=total,
        active=overview.active(asked, f"{BASE}/penalties"),
        next=f"{BASE}/penalties?{urlencode(kept | {'after': more})}" if more else "",
    )


@enforcement.page("/penalties/new", needs=HANDLE)
def new_fine(actor: Actor) -> ResponseReturnValue:
    """The form of a penalty about an organization."""
    subject, form = penalties.form(actor, request.args)
    return _new_fine(subject, form)


@enforcement.action("/penalties", needs=HANDLE)
def fine(actor: Actor) -> ResponseReturnValue:
    """Enter a penalty that was decided."""
    subject, form = penalties.form(actor, request.form, request.form)
    number = subject.id
    made = submit(form, actor, lambda who: penalties.enter(who, number, form.said()))
    if made is None:
        return _new_fine(penalties.form(actor, request.form)[0], form, 422)
    flash("已登记处罚结果。", "fine")
    return respond.done(f"/organizations/{number}")


def _new_fine(subject: Any, form: PenaltyForm, status: int = 200) -> ResponseReturnValue:
    return respond.page("enforcement/fine.html", status=status, subject=subject, form=form)


@enforcement.action("/penalties/<int:penalty_id>/withdrawal", needs=HANDLE)
def withdraw_fine(actor: Actor, penalty_id: int) -> ResponseReturnValue:
    """A decision was changed or annulled: it is withdrawn with the reason."""
    reason = request.form.get("reason", "")
    perform(actor, lambda who: penalties.withdraw(who, penalty_id, reason))
    flash("已撤回。", "fine")
    return respond.done(f"{BASE}/penalties")
