"""A signed-in browser of the application, and the same page served from constants."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, render_template, template_rendered
from werkzeug.test import TestResponse

from partybuild.accounts import queries as accounts
from partybuild.accounts import sessions
from partybuild.db import db
from partybuild.db.engine import mode

FLASKS = {"request", "session", "g", "config"}


def _forget() -> None:
    """Leave nothing of one request to the next: the bench's own context would keep `g`."""
    db.session.remove()
    vars(g._get_current_object()).clear()


class Visitor:
    """Somebody signed in, asking page after page through WSGI."""

    def __init__(self, app: Flask, login: str) -> None:
        self.app = app
        self.actor = accounts.actor_by_login(login)
        db.session.remove()
        with mode("write"):
            token = sessions.start(self.actor.user_id or 0, self.actor.appointment_id or 0, "")
            db.session.commit()
        db.session.remove()
        self.client = app.test_client()
        self.client.set_cookie(sessions.COOKIE, token)

    def get(self, address: str) -> TestResponse:
        """The answer to a GET; AssertionError unless it is a page."""
        _forget()
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    def exists(self, address: str) -> bool:
        """Whether the feature behind an address is built."""
        _forget()
        return self.client.get(address).status_code in {200, 303}

    def constant(self, address: str) -> Callable[[], object]:
        """The same template with the same context from constants: no database, no sign-in."""
        seen: list[tuple[str, dict[str, Any]]] = []

        def note(_: Any, template: Any, context: dict[str, Any], **__: Any) -> None:
            kept = {name: value for name, value in context.items() if name not in FLASKS}
            seen.append((template.name, kept))
            # Detached, rows keep what was loaded; a rollback of the session would empty them.
            db.session.expunge_all()

        with template_rendered.connected_to(note, self.app):
            page = self.get(address).data
        name, context = seen[-1]
        adapter = self.app.url_map.bind("localhost")
        endpoint, _ = adapter.match(urlsplit(address).path, method="GET")
        served = self._served(endpoint, name, context)
        again = served(address)
        assert abs(len(again.data) - len(page)) <= len(page) * 0.01, (address, "not the same page")
        return lambda: served(address)

    def _served(
        self, endpoint: str, name: str, context: dict[str, Any]
    ) -> Callable[[str], TestResponse]:
        signed_in = sessions.SignedIn(0, self.actor)
        manager: Any = self.app.extensions.get("login_manager") or self.app.login_manager  # type: ignore[attr-defined]

        def constant(**_: object) -> str:
            g.decided = True
            return render_template(name, **context)

        def serve(address: str) -> TestResponse:
            view, loader = self.app.view_functions[endpoint], manager._request_callback
            self.app.view_functions[endpoint] = constant
            manager._request_callback = lambda _: signed_in
            _forget()
            try:
                return self.client.get(address)
            finally:
                self.app.view_functions[endpoint] = view
                manager._request_callback = loader

        return serve
