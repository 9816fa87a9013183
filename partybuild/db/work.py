"""Transactions: pages read in a snapshot, commands run inside `work`."""

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import SYSTEM, Scoped, UnscopedWrite, scope_of
from partybuild.db import FOREVER, db
from partybuild.db.engine import mode
from partybuild.db.guard import BULK
from partybuild.db.ports import ports

MANY = 5000
"""Of more ids than these the whole reach is read at once instead of asking for them in parts."""
P = ParamSpec("P")
R = TypeVar("R")


class NotPermitted(Exception):
    """The actor's role does not allow this; the message is for the person who asked."""


class OutOfReach(Exception):
    """What was asked for is not in this person's reach, or does not exist: the same answer."""


class Stale(Exception):
    """Somebody else was first; the message says what happened meanwhile."""


@dataclass
class Work:
    """One write transaction: who, its change number, and the facts it has touched."""

    actor: Actor
    change: int
    reason: str = ""
    audited: bool = False
    changed: bool = False
    organizations: set[int] = field(default_factory=set)
    party_organizations: set[int] = field(default_factory=set)
    first_day: date = FOREVER

    def touch(
        self, day: date, organizations: Iterable[int] = (), party: Iterable[int] = ()
    ) -> None:
        """Remember whose facts changed and from which day; figures are recounted before commit."""
        self.changed = True
        self.organizations.update(organizations)
        self.party_organizations.update(party)
        self.first_day = min(self.first_day, day)


_current: ContextVar[Work | None] = ContextVar("partybuild_work", default=None)


def current_work() -> Work:
    """The running write transaction; a RuntimeError where there is none."""
    running = _current.get()
    if running is None:
        raise RuntimeError("Commands run inside `with work(actor):`.")
    return running


def in_work() -> bool:
    """Whether a write transaction is running."""
    return _current.get() is not None


@contextmanager
def work(actor: Actor) -> Iterator[Work]:
    """One write transaction: locked before the actor is loaded, committed on leaving."""
    if _current.get() is not None:
        raise RuntimeError("work() does not nest.")
    db.session.rollback()
    with mode("write"):
        try:
            change = ports.lock_head()
            fresh = actor if actor.role is Role.COMMAND else ports.load_actor(actor)
            running = Work(fresh, change)
            token = _current.set(running)
            try:
                yield running
                recount()
                if running.changed and not running.audited:
                    raise UnscopedWrite("A change of facts needs a command and its audit row.")
                db.session.commit()
            finally:
                _current.reset(token)
        except BaseException:
            db.session.rollback()
            raise


def recount() -> None:
    """Flush, and bring kept figures up to the facts this transaction has changed so far."""
    running = current_work()
    db.session.flush()
    if running.organizations or running.party_organizations:
        touched = set(running.organizations), set(running.party_organizations)
        day = running.first_day
        running.organizations.clear()
        running.party_organizations.clear()
        running.first_day = FOREVER
        for subscriber in ports.facts_changed:
            subscriber(*touched, day)


def needs(
    permission: Permission, action: str
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Declare a command: who may run it, and the name its one audit row carries.

    `audit_detail(...)` adds object, reason and facts to the row while the command runs.
    """

    def declare(
        command: Callable[Concatenate[Actor, P], R],
    ) -> Callable[Concatenate[Actor, P], R]:
        @functools.wraps(command)
        def run(actor: Actor, /, *arguments: P.args, **options: P.kwargs) -> R:
            running = current_work()
            if not running.actor.may(permission):
                raise NotPermitted(f"您的岗位（{actor.role.label}）不能“{action}”。")
            if running.audited:
                raise RuntimeError("One command a transaction: a second one wants its own work().")
            running.audited = True
            detail: dict[str, Any] = {}
            token = _detail.set(detail)
            try:
                result = command(running.actor, *arguments, **options)
            finally:
                _detail.reset(token)
            db.session.flush()
            ports.write_audit(running.actor, running.change, action, detail)
            return result

        run.needs = permission  # type: ignore[attr-defined]
        run.action = action  # type: ignore[attr-defined]
        return run

    return declare


_detail: ContextVar[dict[str, Any] | None] = ContextVar("partybuild_audit_detail", default=None)


def audit_detail(**values: Any) -> None:
    """Add to the audit row of the running command: object, before, after, reason, counts."""
    detail = _detail.get()
    if detail is not None:
        detail.update(values)


@contextmanager
def bulk(actor: Actor, anchor: type[Scoped], ids: Iterable[int]) -> Iterator[None]:
    """Allow set-based writes on rows that belong to `ids` of `anchor`, all of them in reach.

    Raises OutOfReach when one is not, and then nothing has been written.
    """
    current_work()
    wanted = set(ids)
    if not actor.reach.everything and wanted:
        _refuse_foreign(actor, anchor, wanted)
    token = BULK.set(True)
    try:
        yield
    finally:
        BULK.reset(token)


def _refuse_foreign(actor: Actor, anchor: type[Scoped], ids: set[int]) -> None:
    if len(ids) > MANY:
        reached = select(_id_of(anchor)).select_from(anchor).where(scope_of(actor, anchor))
        if not ids.issubset(db.session.scalars(reached)):
            raise OutOfReach
        return
    ordered = sorted(ids)
    found = 0
    for start in range(0, len(ordered), 500):
        part = ordered[start : start + 500]
        found += (
            db.session.scalar(
                select(func.count())
                .select_from(anchor)
                .where(scope_of(actor, anchor), _id_of(anchor).in_(part))
            )
            or 0
        )
    if found != len(ids):
        raise OutOfReach


def _id_of(anchor: Any) -> Any:
    return anchor.id


@event.listens_for(Session, "before_flush")
def _refuse_foreign_rows(session: Session, context: Any, instances: Any) -> None:
    """Refuse to flush scoped rows outside `work`, or that the actor may not write."""
    changed = [
        row
        for row in (*session.new, *session.deleted, *session.dirty)
        if isinstance(row, Scoped) and (row not in session.dirty or session.is_modified(row))
    ]
    if not changed or SYSTEM.get():
        return
    running = _current.get()
    if running is None:
        raise UnscopedWrite("Scoped rows are written inside `with work(actor):`.")
    reach = running.actor.reach
    if reach.everything:
        return
    anchors: dict[type[Scoped], set[int]] = {}
    for row in changed:
        model, number = row.anchor()
        if number is not None:
            anchors.setdefault(model, set()).add(number)
        elif not row.covers(reach):
            raise OutOfReach
    for model, ids in anchors.items():
        _refuse_foreign(running.actor, model, {i for i in ids if not _is_new(session, model, i)})


def _is_new(session: Session, model: type[Scoped], number: int) -> bool:
    return any(isinstance(row, model) and row.id == number for row in session.new)  # type: ignore[attr-defined]
