"""The shapes of a comparison: an organization as it stands, and what is to be said of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.db import FOREVER
from partybuild.facts.rules import Row
from partybuild.organizations import timelines
from partybuild.organizations.models import OrganizationProfile, OrganizationStanding
from partybuild.rules import RuleBroken

Model = type[Any]


class Unmatched(RuleBroken):
    """A value that the register does not allow; `field` is the column to mend."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Move:
    """Values (None: nothing) of one model on the days [valid_from, valid_to)."""

    model: Model
    values: Mapping[str, Any] | None
    valid_from: date
    valid_to: date = FOREVER


@dataclass(slots=True)
class Difference:
    """What is to be said of one organization, and each changed value before and after."""

    moves: list[Move] = field(default_factory=list)
    changed: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def first_day(self) -> date:
        """The earliest day on which anything changes."""
        return min((move.valid_from for move in self.moves), default=FOREVER)


@dataclass(frozen=True, slots=True)
class Standing:
    """An organization as the register has it: its time lines, its life."""

    lines: Mapping[Model, Sequence[Row]]
    born: date
    ended_on: date | None

    def on(self, model: Model, day: date) -> Mapping[str, Any]:
        """The values that hold on a day; nothing where the line is silent."""
        here = timelines.row_on(self.lines.get(model, ()), day)
        return here.values if here else {}


@dataclass(frozen=True, slots=True)
class When:
    """From which day changed values hold, or (correct) that they were wrong from their start."""

    effective_on: date
    today: date
    correct: bool = False


def standing_of(lines: Mapping[Model, Sequence[Row]]) -> Standing:
    """The organization whose known rows these are."""
    profile = max(lines[OrganizationProfile], key=lambda row: row.valid_from)
    ends = [row.valid_from for row in lines[OrganizationStanding] if not row.values["state"].living]
    return Standing(lines, profile.values["registered_on"], min(ends, default=None))
