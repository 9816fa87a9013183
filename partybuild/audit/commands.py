"""Writing the chain: one row a command, in the same transaction."""

from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.audit import rules
from partybuild.audit.models import AuditHead, AuditRow
from partybuild.db import db
from partybuild.db.engine import mode

ADDRESS: ContextVar[str] = ContextVar("partybuild_address", default="本机")
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


def lock_head() -> int:
    """Lock the chain's head until commit; the number of the change this transaction makes."""
    head = db.session.scalars(select(AuditHead).with_for_update()).one()
    db.session.refresh(head)
    return head.number + 1


def write(
    actor: Actor, number: int, action: str, detail: dict[str, Any], result: str = "done"
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


def note(actor: Actor, action: str, result: str = "done", **detail: Any) -> None:
    """Write a row in a short transaction of its own: refusals, sign-ins, exports, reveals.

    Where the database cannot be written just now, the caller's answer still goes out.
    """
    from sqlalchemy.exc import OperationalError

    db.session.rollback()
    with suppress(OperationalError), mode("write"):
        try:
            write(actor, lock_head(), action, detail, result)
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
