"""Pages of proposals: filtered, explained, accepted or dismissed, one or several at once."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage import rolls, roster_asked
from partybuild.enforcement.rules import whole
from partybuild.party.answers import tried
from partybuild.rectification.screening import judging, listing, sheets
from partybuild.rectification.screening.feature import BASE, DECIDE, READ, screening
from partybuild.rectification.screening.forms import JudgeForm
from partybuild.web import respond

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HERE = f"{BASE}/proposals"
COUNTY = 3


@screening.page("/proposals", needs=READ)
def proposals(actor: Actor) -> ResponseReturnValue:
    """The list: exactly as many rows as the figure that led here."""
    return _list(actor, _form(actor))


def _form(actor: Actor) -> JudgeForm:
    """A unit above the counties leaves the work to them unless it says otherwise."""
    return _offered(actor, JudgeForm(by_counties=True))


def _offered(actor: Actor, form: JudgeForm) -> JudgeForm:
    unit = actor.reach.unit
    if unit is None or unit.level >= COUNTY:
        del form.by_counties
    return form


def _list(actor: Actor, form: JudgeForm, status: int = 200) -> ResponseReturnValue:
    wanted = listing.asked(actor, request.args)
    cursor = request.args.get("before") or request.args.get("after") or ""
    roll = listing.roll(actor, wanted)
    page = rolls.page(roll, wanted.sort, cursor, "before" in request.args, wanted.size)
    return respond.page(
        "rectification/screening/proposals.html",
        status=status,
        asked=wanted,
        page=page,
        here=HERE,
        heading=listing.heading(wanted),
        units=roster_asked.units(actor, wanted),
        paging=_paging(wanted, page),
        active=[(words, f"{HERE}?{rest}") for words, rest in wanted.in_force()],
        sort={"key": wanted.sort, "base": f"{HERE}?{wanted.address(sort=None)}&"},
        form=form,
        chosen=_chosen(),
        all="all" in request.args,
        may=actor.may,
    )


def _paging(wanted: Any, page: rolls.Page) -> dict[str, str]:
    return {
        "previous": f"{HERE}?{wanted.address(before=page.previous)}" if page.previous else "",
        "next": f"{HERE}?{wanted.address(after=page.next)}" if page.next else "",
    }


def _chosen() -> frozenset[int]:
    """What is ticked; what is no id counts as one that nobody has."""
    return frozenset(whole(text) or 0 for text in request.form.getlist("chosen"))


@screening.page("/proposals/workbook", needs=Permission.EXPORTS_MAKE)
def workbook(actor: Actor) -> ResponseReturnValue:
    """The same list as a workbook."""
    wanted = listing.asked(actor, request.args)
    content = BytesIO(sheets.workbook(actor, wanted))
    name = sheets.name(wanted)
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)


@screening.page("/proposals/<int:proposal_id>", needs=READ)
def show_proposal(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """Why it is proposed: rule, values, dates, source; what was decided before."""
    return _show(actor, proposal_id, _form(actor))


def _show(
    actor: Actor, proposal_id: int, form: JudgeForm, status: int = 200
) -> ResponseReturnValue:
    found = listing.one(actor, proposal_id)
    return respond.page(
        "rectification/screening/show_proposal.html",
        status=status,
        found=found,
        before=listing.before(actor, found.row),
        form=form,
        may=actor.may,
    )


@screening.action("/proposals/acceptances", needs=DECIDE)
def accept(actor: Actor) -> ResponseReturnValue:
    """A case is opened for each that is ticked."""
    form, ids = _offered(actor, JudgeForm(request.form)), _chosen()
    local = bool(form.by_counties.data) if "by_counties" in form else False

    def command(who: Actor) -> list[int]:
        return judging.accept(who, ids, form.reason.data or "", by_counties=local)

    made, answer = _judged(actor, form, command)
    if answer is not None:
        return answer
    flash(f"已列入整顿 {len(made)} 个，请拟定整顿方案。", "fine")
    if len(made) == 1 and "single" in request.args:
        return respond.done(f"/rectification/{made[0]}")
    return respond.done(_back())


@screening.action("/proposals/dismissals", needs=DECIDE)
def dismiss(actor: Actor) -> ResponseReturnValue:
    """Those that are ticked are not listed, with the reason."""
    form, ids = _offered(actor, JudgeForm(request.form)), _chosen()
    made, answer = _judged(
        actor, form, lambda who: judging.dismiss(who, ids, form.reason.data or "")
    )
    if answer is not None:
        return answer
    flash(f"不列入 {made} 个，理由已记录。", "fine")
    return respond.done(_back())


def _judged(
    actor: Actor, form: JudgeForm, command: Callable[[Actor], Any]
) -> tuple[Any, ResponseReturnValue | None]:
    """(what was made, None), or the page again with what was wrong."""
    made, status = tried(form, actor, command)
    if made is not None:
        return made, None
    single = whole(request.args.get("single", ""))
    again = _show(actor, single, form, status) if single else _list(actor, form, status)
    return None, again


def _back() -> str:
    """The list with the filters under which the choice was made, or the one proposal."""
    single = whole(request.args.get("single", ""))
    if single:
        return url_for(".show_proposal", proposal_id=single)
    query = request.query_string.decode()
    return f"{HERE}?{query}" if query else HERE
