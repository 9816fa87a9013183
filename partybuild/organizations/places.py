"""Units and Party bodies as people write them into a form, and their names as a page shows them."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import or_, select

from partybuild.access.actor import Actor
from partybuild.access.scope import under
from partybuild.db import db
from partybuild.organizations.ports import organization_ports
from partybuild.organizations.rules import RegisterLevel, default_unit
from partybuild.regions import queries as regions
from partybuild.regions.levels import Level
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

MANY = 400
"""So many units a form offers; whoever has more of them writes the code or the name."""

SAME = 50
"""So many units of one name are looked at."""


def written(unit: Region) -> str:
    """A unit as a form shows it: `610103 碑林区`."""
    return f"{unit.code} {unit.name}"


def offered(actor: Actor) -> Sequence[Region]:
    """Units in reach that a form offers, by code: as deep as there are not too many."""
    top = regions.top_of(actor)
    if top is None:
        return []
    query = select(Region).where(under(Region.path, top.path), Region.ended_on.is_(None))
    for deepest in (Level.COMMUNITY, Level.STREET, Level.COUNTY, Level.CITY):
        found = db.session.scalars(
            query.where(Region.level <= deepest).order_by(Region.code).limit(MANY + 1)
        ).all()
        if len(found) <= MANY:
            return found
    return [top]


def place(actor: Actor, words: str, label: str = "住所所在") -> Region:
    """The unit meant by a code, a name or both; of several of one name the one in reach.

    RuleBroken when there is none, or still more than one.
    """
    code, _, name = words.strip().partition(" ")
    by_code = regions.by_code(code)
    if by_code is not None:
        return by_code
    wanted = name.strip() or code
    found = db.session.scalars(
        select(Region)
        .where(or_(Region.name == wanted, Region.code == wanted), Region.ended_on.is_(None))
        .order_by(Region.code)
        .limit(SAME)
    ).all()
    found = [unit for unit in found if regions.reaches(actor, unit)] or found
    if not found:
        raise RuleBroken(f"{label}“{words}”没有找到，请填写区划代码或全称，如 610103 碑林区。")
    if len(found) > 1:
        several = "、".join(written(unit) for unit in found[:6])
        raise RuleBroken(f"{label}“{words}”不止一处，请写代码：{several}。")
    return found[0]


def unit(actor: Actor, words: str) -> Region:
    """The unit in the actor's reach that is to be 统计归属; RuleBroken where it lies outside."""
    return _inside(actor, place(actor, words, "统计归属"))


def default(actor: Actor, level: RegisterLevel, where: Region) -> Region:
    """The unit in which an organization counts unless somebody says otherwise."""
    return _inside(actor, regions.region(default_unit(level, lineage(where))))


def lineage(where: Region) -> list[int | None]:
    """Ids of the unit and the units above by level, the nation first."""
    root = int(where.path.strip("/").split("/")[0])
    return [root, *(getattr(where, f"level{n}_id") for n in range(1, 6))]


def _inside(actor: Actor, found: Region) -> Region:
    if not regions.reaches(actor, found):
        raise RuleBroken(
            f"统计归属“{found.name}”不在您的管理范围内；"
            "请核对登记层级，或由管理双方的上级单位办理。"
        )
    return found


def body(actor: Actor, words: str) -> tuple[int | None, str]:
    """(id, name still outside the tree) of the 党建工作机构 written so; both blank for blank."""
    words = words.strip()
    if not words:
        return None, ""
    found = organization_ports.bodies(actor, words)
    if len(found) > 1:
        several = "、".join(f"{choice.code} {choice.name}" for choice in found)
        raise RuleBroken(f"党建工作机构“{words}”不止一个，请写党组织编码：{several}。")
    return (found[0].id, "") if found else (None, words)


def unit_names(ids: Iterable[int]) -> Mapping[int, str]:
    """Units as a form shows them, by id."""
    return {number: written(found) for number, found in regions.named(list(ids)).items()}


def body_names(ids: Iterable[int | None]) -> Mapping[int, str]:
    """Names of Party bodies by id."""
    wanted = {number for number in ids if number is not None}
    return organization_ports.body_names(wanted) if wanted else {}
