"""What was entered from above, and taking note of it."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import work
from partybuild.party import above, above_commands, asking
from partybuild.party.feature import party
from partybuild.web import respond

KEEP = Permission.ORGANIZATIONS_KEEP


@party.page("/from-above", needs=KEEP)
def from_above(actor: Actor) -> ResponseReturnValue:
    """Lines of both histories that came from above since the last acknowledgement."""
    after = request.args.get("after", "")
    return respond.page("party/from_above.html", told=above.told(actor, after), after=after)


@party.action("/from-above", needs=KEEP)
def acknowledge(actor: Actor) -> ResponseReturnValue:
    """Take note of all that was shown."""
    up_to = asking.number(request.form.get("up_to")) or 0
    with work(actor) as running:
        seen = above_commands.acknowledge(running.actor, up_to)
    flash(f"已知悉 {seen} 件上级代填、更正。", "fine")
    return respond.done(url_for("party.from_above"))
