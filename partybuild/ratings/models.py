"""Rounds and assessments with their scores, vetoes and visits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import Json, Model
from partybuild.ratings.kinds import LeftOut, RoundState, Stage, Tier
from partybuild.regions.placing import Filed
from partybuild.workflow.models import OfCase


class RatingRound(Model):
    """One round of rating in an area: shared knowledge; who may see its assessments is theirs."""

    __tablename__ = "rating_round"

    year: Mapped[int] = mapped_column(index=True)
    """The year rated."""
    title: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    own: Mapped[bool]
    """Only what counts at the unit itself (本级), not below."""
    scheme_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    categories: Mapped[list[str]] = mapped_column(Json)
    """Keys of the scheme's categories that take part."""
    state: Mapped[RoundState]
    fill_from: Mapped[date]
    fill_to: Mapped[date]
    """Last day, inclusive, as all days of windows."""
    review_to: Mapped[dict[str, str]] = mapped_column(Json)
    """Tier → last day of its window, as an ISO day."""
    publicity_days: Mapped[int]
    """Working days."""
    founded_by: Mapped[date]
    """Party organizations set up after this day are too new to take part."""
    frozen_on: Mapped[date | None]
    opened_by: Mapped[str] = mapped_column(String(200), default="")
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class Assessment(Filed, Model):
    """One Party organization in one round: taking part, or left out with the reason."""

    __tablename__ = "rating_assessment"
    __table_args__ = (
        UniqueConstraint("round_id", "party_organization_id"),
        Index(
            "ix_rating_assessment_round",
            *("round_id", "stage", "left_out", "category", "star", "tied"),
        ),
        Index("ix_rating_assessment_publicity", "publicity_id", "left_out", "star", "stage"),
        *(
            Index(
                f"ix_rating_assessment_level{n}",
                *("round_id", f"level{n}_id", f"level{n + 1}_id", "stage", "star", "category"),
                "previous",
            )
            for n in range(1, 5)
        ),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("rating_round.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    """None while the round is prepared, and for those left out from the start."""
    left_out: Mapped[LeftOut | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    """Why it was left out or added by hand."""
    category: Mapped[str] = mapped_column(String(40))
    rating_unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    """Where it is decided: caps are counted within this unit and the category."""
    stage: Mapped[Stage]
    """The state of the case, written with it (ratings/acting.py), so that funnels need no join."""
    answered: Mapped[int] = mapped_column(default=0)
    """Items with a self score."""
    sent_on: Mapped[date | None]
    self_total: Mapped[int | None]
    """Tenths of a point, as all totals; of what has been sent."""
    first_total: Mapped[int | None]
    second_total: Mapped[int | None]
    final_total: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What the gates read, by the moment: {"sent" | "computed" | "decided": {...}}."""
    previous: Mapped[int | None]
    """The star held when the stars were computed."""
    candidate: Mapped[int | None]
    """The star that the score alone gives."""
    ceiling: Mapped[int | None]
    """The highest star that gates, vetoes and one step a year leave open."""
    tied: Mapped[bool] = mapped_column(default=False)
    """At the edge of a cap with others of the same score: people decide."""
    computed: Mapped[int | None]
    """The star that the rules give, caps included."""
    why: Mapped[list[str]] = mapped_column(Json, default=list)
    """What held the star below the band of its score, in sentences."""
    star: Mapped[int | None]
    """As it stands: computed, or overridden with the reason."""
    override_reason: Mapped[str] = mapped_column(String(500), default="")
    override_by: Mapped[str] = mapped_column(String(200), default="")
    publicity_id: Mapped[int | None] = mapped_column(ForeignKey("rating_publicity.id"))
    decided_on: Mapped[date | None]


class Score(OfCase, Model):
    """What one tier gave one item; a later attempt stands beside the earlier one."""

    __tablename__ = "rating_score"
    __table_args__ = (UniqueConstraint("case_id", "indicator", "tier", "attempt"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"))
    indicator: Mapped[str] = mapped_column(String(40))
    """Key of a leaf of the scheme."""
    tier: Mapped[Tier]
    attempt: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    """False once a later attempt of the same tier stands."""
    points: Mapped[int]
    """Tenths of a point."""
    options: Mapped[list[str]] = mapped_column(Json, default=list)
    deductions: Mapped[list[str]] = mapped_column(Json, default=list)
    note: Mapped[str] = mapped_column(String(1000), default="")
    """The secretary's explanation, or the reviewer's reason."""
    files: Mapped[list[list[int]]] = mapped_column(Json, default=list)
    """What lay beside the item when it was scored: [file id, version]."""
    known: Mapped[bool] = mapped_column(default=False)
    """Filled in from facts that the system knows."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class VetoPut(OfCase, Model):
    """一票否决 put on an assessment, with its document; withdrawn with a reason, never deleted."""

    __tablename__ = "rating_veto"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    veto: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200))
    effect: Mapped[int]
    """不得评为 this star and above; 0: no star at all."""
    document: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(500))
    put_on: Mapped[date]
    put_by: Mapped[str] = mapped_column(String(200))
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")


class SiteVisit(OfCase, Model):
    """A reviewer was there: when, who, what they saw."""

    __tablename__ = "rating_visit"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    tier: Mapped[Tier]
    visited_on: Mapped[date]
    people: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(2000))
    actor: Mapped[str] = mapped_column(String(200))
