"""Keeping the tree of units: units that are no divisions, names, superiors, ends, first days."""

from datetime import date

from sqlalchemy import insert, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import under
from partybuild.db import db
from partybuild.db.ids import reserve
from partybuild.db.work import OutOfReach, Stale, audit_detail, current_work, needs
from partybuild.facts.commands import Statement, put
from partybuild.regions import following, queries, rules
from partybuild.regions.levels import Level
from partybuild.regions.models import Region, RegionEvent, RegionFact
from partybuild.regions.ports import region_ports
from partybuild.rules import RuleBroken


@needs(Permission.REGIONS_KEEP, "增设单位")
def add_zone(actor: Actor, parent_id: int, name: str, level: Level, day: date, reason: str) -> int:
    """Add a unit that is no division (a development zone) below a unit in reach; its id."""
    parent = _reached(actor, parent_id)
    rules.check_parent(level, name, parent.level, parent.name)
    rules.check_day(day, clock.today(), queries.first_day(parent))
    taken = set(db.session.scalars(select(Region.code).where(Region.parent_id == parent.id)))
    code = rules.zone_code(parent.code, taken)
    number = reserve(Region, 1)[0]
    place = {f"level{n}_id": getattr(parent, f"level{n}_id") for n in range(1, 6)}
    db.session.execute(
        insert(Region).values(
            id=number,
            code=code,
            name=name,
            level=int(level),
            kind="zone",
            parent_id=parent.id,
            path=f"{parent.path}{number}/",
            **(place | {f"level{int(level)}_id": number}),
        )
    )
    put(RegionFact, [Statement((number,), {"parent_id": parent.id, "name": name}, day)])
    _record(
        actor, number, "增设单位", day, [("名称", "—", name), ("上级", "—", parent.name)], reason
    )
    audit_detail(object=("region", number), code=code, reason=reason)
    return number


@needs(Permission.REGIONS_KEEP, "单位更名")
def rename(actor: Actor, region_id: int, name: str, day: date, reason: str) -> None:
    """Give a unit another name from a day on; before it keeps the old one."""
    region = _reached(actor, region_id)
    rules.check_day(day, clock.today(), queries.first_day(region))
    if name == region.name:
        raise RuleBroken("新名称与现名称相同，没有改动。")
    before, region.name = region.name, name
    put(RegionFact, [Statement((region.id,), {"name": name}, day)])
    _record(actor, region.id, "单位更名", day, [("名称", before, name)], reason)
    audit_detail(object=("region", region.id), reason=reason)


@needs(Permission.REGIONS_KEEP, "单位划转")
def move(actor: Actor, region_id: int, parent_id: int, day: date, reason: str) -> None:
    """Put a unit with all below it under another superior from a day on; the past stays as it was."""
    region, parent = _reached(actor, region_id), _reached(actor, parent_id)
    rules.check_parent(region.level, region.name, parent.level, parent.name)
    rules.check_day(day, clock.today(), queries.first_day(region))
    if region.parent_id == parent.id:
        raise RuleBroken(f"“{region.name}”已经在“{parent.name}”下面。")
    if parent.path.startswith(region.path):
        raise RuleBroken("不能把单位划到它自己的下级里。")
    before = queries.region(region.parent_id).name if region.parent_id else "—"
    put(RegionFact, [Statement((region.id,), {"parent_id": parent.id}, day)])
    moved = _hang(region, parent)
    _record(actor, region.id, "单位划转", day, [("上级", before, parent.name)], reason)
    organizations, party = region_ports.dwellers(moved)
    current_work().touch(day, organizations=organizations, party=party)
    papers = following.follow(moved)
    audit_detail(
        object=("region", region.id),
        reason=reason,
        organizations=len(organizations),
        papers=papers,
    )


def _hang(region: Region, parent: Region) -> list[int]:
    """Bring paths and ancestors of the subtree up to its new superior; ids of all its units."""
    subtree = list(queries.below(region))
    old = region.path
    above = {n: getattr(parent, f"level{n}_id") for n in range(1, region.level)}
    for unit in subtree:
        unit.path = f"{parent.path}{region.id}/{unit.path[len(old) :]}"
        for n, ancestor in above.items():
            setattr(unit, f"level{n}_id", ancestor)
    region.parent_id = parent.id
    db.session.flush()
    return [unit.id for unit in subtree]


@needs(Permission.REGIONS_KEEP, "撤销单位")
def end(actor: Actor, region_id: int, day: date, reason: str) -> None:
    """End a unit in which nothing counts any more; it stays in the tree of earlier days."""
    region = _reached(actor, region_id)
    rules.check_day(day, clock.today(), queries.first_day(region))
    if region.ended_on is not None:
        raise Stale(f"“{region.name}”已于 {region.ended_on.isoformat()} 撤销。")
    below = select(Region.id).where(under(Region.path, region.path), Region.id != region.id)
    if db.session.scalar(below.where(Region.ended_on.is_(None)).limit(1)):
        raise RuleBroken(f"“{region.name}”下面还有单位，请先划转或撤销它们。")
    count = region_ports.inhabited(region.id)
    if count:
        raise RuleBroken(f"还有 {count} 家组织在“{region.name}”统计，请先改它们的统计归属。")
    region.ended_on = day
    put(RegionFact, [Statement((region.id,), None, day)])
    _record(actor, region.id, "撤销单位", day, [("状态", "在用", "已撤销")], reason)
    audit_detail(object=("region", region.id), reason=reason)


@needs(Permission.REGIONS_KEEP, "设启用日")
def set_first_day(actor: Actor, region_id: int, day: date, reason: str) -> None:
    """Set 启用日 of a unit: facts dated up to it are its opening stock."""
    region = _reached(actor, region_id)
    if day > clock.today():
        raise RuleBroken("启用日不能晚于今天。")
    before = queries.first_day(region).isoformat()
    region.first_day = day
    db.session.flush()
    _record(actor, region.id, "设启用日", day, [("启用日", before, day.isoformat())], reason)
    audit_detail(object=("region", region.id), reason=reason)


def _reached(actor: Actor, region_id: int) -> Region:
    region = queries.region(region_id)
    if not queries.reaches(actor, region):
        raise OutOfReach
    return region


def _record(
    actor: Actor,
    region_id: int,
    action: str,
    day: date,
    changes: list[tuple[str, str, str]],
    reason: str,
) -> None:
    db.session.add(
        RegionEvent(
            region_id=region_id,
            change=current_work().change,
            effective_on=day,
            recorded_at=clock.local_now(),
            action=action,
            changes=[{"label": a, "before": b, "after": c} for a, b, c in changes],
            reason=reason,
            actor=actor.label,
        )
    )
    db.session.flush()
