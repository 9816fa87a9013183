"""What can be found: each kind of thing as a source, filled in create_app."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from partybuild.access.actor import Actor, Reach

STEP = 4
"""Numbers of entries: STEP × id of the thing + place of its source, so that a number tells both."""


@dataclass(frozen=True, slots=True)
class Findable:
    """A thing with the words it answers to and its place in both trees."""

    id: int
    name: str
    sort_key: str
    number: str
    words: Collection[str]
    """Codes, filing numbers, former names, secretaries."""
    levels: Sequence[int | None]
    """Ids of the unit's ancestors, level 1 to 5."""
    body_path: str
    ended: bool = False
    """No longer alive today."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing as the page of hits shows it."""

    id: int
    name: str
    number: str
    chips: Sequence[tuple[str, str]] = ()
    """(word, tone)"""
    details: Sequence[str] = field(default=())


class Source(Protocol):
    """One kind of thing that can be found."""

    thing: str
    """What `SearchEntry.thing` says."""
    place: int
    """From 0 to STEP - 1, never given twice."""
    label: str
    endpoint: str
    """The page of one thing; its only argument is `argument`."""
    argument: str
    list_endpoint: str
    """The list that takes the same words as `q`; by itself it lists what is alive."""
    ended_state: str
    """What its filter `state` says to list what has ended."""

    def findable(self, ids: Collection[int]) -> Iterable[Findable]:
        """These things as they are today, whoever asks: for the index only."""

    def every_id(self) -> Sequence[int]:
        """All things there are, for a rebuild, in order of names."""

    def of_own(self, reach: Reach) -> Any:
        """The ids of the things that belong to the reach's own organizations, or a SELECT of them."""

    def shown(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
        """Those of the things that are in the actor's reach."""


sources: list[Source] = []
"""In the order in which hits are shown."""
