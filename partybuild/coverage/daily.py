"""The turn of the day: what a new day changes without anybody entering anything."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import system
from partybuild.coverage import refilling
from partybuild.db import OPEN, db, statistics
from partybuild.db.work import audit_detail, current_work, needs, work
from partybuild.jobs.commands import enqueue
from partybuild.organizations.models import OrganizationProfile, OrganizationStanding
from partybuild.party.models import PartyHeadcount, PartyProfile, PartyTerm
from partybuild.regions import queries as regions
from partybuild.regions.commands import set_setting

KEPT_ON = "kept_on"


def turn(actor: Actor) -> bool:
    """Bring kept columns and figures up to today, once a day; whether there was anything to do.

    Facts may be dated ahead; on their day the kept state of an organization, and with it who may
    see it, must follow. Harmless when run again.
    """
    today = clock.today()
    kept = regions.setting(KEPT_ON)
    if kept == today.isoformat():
        return False
    since = date.fromisoformat(kept) if kept else date.min
    with work(actor) as running:
        follow(running.actor, since, today)
    statistics.refresh()
    enqueue(actor, refilling.JOB, f"{today.isoformat()} 各级数据", {})
    return True


@needs(Permission.SIGNED_IN, "日切")
def follow(actor: Actor, since: date, today: date) -> None:
    """Recount everything with a fact that begins or ends after `since`, up to `today`."""
    organizations = _turning(OrganizationProfile, "organization_id", since, today)
    organizations |= _turning(OrganizationStanding, "organization_id", since, today)
    party: set[int] = set()
    for model in (PartyProfile, PartyTerm, PartyHeadcount):
        party |= _turning(model, "party_organization_id", since, today)
    if since > date.min:
        current_work().touch(since, organizations=organizations, party=party)
    set_setting(KEPT_ON, today.isoformat())
    audit_detail(since=since.isoformat(), organizations=len(organizations), party=len(party))


def _turning(model: Any, column: str, since: date, today: date) -> set[int]:
    table = model.__table__.c

    def falls(day: Any) -> Any:
        return and_(day > since, day <= today)

    with system("日切"):
        found: Collection[int] = db.session.scalars(
            select(table[column]).where(
                table.known_to == OPEN, or_(falls(table.valid_from), falls(table.valid_to))
            )
        ).all()
        return set(found)
