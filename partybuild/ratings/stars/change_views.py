"""Pages of 星级调整: what waits, one proposal, the decision."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.evidence import queries as evidence
from partybuild.evidence.forms import submit as submit_with_files
from partybuild.evidence.rules import Slot
from partybuild.ratings.process import CHANGE, CHANGE_TABLE
from partybuild.ratings.stars import changing, showing
from partybuild.ratings.stars.changing import Decided
from partybuild.ratings.stars.feature import MANAGE, READ, rating_stars
from partybuild.ratings.stars.forms import ChangeForm, DismissForm
from partybuild.ratings.stars.queries import lines
from partybuild.web import respond
from partybuild.web.forms import submit
from partybuild.workflow import queries as cases

SLOTS = (Slot(changing.SLOT, "依据材料", False, "处罚决定、核查报告等。"),)


@rating_stars.page("/changes", needs=READ)
def changes(actor: Actor) -> ResponseReturnValue:
    """Proposals in reach, those to be decided first."""
    closed = request.args.get("closed") == "1"
    after = showing.number(request.args.get("after")) or 0
    rows = changing.listed(actor, closed, after)
    shown = rows[: changing.PAGE]
    return respond.page(
        "ratings/stars/changes.html",
        rows=shown,
        closed=closed,
        states=CHANGE_TABLE.states,
        today=clock.today(),
        next=shown[-1][0].id if len(rows) > len(shown) else 0,
    )


@rating_stars.page("/changes/<int:case_id>", needs=READ)
def change(actor: Actor, case_id: int) -> ResponseReturnValue:
    """One proposal: what became known, the star now, what was done."""
    return _change(actor, case_id)


def _change(actor: Actor, case_id: int, status: int = 200, **forms: Any) -> ResponseReturnValue:
    row = changing.change(actor, case_id)
    case = cases.case(actor, case_id, CHANGE)
    version = str(case.version)
    ready = {
        "deciding": ChangeForm(
            version=version, star=str(row.proposed), valid_from=clock.today(), reason=row.words
        ),
        "dismissing": DismissForm(version=version),
    }
    return respond.page(
        "ratings/stars/change.html",
        status=status,
        row=row,
        case=case,
        states=CHANGE_TABLE.states,
        choices={each.step.action: each for each in cases.allowed(actor, case)},
        events=cases.events(actor, case_id),
        stars=lines(actor, [case.party_organization_id or 0]),
        files=evidence.latest(actor, "case", case_id),
        slots=SLOTS,
        **ready | forms,
    )


@rating_stars.action("/changes/<int:case_id>/decision", needs=MANAGE, files=6)
def decide_change(actor: Actor, case_id: int) -> ResponseReturnValue:
    """Another star from a day on, with its paper."""
    form = ChangeForm(request.form)
    made = submit_with_files(
        form,
        actor,
        request.files,
        SLOTS,
        lambda who, papers: changing.decide(who, case_id, _said(form), papers),
    )
    if made is None:
        return _change(actor, case_id, 422, deciding=form)
    flash(f"已调整，文号 {made}。", "fine")
    return respond.done(url_for("rating_stars.change", case_id=case_id))


def _said(form: ChangeForm) -> Decided:
    return Decided(
        int(form.star.data),
        form.valid_from.data or clock.today(),
        form.reason.data or "",
        showing.number(form.version.data) or 0,
        form.document.data or "",
        form.signer.data or "",
        form.contact.data or "",
    )


@rating_stars.action("/changes/<int:case_id>/dismissal", needs=MANAGE)
def dismiss_change(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The star stays."""
    form = DismissForm(request.form)

    def run(who: Actor) -> bool:
        version = showing.number(form.version.data) or 0
        changing.dismiss(who, case_id, version, form.reason.data or "")
        return True

    if submit(form, actor, run) is None:
        return _change(actor, case_id, 422, dismissing=form)
    flash("已记录：不予调整。", "fine")
    return respond.done(url_for("rating_stars.change", case_id=case_id))
