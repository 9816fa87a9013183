"""The list of a reviewing desk."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.coverage import rolls, roster_asked
from partybuild.ratings.kinds import Tier
from partybuild.ratings.points import shown
from partybuild.ratings.reviewing import listing
from partybuild.ratings.reviewing.feature import READ, REVIEW, rating_reviews
from partybuild.web import respond


@rating_reviews.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """What lies at one's desk, or what is reviewed in one's area."""
    wanted = listing.asked(actor, request.args)
    roll = listing.roll(actor, wanted)
    back = "before" in request.args
    cursor = request.args.get("before") or request.args.get("after") or ""
    page = rolls.page(roll, wanted.sort, cursor, back, wanted.size)
    here = url_for(".index")
    return respond.page(
        "ratings/reviewing/index.html",
        asked=wanted,
        page=page,
        here=here,
        desk=listing.desked(actor, wanted),
        reviews=actor.may(REVIEW),
        counts=listing.counts(actor) if actor.may(REVIEW) else None,
        units=roster_asked.units(actor, wanted),
        paging=_paging(wanted, here, page),
        active=[(words, f"{here}?{rest}") for words, rest in wanted.in_force()],
        sort={"key": wanted.sort, "base": f"{here}?{wanted.address(sort=None)}&"},
        tiers=list(Tier),
        points=shown,
        clean=sum(not each.reasons for each in page.rows),
    )


def _paging(wanted: Any, here: str, page: Any) -> dict[str, str]:
    return {
        "previous": f"{here}?{wanted.address(before=page.previous)}" if page.previous else "",
        "next": f"{here}?{wanted.address(after=page.next)}" if page.next else "",
    }
