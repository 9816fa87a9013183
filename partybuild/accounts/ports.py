"""What accounts needs from rooms below it, filled in create_app."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Body


def _missing(*_: Any) -> Any:
    raise RuntimeError("this port is filled in create_app")


@dataclass(frozen=True, slots=True)
class Placed:
    """A Party organization or an organization, with the unit in which it counts."""

    id: int
    name: str
    unit_id: int


@dataclass
class ReachPorts:
    """Reads that make a reach."""

    body: Callable[[int], Body] = _missing
    """A Party organization as a place of reach."""
    assigned: Callable[[str], set[int]] = _missing
    """Organizations assigned today to the instructor with this person key."""
    body_by_code: Callable[[str], Placed | None] = _missing
    organization_by_code: Callable[[str], Placed | None] = _missing
    """By unified code or filing number."""
    body_names: Callable[[Collection[int]], Mapping[int, str]] = _missing
    organization_names: Callable[[Collection[int]], Mapping[int, str]] = _missing
    instructors: Callable[[str, str], Mapping[str, str]] = _missing
    """Person key → workplace of the instructors of this name in the units under a path."""


reach_ports = ReachPorts()
