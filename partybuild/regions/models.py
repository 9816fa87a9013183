"""Units: divisions and what is no division, each with its ancestors by level."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import CodeText, Model
from partybuild.facts.models import Dated, Event


class Region(Model):
    """A unit as it is known today; its dated past stands in `RegionFact`."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(CodeText, unique=True)
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    """division, zone (a unit that is no division) or community."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    path: Mapped[str] = mapped_column(CodeText, index=True)
    """Ids of the ancestors and its own, `/1/61/6101/`."""
    level1_id: Mapped[int | None]
    level2_id: Mapped[int | None]
    level3_id: Mapped[int | None]
    level4_id: Mapped[int | None]
    level5_id: Mapped[int | None]
    ended_on: Mapped[date | None]
    first_day: Mapped[date | None]
    """启用日 of this unit where it differs from the database's own."""


class RegionFact(Dated, Model):
    """Name and parent of a unit over time."""

    __tablename__ = "region_fact"
    __table_args__ = (Index("ix_region_fact_parent", "parent_id", "known_to"),)
    KEY = ("region_id",)

    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    name: Mapped[str] = mapped_column(String(60))


class RegionEvent(Event, Model):
    """A line of a unit's history."""

    __tablename__ = "region_event"

    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)


class Setting(Model):
    """Settings of the whole database: 启用日, loaded provinces, kept-figure marks."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    value: Mapped[str] = mapped_column(String(400))
