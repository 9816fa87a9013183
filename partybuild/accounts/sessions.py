"""Server-side sessions: a row, named by the digest of a token that only the cookie holds."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, current_app, request
from flask_login import UserMixin, current_user
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


def start(user_id: int, appointment_id: int, address: str, awaiting: bool = False) -> str:
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
            awaiting=awaiting,
        )
    )
    db.session.flush()
    return token


def load() -> SignedIn | None:
    """The session of the request's cookie while it lives, else None."""
    signed_in = _of_cookie(awaiting=False)
    if signed_in is not None:
        row, result = signed_in
        if clock.local_now() - row.seen_at > TOUCH_EVERY and not _is_quiet():
            _touch(row.id)
        return result
    return None


def current_id() -> int:
    """The session of the request, in views that somebody must be signed in for."""
    signed_in: SignedIn = current_user._get_current_object()
    return signed_in.sign_in_id


def awaiting_password() -> SignedIn | None:
    """The session that may do nothing but set a new password, else None."""
    found = _of_cookie(awaiting=True)
    return found[1] if found else None


def _of_cookie(awaiting: bool) -> tuple[SignIn, SignedIn] | None:
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    row = db.session.scalars(select(SignIn).where(SignIn.digest == _digest(token))).one_or_none()
    if row is None or row.awaiting is not awaiting or not lives(row):
        return None
    try:
        return row, SignedIn(row.id, queries.actor_of(row.appointment_id))
    except NotPermitted:
        return None


def lives(row: SignIn) -> bool:
    """Whether a session has neither been ended nor run out (R19)."""
    now = clock.local_now()
    return row.ended_at is None and now - row.seen_at <= IDLE and now - row.started_at <= LONGEST


def _is_quiet() -> bool:
    """Whether the page asked for must not keep the session awake, as a progress poll."""
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


def end_of_cookie() -> None:
    """End whatever session this browser still has, inside the running write transaction."""
    token = request.cookies.get(cookie_name())
    if token:
        db.session.execute(
            update(SignIn)
            .where(SignIn.digest == _digest(token), SignIn.ended_at.is_(None))
            .values(ended_at=clock.local_now())
        )


def cookie_name() -> str:
    """Bound to this very host and to TLS by its name, where there is TLS (R33)."""
    return f"__Host-{COOKIE}" if request.is_secure else COOKIE


def give_cookie(response: Response, token: str) -> None:
    """Hand the browser its session."""
    response.set_cookie(
        cookie_name(), token, secure=request.is_secure, httponly=True, samesite="Lax", path="/"
    )


def take_cookie(response: Response) -> None:
    """Take it away again."""
    response.delete_cookie(
        cookie_name(), secure=request.is_secure, httponly=True, samesite="Lax", path="/"
    )
