"""Start pages."""

from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.web import respond
from partybuild.web.feature import Feature

home = Feature("home", __name__)


@home.page("/", needs=Permission.SIGNED_IN)
def index(actor: Actor) -> ResponseReturnValue:
    """The start page of this person's role."""
    return respond.page("home/index.html", actor=actor)
