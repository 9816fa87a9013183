"""Reading units. They are shared: everybody may know which units there are."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from partybuild.access.actor import Actor, Unit
from partybuild.access.scope import under
from partybuild.db import OPEN, db
from partybuild.db.work import OutOfReach
from partybuild.regions.models import Region, RegionFact, Setting

TOP = "000000"


def region(region_id: int) -> Region:
    """One unit; OutOfReach where there is none."""
    found = db.session.scalars(select(Region).where(Region.id == region_id)).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def by_code(code: str) -> Region | None:
    """The unit with this code; trailing 000 groups beyond six digits are cut."""
    code = normal(code)
    return db.session.scalars(select(Region).where(Region.code == code)).one_or_none()


def normal(code: str) -> str:
    """A code in the form in which it is kept: 6, 9 or 12 digits, or a zone's own."""
    code = code.strip().upper()
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    return code


def in_reach(actor: Actor, code: str) -> Region:
    """The unit with this code when it lies in the actor's reach, else OutOfReach."""
    found = by_code(code)
    if found is None or not reaches(actor, found):
        raise OutOfReach
    return found


def reaches(actor: Actor, found: Region) -> bool:
    """Whether a unit lies in the actor's unit."""
    unit = actor.reach.unit
    return actor.reach.everything or (unit is not None and found.path.startswith(unit.path))


def top_of(actor: Actor) -> Region | None:
    """The unit at the top of an actor's reach: their own, or 全国 for the command line."""
    if actor.reach.unit is not None:
        return region(actor.reach.unit.id)
    return by_code(TOP) if actor.reach.everything else None


def children(region_id: int, day: date | None = None) -> Sequence[Region]:
    """Units directly below, by code; with a day, those that stood there on that day."""
    if day is None:
        where = (Region.parent_id == region_id) & Region.ended_on.is_(None)
        return db.session.scalars(select(Region).where(where).order_by(Region.code)).all()
    return db.session.scalars(
        select(Region)
        .join(RegionFact, RegionFact.region_id == Region.id)
        .where(
            RegionFact.parent_id == region_id,
            RegionFact.valid_from <= day,
            RegionFact.valid_to > day,
            RegionFact.known_to == OPEN,
        )
        .order_by(Region.code)
    ).all()


def ancestors(found: Region) -> Sequence[Region]:
    """The units above, from the top down, without itself."""
    ids = [int(part) for part in found.path.strip("/").split("/")[:-1]]
    return db.session.scalars(select(Region).where(Region.id.in_(ids)).order_by(Region.level)).all()


def below(found: Region) -> Sequence[Region]:
    """The unit and all units below it, by code."""
    return db.session.scalars(
        select(Region).where(under(Region.path, found.path)).order_by(Region.code)
    ).all()


def named(ids: Sequence[int]) -> Mapping[int, Region]:
    """Units by id."""
    rows = db.session.scalars(select(Region).where(Region.id.in_(sorted(set(ids)))))
    return {row.id: row for row in rows}


def setting(name: str) -> str | None:
    """A setting of the database, None where it was never set."""
    return db.session.scalar(select(Setting.value).where(Setting.name == name))


def first_day(found: Region) -> date:
    """启用日 of a unit: its own, else its nearest ancestor's, else the database's."""
    for unit in (found, *reversed(ancestors(found))):
        if unit.first_day is not None:
            return unit.first_day
    kept = setting("first_day")
    return date.fromisoformat(kept) if kept else date.min


def place(found: Region) -> dict[str, int | None]:
    """The columns `unit_id`, `level1_id` … `level5_id` of a row whose unit this is."""
    return {"unit_id": found.id} | {
        f"level{n}_id": getattr(found, f"level{n}_id") for n in range(1, 6)
    }


def as_unit(found: Region) -> Unit:
    """The unit as a place of reach."""
    return Unit(found.id, found.code, found.name, found.level, found.path)
