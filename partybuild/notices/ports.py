"""What rooms below lend: what a paper is about. Filled in house.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partybuild.access.actor import Actor
from partybuild.regions.placing import Placed


@dataclass(frozen=True, slots=True)
class About:
    """What a paper is about. `asked`: how the address names it; `back`: the address of its page."""

    name: str
    row: Placed
    asked: tuple[str, int]
    back: str
    values: Mapping[str, Any]
    """What is known of it, by keys of fields; days as dates."""
    special: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The same for single kinds, which goes before."""
    case_id: int | None = None


def _none(actor: Actor, number: int) -> Any:
    raise LookupError("notices.ports is not filled")


class NoticePorts:
    """`organization` and `party` (actor, id): the register's row (name, number or code, placing).

    `case(actor, id)`: a case of any process as About. OutOfReach or 404 for what is not in reach.
    """

    organization: Callable[[Actor, int], Any] = staticmethod(_none)
    party: Callable[[Actor, int], Any] = staticmethod(_none)
    case: Callable[[Actor, int], About] = staticmethod(_none)


notice_ports = NoticePorts()
