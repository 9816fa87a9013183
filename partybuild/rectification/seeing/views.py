"""The board and the figures; each number opens the list of exactly these cases."""

from flask import request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import roster_asked
from partybuild.coverage.roster_asked import Asked
from partybuild.rectification.seeing import board as boards
from partybuild.rectification.seeing import by_area, listing
from partybuild.rectification.seeing import reasons as why
from partybuild.rectification.seeing.feature import BASE, READ, rectification_figures
from partybuild.rectification.seeing.standing import MOVES
from partybuild.web import respond

YEARS = 5


@rectification_figures.page("", needs=READ)
def board(actor: Actor) -> ResponseReturnValue:
    """The cases that are not closed, by stage, those overdue first."""
    wanted = listing.asked(actor, request.args)
    return respond.page(
        "rectification/seeing/board.html",
        asked=wanted,
        found=boards.board(actor, wanted.scope),
        units=roster_asked.units(actor, wanted),
        link=_link(wanted),
        tab="board",
    )


@rectification_figures.page("/areas", needs=READ)
def areas(actor: Actor) -> ResponseReturnValue:
    """By area how many were listed, struck off and came back, and how long it took."""
    wanted = listing.asked(actor, request.args)
    return respond.page(
        "rectification/seeing/areas.html",
        asked=wanted,
        table=by_area.areas(actor, wanted.scope, wanted.get("year")),
        reasons=why.reasons(actor, wanted.scope, wanted.get("year")),
        years=listing.years(),
        link=_link(wanted),
        today=clock.today(),
        tab="areas",
    )


@rectification_figures.page("/years", needs=READ)
def years(actor: Actor) -> ResponseReturnValue:
    """By year what the statistics of the Party ask: open, listed, ended, open at the end."""
    wanted = listing.asked(actor, request.args)
    this = clock.today().year
    return respond.page(
        "rectification/seeing/years.html",
        asked=wanted,
        rows=by_area.yearly(actor, wanted.scope, range(this, this - YEARS, -1)),
        moves=MOVES,
        units=roster_asked.units(actor, wanted),
        link=_link(wanted),
        today=clock.today(),
        tab="years",
    )


def _link(wanted: Asked) -> str:
    """The list of the scope shown, to which a number adds its condition."""
    others = {name: None for name in wanted.given if name not in ("unit", "own")}
    return f"{BASE}/cases?{wanted.address(**others, day=None, size=None, sort='due')}"
