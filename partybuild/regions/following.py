"""What is about no organization stands at a unit, and follows that unit when it is re-parented."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from partybuild.access.scope import Scoped, system
from partybuild.db import db
from partybuild.regions.models import Region
from partybuild.regions.placing import Filed

LEVELS = tuple(f"level{n}_id" for n in range(1, 6))


def filed() -> list[Any]:
    """Every model whose rows are cases, files, papers."""
    return [model for model in Scoped.registry_of_scoped.values() if issubclass(model, Filed)]


def follow(units: Collection[int]) -> int:
    """Unit-level cases, files and papers of these units have the ancestors of today; how many moved.

    Inside the command that re-hung the units. Rows about an organization or a Party organization
    follow that one instead (party/following.py).
    """
    moved = 0
    with system("随单位划转迁移"):
        for model in filed():
            wrong = _wrong(model, units)
            moved += len(wrong)
            if wrong:
                table = model.__table__
                db.session.connection().execute(
                    update(table)
                    .where(table.c.id == bindparam("row"))
                    .values({name: bindparam(name) for name in LEVELS}),
                    wrong,
                )
        db.session.expire_all()
    return moved


def _wrong(model: Any, units: Collection[int]) -> list[dict[str, Any]]:
    differs = or_(
        *(getattr(model, name).is_distinct_from(getattr(Region, name)) for name in LEVELS)
    )
    query = (
        select(model.id.label("row"), *(getattr(Region, name) for name in LEVELS))
        .join(Region, Region.id == model.unit_id)
        .where(
            model.unit_id.in_(sorted(units)),
            model.organization_id.is_(None),
            model.party_organization_id.is_(None),
            differs,
        )
    )
    return [dict(row) for row in db.session.execute(query).mappings()]
