"""The cases behind the figures, as a list and as the ledger; on screen, on paper, as a workbook."""

from io import BytesIO
from typing import Any

from flask import request, send_file
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import rolls, roster_asked
from partybuild.coverage.roster_asked import Asked
from partybuild.rectification.seeing import ledger as ledgers
from partybuild.rectification.seeing import listing, rows, sheet
from partybuild.rectification.seeing.feature import BASE, EXPORT, READ, rectification_figures
from partybuild.web import respond

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@rectification_figures.page("/cases", needs=READ)
def cases(actor: Actor) -> ResponseReturnValue:
    """A list of cases: exactly as many as the figure that led here."""
    wanted = listing.asked(actor, request.args)
    page = _page(actor, wanted)
    shown = rows.shown(actor, page.rows)
    return _show("cases", actor, wanted, page, rows=shown)


@rectification_figures.page("/ledger", needs=READ)
def ledger(actor: Actor) -> ResponseReturnValue:
    """The same in the columns of the ledger."""
    wanted = listing.asked(actor, request.args)
    page = _page(actor, wanted)
    lines = ledgers.lines(actor, page.rows)
    return _show("ledger", actor, wanted, page, lines=lines, columns=ledgers.COLUMNS[1:])


@rectification_figures.page("/workbook", needs=EXPORT)
def workbook(actor: Actor) -> ResponseReturnValue:
    """The ledger as asked, as a workbook."""
    wanted = listing.asked(actor, request.args)
    content = BytesIO(sheet.workbook(actor, wanted))
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=sheet.name(wanted))


def _page(actor: Actor, wanted: Asked) -> rolls.Page:
    cursor = request.args.get("before") or request.args.get("after") or ""
    roll = listing.roll(actor, wanted)
    return rolls.page(roll, wanted.sort, cursor, "before" in request.args, wanted.size)


def _show(
    name: str, actor: Actor, wanted: Asked, page: rolls.Page, **more: Any
) -> ResponseReturnValue:
    here = f"{BASE}/{name}"
    return respond.page(
        f"rectification/seeing/{name}.html",
        asked=wanted,
        page=page,
        here=here,
        units=roster_asked.units(actor, wanted),
        previous=f"{here}?{wanted.address(before=page.previous)}" if page.previous else "",
        next=f"{here}?{wanted.address(after=page.next)}" if page.next else "",
        active=[(words, f"{here}?{rest}") for words, rest in wanted.in_force()],
        sort={"key": wanted.sort, "base": f"{here}?{wanted.address(sort=None)}&"},
        area=sheet.area(wanted),
        today=clock.today(),
        tab="ledger",
        **more,
    )
