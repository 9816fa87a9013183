"""The star on the page of a Party organization, and of an organization that it covers."""

from collections.abc import Mapping
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.party.models import CoverageLink
from partybuild.ratings.stars import queries

TEMPLATE = "ratings/stars/_panel.html"


def of_party(actor: Actor, party_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """Star and history of one Party organization; none for those who have nothing to do with it."""
    if not actor.may(Permission.RATINGS_READ):
        return None
    return TEMPLATE, {"stars": queries.lines(actor, [party_id]), "named": False}


def of_organization(actor: Actor, organization_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """Stars of the Party organizations that cover it; nothing where it has none."""
    if not actor.may(Permission.RATINGS_READ):
        return None
    link, today = CoverageLink, clock.today()
    query = visible(actor, link, link.party_organization_id).where(
        link.organization_id == organization_id,
        link.known_to == OPEN,
        link.valid_from <= today,
        link.valid_to > today,
    )
    parties = db.session.scalars(query).all()
    found = queries.lines(actor, parties) if parties else []
    return (TEMPLATE, {"stars": found, "named": True}) if found else None
