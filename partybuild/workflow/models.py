"""Cases of every process, their events, and what was returned item by item."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    exists,
)
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped, ScopeMark
from partybuild.db import Json, Model
from partybuild.regions.placing import Filed

_COUNTED = ("kind", "state", "closed_on", "due_on", "opened_on", "id")
"""To-dos and the counts by unit are read from their index, without a look at the rows."""


class WorkflowCase(Filed, Model):
    """One case of one process. State, due day and version are written with its events only."""

    __tablename__ = "workflow_case"
    __table_args__ = (
        *(
            Index(f"ix_workflow_case_level{n}", f"level{n}_id", *_COUNTED, f"level{n + 1}_id")
            for n in range(1, 5)
        ),
        Index("ix_workflow_case_level5", "level5_id", *_COUNTED),
        # What is open about one organization, and what was opened since a day.
        Index("ix_workflow_case_about", "organization_id", "kind", "closed_on", "opened_on"),
        Index("ix_workflow_case_kind", "kind", "state", "due_on", "id"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(240))
    state: Mapped[str] = mapped_column(String(30))
    table_version: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    """Counts the events; a submit that names an older one is stale."""
    desk_unit_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    """The unit at whose level the case lies; its own officers take the steps."""
    desk_body_id: Mapped[int | None] = mapped_column(ForeignKey("party_organization.id"))
    due_on: Mapped[date | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]


class OfCase(Scoped):
    """Mixin: rows that belong to a case are in reach exactly when it is."""

    case_id: Mapped[int]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Rows of the cases inside `reach`."""
        condition = ScopeMark(WorkflowCase.within(reach), WorkflowCase.__tablename__)
        own = WorkflowCase.id == cls.case_id
        return exists(WorkflowCase.id).where(own, condition).correlate(cls)

    def anchor(self) -> tuple[type[Scoped], int | None]:
        """Its case."""
        return WorkflowCase, self.case_id


class WorkflowEvent(OfCase, Model):
    """What was done in a case, by whom, on which facts; never changed."""

    __tablename__ = "workflow_event"
    __table_args__ = (UniqueConstraint("case_id", "sequence"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"))
    sequence: Mapped[int]
    action: Mapped[str] = mapped_column(String(30))
    label: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(30))
    target: Mapped[str] = mapped_column(String(30))
    tier: Mapped[str] = mapped_column(String(30))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    actor: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    effective_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(1000))
    document: Mapped[str] = mapped_column(String(120))
    mark: Mapped[str] = mapped_column(String(20))
    """代填, 上级更正, 同一人经办 or nothing."""
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    """The facts of the day on which the step was taken."""
    table_version: Mapped[int]
    change: Mapped[int] = mapped_column(BigInteger)


class ItemReturn(OfCase, Model):
    """One item of a case sent back with words and a deadline; answered by a later event."""

    __tablename__ = "item_return"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("workflow_event.id"))
    item: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(1000))
    due_on: Mapped[date | None]
    answered_event_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_event.id"))
