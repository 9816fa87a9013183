"""Where an application stands, whose desk it lies on, and what it says in the words of the register."""

from collections.abc import Mapping
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.gates.registration import changing, queries
from partybuild.gates.registration.process import KIND
from partybuild.gates.registration.rules import Matter
from partybuild.organizations import places
from partybuild.organizations.models import Organization
from partybuild.organizations.rules import RegisterLevel
from partybuild.regions.placing import copied
from partybuild.regions.queries import place
from partybuild.rules import RuleBroken
from partybuild.workflow import queries as cases


def said(
    actor: Actor, matter: Matter, fields: Mapping[str, Any], organization_id: int | None
) -> dict[str, Any]:
    """The fields of the form as a case keeps them: the place by code and name, changes with what
    the register says now. RuleBroken for a place that is not known, or where nothing changes."""
    if matter is Matter.CHANGE and organization_id is not None:
        return changing.proposed(actor, organization_id, fields)
    kept = dict(fields)
    if kept.get("region"):
        kept["region"] = places.written(places.place(actor, str(kept["region"])))
    return kept


def proposed(actor: Actor, fields: Mapping[str, Any]) -> tuple[dict[str, Any], int | None]:
    """Where a proposed organization will stand, and the body that will answer."""
    where = places.place(actor, str(fields.get("region", "")))
    unit = places.default(actor, RegisterLevel(fields.get("level", "县级")), where)
    body_id, _ = places.body(actor, str(fields.get("body", "")))
    path = ""
    if body_id is not None:
        path = queries.party_in_reach(actor, body_id).body_path
    return {**place(unit), "body_id": body_id, "body_path": path}, body_id


def standing(actor: Actor, organization_id: int) -> tuple[dict[str, Any], int | None]:
    """Where an organization stands; RuleBroken where it has an open case already."""
    open_case = cases.open_of(actor, KIND, organization_id)
    if open_case is not None:
        raise RuleBroken(f"该组织已有一件未办结的“{open_case.title}”，请先办结，再受理新的。")
    found = db.session.scalars(
        visible(actor, Organization).where(Organization.id == organization_id)
    ).one()
    return copied(found), found.body_id


def desk(actor: Actor, placing: Mapping[str, Any]) -> int:
    """The registrar's own unit; for the command line the county (or unit) where it counts."""
    if actor.reach.unit is not None:
        return actor.reach.unit.id
    return int(placing["level3_id"] or placing["unit_id"])
