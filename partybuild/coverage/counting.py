"""The counting rules in SQL: one expression a field, over `coverage_span`.

The list behind a number is the rows where its expression is not zero, so number and list cannot
disagree; tests hold both against the pure rules of `figures.contributions`.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, true

from partybuild.coverage.basis import Basis
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.models import PartySpan as P
from partybuild.coverage.span import Cover
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.thresholds import ENOUGH_MEMBERS
from partybuild.party.kinds import Formation, PartyKind

Condition = ColumnElement[bool]
_KINDS = {
    "associations": OrganizationKind.ASSOCIATION,
    "private_units": OrganizationKind.PRIVATE_UNIT,
    "foundations": OrganizationKind.FOUNDATION,
}
_COVERS = {
    "independent": (Cover.INDEPENDENT,),
    "joint": (Cover.JOINT,),
    "covered": (Cover.INDEPENDENT, Cover.JOINT),
    "instructor_only": (Cover.INSTRUCTOR,),
    "liaison_only": (Cover.LIAISON,),
    "mass_only": (Cover.MASS,),
    "work_only": (Cover.INSTRUCTOR, Cover.LIAISON, Cover.MASS),
    "work_covered": (
        Cover.INDEPENDENT,
        Cover.JOINT,
        Cover.INSTRUCTOR,
        Cover.LIAISON,
        Cover.MASS,
    ),
}
PARTY_FIELDS = ("party_organizations", "members_managed")


@lru_cache(maxsize=2048)  # a basis that asks for age is another one every day
def amount(field: str, basis: Basis) -> ColumnElement[int]:
    """What a span adds to `field`: 0 or 1, or a number of members. KeyError for unknown fields."""
    members = {"full_members": S.full, "probationary_members": S.probationary}
    if field in members:
        inside = and_(registered(), in_basis(basis))
        return case((inside, func.coalesce(members[field], 0)), else_=0)
    return case((and_(condition(field, basis), in_basis(basis)), 1), else_=0)


def behind(field: str, basis: Basis) -> Condition:
    """The spans in the list behind `field`."""
    if field in {"full_members", "probationary_members"}:
        return amount(field, basis) > 0
    return and_(condition(field, basis), in_basis(basis))


def condition(field: str, basis: Basis) -> Condition:
    """When a span counts once in `field`, the basis's exclusions aside."""
    if field in _KINDS:
        return S.kind == _KINDS[field]
    if field in _COVERS:
        return and_(registered(), covered_by(_COVERS[field], basis))
    return _OTHERS[field](basis)


def registered() -> Condition:
    """A legal person: all but filed community organizations."""
    return S.kind != OrganizationKind.FILED


def in_basis(basis: Basis) -> Condition:
    """Not left out by the basis."""
    out: list[Condition] = []
    if not basis.include_zombies:
        out.append(S.zombie.is_(True))
    for column, values in (
        (S.state, basis.exclude_states),
        (S.kind, basis.exclude_kinds),
        (S.industry, basis.exclude_industries),
    ):
        if values:
            out.append(column.in_(sorted(values)))
    out += [getattr(S, flag) for flag in sorted(basis.exclude_flags)]
    if basis.registered_by is not None:
        out.append(S.registered_on > basis.registered_by)
    if basis.registered_since is not None:
        out.append(S.registered_on < basis.registered_since)
    return not_(or_(*out)) if out else true()


def covered_by(ways: tuple[Cover, ...], basis: Basis) -> Condition:
    """Whether the one way of cover under the basis is among `ways`."""
    if not basis.exclude_formations:
        kept = [w for w in ways if w is not Cover.MASS or basis.count_mass]
        return S.cover.in_(kept)
    return _cover_without(basis).in_([way.value for way in ways])


def _cover_without(basis: Basis) -> ColumnElement[str]:
    left = [way.value for way in Formation if way not in basis.exclude_formations]
    independent = or_(
        false(), *(S.formations.contains(f",+{way},", autoescape=True) for way in left)
    )
    joint = or_(false(), *(S.formations.contains(f",{way},", autoescape=True) for way in left))
    return case(
        (independent, Cover.INDEPENDENT.value),
        (joint, Cover.JOINT.value),
        (S.has_instructor, Cover.INSTRUCTOR.value),
        (S.has_liaison, Cover.LIAISON.value),
        *([(S.has_mass, Cover.MASS.value)] if basis.count_mass else []),
        else_=Cover.NONE.value,
    )


def _covered(basis: Basis) -> Condition:
    return covered_by(_COVERS["covered"], basis)


def _eligible(basis: Basis) -> Condition:
    members = S.affiliated if basis.member_measure == "affiliated" else S.full
    return and_(registered(), func.coalesce(members, 0) >= ENOUGH_MEMBERS)


def _few(basis: Basis) -> Condition:
    """Uncovered legal persons that are not eligible."""
    return and_(registered(), not_(_covered(basis)), not_(_eligible(basis)))


def _members() -> ColumnElement[int]:
    return func.coalesce(S.full, 0) + func.coalesce(S.probationary, 0)


def _blank() -> Condition:
    return or_(S.full.is_(None), S.probationary.is_(None))


_OTHERS: Mapping[str, Callable[[Basis], Condition]] = {
    "organizations": lambda basis: registered(),
    "filed": lambda basis: not_(registered()),
    "filed_covered": lambda basis: and_(not_(registered()), _covered(basis)),
    "eligible": _eligible,
    "eligible_covered": lambda basis: and_(_eligible(basis), _covered(basis)),
    "should_build": lambda basis: and_(_eligible(basis), not_(_covered(basis))),
    "members_no_condition": lambda basis: and_(_few(basis), _members() >= 1),
    "no_member": lambda basis: and_(_few(basis), _members() == 0),
    "unsurveyed": lambda basis: and_(_few(basis), _members() == 0, _blank()),
    "trade_associations": lambda basis: and_(registered(), S.trade),
    "trade_covered": lambda basis: and_(registered(), S.trade, _covered(basis)),
}


@cache
def party_amount(field: str) -> ColumnElement[int]:
    """What a Party organization's span adds to `party_organizations` or `members_managed`."""
    if field == "party_organizations":
        return case((P.counted, 1), else_=0)
    managed = func.coalesce(P.full, 0) + func.coalesce(P.probationary, 0)
    return case((and_(P.counted, P.kind == PartyKind.BRANCH), managed), else_=0)
