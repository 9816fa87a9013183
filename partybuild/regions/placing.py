"""Columns that place a row in both trees, and the conditions that read them."""

from sqlalchemy import ColumnElement, ForeignKey, Index, or_
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, in_unit, under
from partybuild.db import CodeText


class Placed:
    """Mixin: the responsible unit (统计归属) with its ancestors, and the leading body's path."""

    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    level1_id: Mapped[int | None]
    level2_id: Mapped[int | None]
    level3_id: Mapped[int | None]
    level4_id: Mapped[int | None]
    level5_id: Mapped[int | None]
    body_id: Mapped[int | None] = mapped_column(index=True)
    body_path: Mapped[str] = mapped_column(CodeText, default="")

    @classmethod
    def placed_within(cls, reach: Reach) -> ColumnElement[bool]:
        """Inside the reach's unit or body."""
        if reach.body is None:
            return in_unit(cls, reach)
        led = under(cls.body_path, reach.body.path)
        return led if reach.unit is None else or_(in_unit(cls, reach), led)

    def placed_in(self, reach: Reach) -> bool:
        """The same for a row that is not in the database yet."""
        unit, body = reach.unit, reach.body
        if reach.everything or (unit is not None and unit.level == 0):
            return True
        if unit is not None and getattr(self, f"level{unit.level}_id") == unit.id:
            return True
        return body is not None and self.body_path.startswith(body.path)


def by_name(table: str) -> tuple[Index, ...]:
    """Indexes by which a unit's rows are read in order of names, and its own ones found."""
    levels = (Index(f"ix_{table}_level{n}", f"level{n}_id", "sort_key", "id") for n in range(1, 6))
    return (Index(f"ix_{table}_unit", "unit_id"), *levels)


PLACING = ("unit_id", *(f"level{n}_id" for n in range(1, 6)), "body_id", "body_path")
"""The columns of `Placed`: what a row copies from the one it is about."""


class Filed(Placed, Scoped):
    """Mixin: cases, files, papers. In reach where they stand, or with the organization they are about.

    What is about an organization or a Party organization follows it when that moves
    (organizations/following.py), so that a former unit loses every door.
    """

    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), index=True, default=None
    )
    party_organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("party_organization.id"), index=True, default=None
    )

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Inside the reach's unit or body, or about one of its own organizations."""
        if reach.organization_ids:
            own = cls.organization_id.in_(sorted(reach.organization_ids))
            return or_(cls.placed_within(reach), own)
        return cls.placed_within(reach)

    def covers(self, reach: Reach) -> bool:
        """Whether this new row stands inside `reach`."""
        return self.placed_in(reach) or self.organization_id in reach.organization_ids


def copied(row: Placed) -> dict[str, int | str | None]:
    """Where a row stands, for another row that is about it."""
    return {name: getattr(row, name) for name in PLACING}
