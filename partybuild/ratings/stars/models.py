"""What follows the scores: publicity with objections, stars as facts, and the two honours."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import Model
from partybuild.facts.models import HOLDING, Dated
from partybuild.party.models import OfParty
from partybuild.ratings.kinds import Finding, HonourKind, StarMove, Strength
from partybuild.regions.placing import Filed
from partybuild.workflow.models import OfCase


class Publicity(Filed, Model):
    """公示 of one deciding unit's stars; its clock counts working days."""

    __tablename__ = "rating_publicity"

    round_id: Mapped[int] = mapped_column(ForeignKey("rating_round.id"), index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """Last day, inclusive, as extended."""
    first_closes_on: Mapped[date]
    extension_reason: Mapped[str] = mapped_column(String(500), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    announcement: Mapped[str] = mapped_column(String(120), default="")
    """Number of the paper that announced the decision."""
    opened_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_on: Mapped[date | None]
    """Taken back before a decision, because a score is judged again."""
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")


class Objection(OfCase, Model):
    """异议 in writing about one assessment; no decision while one is open."""

    __tablename__ = "rating_objection"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    """Of the assessment."""
    publicity_id: Mapped[int] = mapped_column(ForeignKey("rating_publicity.id"), index=True)
    objector: Mapped[str] = mapped_column(String(200))
    received_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(2000))
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    finding: Mapped[Finding | None]
    found_on: Mapped[date | None]
    found: Mapped[str] = mapped_column(String(2000), default="")
    found_by: Mapped[str] = mapped_column(String(200), default="")


class PartyStar(OfParty, Dated, Model):
    """The star of a Party organization on the days that a row covers."""

    __tablename__ = "party_star"
    __table_args__ = (Index("ix_party_star_now", "party_organization_id", *HOLDING, "star"),)
    KEY = ("party_organization_id",)

    party_organization_id: Mapped[int] = mapped_column(ForeignKey("party_organization.id"))
    star: Mapped[int]
    """1 to 5; 0 is 不定星."""
    move: Mapped[StarMove]
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("rating_assessment.id"))
    """None for stars taken in as history."""
    decided_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120), default="")


class StarChange(OfCase, Model):
    """A proposal to lower or take away a star between two rounds; nothing changes silently."""

    __tablename__ = "rating_star_change"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    ground: Mapped[str] = mapped_column(String(40))
    """The fact that opened it."""
    words: Mapped[str] = mapped_column(String(1000))
    star: Mapped[int]
    """Held when it was proposed."""
    proposed: Mapped[int]
    decided: Mapped[int | None]
    decided_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(120), default="")


class Honour(Filed, Model):
    """争创双强: Party building and development judged side by side; 双强 or 典型示范."""

    __tablename__ = "rating_honour"
    __table_args__ = (Index("ix_rating_honour_round", "round_id", "kind"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("rating_round.id"))
    kind: Mapped[HonourKind]
    building: Mapped[Strength]
    building_words: Mapped[str] = mapped_column(String(1000))
    development: Mapped[Strength]
    development_words: Mapped[str] = mapped_column(String(1000))
    proposed_on: Mapped[date]
    proposed_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
