"""Loading a whole year of the working-day calendar: said, compared with what stands, then saved."""

from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.clock.workdays import KNOWN_YEARS
from partybuild.deadlines import entries, keeping, planning, uploading
from partybuild.deadlines.forms import YearBase, YearForm
from partybuild.deadlines.planning import Plan
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import submit

years = Feature("years", __name__, url_prefix="/calendar")
KEEP = Permission.CALENDAR_KEEP


@years.page("/<int:number>/list", needs=KEEP)
def form(actor: Actor, number: int) -> ResponseReturnValue:
    """The form of a year; `from=shipped` fills in what the shipped calendar says."""
    if not 1990 <= number <= 2100:
        abort(404)
    known = planning.shipped(number) if request.args.get("from") == "shipped" else []
    said = {"lines": planning.plan(number, known).lines.replace("，\n", "\n").rstrip("，")}
    return _form(number, YearForm(data=said))


def _form(number: int, asked: YearBase, status: int = 200, **more: Any) -> ResponseReturnValue:
    return respond.page(
        "years/form.html",
        status=status,
        year=number,
        form=asked,
        known=number in KNOWN_YEARS,
        **({"plan": None} | more),
    )


@years.action("/<int:number>/list", needs=KEEP, files=1)
def load(actor: Actor, number: int) -> ResponseReturnValue:
    """First what the list would change; saved once exactly that has been seen."""
    asked = YearForm(request.form)
    planned = _planned(number, asked)
    if planned is None:
        return _form(number, asked, 422)
    if asked.seal.data != planned.seal:
        return _form(number, YearForm(data=_seen(asked, planned)), plan=planned)
    basis, reason = asked.basis.data.strip(), asked.reason.data.strip()

    def save(who: Actor) -> int:
        return keeping.load_year(who, number, planned.entries, basis, reason)

    moved = submit(asked, actor, save)
    if moved is None:
        return _form(number, asked, 422)
    flash(f"{number} 年工作日历已载入，已重算 {moved} 个期限。", "fine")
    return respond.done(url_for("deadlines.calendar_year", number=number))


def _planned(number: int, asked: YearBase) -> Plan | None:
    """What the form says; None where it cannot be, with the sentence in its errors."""
    if not 1990 <= number <= 2100:
        abort(404)
    if not asked.validate():
        return None
    try:
        file = request.files.get("file")
        more = uploading.lines(file.stream) if file and file.filename else ""
        listed = entries.lines(asked.text(more), asked.basis.data.strip())
        keeping.check_year(number, listed)
    except RuleBroken as broken:
        asked.form_errors.append(str(broken))
        return None
    return planning.plan(number, listed)


def _seen(asked: YearBase, planned: Plan) -> dict[str, Any]:
    return {
        "lines": planned.lines,
        "basis": asked.basis.data,
        "reason": asked.reason.data,
        "seal": planned.seal,
    }
