"""The append-only chain. Its locked head also numbers the changes of the whole database."""

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import Json, Model


class AuditHead(Model):
    """One row: the last number given and the digest of the last link. Locked by every write."""

    __tablename__ = "audit_head"

    number: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))


class AuditRow(Model):
    """One link: who did what, from where, with which result. Never updated, never deleted."""

    __tablename__ = "audit_row"
    __table_args__ = (Index("ix_audit_row_login_number", "login", "number"),)

    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    at: Mapped[str] = mapped_column(String(40), index=True)
    user_id: Mapped[int | None]
    appointment_id: Mapped[int | None]
    login: Mapped[str] = mapped_column(String(80))
    actor: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(80), index=True)
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int | None] = mapped_column(BigInteger)
    result: Mapped[str] = mapped_column(String(20))
    detail: Mapped[dict[str, object]] = mapped_column(Json)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    algorithm: Mapped[str] = mapped_column(String(10), default="sha256")


class Repeats(Model):
    """How often a refusal came again within the minute of its row: that row's count (R65)."""

    __tablename__ = "audit_repeats"

    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    """The audit row of the first."""
    again: Mapped[int]
    last_at: Mapped[str] = mapped_column(String(40))
