"""Taking note of what was entered from above."""

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import audit_detail, current_work, needs
from partybuild.party import above
from partybuild.party.display import party
from partybuild.party.models import Acknowledgement
from partybuild.regions import queries as regions
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken


@needs(Permission.ORGANIZATIONS_KEEP, "知悉上级代填、更正")
def acknowledge(actor: Actor, up_to: int) -> int:
    """The actor's own unit or body has seen what came from above up to a change; how many lines.

    What came later stays among the to-dos. RuleBroken where there is nothing to acknowledge.
    """
    reach = actor.reach
    if reach.unit is None and reach.body is None:
        raise RuleBroken("您不代表某个单位或党组织，没有需要知悉的上级代填、更正。")
    before = above.count(actor).open
    if not before or not above.acknowledged(actor) < up_to < current_work().change:
        raise RuleBroken("没有新的上级代填、更正需要知悉；可能别人已经点过“知悉”。")
    if reach.unit is not None:
        placed = dict(regions.place(regions.region(reach.unit.id)), body_id=None, body_path="")
    else:
        assert reach.body is not None
        placed = copied(party(actor, reach.body.id))
    row = Acknowledgement(
        **placed,
        up_to=up_to,
        user_id=actor.user_id,
        actor=actor.label[:200],
        at=clock.local_now(),
    )
    db.session.add(row)
    db.session.flush()
    seen = before - above.count(actor).open
    place = reach.unit or reach.body
    audit_detail(
        object=("acknowledgement", row.id),
        place=place.code if place else "",
        up_to=up_to,
        lines=seen,
    )
    return seen
