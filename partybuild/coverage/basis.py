"""口径: what a count leaves out and what it takes for cover and members. Pure, policy data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeVar

from partybuild.coverage import age
from partybuild.coverage.age import Age
from partybuild.coverage.span import Cover, CoverageSpan, enough
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation
from partybuild.rules import RuleBroken

C = TypeVar("C", bound=StrEnum)
MemberMeasure = Literal["full", "affiliated"]

FLAGS: Mapping[str, str] = {
    "trade": "行业协会商会",
    "charity": "慈善组织",
    "community": "社区社会组织",
    "zombie": "僵尸型",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """A published counting basis. What is excluded by state, kind, industry, flag or age is not
    counted at all; links of an excluded way of setting up give no cover. Who is too young or too
    old depends on the day: a basis that asks for age counts only when bound to one by `on`.
    """

    name: str
    label: str
    version: int = 1
    include_zombies: bool = True
    exclude_states: frozenset[OrganizationState] = frozenset()
    exclude_kinds: frozenset[OrganizationKind] = frozenset()
    exclude_industries: frozenset[str] = frozenset()
    exclude_flags: frozenset[str] = frozenset()
    exclude_formations: frozenset[Formation] = frozenset()
    count_mass: bool = True
    member_measure: MemberMeasure = "full"
    exclude_younger: Age | None = None
    exclude_older: Age | None = None
    day: date | None = None
    """The day of the figure, where age is asked for; never part of a policy."""

    @classmethod
    def from_policy(cls, policy: Mapping[str, Any]) -> "Basis":
        """The basis that a published policy describes; RuleBroken names what it cannot read."""
        known = {field.name for field in fields(cls)} - {"day"}
        unknown = sorted(set(policy) - known)
        if unknown:
            raise RuleBroken(f"口径中有不认识的项：{'、'.join(unknown)}。请删去后再发布。")
        name, label = str(policy.get("name") or ""), str(policy.get("label") or "")
        if not name or not label:
            raise RuleBroken("口径缺少名称（name）或显示名（label），请补上后再发布。")
        return cls(
            name,
            label,
            int(policy.get("version", 1)),
            bool(policy.get("include_zombies", True)),
            _codes(OrganizationState, policy, "exclude_states"),
            _codes(OrganizationKind, policy, "exclude_kinds"),
            frozenset(map(str, policy.get("exclude_industries", ()))),
            frozenset(_known(policy.get("exclude_flags", ()), FLAGS, "exclude_flags")),
            _codes(Formation, policy, "exclude_formations"),
            bool(policy.get("count_mass", True)),
            _measure(policy.get("member_measure", "full")),
            *age.of(policy),
        )

    @property
    def aged(self) -> bool:
        """Whether it leaves out by age, so that who is counted changes from day to day."""
        return self.exclude_younger is not None or self.exclude_older is not None

    def on(self, day: date) -> "Basis":
        """The basis as it counts at the end of `day`."""
        return replace(self, day=day) if self.aged and self.day != day else self

    @property
    def registered_by(self) -> date | None:
        """The last day of registration that is old enough, where the basis asks for it."""
        return None if self.exclude_younger is None else self.exclude_younger.cutoff(self._bound)

    @property
    def registered_since(self) -> date | None:
        """The first day of registration that is not too old, where the basis asks for it."""
        if self.exclude_older is None:
            return None
        return self.exclude_older.cutoff(self._bound - age.DAY) + age.DAY

    @property
    def _bound(self) -> date:
        if self.day is None:
            raise ValueError(f"the basis {self.name} counts by age and is bound to no day")
        return self.day

    @property
    def everybody(self) -> bool:
        """Whether it leaves no organization out."""
        left_out = (
            self.exclude_states,
            self.exclude_kinds,
            self.exclude_industries,
            self.exclude_flags,
        )
        return self.include_zombies and not any(left_out) and not self.aged

    def to_policy(self) -> dict[str, Any]:
        """The same as plain JSON values, sets sorted; `from_policy` reads it back."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        said = {name: value for name, value in values.items() if name != "day"}
        return {name: _plain(value) for name, value in said.items()}


REGISTERED = Basis("registered", "在册口径")
OPERATING = Basis("operating", "实体运营口径", include_zombies=False)


def in_basis(span: CoverageSpan, basis: Basis) -> bool:
    """Whether the organization is counted at all under this basis."""
    standing = span.standing
    if standing.zombie and not basis.include_zombies:
        return False
    return not (
        standing.state in basis.exclude_states
        or standing.kind in basis.exclude_kinds
        or standing.industry in basis.exclude_industries
        or any(getattr(standing, flag) for flag in basis.exclude_flags)
        or (basis.aged and _of_other_age(standing.registered_on, basis))
    )


def _of_other_age(registered: date | None, basis: Basis) -> bool:
    """Whether it is too young or too old on the day; of unknown age it is neither."""
    if registered is None:
        return False
    by, since = basis.registered_by, basis.registered_since
    return (by is not None and registered > by) or (since is not None and registered < since)


def cover_under(span: CoverageSpan, basis: Basis) -> Cover:
    """The one way in which the organization is covered under this basis."""
    if basis.exclude_formations and span.cover.by_party:
        return _cover_without(span, basis)
    if span.cover is Cover.MASS and not basis.count_mass:
        return Cover.NONE
    return span.cover


def eligible_under(span: CoverageSpan, basis: Basis) -> bool:
    """Whether a legal person has three members or more by the basis's measure."""
    members = span.affiliated if basis.member_measure == "affiliated" else span.full
    return span.standing.kind.registered and enough(members)


def _cover_without(span: CoverageSpan, basis: Basis) -> Cover:
    """Cover by the links that are left, else by work."""
    if not basis.exclude_formations.issuperset(span.independent_ways):
        return Cover.INDEPENDENT
    if not basis.exclude_formations.issuperset(span.joint_ways):
        return Cover.JOINT
    if span.has_instructor:
        return Cover.INSTRUCTOR
    if span.has_liaison:
        return Cover.LIAISON
    return Cover.MASS if span.has_mass and basis.count_mass else Cover.NONE


def _plain(value: object) -> object:
    if isinstance(value, Age):
        return value.to_policy()
    return sorted(map(str, value)) if isinstance(value, frozenset) else value


def _codes(kind: type[C], policy: Mapping[str, Any], field: str) -> frozenset[C]:
    known = {member.value: member for member in kind}
    return frozenset(known[code] for code in _known(policy.get(field, ()), known, field))


def _known(codes: Iterable[str], known: Mapping[str, object], field: str) -> list[str]:
    given = list(codes)
    unknown = [str(code) for code in given if code not in known]
    if unknown:
        raise RuleBroken(f"口径的 {field} 中有不认识的代码：{'、'.join(unknown)}。")
    return given


def _measure(measure: object) -> MemberMeasure:
    match measure:
        case "full":
            return "full"
        case "affiliated":
            return "affiliated"
    raise RuleBroken(f"口径的 member_measure 只能是 full 或 affiliated，现为 {measure}。")
