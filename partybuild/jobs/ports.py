"""What a job handler is, and the handlers of the house, filled in house.py."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Protocol

from partybuild.access.actor import Actor


class Progress(Protocol):
    """What a handler is given besides its arguments."""

    def step(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far the work is; raises `Cancelled` once the user has asked to stop.

        Call it between transactions: inside `work` it does nothing.
        """

    def file(self, name: str) -> Path:
        """Where to write the file that the user will download as `name`."""

    def holds(self, organization_ids: Collection[int]) -> None:
        """Say whose data stand in the file: it is handed out while all of them are in reach."""


Handler = Callable[[Actor, dict[str, Any], Progress], dict[str, Any] | None]
"""Does the work as the actor; what it returns is kept in `Job.result`.

`message` of the result is shown when the job is done, `url` is where to go on from there. Handlers
may be run again after a crash, so they write in one transaction, or write what is there already.
"""

handlers: dict[str, Handler] = {}
"""By the kind of job."""


daily: list[Callable[[], object]] = []
"""Called often by the job process; each does once a day what a new day brings."""


class Cancelled(Exception):
    """The user has asked the job to stop; let it pass through."""


def _missing(*_: Any) -> Any:
    raise RuntimeError("this port is filled in create_app")


class Doors:
    """What jobs ask of the rooms below them."""

    in_reach: Callable[[Actor, Collection[int]], bool] = staticmethod(_missing)
    """Whether every one of these organizations is in the actor's reach today."""


doors = Doors()
