"""Reading and proving the chain."""

from collections.abc import Iterator

from sqlalchemy import select

from partybuild.audit import rules
from partybuild.audit.commands import COLUMNS
from partybuild.audit.models import AuditHead, AuditRow
from partybuild.db import db


def faults() -> Iterator[str]:
    """A sentence for each link that does not hold; nothing when the chain is whole."""
    previous, last = rules.FIRST, 0
    for row in db.session.scalars(
        select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=1000)
    ):
        if row.number != last + 1:
            yield f"第 {last + 1} 号至第 {row.number - 1} 号缺失"
        values = {name: getattr(row, name) for name in COLUMNS}
        if row.previous != previous or row.digest != rules.digest(row.previous, values):
            yield f"第 {row.number} 号与前后不符"
        previous, last = row.digest, row.number
    head = db.session.scalars(select(AuditHead)).one()
    if (head.number, head.digest) != (last, previous):
        yield f"链首记第 {head.number} 号，末行为第 {last} 号"
