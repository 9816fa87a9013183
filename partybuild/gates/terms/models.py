"""A guided procedure: what is to be set up, elected, dissolved or merged, and what was said so far."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import EncryptedText, Json, Model
from partybuild.gates.terms.rules import Matter
from partybuild.workflow.models import OfCase


class Procedure(OfCase, Model):
    """One procedure of one Party organization; facts are written only by its closing step."""

    __tablename__ = "procedure"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    matter: Mapped[Matter]
    name: Mapped[str] = mapped_column(String(200))
    """Of the Party organization, or the proposed one."""
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    """What the steps have said so far, days as ISO text; no telephone numbers."""
    telephone: Mapped[str] = mapped_column(EncryptedText, default="")
    """Of the secretary to be."""
