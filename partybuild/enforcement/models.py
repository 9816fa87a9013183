"""What the cases that follow an inspection hold beside their state."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import Json, Model
from partybuild.enforcement.kinds import OrderResult, PenaltyKind, ProposalKind
from partybuild.regions.placing import Filed
from partybuild.workflow.models import OfCase


class RectificationOrder(OfCase, Model):
    """责令限期整改: what is wrong, what is demanded, until when, with what result."""

    __tablename__ = "rectification_order"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    faults: Mapped[str] = mapped_column(String(2000))
    measures: Mapped[str] = mapped_column(String(2000))
    first_due: Mapped[date]
    deadline: Mapped[date]
    """As extended."""
    number: Mapped[str] = mapped_column(String(120))
    served_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    result: Mapped[OrderResult | None]
    result_on: Mapped[date | None]


class Interview(OfCase, Model):
    """约谈: who, when, why. Not a penalty."""

    __tablename__ = "interview"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    invited: Mapped[str] = mapped_column(String(200))
    reasons: Mapped[str] = mapped_column(String(2000))
    at: Mapped[date]
    hour: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(120))
    host: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date | None]
    points: Mapped[str] = mapped_column(String(2000))


class Promise(Filed, Model):
    """What was promised in an interview: closed one by one."""

    __tablename__ = "interview_promise"
    __table_args__ = (Index("ix_interview_promise_due", "closed_on", "due_on", "id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    words: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date]
    closed_on: Mapped[date | None]
    closing: Mapped[str] = mapped_column(String(500), default="")
    closed_by: Mapped[str] = mapped_column(String(200), default="")


class Listing(Filed, Model):
    """An entry in 活动异常名录 or 严重违法失信名单; the kind of its case says in which."""

    __tablename__ = "listing"
    __table_args__ = (Index("ix_listing_organization", "organization_id", "listed_on"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    ground: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(2000))
    basis: Mapped[str] = mapped_column(String(300))
    first_letter: Mapped[date | None]
    second_letter: Mapped[date | None]
    """Registered letters that came back unsigned, where nobody can be reached."""
    warned_on: Mapped[date | None]
    warning: Mapped[str] = mapped_column(String(120), default="")
    answer_due: Mapped[date | None]
    objected_on: Mapped[date | None]
    listed_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(120), default="")
    applied_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    removal: Mapped[str] = mapped_column(String(120), default="")


class DormantBatch(Filed, Model):
    """Organizations taken up together for cancellation."""

    __tablename__ = "dormant_batch"

    title: Mapped[str] = mapped_column(String(120))
    opened_on: Mapped[date]
    opened_by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(500), default="")


class DormantCase(Filed, Model):
    """One organization of a batch, with the days on which its steps had effect."""

    __tablename__ = "dormant_case"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("dormant_batch.id"), index=True)
    years: Mapped[list[int]] = mapped_column(Json)
    """Without inspection."""
    warned_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(120), default="")
    """Of the 事先告知书."""
    served_on: Mapped[date | None]
    """The day on which it counts as served: the end of a public notice."""
    defended_on: Mapped[date | None]
    defence: Mapped[str] = mapped_column(String(1000), default="")
    asked_on: Mapped[date | None]
    hearing_on: Mapped[date | None]
    heard_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(120), default="")
    published_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    spared_on: Mapped[date | None]


class Penalty(Filed, Model):
    """行政处罚 as outcome and document number; the procedure itself runs elsewhere."""

    __tablename__ = "penalty"
    __table_args__ = (Index("ix_penalty_decided", "decided_on", "id"),)

    case_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    kind: Mapped[PenaltyKind]
    document: Mapped[str] = mapped_column(String(120))
    decided_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(500))
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime]
    withdrawn_on: Mapped[date | None]
    """A decision changed or annulled is withdrawn, with the reason (行政处罚法 第四十八条)."""
    withdrawn_reason: Mapped[str] = mapped_column(String(300), default="")


class SetAside(Filed, Model):
    """A proposal not taken up for now: who said so, why, until when."""

    __tablename__ = "proposal_set_aside"

    proposal: Mapped[ProposalKind]
    reason: Mapped[str] = mapped_column(String(500))
    decided_on: Mapped[date]
    until: Mapped[date]
    by: Mapped[str] = mapped_column(String(200))
