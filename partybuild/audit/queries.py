"""Reading and proving the chain."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from partybuild.audit import rules
from partybuild.audit.commands import COLUMNS
from partybuild.audit.models import AuditHead, AuditRow, Repeats
from partybuild.db import db


def faults(head: tuple[int, str] | None = None) -> Iterator[str]:
    """A sentence for each link that does not hold; nothing when the chain is whole.

    With a `head` taken out earlier (number and digest) also says where the chain is no longer
    the one it was then.
    """
    previous, last, seen = rules.FIRST, 0, False
    for row in _all():
        if row.number != last + 1:
            yield f"第 {last + 1} 号至第 {row.number - 1} 号缺失"
        if row.previous != previous or not _holds(row):
            yield f"第 {row.number} 号与前后不符"
        if head is not None and row.number == head[0]:
            seen = True
            if row.digest != head[1]:
                yield f"第 {row.number} 号与留存的链首不是同一行"
        previous, last = row.digest, row.number
    kept = db.session.scalars(select(AuditHead)).one()
    if (kept.number, kept.digest) != (last, previous):
        yield f"链首记第 {kept.number} 号，末行为第 {last} 号"
    if head is not None and not seen and head[0]:
        yield f"留存的链首为第 {head[0]} 号，链中没有这一行"


def faults_of(rows: Sequence[AuditRow]) -> list[str]:
    """A sentence for each of these rows that is not what it was when it was written."""
    return [f"第 {row.number} 号已被改动" for row in rows if not _holds(row)]


def _holds(row: AuditRow) -> bool:
    values = {name: getattr(row, name) for name in COLUMNS}
    return row.digest == rules.digest(row.previous, values)


def _all() -> Iterator[AuditRow]:
    query = select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=1000)
    yield from db.session.scalars(query)


def head() -> dict[str, Any]:
    """The chain's head, to be kept elsewhere: number and digest of the last link."""
    kept = db.session.scalars(select(AuditHead)).one()
    return {"number": kept.number, "digest": kept.digest}


def lines() -> Iterator[dict[str, Any]]:
    """Every row with its digests, oldest first, and how often it came again in its minute."""
    again = {row.number: row.again for row in db.session.scalars(select(Repeats))}
    for row in _all():
        values = {name: getattr(row, name) for name in COLUMNS}
        links = {"previous": row.previous, "digest": row.digest, "algorithm": row.algorithm}
        yield values | links | {"again": again.get(row.number, 0)}


def head_number() -> int:
    """The number of the last change: what is known now."""
    return db.session.scalars(select(AuditHead.number)).one()
