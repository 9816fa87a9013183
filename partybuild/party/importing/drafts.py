"""What a checked file would write: new Party organizations, statements, lines of history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.facts.histories import Change
from partybuild.party.telling import Told

Line = tuple[int, date, list[Change]]
"""(id or ref of the subject, day from which it holds, what the history tells)."""
Where = tuple[int, int | None]
"""(unit id, leading body's id) of a subject, for its mark."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A Party organization to be entered; `profile`, `unit` and key values may hold refs."""

    code: str | None
    founded_on: date
    dissolved_on: date | None
    profile: Mapping[str, Any]
    unit_id: int
    secretary: tuple[Mapping[str, Any], date, date] | None
    term: Mapping[str, Any]
    headcount: Mapping[str, Any]


@dataclass(slots=True)
class Draft:
    """Everything that one file would write, by refs where ids are not known yet."""

    newcomers: dict[int, Newcomer] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    party: list[Line] = field(default_factory=list)
    organizations: list[Line] = field(default_factory=list)
    where_party: dict[int, Where] = field(default_factory=dict)
    where_organizations: dict[int, Where] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    """Ids of known Party organizations whose superior or place changes."""
