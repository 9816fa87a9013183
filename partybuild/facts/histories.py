"""Saying facts of organizations and Party organizations, with a line of history for each."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import Scoped
from partybuild.db import FOREVER
from partybuild.db.many import pour, ready
from partybuild.db.work import bulk, current_work
from partybuild.facts.commands import Statement, known, put
from partybuild.facts.models import Dated
from partybuild.facts.rules import Row

Change = dict[str, str]
"""{label, before, after}, as shown on screen."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is true of one time line of `model` from a day on; `key[0]` is the subject's id."""

    model: type[Dated]
    key: tuple[Any, ...]
    values: Mapping[str, Any] | None
    valid_from: date
    valid_to: date = FOREVER


@dataclass(frozen=True, slots=True)
class Subject:
    """What facts are said about: its model, its history, the words that history uses."""

    anchor: type[Scoped]
    events: Any
    column: str
    """Name of the column of `events` that holds the subject's id."""
    labels: Mapping[str, str]
    """Column name → Chinese label; columns without one stay out of the history."""
    shown: Callable[[str, Any], str]
    """(column, value) → text of the history."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why facts are said: what the act is called, and what stands behind it."""

    action: str
    reason: str = ""
    document: str = ""
    mark: str = ""
    """代填 or 上级更正."""


def say(actor: Actor, subject: Subject, said: Sequence[Said], because: Because) -> set[int]:
    """Make the statements true, write one line of history for each subject that changes.

    Returns the ids of the subjects that changed. Raises OutOfReach when one is not the actor's to
    change; the caller touches what must be recounted.
    """
    lines: dict[int, list[Change]] = defaultdict(list)
    days: dict[int, date] = {}
    with bulk(actor, subject.anchor, {item.key[0] for item in said}):
        for model in dict.fromkeys(item.model for item in said):
            mine = [item for item in said if item.model is model]
            before = known(model, [item.key for item in mine])
            for item in mine:
                changes = changes_of(subject, before.get(item.key, []), item)
                if changes:
                    lines[item.key[0]] += changes
                    days[item.key[0]] = min(days.get(item.key[0], FOREVER), item.valid_from)
            put(model, [Statement(i.key, i.values, i.valid_from, i.valid_to) for i in mine])
        record(actor, subject, because, [(n, days[n], changes) for n, changes in lines.items()])
    return set(lines)


def changes_of(subject: Subject, rows: Sequence[Row], item: Said) -> list[Change]:
    """What changes on the first day of the statement, label by label."""
    before = next(
        (row.values for row in rows if row.valid_from <= item.valid_from < row.valid_to), {}
    )
    after = item.values if item.values is not None else dict.fromkeys(before)
    return [
        {
            "label": subject.labels[name],
            "before": subject.shown(name, before.get(name)),
            "after": subject.shown(name, value),
        }
        for name, value in after.items()
        if name in subject.labels and _differ(before.get(name), value)
    ]


def _differ(before: Any, after: Any) -> bool:
    """Whether two values tell different things: a blank text tells no more than nothing."""
    return bool((None if before == "" else before) != (None if after == "" else after))


def record(
    actor: Actor,
    subject: Subject,
    because: Because,
    lines: Sequence[tuple[int, date, list[Change]]],
) -> None:
    """Write lines of history: (subject id, effective day, changes). Inside `bulk` or `system`."""
    rows = told(actor, subject, because, lines)
    pour(ready(subject.events.__table__, rows), change=current_work().change)


def told(
    actor: Actor,
    subject: Subject,
    because: Because,
    lines: Sequence[tuple[int, date, list[Change]]],
) -> list[dict[str, Any]]:
    """The rows of `record`, without their change number."""
    now = clock.local_now()
    return [
        {
            subject.column: number,
            "effective_on": day,
            "recorded_at": now,
            "action": because.action,
            "changes": changes,
            "reason": because.reason,
            "document": because.document,
            "mark": because.mark,
            "actor": actor.label,
        }
        for number, day, changes in lines
    ]
