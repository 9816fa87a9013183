"""At the sign-in page: a browser without a session, accounts with a password."""

from datetime import datetime

from flask import g, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from partybuild.accounts.commands import NewAccount, add
from partybuild.accounts.models import SignIn, User
from partybuild.accounts.passwords import hash_password
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.db.work import work
from tests.support.world import ROOT

FIT = "Kz7!mule-Brook"
OTHER = "rV4#quartz-Lamp"
HASH = hash_password(FIT)


def stranger(app):
    """A client that nobody has signed in with; it sends its form token."""
    client = app.test_client()
    with app.test_request_context():
        vars(g._get_current_object()).clear()
        token = generate_csrf()
        raw = session["csrf_token"]
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = raw
    client.environ_base["HTTP_X_CSRFTOKEN"] = token
    return client


def with_password(login, password_hash=HASH, changed_at=None):
    """Give one of the cast a password, as if set on that day."""
    with mode("write"):
        user = user_of(login)
        user.password, user.must_change = password_hash, False
        user.changed_at = changed_at or datetime(2026, 11, 1, 9, 0)
        db.session.commit()
        return user.id


def user_of(login):
    """The row of a user, as the database has it now."""
    db.session.expire_all()
    return db.session.scalars(select(User).where(User.login == login)).one()


def open_account(login, role, *codes, name="新人（演示）", by=ROOT):
    """A new account; its one-time code."""
    with work(by) as running:
        return add(running.actor, NewAccount(login, name, role, codes))


def living(user_id):
    """How many of a user's sessions have not been ended."""
    db.session.expire_all()
    return len(
        db.session.scalars(
            select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
        ).all()
    )


def enter(client, login, password=FIT, **more):
    """Send the sign-in form."""
    return client.post("/sign-in", data={"login": login, "password": password, **more})
