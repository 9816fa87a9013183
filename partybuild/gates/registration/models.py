"""A case at the registration gate: what is applied for, what was answered, what came of it."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import EncryptedText, Json, Model
from partybuild.gates.registration.rules import AnswerKind, Matter
from partybuild.workflow.models import OfCase


class RegistrationCase(OfCase, Model):
    """One registration: founding, change, end, filing, or one made up for afterwards (补办)."""

    __tablename__ = "registration_case"

    case_id: Mapped[int] = mapped_column(ForeignKey("workflow_case.id"), unique=True)
    matter: Mapped[Matter]
    name: Mapped[str] = mapped_column(String(200))
    """The proposed name, or the organization's."""
    application: Mapped[dict[str, Any]] = mapped_column(Json)
    """The fields of the form, as text and numbers; no telephone numbers."""
    full: Mapped[int | None]
    probationary: Mapped[int | None]
    staff: Mapped[int | None]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("party_organization.id"))
    """The body that answers."""
    answer_kind: Mapped[AnswerKind | None]
    answered_on: Mapped[date | None]
    answer: Mapped[dict[str, Any]] = mapped_column(Json)
    """The answer's fields, without the telephone number."""
    telephone: Mapped[str] = mapped_column(EncryptedText, default="")
    """Of the instructor to be sent."""
