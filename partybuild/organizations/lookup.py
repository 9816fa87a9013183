"""Finding organizations for those who give out reach: accounts, and the files of jobs."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import system, visible
from partybuild.accounts.ports import Placed
from partybuild.db import db
from partybuild.organizations.models import Organization

CHUNK = 900


def by_number(code: str) -> Placed | None:
    """The organization with this unified code or filing number, whoever asks."""
    number = code.strip().upper()
    with system("装载岗位范围"):
        row = db.session.execute(
            select(Organization.id, Organization.name, Organization.unit_id).where(
                (Organization.code == number) | (Organization.filing_number == number)
            )
        ).one_or_none()
    return Placed(*row) if row else None


def names(ids: Collection[int]) -> Mapping[int, str]:
    """Names by id, for the list of accounts."""
    with system("装载岗位范围"):
        rows = db.session.execute(
            select(Organization.id, Organization.name).where(Organization.id.in_(sorted(set(ids))))
        )
        return {row.id: row.name for row in rows}


def all_in_reach(actor: Actor, ids: Collection[int]) -> bool:
    """Whether every one of these organizations is in the actor's reach today."""
    return len(reached(actor, ids)) == len(set(ids))


def reached(actor: Actor, ids: Collection[int]) -> frozenset[int]:
    """Those of these organizations that are in the actor's reach today."""
    ordered = sorted(set(ids))
    found: set[int] = set()
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        query = visible(actor, Organization, Organization.id).where(Organization.id.in_(part))
        found |= set(db.session.scalars(query))
    return frozenset(found)
