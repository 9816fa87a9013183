"""The person asking, as far as rules and queries need to know them. Pure."""

from dataclasses import dataclass, field

from partybuild.access.permissions import GRANTS, Permission, Role, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A place in the tree of regions: its id, its level (0 nation … 5 community) and its path."""

    id: int
    code: str
    name: str
    level: int
    path: str


@dataclass(frozen=True, slots=True)
class Body:
    """A place in the tree of Party organizations: its id and its path."""

    id: int
    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What an appointment opens: places joined by OR. An empty reach opens nothing."""

    everything: bool = False
    unit: Unit | None = None
    body: Body | None = None
    organization_ids: frozenset[int] = frozenset()
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one of their appointments, or the command line."""

    role: Role
    reach: Reach
    user_id: int | None = None
    appointment_id: int | None = None
    login: str = ""
    name: str = ""
    unit_name: str = ""
    others: int = field(default=0)

    def may(self, permission: Permission) -> bool:
        """Whether this person's role grants `permission`."""
        return permission in GRANTS[self.role]

    def span(self, permission: Permission) -> Span | None:
        """How far `permission` goes for this person, or None where it is not granted."""
        return GRANTS[self.role].get(permission)

    @property
    def label(self) -> str:
        """Name and post, as a history line shows them."""
        post = f"{self.unit_name}{self.role.label}"
        return f"{self.name}（{post}）" if self.name else post


def command_line(os_user: str) -> Actor:
    """The actor of a command without `--as`: 系统（命令行）, with everything in reach."""
    return Actor(Role.COMMAND, Reach(everything=True), login=f"命令行:{os_user}", name=os_user)
