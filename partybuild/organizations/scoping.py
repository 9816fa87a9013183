"""Columns that place a row in both trees, and the condition that reads them."""

from sqlalchemy import ColumnElement, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import in_unit, under
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
        places: list[ColumnElement[bool]] = [in_unit(cls, reach)]
        if reach.body is not None:
            places.append(under(cls.body_path, reach.body.path))
        return or_(*places)

    def placed_in(self, reach: Reach) -> bool:
        """The same for a row that is not in the database yet."""
        unit, body = reach.unit, reach.body
        if reach.everything or (unit is not None and unit.level == 0):
            return True
        if unit is not None and getattr(self, f"level{unit.level}_id") == unit.id:
            return True
        return body is not None and self.body_path.startswith(body.path)
