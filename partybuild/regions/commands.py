"""Units: loading divisions, adding units that are no divisions, re-parenting."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from partybuild import clock
from partybuild.db import FOREVER, OPEN, db
from partybuild.db.ids import reserve
from partybuild.db.work import audit_detail, current_work
from partybuild.regions import queries
from partybuild.regions.divisions import EDITION, TOP, Division, divisions
from partybuild.regions.levels import Level
from partybuild.regions.models import Region, RegionFact, Setting


def load_divisions(provinces: Iterable[str] | None, streets: bool) -> int:
    """Add the shipped divisions that are missing; how many were added. Inside `work`."""
    known = {code for (code,) in db.session.execute(select(Region.code))}
    if TOP not in known:
        _add([Division(TOP, "全国", "", Level.NATION)], date.min)
    new = [d for d in divisions(provinces, streets) if d.code not in known]
    add_divisions(new)
    audit_detail(divisions=len(new), edition=EDITION.isoformat())
    return len(new)


def add_divisions(new: Sequence[Division]) -> None:
    """Add units, each below a parent that is known or among them. Inside `work`."""
    for level in Level:
        _add([division for division in new if division.level == level], date.min)


def add_division(division: Division) -> Region:
    """Add one shipped or new unit below its known parent; the unit. Inside `work`."""
    _add([division], date.min)
    found = queries.by_code(division.code)
    assert found is not None
    return found


def _add(new: Sequence[Division], day: date) -> None:
    """Insert units of one level, each below a parent that stands already."""
    if not new:
        return
    change = current_work().change
    parents = _places({division.parent for division in new})
    rows = [
        _row(number, division, parents.get(division.parent))
        for number, division in zip(reserve(Region, len(new)), new, strict=True)
    ]
    db.session.execute(insert(Region), rows)
    db.session.execute(
        insert(RegionFact),
        [
            {
                "region_id": row["id"],
                "parent_id": row["parent_id"],
                "name": row["name"],
                "valid_from": day,
                "valid_to": FOREVER,
                "known_from": change,
                "known_to": OPEN,
            }
            for row in rows
        ],
    )


def _row(number: int, division: Division, parent: Region | None) -> dict[str, Any]:
    place = {f"level{n}_id": getattr(parent, f"level{n}_id", None) for n in range(1, 6)}
    if division.level:
        place[f"level{int(division.level)}_id"] = number
    return {
        "id": number,
        "code": division.code,
        "name": division.name,
        "level": int(division.level),
        "kind": "division" if division.level < Level.COMMUNITY else "community",
        "parent_id": parent.id if parent else None,
        "path": f"{parent.path if parent else '/'}{number}/",
        **place,
    }


def _places(codes: set[str]) -> dict[str, Region]:
    found: dict[str, Region] = {}
    ordered = sorted(codes)
    for start in range(0, len(ordered), 900):
        part = ordered[start : start + 900]
        for region in db.session.scalars(select(Region).where(Region.code.in_(part))):
            found[region.code] = region
    return found


def set_setting(name: str, value: str) -> None:
    """Keep a setting of the database. Inside `work`."""
    row = db.session.scalars(select(Setting).where(Setting.name == name)).one_or_none()
    if row is None:
        db.session.add(Setting(name=name, value=value))
    else:
        row.value = value
    db.session.flush()


def set_first_day(day: date | None) -> date:
    """Set 启用日 where it is not set yet, by default to today; the day that holds. Inside `work`."""
    kept = queries.setting("first_day")
    if kept is None or day is not None:
        set_setting("first_day", (day or clock.today()).isoformat())
    return date.fromisoformat(queries.setting("first_day") or "")
