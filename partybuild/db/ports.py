"""What must go upward: filled in `create_app`, listed here and nowhere else."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.access.actor import Actor


def _missing(*_: Any, **__: Any) -> Any:
    raise RuntimeError("this port is filled in create_app")


@dataclass
class Ports:
    """Functions that rooms above `db` lend to the transaction."""

    lock_head: Callable[[], int] = _missing
    """Locks the audit chain's head and returns the change number of this transaction."""
    write_audit: Callable[..., None] = _missing
    load_actor: Callable[[Actor], Actor] = _missing
    """The actor as the database has them now; raises `NotPermitted` when they are gone."""
    facts_changed: list[Callable[[Collection[int], Collection[int], date], None]] = field(
        default_factory=list
    )
    """Called once before a commit with organization ids, Party organization ids, first day."""


ports = Ports()
