"""What the register knows already of the questions of the Party section: 系统已有."""

from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.organizations import queries as organizations
from partybuild.organizations.ports import organization_ports


def known(actor: Actor, organization_id: int, year: int) -> dict[str, Any]:
    """Answers that follow from known facts at the end of the year inspected, by field."""
    day = min(date(year, 12, 31), clock.today())
    facts = organizations.facts_on(actor, [organization_id], day, "headcount")[organization_id]
    cover = organization_ports.cover(actor, [organization_id]).get(organization_id)
    found: dict[str, Any] = {}
    if facts.headcount is not None:
        count = facts.headcount
        found |= {"staff": count.staff, "full": count.full, "probationary": count.probationary}
        if count.full is not None:
            found["members"] = count.full + (count.probationary or 0)
        found["at_own"] = count.affiliated
    if cover is not None:
        found["has_party"] = "是" if cover.by_party else "否"
        if cover.by_party and cover.names:
            found["party_name"] = cover.names[0]
    return {key: value for key, value in found.items() if value is not None}
