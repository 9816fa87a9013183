"""Files about an affair, an organization or a Party organization: one row a version."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import CodeText, Model
from partybuild.evidence.rules import FileState
from partybuild.regions.placing import Filed


class EvidenceFile(Filed, Model):
    """One version of one paper; its bytes lie in the store under `digest`."""

    __tablename__ = "evidence_file"
    __table_args__ = (Index("ix_evidence_file_subject", "subject_kind", "subject_id"),)

    subject_kind: Mapped[str] = mapped_column(String(24))
    """What it belongs to: case, organization, waiver …; the feature's word."""
    subject_id: Mapped[int]
    slot: Mapped[str] = mapped_column(String(40))
    """What kind of paper it is, the key of a `Slot`."""
    name: Mapped[str] = mapped_column(String(200))
    """The user's name for it, only ever shown as text."""
    digest: Mapped[str] = mapped_column(CodeText, index=True)
    """SHA-256 of the bytes that are kept and served."""
    size: Mapped[int]
    media: Mapped[str] = mapped_column(String(100))
    reworked: Mapped[bool] = mapped_column(default=False)
    """A picture written anew without place, device and time."""
    version: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"), unique=True)
    state: Mapped[FileState]
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor: Mapped[str] = mapped_column(String(200))
    """Who uploaded it, as shown."""
    uploaded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    change: Mapped[int] = mapped_column(BigInteger)
    """The change number of the command that brought it in."""
