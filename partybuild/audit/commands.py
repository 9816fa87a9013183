"""Writing the chain: one row a command, in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from partybuild import clock
from partybuild.audit import rules
from partybuild.audit.models import AuditHead, AuditRow, Repeats
from partybuild.db import db
from partybuild.db.engine import mode

ADDRESS: ContextVar[str] = ContextVar("partybuild_address", default="本机")
MINUTE = timedelta(minutes=1)
COLUMNS = [
    "number",
    "at",
    "user_id",
    "appointment_id",
    "login",
    "actor",
    "address",
    "action",
    "object_kind",
    "object_id",
    "result",
    "detail",
]


class Who(Protocol):
    """Whoever a row is about: an actor, or a name that somebody typed at the door."""

    @property
    def user_id(self) -> int | None: ...  # noqa: D102

    @property
    def appointment_id(self) -> int | None: ...  # noqa: D102

    @property
    def login(self) -> str: ...  # noqa: D102

    @property
    def label(self) -> str: ...  # noqa: D102


def lock_head() -> int:
    """Lock the chain's head until commit; the number of the change this transaction makes."""
    head = db.session.scalars(select(AuditHead).with_for_update()).one()
    db.session.refresh(head)
    return head.number + 1


def write(
    actor: Who, number: int, action: str, detail: dict[str, Any], result: str = "done"
) -> None:
    """Append the row `number`; `object` in the detail is a (kind, id) pair."""
    detail = dict(detail)
    kind, identity = detail.pop("object", ("", None))
    head = db.session.scalars(select(AuditHead)).one()
    row = AuditRow(
        number=number,
        at=clock.now().isoformat(timespec="seconds"),
        user_id=actor.user_id,
        appointment_id=actor.appointment_id,
        login=actor.login[:80],
        actor=actor.label[:200],
        address=ADDRESS.get(),
        action=action,
        object_kind=kind,
        object_id=identity,
        result=result,
        detail=detail,
        previous=head.digest,
    )
    row.digest = rules.digest(head.digest, {name: getattr(row, name) for name in COLUMNS})
    head.number, head.digest = number, row.digest
    db.session.add(row)
    db.session.flush()


@contextmanager
def noting(who: Who, action: str, result: str = "done", **detail: Any) -> Iterator[None]:
    """A short write transaction that ends with its audit row.

    What was refused to the same person, from the same address, within a minute is counted on the
    row of the first time (R65).
    """
    db.session.rollback()
    with mode("write"):
        try:
            number = lock_head()
            yield
            if result == "done" or not _count_again(who, action, result):
                write(who, number, action, detail, result)
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def note(who: Who, action: str, result: str = "done", **detail: Any) -> None:
    """Write a row in a short transaction of its own: refusals, exports, reveals.

    Where the database cannot be written just now, the caller's answer still goes out.
    """
    with suppress(OperationalError), noting(who, action, result, **detail):
        pass


def _count_again(who: Who, action: str, result: str) -> bool:
    """Count a refusal on the row of the first one within the minute, if there is one."""
    moment = clock.now()
    first = db.session.scalars(
        select(AuditRow)
        .where(
            AuditRow.login == who.login[:80],
            AuditRow.action == action,
            AuditRow.result == result,
            AuditRow.address == ADDRESS.get(),
        )
        .order_by(AuditRow.number.desc())
        .limit(1)
    ).one_or_none()
    if first is None or moment - datetime.fromisoformat(first.at) > MINUTE:
        return False
    row = db.session.scalars(select(Repeats).where(Repeats.number == first.number)).one_or_none()
    if row is None:
        row = Repeats(number=first.number, again=0)
        db.session.add(row)
    row.again += 1
    row.last_at = moment.isoformat(timespec="seconds")
    db.session.flush()
    return True
