"""What other rooms lend: sources of to-dos, and the subjects that reminders are about.

Filled in house.py. A source's count and its rows are the same rows; both are scoped by the actor.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import FOREVER
from partybuild.deadlines.rules import Standing


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand open, how many of them are late or soon due, and the nearest due day."""

    open: int = 0
    late: int = 0
    soon: int = 0
    nearest: date | None = None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing to do: what, about whom, by when, and the page (endpoint, arguments) to do it on."""

    id: int
    title: str
    subject: str
    due_on: date | None
    endpoint: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    """How the due day was counted, as the chip's title."""


@dataclass(frozen=True, slots=True)
class After:
    """The last item already shown: rows follow by (due day, id); no due day counts as FOREVER."""

    due: date = date.min
    id: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a source: at most `limit`, after a place, all or of one standing."""

    limit: int
    after: After = After()
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a reminder is about; `placed` is a row or mapping with the columns of Filed."""

    kind: str
    id: int
    title: str
    due_on: date | None
    placed: Any
    endpoint: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A process that has things to do. `words` follow the number: 个党组织任期届满或将满."""

    key: str
    label: str
    words: str
    advice: str
    needs: Permission
    count: Callable[[Actor], Tally]
    rows: Callable[[Actor, Wanted], Sequence[OpenItem]]
    soon: int = 7
    """Calendar days before the due day from which an item is soon due."""
    working: bool = False
    """Whether days left are counted as working days."""
    reminded: Callable[[Actor, date], Iterable[Subject]] | None = None
    """Subjects due up to a day, for which the system keeps its own reminder at each rung."""


sources: list[Source] = []
"""In the order of the desk where they are equally pressing."""

subjects: dict[str, Callable[[Actor, int], Subject | None]] = {}
"""By kind: the subject of a reminder in reach, None where there is none."""

__all__ = ["FOREVER", "After", "OpenItem", "Source", "Subject", "Tally", "Wanted", "sources"]
