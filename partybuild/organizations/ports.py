"""What the pages of organizations need from rooms below, filled in create_app."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from partybuild.access.actor import Actor

Panel = Callable[[Actor, int], tuple[str, Mapping[str, Any]] | None]
"""(actor, organization id) → (template, its context) of a panel, or None where there is none."""

SheetLines = Callable[[Actor, Sequence[int]], Mapping[int, Sequence[tuple[str, str]]]]
"""(actor, organization ids) → for each id (label, text) lines of 一社一档."""


@dataclass(frozen=True, slots=True)
class Cover:
    """How an organization is covered today, in words and by whom."""

    words: str = "未覆盖"
    by_party: bool = False
    names: tuple[str, ...] = ()
    """Names of the Party organizations that cover it."""


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A Party organization that may be named as 党建工作机构."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class MassSaid:
    """A mass organization (工会, 共青团, 妇联) is present in an organization, or not, from a day."""

    organization_id: int
    label: str
    present: bool
    day: date


class MassBook(Protocol):
    """What Party building lends for 已建群团."""

    def standing(self, ids: Collection[int], day: date) -> Mapping[int, Mapping[str, date]]:
        """By organization the labels of mass organizations present on a day, with their start."""

    def put(self, said: Sequence[MassSaid]) -> None:
        """Make the statements true. Inside the caller's `bulk`; the caller touches and records."""

    def fresh(self, said: Sequence[MassSaid]) -> tuple[Any, list[dict[str, Any]]]:
        """The model and its rows for organizations of which nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What is kept of new organizations, counted beforehand; their ids count from 0."""

    blocks: Sequence[tuple[Any, Sequence[Mapping[str, Any]], Mapping[str, int], bool]]
    """(table, rows, what an id is worth in which column, whether rows carry change numbers)."""
    follow: Callable[[], None]
    """Brings kept figures up to them. Inside `work`."""
    moved: Callable[[int], bool]
    """Whether what was counted with has changed since a change number."""


@dataclass(frozen=True, slots=True)
class Superseding:
    """What is kept of organizations that change, counted beforehand."""

    table: Any
    gone: Sequence[int]
    """Ids of rows that no longer hold."""
    added: Sequence[Mapping[str, Any]]
    """Rows that hold instead, without change numbers."""
    follow: Callable[[], None]
    """Brings kept figures up to them. Inside `work`."""
    moved: Callable[[int], bool]
    """Whether what was counted with has changed since a change number."""


def _missing(*_: Any) -> Any:
    raise RuntimeError("this port is filled in create_app")


@dataclass
class OrganizationPorts:
    """Reads and panels that Party organizations and coverage lend."""

    panels: list[Panel] = field(default_factory=list)
    """Shown on an organization's page, in this order, after its own panels."""
    sheet_lines: list[SheetLines] = field(default_factory=list)
    """Lines that 一社一档 prints below the organization's own."""
    cover: Callable[[Actor, Sequence[int]], Mapping[int, Cover]] = _missing
    """Cover today of the organizations with these ids; ids without cover may be left out."""
    body_names: Callable[[Iterable[int]], Mapping[int, str]] = _missing
    """Names of Party organizations by id, for showing only."""
    bodies: Callable[[Actor, str], Sequence[BodyChoice]] = _missing
    """Living Party organizations in reach with exactly this code or name."""
    mass: MassBook | None = None
    """已建群团 of organizations in files."""
    derive: Callable[[Sequence[dict[str, Any]], Mapping[Any, Any]], Derived] | None = None
    """(rows of organizations, rows of facts by model) → what is kept of them; fills `body_path`."""
    derive_again: Callable[[Mapping[Any, Mapping[int, Sequence[Any]]]], Superseding] | None = None
    """(new time lines by model and organization) → what is kept of these, where nothing moves."""
    followers: list[Callable[[Collection[int], Collection[int], date], None]] = field(
        default_factory=list
    )
    """Subscribers of `facts_changed` above coverage, still called for changed organizations whose
    spans were written ready."""
    leading_bodies: Callable[[Actor], Sequence[BodyChoice]] = _missing
    """Committees in reach that a form may offer, by name."""


organization_ports = OrganizationPorts()


def follow_ready(organizations: Collection[int], first_day: date) -> None:
    """Whatever else rests on facts of these agrees with them. Inside `work`, once all is in."""
    for follower in organization_ports.followers:
        follower(organizations, (), first_day)
