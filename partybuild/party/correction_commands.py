"""Putting right what was entered wrongly: the day of founding, a dissolution."""

from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.db.work import audit_detail, current_work, needs
from partybuild.facts.commands import known
from partybuild.party import beyond, founding_rules, rules
from partybuild.party.models import (
    CoverageLink,
    PartyHeadcount,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.telling import Lines, Told, Why, because, changed, opened, tell
from partybuild.regions.queries import first_day, region
from partybuild.rules import RuleBroken

KEEP = Permission.PARTY_KEEP


@needs(KEEP, "更正成立日期")
def correct_founding(actor: Actor, number: int, version: int, day: date, why: Why) -> None:
    """It exists from another day on; what it was at first holds from there."""
    row = opened(actor, number, version)
    why.insist()
    rules.check_not_ahead(day, why.day)
    if day == row.founded_on:
        raise RuleBroken("与已登记的成立日期相同，没有改动。")
    lines = sorted(known(PartyProfile, [(number,)])[(number,)], key=lambda each: each.valid_from)
    first = lines[0]
    if day >= first.valid_to:
        raise RuleBroken(f"{first.valid_to:%Y-%m-%d} 起已有别的登记，成立日期应早于这一天。")
    began = first_day(region(row.unit_id))
    founding_rules.check_approval(day, first.values["approved_on"], began)
    told = Told(PartyProfile, (number,), dict(first.values), day, first.valid_from)
    if day > first.valid_from:
        told = Told(PartyProfile, (number,), None, first.valid_from, day)
    words = changed("成立日期", f"{row.founded_on:%Y-%m-%d}", f"{day:%Y-%m-%d}")
    cause = because(actor, "更正成立日期", why, row)
    tell(actor, [told], cause, Lines(min(day, first.valid_from), {number: [words]}))
    current_work().touch(min(day, first.valid_from), party=beyond.under_it(row))
    audit_detail(object=("party", number), day=day.isoformat(), reason=why.reason)


@needs(KEEP, "恢复党组织")
def restore(actor: Actor, number: int, version: int, why: Why) -> None:
    """A dissolution entered by mistake never was: what ended on its day goes on, links too."""
    row = opened(actor, number, version)
    why.insist()
    day = row.dissolved_on
    if day is None:
        raise RuleBroken("这个党组织没有撤销，无需恢复。")
    told = [
        Told(model, (number,), dict(line.values), day)
        for model in (PartyProfile, PartySecretary, PartyTerm, PartyHeadcount)
        for line in known(model, [(number,)]).get((number,), [])
        if line.valid_to == day
    ]
    links = _ended_with_it(actor, row, day)
    told += [
        Told(CoverageLink, (each.organization_id, number), {"inferred": each.inferred}, day)
        for each in links
    ]
    names = beyond.organization_names([each.organization_id for each in links])
    lines = [changed("党组织", f"{day:%Y-%m-%d} 撤销", "存续")]
    lines += [changed("覆盖社会组织", "", name) for name in names.values()]
    covered = {each: [changed("党组织", "", row.name)] for each in names}
    cause = because(actor, "恢复党组织", why, row)
    tell(actor, told, cause, Lines(day, {number: lines}, covered))
    audit_detail(object=("party", number), links=len(links), reason=why.reason)


def _ended_with_it(actor: Actor, row: PartyOrganization, day: date) -> list[Any]:
    return list(
        db.session.scalars(
            visible(actor, CoverageLink).where(
                CoverageLink.party_organization_id == row.id,
                CoverageLink.known_to == OPEN,
                CoverageLink.valid_to == day,
            )
        )
    )
