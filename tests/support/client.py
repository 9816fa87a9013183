"""A client whose requests share nothing with the test but the database."""

from flask import g, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from partybuild import clock
from partybuild.accounts import sessions
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.deadlines import rail


class Client(FlaskClient):
    """Drops the identity map around each request, as another process would."""

    def open(self, *args, **kwargs):
        _forget()
        try:
            return super().open(*args, **kwargs)
        finally:
            _forget()


def _forget():
    """Leave nothing of one request to the next: the test's own app context would keep `g`."""
    db.session.remove()
    vars(g._get_current_object()).clear()


def sign_in(app, actor):
    """A client with a live session of `actor` and its CSRF token in the header."""
    with mode("write"):
        token = sessions.start(actor.user_id, actor.appointment_id, "127.0.0.1")
        db.session.commit()
    client = app.test_client()
    client.set_cookie(sessions.COOKIE, token)
    with app.test_request_context():
        _forget()
        csrf_token = generate_csrf()
        raw = session["csrf_token"]
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = raw
        # As if the to-dos had just been counted: tests of other pages see only their own queries.
        cookie[rail.KEY] = [actor.appointment_id, 0, clock.local_now().isoformat()]
    client.environ_base["HTTP_X_CSRFTOKEN"] = csrf_token
    return client
