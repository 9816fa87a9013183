"""The ground of a demo world: divisions, 启用日, shipped policies."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.demo.days import Days
from partybuild.demo.names import MARK
from partybuild.demo.shares import FIRST_CITY, ZONE
from partybuild.policies.seeding import seed_defaults
from partybuild.regions import commands as regions
from partybuild.regions.divisions import TOP, Division, divisions
from partybuild.regions.levels import Level
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

SPREAD_OVER = 3
"""So many cities of a province hold the organizations of a world for measuring."""


@needs(Permission.REGIONS_KEEP, "建立演示区划")
def lay(actor: Actor, provinces: Sequence[str], cities: int, days: Days) -> None:
    """The first cities of the provinces stand with their counties and streets; 启用日 is set.

    Raises RuleBroken where the database holds units already: a demo world needs an empty one.
    """
    if db.session.scalar(select(func.count()).select_from(Region)):
        raise RuleBroken("数据库里已有数据；演示数据只能建在空的数据库里，请另设实例目录。")
    wanted = _wanted(provinces, cities)
    regions.add_divisions([Division(TOP, "全国", "", Level.NATION), *wanted])
    if any(division.code == FIRST_CITY for division in wanted):
        zone = Division(ZONE, f"示例开发区{MARK}", FIRST_CITY, Level.COUNTY)
        regions.add_division(zone).kind = "zone"
    regions.set_first_day(days.first)
    seed_defaults()
    audit_detail(divisions=len(wanted), provinces=list(provinces))


def _wanted(provinces: Sequence[str], cities: int) -> list[Division]:
    shipped = list(divisions(provinces, streets=True))
    kept: set[str] = set()
    for province in provinces:
        below = (d.code for d in shipped if d.parent == f"{province}0000" and d.level == Level.CITY)
        kept |= {f"{province}0000", *list(below)[:cities]}
    found = []
    for division in shipped:
        if division.code in kept or (division.level > Level.CITY and division.parent in kept):
            kept.add(division.code)
            found.append(division)
    return found


def units() -> dict[str, Region]:
    """All units by code, in order of codes."""
    return {unit.code: unit for unit in db.session.scalars(select(Region).order_by(Region.code))}


def provinces_for(organizations: int, most: int) -> Iterable[str]:
    """Two digits of so many provinces that none holds more than `most` organizations."""
    others = [d.code[:2] for d in divisions() if d.level == Level.PROVINCE and d.code[:2] != "61"]
    return ["61", *others][: max(1, -(-organizations // most))]
