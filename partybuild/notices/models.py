"""Papers as they were issued, the templates that offices use, and the names they issue under."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import CodeText, Json, Model
from partybuild.notices.kinds import NoticeState, Side, Way
from partybuild.regions.placing import Filed


class NoticeTemplate(Model):
    """One version of an area's own template for one kind of paper; a published one never changes."""

    __tablename__ = "notice_template"
    __table_args__ = (UniqueConstraint("kind", "unit_id", "version"),)

    kind: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    """Papers of this unit and of those below it are made with it."""
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    """draft, published or superseded."""
    filename: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    unknown: Mapped[list[str]] = mapped_column(Json)
    """Names in it that the kind does not have; a template with any is not published."""
    source: Mapped[str] = mapped_column(String(300))
    author: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class NoticeOffice(Model):
    """Under which name and 字 a unit's office issues, where it is not the default."""

    __tablename__ = "notice_office"
    __table_args__ = (UniqueConstraint("issuer", "side"),)

    issuer: Mapped[str] = mapped_column(CodeText)
    """The unit's code."""
    side: Mapped[Side]
    name: Mapped[str] = mapped_column(String(120))
    stem: Mapped[str] = mapped_column(String(20))
    """How its 字 begins: 碑 in 碑社党."""


class Notice(Filed, Model):
    """A paper: numbered, kept byte for byte as it went out, with its receipt."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("issuer", "series", "year", "number"),
        *(Index(f"ix_notice_level{n}", f"level{n}_id", "issued_on", "id") for n in range(1, 6)),
    )

    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(CodeText)
    """Code of the unit, or of the Party body, whose office issued it."""
    office: Mapped[str] = mapped_column(String(200))
    series: Mapped[str] = mapped_column(String(12), default="")
    """The end of the 字; empty with a paper that bears no number."""
    word: Mapped[str] = mapped_column(String(40), default="")
    year: Mapped[int]
    number: Mapped[int | None]
    fields: Mapped[dict[str, Any]] = mapped_column(Json)
    basis: Mapped[str] = mapped_column(String(300), default="")
    template_id: Mapped[int | None] = mapped_column(ForeignKey("notice_template.id"))
    """None: the template that came with the product."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the file."""
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    addressed_to: Mapped[str] = mapped_column(String(200), default="")
    issued_on: Mapped[date]
    signer: Mapped[str] = mapped_column(String(60), default="")
    issued_by: Mapped[int | None]
    issued_by_name: Mapped[str] = mapped_column(String(200), default="")
    case_id: Mapped[int | None] = mapped_column(index=True)
    """The workflow case it belongs to."""
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.ISSUED)
    void_reason: Mapped[str] = mapped_column(String(300), default="")
    voided_on: Mapped[date | None]
    receipt_due: Mapped[date | None] = mapped_column(index=True)
    received_on: Mapped[date | None]
    way: Mapped[Way | None]
    receiver: Mapped[str] = mapped_column(String(120), default="")
    receipt_note: Mapped[str] = mapped_column(String(300), default="")
    evidence_id: Mapped[int | None]
    """The file that holds the receipt."""
    change: Mapped[int] = mapped_column(BigInteger)
    """The change in which it was issued."""
