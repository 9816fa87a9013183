"""Signing in and out."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.permissions import Permission
from partybuild.web import respond
from partybuild.web.feature import Feature

accounts = Feature("accounts", __name__)


@accounts.page("/sign-in", needs=Permission.ANYONE)
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    return respond.page("accounts/sign_in.html", next=request.args.get("next"), url=url_for)
