"""Social organizations: who they are, and the facts of their dated life."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, String, exists, or_
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, ScopeMark, in_unit
from partybuild.db import CodeText, EncryptedText, Model
from partybuild.facts.models import Dated, Event, from_above
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.regions.placing import Placed, by_name


class Organization(Placed, Scoped, Model):
    """One social organization. Name, kind, state and place are kept as they are today."""

    __tablename__ = "organization"
    __table_args__ = by_name("organization")

    code: Mapped[str | None] = mapped_column(CodeText, unique=True)
    """Unified social credit code; None for a filed one."""
    filing_number: Mapped[str | None] = mapped_column(CodeText, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(CodeText)
    kind: Mapped[OrganizationKind]
    state: Mapped[OrganizationState]
    version: Mapped[int] = mapped_column(default=1)
    change: Mapped[int] = mapped_column(BigInteger)
    """The change that brought it in."""

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """In the reach's unit or body, or one of the reach's own organizations."""
        if reach.organization_ids:
            return or_(cls.placed_within(reach), cls.id.in_(sorted(reach.organization_ids)))
        return cls.placed_within(reach)

    def covers(self, reach: Reach) -> bool:
        """Whether this new organization stands inside `reach`."""
        return self.placed_in(reach)

    @property
    def number(self) -> str:
        """The code or filing number by which people know it."""
        return self.code or self.filing_number or ""


class OfOrganization(Scoped):
    """Mixin: rows that belong to an organization are in reach exactly when it is."""

    organization_id: Mapped[int]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Rows of the organizations inside `reach`."""
        if reach.unit is None and reach.body is None and not reach.everything:
            return cls.organization_id.in_(sorted(reach.organization_ids))
        condition = ScopeMark(Organization.within(reach), Organization.__tablename__)
        own = Organization.id == cls.organization_id
        # Looked up row by row: an IN would first gather every organization in reach.
        return exists(Organization.id).where(own, condition).correlate(cls)

    def anchor(self) -> tuple[type[Scoped], int | None]:
        """Its organization."""
        return Organization, self.organization_id


class OrganizationProfile(OfOrganization, Dated, Model):
    """What an organization is: name, kind, register, place, responsible unit, leading body."""

    __tablename__ = "organization_profile"
    KEY = ("organization_id",)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganizationKind]
    authority: Mapped[str] = mapped_column(String(120), default="")
    registration_way: Mapped[str] = mapped_column(String(20), default="")
    """直接登记, 双重管理登记, 备案 or blank."""
    level: Mapped[str] = mapped_column(String(10), default="县级")
    """部级, 省级, 市级 or 县级."""
    supervisor: Mapped[str] = mapped_column(String(120), default="")
    industry: Mapped[str] = mapped_column(String(60), default="")
    trade: Mapped[bool] = mapped_column(default=False)
    charity: Mapped[bool] = mapped_column(default=False)
    community: Mapped[bool] = mapped_column(default=False)
    zombie: Mapped[bool] = mapped_column(default=False)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    """住所所在: where it is."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    """统计归属: where it counts."""
    body_id: Mapped[int | None] = mapped_column(ForeignKey("party_organization.id"))
    """党建工作机构: the Party body that leads it."""
    body_name: Mapped[str] = mapped_column(String(200), default="")
    """The body's name as written where it is not in the tree yet (主管党组织待落实)."""
    registered_on: Mapped[date]


class OrganizationStanding(OfOrganization, Dated, Model):
    """The state of an organization over time; the three ends are states of their own."""

    __tablename__ = "organization_standing"
    KEY = ("organization_id",)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    state: Mapped[OrganizationState]
    document: Mapped[str] = mapped_column(String(120), default="")


class Headcount(OfOrganization, Dated, Model):
    """Staff and Party members, each None where nobody has counted."""

    __tablename__ = "headcount"
    KEY = ("organization_id",)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    staff: Mapped[int | None]
    full: Mapped[int | None]
    probationary: Mapped[int | None]
    affiliated: Mapped[int | None]
    """组织关系在本组织党员数."""


class OrganizationContact(OfOrganization, Dated, Model):
    """Whom to ask, and where."""

    __tablename__ = "organization_contact"
    KEY = ("organization_id",)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    legal_person: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(60), default="")
    telephone: Mapped[str] = mapped_column(EncryptedText, default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    overdue_leader: Mapped[str] = mapped_column(String(60), default="")
    """负责人超期."""


class BoardTerm(OfOrganization, Dated, Model):
    """The board's election and the last day of its term."""

    __tablename__ = "board_term"
    KEY = ("organization_id",)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    elected_on: Mapped[date | None]
    last_day: Mapped[date | None]


class BuildPlan(OfOrganization, Dated, Model):
    """Why there is no Party organization yet, and what is planned."""

    __tablename__ = "build_plan"
    __table_args__ = (
        # Review days that have come are counted without a look at the plans.
        Index(
            "ix_build_plan_review",
            "known_to",
            "review_on",
            "organization_id",
            "valid_from",
            "valid_to",
        ),
    )
    KEY = ("organization_id",)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    reason: Mapped[str] = mapped_column(String(60), default="")
    measure: Mapped[str] = mapped_column(String(300), default="")
    planned_on: Mapped[date | None]
    responsible: Mapped[str] = mapped_column(String(60), default="")
    review_on: Mapped[date | None]


class OrganizationEvent(OfOrganization, Event, Model):
    """A line of an organization's history."""

    __tablename__ = "organization_event"
    __table_args__ = (from_above("organization_event", "organization_id"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)


class YearTotal(Scoped, Model):
    """Yearly totals typed in for years before 启用日, marked 补录 wherever they show."""

    __tablename__ = "year_total"
    __table_args__ = (Index("uq_year_total", "unit_id", "year", "kind", unique=True),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    year: Mapped[int]
    kind: Mapped[OrganizationKind]
    total: Mapped[int]
    registered: Mapped[int | None]
    ended: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(200))
    actor: Mapped[str | None] = mapped_column(String(200))
    """Who typed it in last, and when; None for totals typed in before this was kept."""
    entered_at: Mapped[datetime | None]

    level1_id: Mapped[int | None]
    level2_id: Mapped[int | None]
    level3_id: Mapped[int | None]
    level4_id: Mapped[int | None]
    level5_id: Mapped[int | None]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Totals of the units inside `reach`."""
        return in_unit(cls, reach)

    def covers(self, reach: Reach) -> bool:
        """Whether the unit stands inside `reach`."""
        unit = reach.unit
        if reach.everything or (unit is not None and unit.level == 0):
            return True
        return unit is not None and getattr(self, f"level{unit.level}_id") == unit.id
