"""Ending a Party organization with all that holds of it. Inside `work`."""

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import audit_detail
from partybuild.organizations.models import Organization
from partybuild.party import beyond, rules
from partybuild.party.models import (
    CoverageLink,
    PartyHeadcount,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.subject import LABELS
from partybuild.party.telling import Lines, Told, Why, because, changed, opened, tell


def wind_up(
    actor: Actor, number: int, why: Why, version: int | None = None, *, ended_too: bool
) -> None:
    """As `commands.dissolve`, inside the command of another process."""
    row = opened(actor, number, version)
    rules.check_exists(row.name, row.founded_on, row.dissolved_on, why.day)
    links = beyond.linked(number, why.day)
    mine = _in_reach(actor, links)
    below = beyond.children(number, why.day)
    rules.check_dissolution(len(links), len(links - mine), ended_too, len(below))
    cause = because(actor, "撤销党组织", why, row)
    names = beyond.organization_names(mine)
    told = [
        Told(model, (number,), None, why.day)
        for model in (PartyProfile, PartySecretary, PartyTerm, PartyHeadcount)
    ] + [Told(CoverageLink, (each, number), None, why.day) for each in sorted(mine)]
    tell(
        actor,
        told,
        cause,
        Lines(
            why.day,
            {
                number: [changed("党组织", "存续", f"{why.day:%Y-%m-%d} 撤销")]
                + [changed(LABELS["organization"], name, "") for name in names.values()]
            },
            {each: [changed("党组织", row.name, "")] for each in mine},
        ),
    )
    audit_detail(object=("party", number), links=len(mine), reason=why.reason)


def _in_reach(actor: Actor, ids: set[int]) -> set[int]:
    query = visible(actor, Organization, Organization.id)
    return set(db.session.scalars(query.where(Organization.id.in_(sorted(ids)))))
