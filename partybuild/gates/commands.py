"""Bringing verdicts up to the facts: superseded by change number, never updated."""

from collections.abc import Collection

from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.coverage.commands import led_by, replace
from partybuild.db import OPEN, db
from partybuild.db.work import current_work
from partybuild.deadlines import calendar
from partybuild.gates import deriving, gathering
from partybuild.gates.models import SyncVerdict
from partybuild.party.models import CoverageLink

REASON = "重算同步判定"


def affected(organizations: Collection[int], party: Collection[int]) -> set[int]:
    """These, and the organizations that these Party organizations cover and lead."""
    with system(REASON):
        return set(organizations) | led_by(party) | _covered(party)


def touch(organizations: Collection[int]) -> None:
    """Verdicts agree with answers, waivers, inspections and events of these; for rooms below.

    Call it after flushing, once a command. Facts of the registers must have been recounted: where
    the same command changes those too, `current_work().touch` alone is enough.
    """
    running = current_work()
    pending = set(organizations) & running.organizations
    derive(set(organizations) - pending)


def derive(ids: Collection[int]) -> None:
    """The kept verdicts of these organizations are what their facts give. Inside `work`."""
    if not ids:
        return
    db.session.flush()
    with system(REASON):
        ground = gathering.load(ids)
        wanted = deriving.rows(ground, sorted(ids), calendar.exceptions())
        replace(SyncVerdict, SyncVerdict.organization_id, ids, wanted)


def _covered(party: Collection[int]) -> set[int]:
    """Organizations that these cover or have ever covered, as known now."""
    found: set[int] = set()
    for part in gathering.chunks(party):
        query = select(CoverageLink.organization_id).where(
            CoverageLink.party_organization_id.in_(part), CoverageLink.known_to == OPEN
        )
        found |= set(db.session.scalars(query.distinct()))
    return found
