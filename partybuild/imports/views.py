"""The pages of imports."""

from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.web import respond
from partybuild.web.feature import Feature

imports = Feature("imports", __name__, url_prefix="/imports")


@imports.page("/", needs=Permission.IMPORTS_MAKE)
def index(actor: Actor) -> ResponseReturnValue:
    """What was imported, and the form for the next file."""
    return respond.page("imports/index.html")
