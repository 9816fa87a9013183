"""Routes that cannot be written without saying who may use them."""

import functools
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, make_response, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import NotPermitted
from partybuild.web import limits, respond
from partybuild.web.actor import current_actor

View = Callable[..., ResponseReturnValue]


class Feature(Blueprint):
    """A blueprint made of pages (GET, read-only snapshot) and actions (POST, through `work`).

    Both demand `needs`; leaving it out is a TypeError when the module is imported. Views with
    `needs=ANYONE` get no actor.
    """

    def page(self, rule: str, *, needs: Permission, quiet: bool = False) -> Callable[[View], View]:
        """Register a view that only reads; a `quiet` one does not keep the session awake."""
        return self._guarded(rule, "GET", needs, quiet)

    def action(self, rule: str, *, needs: Permission, files: int = 0) -> Callable[[View], View]:
        """Register a view that changes something, inside `with work(actor)`.

        `files`: how many files of full size its form may carry at once (web/limits.py).
        """
        if files > limits.MOST_FILES:
            raise TypeError(f"{rule}: at most {limits.MOST_FILES} files at once.")
        return self._guarded(rule, "POST", needs, quiet=False, files=files)

    def add_url_rule(self, rule: str, *args: Any, **options: Any) -> None:
        """Refuse any route that did not come through `page` or `action`."""
        if not hasattr(options.get("view_func"), "needs"):
            raise TypeError(
                f"{rule}: register views with .page or .action, and say what they need."
            )
        super().add_url_rule(rule, *args, **options)

    def _guarded(
        self, rule: str, method: str, needs: Permission, quiet: bool, files: int = 0
    ) -> Callable[[View], View]:
        def register(view: View) -> View:
            @functools.wraps(view)
            def guarded(**arguments: Any) -> ResponseReturnValue:
                g.decided = True
                if needs is Permission.ANYONE:
                    return _answer(view, **arguments)
                actor = current_actor()
                if actor is None:
                    back = _where_to_return(method)
                    return respond.sign_in_first(url_for("accounts.sign_in", next=back))
                if not actor.may(needs):
                    raise NotPermitted(f"您的岗位（{actor.role.label}）不能使用这一页。")
                return _answer(view, actor, **arguments)

            guarded.needs = needs  # type: ignore[attr-defined]
            guarded.quiet = quiet  # type: ignore[attr-defined]
            guarded.files = files  # type: ignore[attr-defined]
            guarded.changes = method == "POST"  # type: ignore[attr-defined]
            self.add_url_rule(rule, view.__name__, view_func=guarded, methods=[method])
            return view

        return register


def _where_to_return(method: str) -> str | None:
    """The page to come back to after signing in: the whole page, also where htmx asked."""
    if respond.is_htmx():
        return request.headers.get("HX-Current-URL")
    return request.full_path.rstrip("?") if method == "GET" else None


def _answer(view: View, *actor: Actor, **arguments: Any) -> Response:
    """Render inside the transaction, and leave none behind."""
    try:
        return make_response(view(*actor, **arguments))
    finally:
        db.session.rollback()
