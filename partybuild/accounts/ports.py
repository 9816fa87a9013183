"""What accounts needs from rooms below it, filled in create_app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Body


def _missing(*_: Any) -> Any:
    raise RuntimeError("this port is filled in create_app")


@dataclass
class ReachPorts:
    """Reads that make a reach."""

    body: Callable[[int], Body] = _missing
    """A Party organization as a place of reach."""
    assigned: Callable[[str], set[int]] = _missing
    """Organizations assigned today to the instructor with this person key."""


reach_ports = ReachPorts()
