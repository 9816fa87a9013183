"""What is to be entered for some units of a demo world, before anything has an id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random
from typing import Any

from partybuild.db import FOREVER
from partybuild.demo.days import Days
from partybuild.demo.names import Names
from partybuild.organizations.writing import NewOrganization
from partybuild.party.kinds import InstructorKind, MassKind
from partybuild.party.writing import NewParty


@dataclass(frozen=True, slots=True)
class Line:
    """Values of one dated model, from a day up to, but not on, another."""

    values: Mapping[str, Any]
    valid_from: date
    valid_to: date = FOREVER


@dataclass
class Group:
    """A Party organization and whom it covers; organizations by their place in the draft."""

    party: NewParty
    lead: int | None
    links: list[tuple[int, date, date]]
    secretaries: list[Line] = field(default_factory=list)
    terms: list[Line] = field(default_factory=list)
    headcounts: list[Line] = field(default_factory=list)
    dissolved_because: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """An instructor or liaison officer sent to an organization."""

    organization: int
    kind: InstructorKind
    name: str
    workplace: str
    telephone: str
    days: tuple[date, date]


@dataclass
class Draft:
    """Organizations, Party organizations and what happened to them."""

    organizations: list[NewOrganization] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    headcounts: list[tuple[int, Line]] = field(default_factory=list)
    profiles: list[tuple[int, Line]] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    mass: list[tuple[int, MassKind, date]] = field(default_factory=list)

    def registered_on(self, organization: int) -> date:
        """When an organization of this draft was registered."""
        day: date = self.organizations[organization].profile["registered_on"]
        return day


@dataclass
class Setting:
    """What all drafts of one world share: chance, names, days, numbers, leading bodies."""

    rng: Random
    names: Names
    days: Days
    committees: Mapping[int, int]
    """Unit id → Party organization id of the committee that leads there."""
    industries: Mapping[tuple[int, str], int]
    serials: Iterator[int] = field(default_factory=lambda: count(1))
    party_serials: Iterator[int] = field(default_factory=lambda: count(1))
