"""The Party organizations behind a round's figures, on screen and as a workbook."""

from io import BytesIO
from typing import Any

from flask import request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage import rolls, roster_asked
from partybuild.ratings import listing
from partybuild.ratings.rounds import pages, sheets
from partybuild.ratings.rounds.feature import READ, rating_rounds
from partybuild.web import respond

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@rating_rounds.page("/<int:round_id>/list", needs=READ)
def assessments(actor: Actor, round_id: int) -> ResponseReturnValue:
    """A list of the round: exactly as many rows as the figure that led here."""
    found = pages.shown(actor, round_id)
    wanted = listing.asked(actor, request.args, found.scheme)
    roll = listing.roll(actor, round_id, wanted, found.scheme)
    cursor = request.args.get("before") or request.args.get("after") or ""
    page = rolls.page(roll, wanted.sort, cursor, "before" in request.args, wanted.size)
    here = url_for(".assessments", round_id=round_id)
    return respond.page(
        "ratings/rounds/assessments.html",
        found=found,
        asked=wanted,
        page=page,
        here=here,
        heading=listing.heading(wanted),
        units=roster_asked.units(actor, wanted),
        paging=_paging(wanted, here, page),
        active=[(words, f"{here}?{rest}") for words, rest in wanted.in_force()],
        sort={"key": wanted.sort, "base": f"{here}?{wanted.address(sort=None)}&"},
        may=actor.may,
    )


def _paging(wanted: Any, here: str, page: Any) -> dict[str, str]:
    return {
        "previous": f"{here}?{wanted.address(before=page.previous)}" if page.previous else "",
        "next": f"{here}?{wanted.address(after=page.next)}" if page.next else "",
    }


@rating_rounds.page("/<int:round_id>/workbook", needs=Permission.EXPORTS_MAKE)
def workbook(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The same list as a workbook."""
    found = pages.shown(actor, round_id)
    wanted = listing.asked(actor, request.args, found.scheme)
    content = BytesIO(sheets.workbook(actor, found, wanted))
    name = sheets.name(found, wanted)
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)
