"""What rooms below lend: the organization a paper is about. Filled in house.py."""

from collections.abc import Callable
from typing import Any

from partybuild.access.actor import Actor


def _none(actor: Actor, organization_id: int) -> Any:
    raise LookupError("notices.ports.organization is not filled")


class NoticePorts:
    """`organization(actor, id)`: the register's row (name, number, placing); OutOfReach without one."""

    organization: Callable[[Actor, int], Any] = staticmethod(_none)


notice_ports = NoticePorts()
