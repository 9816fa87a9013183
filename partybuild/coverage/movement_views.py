"""The page of a month's movement: 上月 + 增 - 减 = 本月, each one named."""

from flask import request
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage import movement_pages
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.feature import Feature

movement = Feature("movement", __name__, url_prefix="/coverage/movement")


@movement.page("", needs=Permission.COVERAGE_READ)
def index(actor: Actor) -> ResponseReturnValue:
    """The movement of one month in one scope."""
    try:
        page = movement_pages.page(actor, request.args)
    except RuleBroken as broken:
        return respond.problem(str(broken), status=422)
    return respond.page("movement/index.html", page=page)
