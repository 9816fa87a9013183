"""The lists of organizations and of Party organizations; they stand with the search."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage import party_asked, party_roster, roster, roster_asked
from partybuild.coverage.rolls import SIZES, Roll, page
from partybuild.coverage.roster_asked import Asked
from partybuild.search.views import search
from partybuild.web import respond


@search.page("/organizations", needs=Permission.ORGANIZATIONS_READ)
def organizations(actor: Actor) -> ResponseReturnValue:
    """The register of organizations: filtered, ordered, as of today or a past day."""
    asked = roster.read(actor, request.args)
    return _list(actor, asked, roster.roll(actor, asked), "organizations")


@search.page("/party-organizations", needs=Permission.PARTY_READ)
def party_organizations(actor: Actor) -> ResponseReturnValue:
    """The register of Party organizations, likewise."""
    asked = party_asked.read(actor, request.args)
    return _list(actor, asked, party_roster.roll(actor, asked), "party_organizations")


def _list(actor: Actor, asked: Asked, roll: Roll, name: str) -> ResponseReturnValue:
    here = url_for(f"search.{name}")
    back = "before" in request.args
    cursor = request.args.get("before") or request.args.get("after") or ""
    shown = page(roll, asked.sort, cursor, back, asked.size)
    return respond.page(
        f"search/{name}.html",
        asked=asked,
        page=shown,
        here=here,
        units=roster_asked.units(actor, asked),
        paging=_paging(asked, here, shown),
        active=[(words, f"{here}?{rest}") for words, rest in asked.in_force()],
        sort={"key": asked.sort, "base": f"{here}?{asked.address(sort=None)}&"},
        sizes=SIZES,
        may=actor.may,
    )


def _paging(asked: Asked, here: str, shown: Any) -> dict[str, str]:
    """Addresses of the pages before and after, blank where there is none."""
    return {
        "previous": f"{here}?{asked.address(before=shown.previous)}" if shown.previous else "",
        "next": f"{here}?{asked.address(after=shown.next)}" if shown.next else "",
    }
