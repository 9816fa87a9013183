"""What is done about a unit that lags: over which figures, with which promises."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import Json, Model
from partybuild.rectification.kinds import AreaMeasure
from partybuild.workflow.models import OfCase


class LaggingArea(OfCase, Model):
    """通报, 约谈 or 挂牌督办 of a unit over named figures."""

    __tablename__ = "lagging_area"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    measure: Mapped[AreaMeasure]
    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    """The unit concerned; the desk is that of the unit above which took it up."""
    figures: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """As of the day: key, label, value, wanted, path of its list."""
    reasons: Mapped[str] = mapped_column(String(1000))
    number: Mapped[str] = mapped_column(String(120), default="")
    people: Mapped[str] = mapped_column(String(200), default="")
    """Of an interview: who was invited."""
    place: Mapped[str] = mapped_column(String(200), default="")
    held_on: Mapped[date | None]
    first_due: Mapped[date]
    closed_words: Mapped[str] = mapped_column(String(1000), default="")
    closing_figures: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """The same figures on the day of closing."""


class AreaPromise(OfCase, Model):
    """What the unit promised: closed one by one."""

    __tablename__ = "lagging_area_promise"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), index=True)
    words: Mapped[str] = mapped_column(String(500))
    person: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    closed_on: Mapped[date | None]
    closing: Mapped[str] = mapped_column(String(500), default="")
    closed_by: Mapped[str] = mapped_column(String(200), default="")
