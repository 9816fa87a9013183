"""What the pages of units show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import under
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.regions import queries
from partybuild.regions.levels import Level
from partybuild.regions.models import Region, RegionEvent


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with what stands above and below it, and its history, newest first."""

    region: Region
    above: Sequence[Region]
    children: Sequence[Region]
    history: Sequence[RegionEvent]
    first_day: date
    level: str


def top(actor: Actor) -> UnitPage:
    """The page of the actor's own unit; OutOfReach for those who have none."""
    found = queries.top_of(actor)
    if found is None:
        raise OutOfReach
    return _page(actor, found)


def unit(actor: Actor, region_id: int) -> UnitPage:
    """The page of a unit in reach; OutOfReach otherwise."""
    found = queries.region(region_id)
    if not queries.reaches(actor, found):
        raise OutOfReach
    return _page(actor, found)


def _page(actor: Actor, found: Region) -> UnitPage:
    history = db.session.scalars(
        select(RegionEvent).where(RegionEvent.region_id == found.id).order_by(RegionEvent.id.desc())
    ).all()
    return UnitPage(
        found,
        [above for above in queries.ancestors(found) if queries.reaches(actor, above)],
        queries.children(found.id),
        history,
        queries.first_day(found),
        Level(found.level).label,
    )


def superiors(actor: Actor, found: Region) -> Mapping[int, str]:
    """Units in reach under which a unit could be put: of a higher level, in use, not below it."""
    top = queries.top_of(actor)
    if top is None:
        return {}
    rows = db.session.scalars(
        select(Region)
        .where(
            under(Region.path, top.path),
            Region.level < found.level,
            Region.level >= found.level - 2,
            Region.ended_on.is_(None),
            Region.id != found.parent_id,
            ~under(Region.path, found.path),
        )
        .order_by(Region.code)
    )
    return {row.id: f"{row.name}（{row.code}）" for row in rows}
