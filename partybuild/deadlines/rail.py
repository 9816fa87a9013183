"""The number of to-dos beside 今日: counted once a minute and person, and on the pages of to-dos.

It stands in the signed cookie of the session, so a page that shows it asks the database nothing.
"""

from datetime import datetime, timedelta

from flask import session

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.deadlines import todo

KEY = "todo"
FRESH = timedelta(seconds=60)


def keep(actor: Actor, count: int) -> None:
    """Remember a count that has just been made."""
    session[KEY] = [actor.appointment_id, count, clock.local_now().isoformat()]


def count(actor: Actor) -> int:
    """How many to-dos stand open, at most a minute old."""
    kept = session.get(KEY)
    if kept is not None and kept[0] == actor.appointment_id:
        age = clock.local_now() - datetime.fromisoformat(kept[2])
        if timedelta(0) <= age < FRESH:
            return int(kept[1])
    found = todo.open_count(actor)
    keep(actor, found)
    return found
