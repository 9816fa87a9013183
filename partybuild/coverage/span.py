"""What is counted about an organization, and the stretch of days in which it stays the same. Pure.

Days are half-open stretches [valid_from, valid_to); a figure as of D is the state at the end of D.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from partybuild.organizations.kinds import Coded, OrganizationKind, OrganizationState
from partybuild.organizations.thresholds import ENOUGH_MEMBERS
from partybuild.party.kinds import Formation, InstructorKind, MassKind, PartyKind

T = TypeVar("T")


class Cover(Coded):
    """The one way in which an organization is counted, best first."""

    INDEPENDENT = "independent", "单独组建"
    JOINT = "joint", "联合覆盖"
    INSTRUCTOR = "instructor", "指导员"
    LIAISON = "liaison", "联络员"
    MASS = "mass", "群团"
    NONE = "none", "未覆盖"

    @property
    def by_party(self) -> bool:
        """Whether it is cover by a Party organization (组织覆盖), not by work alone."""
        return self is Cover.INDEPENDENT or self is Cover.JOINT


class Lack(Coded):
    """Why an organization has no Party cover; by members only, whatever reason was typed."""

    SHOULD_BUILD = "should_build", "应建未建"
    MEMBERS_NO_CONDITION = "members_no_condition", "有党员不符合条件"
    NO_MEMBER = "no_member", "无党员"


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A value that holds from a day up to, but not on, another."""

    valid_from: date
    valid_to: date
    value: T


@dataclass(frozen=True, slots=True)
class Standing:
    """What is counted about an organization besides its cover."""

    name: str
    sort_key: str
    code: str | None
    kind: OrganizationKind
    state: OrganizationState
    unit_id: int
    unit_path: str
    body_id: int | None
    body_path: str | None
    industry: str | None
    supervisor: str | None
    registration_way: str | None
    level: str | None
    trade: bool
    charity: bool
    community: bool
    zombie: bool
    region_id: int | None = None
    """住所所在: where it is, which says nothing about where it counts."""
    registered_on: date | None = None
    """成立登记日期."""


@dataclass(frozen=True, slots=True)
class Headcount:
    """Counts given by the organization; None is unknown, which is not zero."""

    staff: int | None
    full: int | None
    probationary: int | None
    affiliated: int | None


UNKNOWN = Headcount(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Link:
    """A covering link while both ends exist.

    `social` is 是否社会组织党组织 (False: a host). `alone` says that no other living organization,
    registered or filed, is linked to this Party organization at the time.
    """

    party_organization_id: int
    formation: Formation | None
    social: bool
    kind: PartyKind
    alone: bool


@dataclass(frozen=True, slots=True)
class History:
    """All that is known about one organization; only links, instructors and mass may overlap."""

    organization_id: int
    standing: Sequence[Piece[Standing]]
    headcounts: Sequence[Piece[Headcount]]
    links: Sequence[Piece[Link]]
    instructors: Sequence[Piece[InstructorKind]]
    mass: Sequence[Piece[MassKind]]


@dataclass(frozen=True, slots=True)
class CoverageSpan:
    """A stretch of days in which nothing that is counted changes for a living organization.

    `cover` is by the default basis. Another basis decides by `independent_ways` and `joint_ways`
    (ways of setting up of the live links that give that cover, sorted) and the work flags.
    """

    organization_id: int
    valid_from: date
    valid_to: date
    standing: Standing
    cover: Cover
    party_organization_ids: tuple[int, ...]
    double: bool
    inferred: bool
    independent_ways: tuple[Formation, ...]
    joint_ways: tuple[Formation, ...]
    has_instructor: bool
    has_liaison: bool
    has_mass: bool
    staff: int | None
    full: int | None
    probationary: int | None
    affiliated: int | None

    @property
    def formations(self) -> str:
        """Both ways as one text, `,+single,joint,`, + marking those that give independent cover."""
        ways = [f"+{way}" for way in self.independent_ways] + [*self.joint_ways]
        return "".join(f",{way}" for way in ways) + "," if ways else ""

    @property
    def covered(self) -> bool:
        """Whether a Party organization covers it."""
        return self.cover.by_party

    @property
    def eligible(self) -> bool:
        """具备建立党组织条件: a legal person with three full members or more, covered or not."""
        return self.standing.kind.registered and enough(self.full)

    @property
    def lack(self) -> Lack | None:
        """Why an uncovered legal person has no Party organization; None for all others."""
        if self.covered or not self.standing.kind.registered:
            return None
        return lack_of(self.eligible, self.full, self.probationary)

    @property
    def should_build(self) -> bool:
        """应建未建."""
        return self.lack is Lack.SHOULD_BUILD

    @property
    def members_no_condition(self) -> bool:
        """有党员不符合条件."""
        return self.lack is Lack.MEMBERS_NO_CONDITION

    @property
    def no_member(self) -> bool:
        """无党员."""
        return self.lack is Lack.NO_MEMBER

    @property
    def unsurveyed(self) -> bool:
        """其中未摸排: counted as without members because a count is blank."""
        return self.no_member and blank(self.full, self.probationary)

    @property
    def single_possible(self) -> bool:
        """具备单建条件: covered jointly though it has three full members or more itself."""
        return self.cover is Cover.JOINT and self.eligible


def enough(members: int | None) -> bool:
    """Whether so many members make an organization eligible; an unknown number does not."""
    return members is not None and members >= ENOUGH_MEMBERS


def blank(full: int | None, probationary: int | None) -> bool:
    """Whether either count was left blank."""
    return full is None or probationary is None


def lack_of(eligible: bool, full: int | None, probationary: int | None) -> Lack:
    """The one class of an uncovered legal person; a blank count adds 0."""
    if eligible:
        return Lack.SHOULD_BUILD
    if (full or 0) + (probationary or 0) >= 1:
        return Lack.MEMBERS_NO_CONDITION
    return Lack.NO_MEMBER


def ways_from(formations: str) -> tuple[tuple[Formation, ...], tuple[Formation, ...]]:
    """The independent and the joint ways that `CoverageSpan.formations` wrote."""
    codes = [code for code in formations.split(",") if code]
    independent = tuple(Formation(code[1:]) for code in codes if code.startswith("+"))
    return independent, tuple(Formation(code) for code in codes if not code.startswith("+"))
