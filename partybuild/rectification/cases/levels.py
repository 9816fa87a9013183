"""At whose level a case is worked on and decided."""

from collections.abc import Mapping
from typing import Any

from partybuild.access.actor import Actor
from partybuild.party.models import PartyOrganization
from partybuild.rectification.cases.superiors import superiors
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import Rectification
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

ABOVE = frozenset({Stage.SUBMITTED.value, Stage.SECOND.value})
"""States in which a case lies at the deciding level."""


def working_unit(actor: Actor, party: PartyOrganization, wanted: int | None) -> Region:
    """The unit whose officers put it right: the one wanted, else the actor's own.

    RuleBroken for a unit that does not lie on the way from the branch up to the actor's.
    """
    place, unit = regions.region(party.unit_id), actor.reach.unit
    own = place if unit is None else regions.region(unit.id)
    if wanted is None:
        return own
    found = regions.region(wanted)
    top = "/" if actor.reach.everything else own.path
    if not (place.path.startswith(found.path) and found.path.startswith(top)):
        raise RuleBroken("承办单位应是该党组织所在的单位，或者它与本单位之间的上级，请另选。")
    return found


def deciding_unit(working: Region, *, raised: bool) -> Region:
    """The nearest unit above that has somebody to decide, the second nearest where it is raised.

    The working unit itself where nobody stands above it.
    """
    above = superiors(working)
    return [working, *above][min(len(above), 2 if raised else 1)]


def stands(actor: Actor, unit: Region, body_id: int | None = None) -> bool:
    """Whether a person belongs to a unit or to one above it, or to the body named."""
    reach = actor.reach
    if reach.everything or (body_id is not None and reach.body and reach.body.id == body_id):
        return True
    return reach.unit is not None and unit.path.startswith(reach.unit.path)


def moved(case: WorkflowCase, working: Region) -> bool:
    """Whether the branch has moved away from the unit that works on its case."""
    way = {getattr(case, f"level{level}_id") for level in range(1, 6)}
    return working.level > 0 and working.id not in way


def desk(row: Rectification, state: str) -> Mapping[str, Any]:
    """The columns of a case that say at whose desk it lies in a state."""
    if state in ABOVE:
        return {"desk_unit_id": row.deciding_unit_id, "desk_body_id": None}
    body = row.working_body_id
    return {"desk_unit_id": None if body else row.working_unit_id, "desk_body_id": body}
