"""Users, their appointments, their sessions, and attempts to sign in."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.permissions import Role
from partybuild.db import CodeText, EncryptedText, Model


class User(Model):
    """A person with an account."""

    __tablename__ = "user_account"

    login: Mapped[str] = mapped_column(CodeText, unique=True)
    name: Mapped[str] = mapped_column(String(60))
    telephone: Mapped[str] = mapped_column(EncryptedText, default="")
    password: Mapped[str] = mapped_column(String(300), default="")
    must_change: Mapped[bool] = mapped_column(default=True)
    one_time: Mapped[str] = mapped_column(String(300), default="")
    """Hash of the one-time code of a new or reset account."""
    one_time_until: Mapped[datetime | None]
    disabled_on: Mapped[date | None]
    changed_at: Mapped[datetime | None]
    """When the password was set."""


class FormerPassword(Model):
    """A hash a user's password once had; the last five may not return."""

    __tablename__ = "former_password"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    password: Mapped[str] = mapped_column(String(300))


class Appointment(Model):
    """A user in a role at a unit: a region, a Party body, or organizations of their own."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_region", "region_id", "role"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[Role]
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("party_organization.id"))
    person_key: Mapped[str | None] = mapped_column(String(80))
    """The instructor this account belongs to, as in `InstructorAssignment.person_key`."""
    valid_from: Mapped[date]
    valid_to: Mapped[date]


class AppointmentOrganization(Model):
    """An organization of a secretary's appointment, or one an instructor account stands for."""

    __tablename__ = "appointment_organization"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)


class SignIn(Model):
    """A session: the row is the truth, the cookie only its name."""

    __tablename__ = "sign_in"

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the cookie's token."""
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64))
    awaiting: Mapped[bool] = mapped_column(default=False)
    """Begun with a one-time code or an old password: opens nothing until a new one is set."""


class Attempt(Model):
    """A try to sign in, counted by the throttle."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_at", "at"),)

    at: Mapped[datetime]
    login: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(64))
    success: Mapped[bool]
    number: Mapped[int | None] = mapped_column(BigInteger)
