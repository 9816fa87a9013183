"""Verdicts kept by day, recorded answers, waivers, and events entered by hand."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, String, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, in_unit
from partybuild.coverage.models import Spanned
from partybuild.db import FOREVER, CodeText, Json, Model
from partybuild.gates.kinds import AnswerKind, Verdict
from partybuild.organizations.kinds import OrganizationKind
from partybuild.regions.placing import Filed, Placed

_NOW = ("known_to", "valid_to", "valid_from", "next_on", "rule", "verdict")
WAITING = "verdict IN ('missing', 'pending')"
"""In words: only so does SQLite see that the index of open items holds all of them."""
_BODIES = ("known_to", "body_id", "rule", "verdict", "next_on", "valid_to", "valid_from")
"""Of a province and a city what is not kept is counted by leading body."""
_LIST = ("known_to", "rule", "verdict", "sort_key", "id")
_SEEN = ("next_on", "valid_to", "valid_from", "trigger_on", "kind", "unit_id")
"""A list of one verdict is read in order of names, and sifted without a look at the rows."""


def _by_due(level: str) -> Index:
    """Items without an answer by their last day, as to-dos are counted and read."""
    columns = ("known_to", "due_on", "id", "next_on", "valid_from", "valid_to", "rule")
    waiting: ColumnElement[bool] = literal_column(WAITING)
    return Index(
        f"ix_sync_verdict_{level}_due",
        f"{level}_id",
        *columns,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _by_name(level: int) -> Index:
    above = (f"level{n}_id" for n in range(1, level))
    return Index(f"ix_sync_verdict_list{level}", f"level{level}_id", *_LIST, *_SEEN, *above)


class SyncVerdict(Spanned, Placed, Scoped, Model):
    """One verdict of an organization, rule and trigger for a stretch of days in which it holds.

    Superseded, never updated; 待办 that will turn into 缺, and waivers that will run out, stand
    here beforehand, so that any day D is `valid_from <= D < valid_to`. Scoped by where the
    organization was on those days; days after its end have no row.
    """

    __tablename__ = "sync_verdict"
    __table_args__ = (
        Index("ix_sync_verdict_now", "level1_id", *_BODIES),
        Index("ix_sync_verdict_level2", "level2_id", *_BODIES, "level1_id"),
        *(Index(f"ix_sync_verdict_level{n}", f"level{n}_id", *_NOW) for n in range(3, 6)),
        *map(_by_name, range(1, 4)),
        *(_by_due(f"level{n}") for n in range(1, 6)),
        Index("ix_sync_verdict_organization", "organization_id", "known_to"),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(CodeText)
    code: Mapped[str] = mapped_column(CodeText)
    kind: Mapped[OrganizationKind]
    rule: Mapped[str] = mapped_column(String(40))
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policy.id"))
    """The version that held on the day of the trigger."""
    trigger_on: Mapped[date]
    trigger_key: Mapped[str] = mapped_column(String(60), default="")
    trigger_document: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date] = mapped_column(default=FOREVER)
    """The next trigger of the rule: on days before it this one is current."""
    verdict: Mapped[Verdict]
    late_days: Mapped[int] = mapped_column(default=0)
    on_time_by: Mapped[date | None]
    due_on: Mapped[date | None]
    """Last day of 待办."""
    answer_kind: Mapped[AnswerKind | None]
    answered_on: Mapped[date | None]
    answer_document: Mapped[str] = mapped_column(String(200), default="")
    review_on: Mapped[date | None]
    waiver_id: Mapped[int | None] = mapped_column(ForeignKey("waiver.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    """Why 不适用, or why waived."""

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Verdicts of organizations that stood inside `reach` on their days."""
        inside = cls.placed_within(reach)
        if reach.organization_ids:
            return inside | cls.organization_id.in_(sorted(reach.organization_ids))
        return inside


class SyncFigure(Scoped, Model):
    """Kept counts of verdicts of a unit for the days of one month; see `gates.figures`."""

    __tablename__ = "sync_figure"
    __table_args__ = (
        Index("uq_sync_figure", "unit_id", "own", "month", unique=True),
        Index("ix_sync_figure_level1_id", "level1_id"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    level1_id: Mapped[int | None]
    level2_id: Mapped[int | None]
    level3_id: Mapped[int | None]
    level4_id: Mapped[int | None]
    level5_id: Mapped[int | None]
    own: Mapped[bool]
    """True: only the unit's own organizations (本级); False: all below it too."""
    month: Mapped[date]
    """Its first day."""
    standing: Mapped[dict[str, int]] = mapped_column(Json)
    moves: Mapped[dict[str, dict[str, int]]] = mapped_column(Json)
    triggered: Mapped[dict[str, dict[str, int]]] = mapped_column(Json)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Figures of the units inside `reach`."""
        return in_unit(cls, reach)


class Recorded:
    """Mixin: who entered it when; struck out by change number, never deleted."""

    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))
    known_from: Mapped[int] = mapped_column(BigInteger)


class SyncAnswer(Recorded, Filed, Model):
    """An answer that is no fact elsewhere: approved in step, instructor promised, 暂不具备, 无需换届."""

    __tablename__ = "sync_answer"

    rule: Mapped[str] = mapped_column(String(40))
    kind: Mapped[AnswerKind]
    day: Mapped[date]
    review_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    document: Mapped[str] = mapped_column(String(200), default="")
    case_id: Mapped[int | None] = mapped_column(index=True)
    """The case it came from, if any."""
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Waiver(Recorded, Filed, Model):
    """An item waived for an organization from a day to a day, both included."""

    __tablename__ = "waiver"

    rule: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(300))
    document: Mapped[str] = mapped_column(String(200), default="")
    granted_on: Mapped[date]
    expires_on: Mapped[date]
    revoked_on: Mapped[date | None]
    """First day on which it no longer holds."""
    revoked_by: Mapped[str] = mapped_column(String(200), default="")
    revoked_reason: Mapped[str] = mapped_column(String(300), default="")


class SyncEvent(Recorded, Filed, Model):
    """An event of a rule without facts of its own: kind, day, document; with its answer."""

    __tablename__ = "sync_event"

    rule: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    document: Mapped[str] = mapped_column(String(200), default="")
    answered_on: Mapped[date | None]
    answered_document: Mapped[str] = mapped_column(String(200), default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)
