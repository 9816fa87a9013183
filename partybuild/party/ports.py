"""What rooms above lend to the page of a Party organization, filled in create_app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partybuild.access.actor import Actor

Panel = Callable[[Actor, int], tuple[str, Mapping[str, Any]] | None]
"""(actor, Party organization's id) → (template, its context) of a panel, or None for none."""


@dataclass
class PartyPorts:
    """Panels of a Party organization's page."""

    panels: list[Panel] = field(default_factory=list)
    """Shown after its own parts, in this order; they speak of today."""


party_ports = PartyPorts()
