"""Rounds of star rating: which there are, drafting, preview, opening, closing."""

from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.ratings.rounds import pages
from partybuild.ratings.rounds.feature import MANAGE, READ, rating_rounds
from partybuild.web import respond


@rating_rounds.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Every round that concerns the person."""
    return respond.page(
        "ratings/rounds/index.html", rounds=pages.listed(actor), manages=actor.may(MANAGE)
    )
