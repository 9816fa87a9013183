"""Screening rounds and proposals, cases with their three lists, acceptance, look-back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, ScopeMark
from partybuild.db import Json, Model
from partybuild.rectification.kinds import (
    LookBackResult,
    Origin,
    Outcome,
    ProposalState,
    RoundState,
    Tier,
)
from partybuild.regions.placing import Filed
from partybuild.workflow.models import OfCase


class ScreeningRound(Model):
    """One look through an area: shared knowledge; who may see its proposals is theirs."""

    __tablename__ = "screening_round"

    title: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    rules_id: Mapped[int | None] = mapped_column(ForeignKey("policy.id"))
    """The version of the rules it went by; None: as shipped."""
    state: Mapped[RoundState]
    day: Mapped[date]
    """The facts are those of this day."""
    screened: Mapped[int] = mapped_column(default=0)
    """Party organizations looked at; 5 % and 10 % of it are shown, never demanded."""
    opened_by: Mapped[str] = mapped_column(String(200))
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class ScreeningProposal(Filed, Model):
    """A Party organization that the facts, or a person, propose for rectification."""

    __tablename__ = "screening_proposal"
    __table_args__ = (
        UniqueConstraint("round_id", "party_organization_id"),
        *(
            Index(f"ix_screening_proposal_level{n}", f"level{n}_id", "state", "round_id", "id")
            for n in range(1, 6)
        ),
    )

    round_id: Mapped[int | None] = mapped_column(ForeignKey("screening_round.id"))
    """None where it was proposed outside a round."""
    origin: Mapped[Origin]
    proposed_on: Mapped[date]
    proposed_by: Mapped[str] = mapped_column(String(200))
    state: Mapped[ProposalState]
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was accepted or dismissed."""
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_case.id"), index=True)


class ScreeningGround(Scoped, Model):
    """One rule that a proposal rests on: because rule, values, dates."""

    __tablename__ = "screening_ground"
    __table_args__ = (Index("ix_screening_ground_rule", "rule", "proposal_id"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("screening_proposal.id"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(500))
    """The facts as a sentence: 书记自2026-05-01空缺203天（超过90天）."""
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    since: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
    """Of the rule."""

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Grounds of the proposals inside `reach`."""
        condition = ScopeMark(ScreeningProposal.within(reach), ScreeningProposal.__tablename__)
        own = ScreeningProposal.id == cls.proposal_id
        return exists(ScreeningProposal.id).where(own, condition).correlate(cls)

    def anchor(self) -> tuple[type[Scoped], int | None]:
        """Its proposal."""
        return ScreeningProposal, self.proposal_id


class Rectification(OfCase, Model):
    """What a case holds beside its state: 一支部一策 and how it went."""

    __tablename__ = "rectification"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    found_on: Mapped[date]
    """认定: the day on which it was listed."""
    grounds: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """As accepted: rule, label, words, since, source."""
    why: Mapped[str] = mapped_column(String(500))
    """The reason given with the acceptance of the proposal."""
    working_unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    """Whose officers put it right and accept first."""
    working_body_id: Mapped[int | None] = mapped_column(ForeignKey("party_organization.id"))
    """The body whose officers do so, where it is one of theirs."""
    deciding_unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    """The level above, one more where it is raised: approves the plan and accepts last."""
    cause: Mapped[str] = mapped_column(String(2000), default="")
    """原因分析."""
    leader: Mapped[str] = mapped_column(String(120), default="")
    """包联领导."""
    instructor: Mapped[str] = mapped_column(String(120), default="")
    """第一书记或指导员."""
    first_term_to: Mapped[date]
    term_to: Mapped[date]
    """整顿期限, last day, as extended."""
    plan_number: Mapped[str] = mapped_column(String(120), default="")
    approved_on: Mapped[date | None]
    attempt: Mapped[int] = mapped_column(default=1)
    """Of acceptance."""
    struck_off_on: Mapped[date | None]
    """销号: accepted by both levels; None again after a relapse."""
    outcome: Mapped[Outcome | None]
    outcome_on: Mapped[date | None]
    relapses: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[list[str]] = mapped_column(Json, default=list)
    """屡改屡犯: what was put right before and is back, as sentences; raised one level."""
    members_to: Mapped[str] = mapped_column(String(500), default="")
    """党员去向, where the Party organization was dissolved."""


class Problem(OfCase, Model):
    """问题清单: one problem; closed when all its measures are."""

    __tablename__ = "rectification_problem"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    number: Mapped[int]
    rule: Mapped[str] = mapped_column(String(40))
    """The situation it belongs to, blank for one that no rule names."""
    words: Mapped[str] = mapped_column(String(1000))
    closed_on: Mapped[date | None]
    reopened: Mapped[int] = mapped_column(default=0)


class Measure(OfCase, Model):
    """措施清单 and 责任清单: what is done, by whom, until when, with what to prove it."""

    __tablename__ = "rectification_measure"
    __table_args__ = (Index("ix_rectification_measure_due", "closed_on", "due_on", "id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    problem_id: Mapped[int] = mapped_column(ForeignKey("rectification_problem.id"), index=True)
    words: Mapped[str] = mapped_column(String(1000))
    person: Mapped[str] = mapped_column(String(120))
    first_due: Mapped[date]
    due_on: Mapped[date]
    proof: Mapped[str] = mapped_column(String(200), default="")
    """What is to prove it."""
    closed_on: Mapped[date | None]
    closing: Mapped[str] = mapped_column(String(1000), default="")
    closed_by: Mapped[str] = mapped_column(String(200), default="")
    files: Mapped[list[list[int]]] = mapped_column(Json, default=list)
    """What proved it: [file id, version]."""


class Progress(OfCase, Model):
    """月报: what was done in a month; a later report of the same month stands beside it."""

    __tablename__ = "rectification_progress"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    month: Mapped[date]
    """Its first day."""
    words: Mapped[str] = mapped_column(String(2000))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor: Mapped[str] = mapped_column(String(200))
    mark: Mapped[str] = mapped_column(String(20), default="")
    at: Mapped[datetime]


class Acceptance(OfCase, Model):
    """One judgement of one level; a refusal names the problems that are open again."""

    __tablename__ = "rectification_acceptance"
    __table_args__ = (UniqueConstraint("case_id", "attempt", "tier"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"))
    attempt: Mapped[int]
    tier: Mapped[Tier]
    passed: Mapped[bool]
    accepted_on: Mapped[date]
    people: Mapped[str] = mapped_column(String(200))
    """Who was there."""
    satisfaction: Mapped[int | None]
    """Of members and people asked, percent."""
    words: Mapped[str] = mapped_column(String(1000))
    reopened: Mapped[list[int]] = mapped_column(Json, default=list)
    """Ids of problems."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor: Mapped[str] = mapped_column(String(200))


class LookBack(OfCase, Model):
    """回头看 some months after it was struck off."""

    __tablename__ = "rectification_look_back"
    __table_args__ = (Index("ix_rectification_look_back_due", "done_on", "due_on", "id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    months: Mapped[int]
    due_on: Mapped[date]
    void: Mapped[bool] = mapped_column(default=False)
    """A relapse before it: it is not due any more."""
    done_on: Mapped[date | None]
    result: Mapped[LookBackResult | None]
    words: Mapped[str] = mapped_column(String(1000), default="")
    actor: Mapped[str] = mapped_column(String(200), default="")
