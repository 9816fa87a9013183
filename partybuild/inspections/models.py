"""Campaigns, who was expected, and one inspection of each organization and year."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import Json, Model
from partybuild.inspections.kinds import (
    CampaignState,
    Conclusion,
    Evaluation,
    Exclusion,
    Regime,
    SpotCheck,
)
from partybuild.regions.placing import Filed

_LEVELS = tuple(f"level{n}_id" for n in range(1, 6))
ALIKE = (
    "conclusion",
    "evaluation",
    "returned",
    "late",
    "rectify",
    "interviewed",
    "penalised",
    "listed",
)
"""What decides how an inspection counts, in the order in which it stands in the index of figures."""
_FIGURES = ("campaign_id", "expected", *_LEVELS[:2], *ALIKE, "published_on", "submitted_on",
            *_LEVELS[2:])  # fmt: skip
_ABSENT = ("listed", "organization_id", *_LEVELS[1:])
UNANSWERED = (
    "inspection.expected AND NOT inspection.history AND NOT inspection.rectify "
    "AND NOT inspection.interviewed AND NOT inspection.penalised AND NOT inspection.listed "
    "AND inspection.conclusion IN ('unqualified', 'basic', 'absent', 'unreported')"
)
"""Failed, and no measure noted. In words: only so does SQLite see that the index holds them all."""


def _unanswered(level: int) -> Index:
    words: ColumnElement[bool] = literal_column(UNANSWERED.replace("inspection.", ""))
    return Index(
        f"ix_inspection_level{level}_unanswered",
        f"level{level}_id",
        "organization_id",
        "published_on",
        "concluded_on",
        "id",
        sqlite_where=words,
        postgresql_where=words,
    )


class InspectionCampaign(Model):
    """One year's inspection of an area: shared knowledge; who may see its organizations is theirs."""

    __tablename__ = "inspection_campaign"

    year: Mapped[int] = mapped_column(index=True)
    """The year inspected; the work is done in the next."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    own: Mapped[bool]
    """Only what counts at the unit itself (本级), not below."""
    kinds: Mapped[list[str]] = mapped_column(Json)
    regime: Mapped[Regime]
    charities: Mapped[bool]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[CampaignState]
    cutoffs: Mapped[dict[str, str]] = mapped_column(Json)
    """By kind the last day of registration that was used; set when the list is frozen."""
    cutoff_policy_id: Mapped[int | None] = mapped_column(ForeignKey("policy.id"))
    frozen_on: Mapped[date | None]
    opened_by: Mapped[str] = mapped_column(String(200), default="")
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class Expected(Filed, Model):
    """The frozen list of a campaign: in, or left out with the reason."""

    __tablename__ = "inspection_expected"
    __table_args__ = (
        UniqueConstraint("campaign_id", "organization_id"),
        Index("ix_inspection_expected_reason", "campaign_id", "reason", *_LEVELS),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("inspection_campaign.id"))
    reason: Mapped[Exclusion | None]
    """None: expected."""
    note: Mapped[str] = mapped_column(String(300), default="")
    added_on: Mapped[date | None]
    """The day on which it was added to the frozen list, or taken off it."""
    added_by: Mapped[str] = mapped_column(String(200), default="")


class Inspection(Filed, Model):
    """What a year's inspection of one organization came to; its state stands in the case."""

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("organization_id", "year"),
        Index("ix_inspection_figures", *_FIGURES),
        *(Index(f"ix_inspection_level{n}", f"level{n}_id", "year") for n in range(1, 5)),
        *map(_unanswered, range(1, 6)),
        # Who was absent in a year is told without a look at the rows.
        Index("ix_inspection_absent", "year", "conclusion", "expected", "level1_id", *_ABSENT),
    )

    year: Mapped[int]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("inspection_campaign.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    """None for years taken in as history."""
    regime: Mapped[Regime]
    expected: Mapped[bool]
    """False once it has been taken off the list."""
    history: Mapped[bool]
    """Of a year before the rule began: no process, no verdict."""
    filed_on: Mapped[date | None]
    late: Mapped[bool]
    """补检: filed after the window."""

    section: Mapped[dict[str, Any]] = mapped_column(Json)
    """The Party section as filled in so far, by field."""
    section_by: Mapped[str] = mapped_column(String(200))
    section_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    returned: Mapped[bool]

    conclusion: Mapped[Conclusion | None]
    concluded_on: Mapped[date | None]
    concluded_by: Mapped[str] = mapped_column(String(200))
    spot_check: Mapped[SpotCheck | None]
    score: Mapped[int | None]
    """Tenths of a point."""
    evaluation: Mapped[Evaluation | None]
    evaluated_on: Mapped[date | None]
    evaluated_by: Mapped[str] = mapped_column(String(200))
    published_on: Mapped[date | None]
    """Of both; None again while it is reopened."""
    first_published_on: Mapped[date | None]
    first_conclusion: Mapped[Conclusion | None]
    first_evaluation: Mapped[Evaluation | None]

    rectify: Mapped[bool]
    interviewed: Mapped[bool]
    penalised: Mapped[bool]
    listed: Mapped[bool]
    document: Mapped[str] = mapped_column(String(120))
    rectify_by: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(500))


BLANK: dict[str, Any] = {
    "filed_on": None,
    "late": False,
    "section": {},
    "section_by": "",
    "section_at": None,
    "submitted_on": None,
    "returned": False,
    "conclusion": None,
    "concluded_on": None,
    "concluded_by": "",
    "spot_check": None,
    "score": None,
    "evaluation": None,
    "evaluated_on": None,
    "evaluated_by": "",
    "published_on": None,
    "first_published_on": None,
    "first_conclusion": None,
    "first_evaluation": None,
    "rectify": False,
    "interviewed": False,
    "penalised": False,
    "listed": False,
    "document": "",
    "rectify_by": None,
    "note": "",
}
"""An inspection of which nothing is known yet."""
