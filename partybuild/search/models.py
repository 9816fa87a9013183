"""One row to find each thing by; the index over `terms` is declared in partybuild.db.declared."""

from sqlalchemy import ColumnElement, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, in_unit, under
from partybuild.db import CodeText, Model
from partybuild.search.ports import sources


class SearchEntry(Scoped, Model):
    """What can be found: an organization or a Party organization, and the words it answers to."""

    __tablename__ = "search_entry"
    __table_args__ = (Index("uq_search_entry_thing", "thing", "thing_id", unique=True),)

    thing: Mapped[str] = mapped_column(String(12))
    """organization or party."""
    thing_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(CodeText)
    number: Mapped[str] = mapped_column(CodeText, index=True)
    terms: Mapped[str] = mapped_column(String)
    """Bigrams, initials, code, secretary and unit tokens, joined by blanks."""
    level1_id: Mapped[int | None]
    level2_id: Mapped[int | None]
    level3_id: Mapped[int | None]
    level4_id: Mapped[int | None]
    level5_id: Mapped[int | None]
    body_path: Mapped[str] = mapped_column(CodeText, default="")

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Entries of things inside `reach`."""
        inside = in_unit(cls, reach)
        if reach.body is not None:
            inside = inside | under(cls.body_path, reach.body.path)
        if reach.organization_ids:
            for source in sources:
                own = cls.thing_id.in_(source.of_own(reach))
                inside = inside | ((cls.thing == source.thing) & own)
        return inside
