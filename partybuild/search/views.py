"""The one search: everything in reach by any part of a name, initials, code or secretary."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.search import queries
from partybuild.web import respond
from partybuild.web.feature import Feature

search = Feature("search", __name__)


@search.page("/search", needs=Permission.ORGANIZATIONS_READ)
def index(actor: Actor) -> ResponseReturnValue:
    """What has all that was typed; a whole code leads straight to what it belongs to."""
    query = request.args.get("q", "").strip()[: queries.LONGEST]
    one = queries.the_one(actor, query)
    if one is not None:
        source, number = one
        values: dict[str, Any] = {source.argument: number}
        return redirect(url_for(source.endpoint, **values), 303)
    return respond.page("search/index.html", query=query, groups=queries.found(actor, query))
