"""Server-side sessions: a row, named by the digest of a token that only the cookie holds."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import request
from flask_login import UserMixin
from sqlalchemy import select, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.accounts import queries
from partybuild.accounts.models import SignIn
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.db.work import NotPermitted

COOKIE = "partybuild"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCH_EVERY = timedelta(seconds=60)


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login calls the current user: a session and its actor."""

    sign_in_id: int
    actor: Actor

    def get_id(self) -> str:
        """The session's id, which no cookie of Flask-Login ever carries."""
        return str(self.sign_in_id)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start(user_id: int, appointment_id: int, address: str) -> str:
    """Begin a session inside the running write transaction; the token for the cookie."""
    token = secrets.token_urlsafe(32)
    now = clock.local_now()
    db.session.add(
        SignIn(
            digest=_digest(token),
            user_id=user_id,
            appointment_id=appointment_id,
            started_at=now,
            seen_at=now,
            address=address,
        )
    )
    return token


def load() -> SignedIn | None:
    """The session of the request's cookie while it lives, else None."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    row = db.session.scalars(select(SignIn).where(SignIn.digest == _digest(token))).one_or_none()
    now = clock.local_now()
    if row is None or row.ended_at is not None:
        return None
    if now - row.seen_at > IDLE or now - row.started_at > LONGEST:
        return None
    try:
        signed_in = SignedIn(row.id, queries.actor_of(row.appointment_id))
    except NotPermitted:
        return None
    if now - row.seen_at > TOUCH_EVERY and not _is_quiet():
        _touch(row.id)
    return signed_in


def _is_quiet() -> bool:
    """Whether the page asked for must not keep the session awake, as a progress poll."""
    from flask import current_app

    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "quiet", False))


def _touch(sign_in_id: int) -> None:
    db.session.rollback()
    with mode("write"):
        db.session.execute(
            update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock.local_now())
        )
        db.session.commit()


def end(sign_in_id: int) -> None:
    """End a session inside the running write transaction."""
    db.session.execute(
        update(SignIn).where(SignIn.id == sign_in_id).values(ended_at=clock.local_now())
    )
