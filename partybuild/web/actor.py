"""From the signed-in session to the `Actor` the rest of the code speaks of."""

from flask import g
from flask_login import current_user

from partybuild.access.actor import Actor


def current_actor() -> Actor | None:
    """The person making this request in the appointment they act in, or None."""
    if "actor" not in g:
        g.actor = current_user.actor if current_user.is_authenticated else None
    actor: Actor | None = g.actor
    return actor
