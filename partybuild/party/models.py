"""Party organizations: one dated tree, with terms, secretaries, members as counts, and cover."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from partybuild import clock
from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, ScopeMark
from partybuild.db import OPEN, CodeText, EncryptedText, Model
from partybuild.facts.models import HOLDING, Dated, Event, from_above
from partybuild.organizations.models import OfOrganization
from partybuild.party.kinds import Formation, InstructorKind, LifeKind, MassKind, PartyKind
from partybuild.party.today import Today, of_profiles, of_register
from partybuild.regions.placing import Placed


class PartyOrganization(Today, Placed, Scoped, Model):
    """One Party organization, from work committee to branch; kept as it is today.

    `unit_id` is where it counts: with its lead organization, else its own 区划, else its
    superior's unit. `body_id` and `body_path` are its own place in the tree.
    """

    __tablename__ = "party_organization"
    __table_args__ = of_register("party_organization")

    code: Mapped[str] = mapped_column(CodeText, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(CodeText)
    kind: Mapped[PartyKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("party_organization.id"), index=True)
    founded_on: Mapped[date]
    dissolved_on: Mapped[date | None]
    """First day on which it no longer exists, None while it does."""
    version: Mapped[int] = mapped_column(default=1)
    change: Mapped[int] = mapped_column(BigInteger)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """In the reach's unit or body tree, or linked to one of the reach's own organizations."""
        if not reach.organization_ids:
            return cls.placed_within(reach)
        return or_(cls.placed_within(reach), cls.id.in_(of_own(reach)))

    def covers(self, reach: Reach) -> bool:
        """Whether this new Party organization stands inside `reach`."""
        return self.placed_in(reach)


def of_own(reach: Reach) -> Select[Any]:
    """Select the ids of what covers the reach's own organizations today or from a day to come."""
    return select(CoverageLink.party_organization_id).where(
        ScopeMark(
            CoverageLink.organization_id.in_(sorted(reach.organization_ids)),
            CoverageLink.__tablename__,
        ),
        CoverageLink.known_to == OPEN,
        CoverageLink.valid_to > clock.today(),
    )


class OfParty(Scoped):
    """Mixin: rows that belong to a Party organization are in reach exactly when it is."""

    party_organization_id: Mapped[int]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Rows of the Party organizations inside `reach`."""
        condition = ScopeMark(PartyOrganization.within(reach), PartyOrganization.__tablename__)
        own = PartyOrganization.id == cls.party_organization_id
        # Looked up row by row: an IN would first gather every Party organization in reach.
        return exists(PartyOrganization.id).where(own, condition).correlate(cls)

    def anchor(self) -> tuple[type[Scoped], int | None]:
        """Its Party organization."""
        return PartyOrganization, self.party_organization_id


class PartyProfile(OfParty, Dated, Model):
    """What a Party organization is; it exists on the days that a row covers."""

    __tablename__ = "party_profile"
    __table_args__ = of_profiles("party_profile")
    KEY = ("party_organization_id",)

    party_organization_id: Mapped[int] = mapped_column(ForeignKey("party_organization.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[PartyKind]
    formation: Mapped[Formation | None]
    """None where nobody has said; then derived and marked 推定."""
    social: Mapped[bool] = mapped_column(default=True)
    """是否社会组织党组织; hosts of 挂靠 are not."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("party_organization.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    lead_organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    approval_number: Mapped[str] = mapped_column(String(120), default="")
    approved_on: Mapped[date | None]
    has_committee: Mapped[bool | None]
    seats_due: Mapped[int | None]
    seats_filled: Mapped[int | None]


class PartySecretary(OfParty, Dated, Model):
    """The secretary from the first day to the last."""

    __tablename__ = "party_secretary"
    KEY = ("party_organization_id",)

    party_organization_id: Mapped[int] = mapped_column(
        ForeignKey("party_organization.id"), index=True
    )
    name: Mapped[str] = mapped_column(String(60))
    telephone: Mapped[str] = mapped_column(EncryptedText, default="")


