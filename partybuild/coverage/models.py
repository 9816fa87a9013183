"""Kept figures: spans of unchanged coverage, and unit figures. Derived, rebuildable."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    column,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, in_unit
from partybuild.coverage.rules import Cover
from partybuild.db import FOREVER, OPEN, CodeText, Json, Model
from partybuild.facts.models import HOLDING
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import of_own
from partybuild.regions.placing import Placed


class Spanned:
    """Mixin: days [valid_from, valid_to) and change numbers, superseded, never updated."""

    valid_from: Mapped[date]
    valid_to: Mapped[date] = mapped_column(default=FOREVER)
    known_from: Mapped[int] = mapped_column(BigInteger)
    known_to: Mapped[int] = mapped_column(BigInteger, default=OPEN)


def _by_level(name: str, thing: str) -> tuple[Index, ...]:
    """A list of a unit's things in order of names is read from its index, page by page.

    Few stand in streets and communities: what does not is left out of their indexes.
    """
    ordered = ("known_to", "sort_key", thing, "valid_to", "valid_from")
    return (
        *(Index(f"ix_{name}_level{n}", f"level{n}_id", *ordered) for n in (1, 2, 3)),
        *(
            Index(
                f"ix_{name}_level{n}",
                f"level{n}_id",
                *ordered,
                sqlite_where=column(f"level{n}_id").is_not(None),
                postgresql_where=column(f"level{n}_id").is_not(None),
            )
            for n in (4, 5)
        ),
    )


ALIKE = (
    "kind",
    "cover",
    "full",
    "probationary",
    "trade",
    "zombie",
    "state",
    "level",
    "registration_way",
    "industry",
)
"""What decides how a span counts, in the order in which it stands in the index of lists."""


UNCOVERED = (
    "coverage_span.cover NOT IN ('independent', 'joint') "
    "AND coverage_span.\"full\" >= 3 AND coverage_span.kind != 'filed'"
)
"""应建未建 by most bases. In words: only so does SQLite see that the index holds all of them."""


def _uncovered(level: int) -> Index:
    words: ColumnElement[bool] = literal_column(UNCOVERED.replace("coverage_span.", ""))
    return Index(
        f"ix_coverage_span_uncovered{level}",
        f"level{level}_id",
        "known_to",
        "valid_to",
        "valid_from",
        "organization_id",
        sqlite_where=words,
        postgresql_where=words,
    )


class CoverageSpan(Spanned, Placed, Scoped, Model):
    """One organization for a stretch of days in which nothing counted changes.

    Scoped by where the organization was on those days, by the tree of those days.
    """

    __tablename__ = "coverage_span"
    __table_args__ = (
        *_by_level("coverage_span", "organization_id"),
        *map(_uncovered, range(1, 4)),
        # A unit's own, and a whole area unit after unit, in order of names.
        Index(
            "ix_coverage_span_unit",
            "unit_id",
            "known_to",
            "sort_key",
            "organization_id",
            "valid_to",
            "valid_from",
        ),
        # Whether another span of a life lies before or after one is seen without reading it.
        Index("ix_coverage_span_organization", "organization_id", *HOLDING),
        # What lists of a province and its cities are counted, filtered and ordered by, without a
        # look at the rows.
        Index(
            "ix_coverage_span_now",
            "level1_id",
            "known_to",
            "valid_to",
            *ALIKE,
            "valid_from",
            "registered_on",
            "unit_id",
            "organization_id",
            "body_id",
            "charity",
            "community",
            "level2_id",
            "is_first",
            "is_last",
        ),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    is_first: Mapped[bool]
    """Whether the organization's life begins with it, and below, whether it ends with it."""
    is_last: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(CodeText)
    code: Mapped[str] = mapped_column(CodeText)
    """Unified code or filing number."""
    kind: Mapped[OrganizationKind]
    state: Mapped[OrganizationState]
    level: Mapped[str] = mapped_column(String(10))
    supervisor: Mapped[str] = mapped_column(String(120))
    industry: Mapped[str] = mapped_column(String(60))
    registration_way: Mapped[str] = mapped_column(String(20))
    region_id: Mapped[int]
    """住所所在; says nothing about reach."""
    registered_on: Mapped[date]
    trade: Mapped[bool]
    charity: Mapped[bool]
    community: Mapped[bool]
    zombie: Mapped[bool]
    cover: Mapped[Cover]
    has_instructor: Mapped[bool]
    has_liaison: Mapped[bool]
    has_mass: Mapped[bool]
    double: Mapped[bool]
    """More than one live link (重复覆盖)."""
    inferred: Mapped[bool]
    formations: Mapped[str] = mapped_column(String(120))
    """Ways of setting up among the live links, for a basis that leaves some out."""
    party_ids: Mapped[list[int]] = mapped_column(Json)
    staff: Mapped[int | None]
    full: Mapped[int | None]
    probationary: Mapped[int | None]
    affiliated: Mapped[int | None]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Spans whose organization stood inside `reach` on their days."""
        inside = cls.placed_within(reach)
        if reach.organization_ids:
            return inside | cls.organization_id.in_(sorted(reach.organization_ids))
        return inside


class PartySpan(Spanned, Placed, Scoped, Model):
    """One Party organization for a stretch of days in which nothing counted changes."""

    __tablename__ = "party_span"
    __table_args__ = (
        *_by_level("party_span", "party_organization_id"),
        Index("ix_party_span_party", "party_organization_id", "known_to"),
        # What a province's warnings are counted by, without a look at the rows.
        Index(
            "ix_party_span_now",
            "level1_id",
            "known_to",
            "kind",
            "covered",
            "formation",
            "social",
            "full",
            "valid_to",
            "valid_from",
            "party_organization_id",
        ),
    )

    party_organization_id: Mapped[int] = mapped_column(ForeignKey("party_organization.id"))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(CodeText)
    code: Mapped[str] = mapped_column(CodeText)
    kind: Mapped[PartyKind]
    formation: Mapped[Formation | None]
    inferred: Mapped[bool]
    social: Mapped[bool]
    counted: Mapped[bool]
    """In `party_organizations`: a social one that is no work committee."""
    parent_id: Mapped[int | None]
    covered: Mapped[int]
    """Living organizations linked (0 = 空壳)."""
    full: Mapped[int | None]
    probationary: Mapped[int | None]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Spans whose Party organization counted inside `reach` on their days, or covers its own."""
        inside = cls.placed_within(reach)
        if reach.organization_ids:
            return inside | cls.party_organization_id.in_(of_own(reach))
        return inside


class UnitFigure(Scoped, Model):
    """Kept figures of one unit (own and subtree) for one day and basis, known at a change."""

    __tablename__ = "unit_figure"
    __table_args__ = (Index("uq_unit_figure", "unit_id", "own", "day", "basis", unique=True),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    level1_id: Mapped[int | None]
    level2_id: Mapped[int | None]
    level3_id: Mapped[int | None]
    level4_id: Mapped[int | None]
    level5_id: Mapped[int | None]
    own: Mapped[bool]
    """True: only the unit's own organizations (本级); False: its whole subtree."""
    day: Mapped[date]
    basis: Mapped[str] = mapped_column(String(40))
    counts: Mapped[dict[str, int]] = mapped_column(Json)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Figures of the units inside `reach`."""
        return in_unit(cls, reach)
