"""What was issued: serial, scope, month, change number, and digests that prove a copy."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.access.actor import Reach
from partybuild.access.scope import Scoped
from partybuild.db import CodeText, Json, Model
from partybuild.regions.placing import Placed


class IssueRecord(Placed, Scoped, Model):
    """One monthly workbook as it was issued; written once."""

    __tablename__ = "issue_record"
    __table_args__ = (Index("ix_issue_record_month", "month", "unit_id"),)

    serial: Mapped[str] = mapped_column(CodeText, unique=True)
    scope_kind: Mapped[str] = mapped_column(String(8))
    """region or body."""
    scope_code: Mapped[str] = mapped_column(CodeText)
    scope_name: Mapped[str] = mapped_column(String(200))
    month: Mapped[date]
    """First day of the month."""
    revision: Mapped[int]
    change: Mapped[int] = mapped_column(BigInteger)
    """What was known up to this change is what the workbook says."""
    basis: Mapped[str] = mapped_column(String(60))
    layout_version: Mapped[int]
    masked: Mapped[bool]
    """Whether telephone numbers are masked."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime]
    sheets: Mapped[dict[str, str]] = mapped_column(Json)
    """Sheet → digest of its canonical values."""
    rows: Mapped[bytes] = mapped_column(LargeBinary)
    """Row digests of all sheets, compressed: sheet, count, digests."""

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """Records of scopes inside `reach`."""
        return cls.placed_within(reach)

    def covers(self, reach: Reach) -> bool:
        """Whether the scope stands inside `reach`."""
        return self.placed_in(reach)
