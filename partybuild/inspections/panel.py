"""The years of an organization on its page."""

from collections.abc import Mapping
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.inspections import queries, rules, years

TEMPLATE = "inspections/_panel.html"


def panel(actor: Actor, organization_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """Years, conclusions and years in a row; none for those who have nothing to do with them."""
    if not (actor.may(Permission.INSPECTIONS_READ) or actor.may(Permission.INSPECTIONS_FILL)):
        return None
    rows = queries.history_of(actor, organization_id)
    words = ""
    if rows:
        words = years.consecutive(actor, [organization_id], rows[0].year)[organization_id].words
    return TEMPLATE, {
        "years": [(row, rules.points(row.score)) for row in rows],
        "streak": words,
        "linked": actor.may(Permission.INSPECTIONS_READ),
    }
