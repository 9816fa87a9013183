"""Where triggers and answers of sync rules come from; rooms below add theirs in house.py.

Both take ids of organizations and give what is known of them, all at once and in any order:

    ports.triggers["inspection"] = inspections.triggers   # (ids) -> Iterable[Trigger]
    ports.answers["inspection"] = inspections.answers     # (ids) -> Iterable[Answer]

A trigger whose answer is known beforehand (an inspection and its evaluation) carries a `key` that
its answers repeat; other answers count by their day. They read inside `system(...)`, so they need
no scope of their own. After writing, a room below calls `gates.commands.touch(ids)`.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement

from partybuild.access.actor import Actor
from partybuild.gates.rules import Answer, Trigger

Triggers = Callable[[Collection[int]], Iterable[Trigger]]
Elsewhere = Callable[[Actor, Any], ColumnElement[bool]]
Answers = Callable[[Collection[int]], Iterable[Answer]]

triggers: dict[str, Triggers] = {}
"""By the name of the rule."""
followers: list[Callable[[Collection[int]], None]] = []
"""Called inside `work` with organizations whose verdicts have been counted by the job."""

answers: dict[str, Answers] = {}
"""By the name of the rule; besides these, recorded answers (SyncAnswer) count for every rule."""

elsewhere: dict[str, Elsewhere] = {}
"""By the name of the rule: whether another to-do of this person stands for an organization (its id
as a column), so that one obligation stands once."""