class PartyTerm(OfParty, Dated, Model):
    """The term of office: its first day and the last day that still counts."""

    __tablename__ = "party_term"
    __table_args__ = (
        Index("ix_party_term_now", "party_organization_id", *HOLDING, "last_day", "extended_to"),
    )
    KEY = ("party_organization_id",)

    party_organization_id: Mapped[int] = mapped_column(ForeignKey("party_organization.id"))
    started_on: Mapped[date | None]
    last_day: Mapped[date | None]
    extended_to: Mapped[date | None]
    """Last day after an approved postponement (经批准延期), with its document."""
    document: Mapped[str] = mapped_column(String(120), default="")


class PartyHeadcount(OfParty, Dated, Model):
    """Members it manages, as counts."""

    __tablename__ = "party_headcount"
    KEY = ("party_organization_id",)

    party_organization_id: Mapped[int] = mapped_column(
        ForeignKey("party_organization.id"), index=True
    )
    full: Mapped[int | None]
    probationary: Mapped[int | None]


class CoverageLink(OfOrganization, Dated, Model):
    """An organization is covered by a Party organization from a day to a day."""

    __tablename__ = "coverage_link"
    __table_args__ = (Index("ix_coverage_link_party", "party_organization_id", "known_to"),)
    KEY = ("organization_id", "party_organization_id")

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    party_organization_id: Mapped[int] = mapped_column(ForeignKey("party_organization.id"))
    inferred: Mapped[bool] = mapped_column(default=False)
    """The first day was not stated but taken from the later founding (推定)."""


class InstructorAssignment(OfOrganization, Dated, Model):
    """An instructor or liaison officer sent to an organization."""

    __tablename__ = "instructor_assignment"
    KEY = ("organization_id", "kind", "person_key")

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[InstructorKind]
    person_key: Mapped[str] = mapped_column(String(80), index=True)
    """Keyed digest of name, workplace and telephone: one person, however often assigned."""
    name: Mapped[str] = mapped_column(String(60))
    workplace: Mapped[str] = mapped_column(String(120), default="")
    telephone: Mapped[str] = mapped_column(EncryptedText, default="")


class MassCover(OfOrganization, Dated, Model):
    """A mass organization (工会、共青团、妇联) set up in an organization."""

    __tablename__ = "mass_cover"
    KEY = ("organization_id", "kind")

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[MassKind]
    present: Mapped[bool] = mapped_column(default=True)


class OrganizationLife(OfParty, Model):
    """One meeting or lesson: day, kind, attendance as numbers. Struck out, never deleted."""

    __tablename__ = "organization_life"
    __table_args__ = (
        Index("ix_organization_life_day", "party_organization_id", "held_on", "kind", "known_to"),
    )

    party_organization_id: Mapped[int] = mapped_column(ForeignKey("party_organization.id"))
    held_on: Mapped[date]
    kind: Mapped[LifeKind]
    due: Mapped[int | None]
    attended: Mapped[int | None]
    topic: Mapped[str] = mapped_column(String(200), default="")
    recorded_by: Mapped[str] = mapped_column(String(200))
    known_from: Mapped[int] = mapped_column(BigInteger)
    known_to: Mapped[int] = mapped_column(BigInteger, default=OPEN)


class PartyEvent(OfParty, Event, Model):
    """A line of a Party organization's history."""

    __tablename__ = "party_event"
    __table_args__ = (from_above("party_event", "party_organization_id"),)

    party_organization_id: Mapped[int] = mapped_column(
        ForeignKey("party_organization.id"), index=True
    )


class Acknowledgement(Placed, Scoped, Model):
    """A unit (or, with `body_id`, a body) has taken note of what was entered for it from above."""

    __tablename__ = "acknowledgement"
    __table_args__ = (Index("ix_acknowledgement_unit", "unit_id", "body_id", "up_to"),)

    up_to: Mapped[int] = mapped_column(BigInteger)
    """The last change that was shown."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Those of the units and bodies inside `reach`."""
        return cls.placed_within(reach)

    covers = Placed.placed_in
