"""Who counts in a unit: lent to the room of regions."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, or_, select

from partybuild import clock
from partybuild.access.scope import system
from partybuild.coverage.gather import chunks
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.coverage.scopes import on
from partybuild.db import OPEN, db
from partybuild.organizations.models import OrganizationProfile
from partybuild.party.models import PartyOrganization, PartyProfile


def dwellers(units: Collection[int]) -> tuple[set[int], set[int]]:
    """Organizations and Party organizations that ever counted in one of these units."""
    organizations: set[int] = set()
    party: set[int] = set()
    with system("单位划转"):
        for part in chunks(units):
            organizations |= set(
                db.session.scalars(
                    select(OrganizationProfile.organization_id).where(
                        OrganizationProfile.unit_id.in_(part), OrganizationProfile.known_to == OPEN
                    )
                )
            )
            party |= set(
                db.session.scalars(
                    select(PartyProfile.party_organization_id).where(
                        PartyProfile.region_id.in_(part), PartyProfile.known_to == OPEN
                    )
                )
            )
            party |= set(
                db.session.scalars(
                    select(PartyOrganization.id).where(PartyOrganization.unit_id.in_(part))
                )
            )
    return organizations, party


def inhabited(unit_id: int) -> int:
    """Living organizations and Party organizations that count in or below a unit today."""
    today = clock.today()
    with system("撤销单位"):
        return sum(_count(model, unit_id, today) for model in (CoverageSpan, PartySpan))


def _count(model: Any, unit_id: int, today: Any) -> int:
    here = or_(*(getattr(model, f"level{n}_id") == unit_id for n in range(1, 6)))
    query = select(func.count()).select_from(model).where(on(model, today), here)
    return db.session.scalar(query) or 0
