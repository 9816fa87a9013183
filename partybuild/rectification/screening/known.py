"""What is known of one Party organization on a day, as far as screening looks at it. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from partybuild.party.kinds import Formation, PartyKind


class Inspected(NamedTuple):
    """Annual inspections of one organization that went wrong up to the latest year."""

    name: str
    failed: int | None
    """The latest year, where it was found 不合格."""
    failed_on: date | None
    absent: tuple[int, ...]
    """The unbroken years without inspection that end with the latest year."""


class Listed(NamedTuple):
    """An organization on a list, since a day."""

    name: str
    list: str
    day: date


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one Party organization on a day. None: nothing is known."""

    id: int
    kind: PartyKind
    founded_on: date
    first_day: date
    """启用日 of its unit: what lies before it was never asked for."""
    formation: Formation | None = None
    secretary: bool = True
    vacant_since: date | None = None
    """The first day without a secretary after the last one; None where none was ever entered."""
    term_ends: date | None = None
    extended: bool = False
    """Whether `term_ends` is the last day of an approved postponement."""
    last_life: date | None = None
    has_committee: bool | None = None
    seats_due: int | None = None
    seats_filled: int | None = None
    full: int | None = None
    covered: int = 0
    inspected: tuple[Inspected, ...] = ()
    listed: tuple[Listed, ...] = ()
    star: int | None = None
    star_since: date | None = None
    satisfaction: int | None = None
    asked_on: date | None = None
