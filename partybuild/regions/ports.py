"""What regions ask of the rooms below them, filled in create_app."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


def _missing(*_: Any) -> Any:
    raise RuntimeError("this port is filled in create_app")


@dataclass
class RegionPorts:
    """Who counts where."""

    dwellers: Callable[[Collection[int]], tuple[set[int], set[int]]] = _missing
    """(organizations, Party organizations) that ever counted in one of these units."""
    inhabited: Callable[[int], int] = _missing
    """How many living organizations and Party organizations count in or below a unit today."""


region_ports = RegionPorts()
