"""Counting: every figure is the sum of what single organizations add to it. Pure.

This is the reference that the database's own counting is held against.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from partybuild.coverage.basis import (
    OPERATING,
    REGISTERED,
    Basis,
    cover_under,
    eligible_under,
    in_basis,
)
from partybuild.coverage.row import (
    COUNTS,
    FIELDS,
    INDICATORS,
    LABELS,
    Figures,
    checks,
    rate,
    sum_checks,
    total,
)
from partybuild.coverage.span import Cover, CoverageSpan, Lack, blank, lack_of
from partybuild.organizations.kinds import OrganizationKind
from partybuild.party.kinds import PartyKind

__all__ = [
    "COUNTS",
    "FIELDS",
    "INDICATORS",
    "LABELS",
    "OPERATING",
    "REGISTERED",
    "Basis",
    "Figures",
    "PartyStanding",
    "PartyTotals",
    "belongs",
    "checks",
    "contributions",
    "count",
    "in_basis",
    "party_organization_counts",
    "rate",
    "sum_checks",
    "total",
]


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """A Party organization on a day, as far as it is counted; `social` is 是否社会组织党组织."""

    kind: PartyKind
    social: bool
    full: int | None = None
    probationary: int | None = None

    @property
    def counted(self) -> bool:
        """Whether it is in `party_organizations`: hosts are not, work committees never are."""
        return self.social and self.kind is not PartyKind.WORK_COMMITTEE

    @property
    def managed(self) -> int:
        """What it adds to `members_managed`: full and probationary of a counted 党支部."""
        if not self.counted or self.kind is not PartyKind.BRANCH:
            return 0
        return (self.full or 0) + (self.probationary or 0)


class PartyTotals(NamedTuple):
    """The two counts that come from Party organizations."""

    party_organizations: int
    members_managed: int


def party_organization_counts(living: Iterable[PartyStanding]) -> PartyTotals:
    """Count the Party organizations that exist on a day, also those that cover none (空壳)."""
    rows = list(living)
    return PartyTotals(sum(row.counted for row in rows), sum(row.managed for row in rows))


def count(
    spans_on_day: Iterable[CoverageSpan], basis: Basis, party: PartyTotals | None = None
) -> Figures:
    """The figures of these organizations, each given by its one span of the day."""
    sums: Counter[str] = Counter()
    for span in spans_on_day:
        sums.update(contributions(span, basis))
    return Figures(**sums, **(party._asdict() if party else {}))


def belongs(field: str, span: CoverageSpan, basis: Basis) -> int:
    """What one organization adds to one of INDICATORS; the list behind it holds the nonzero ones.

    Raises KeyError for a field to which organizations do not contribute.
    """
    if field not in INDICATORS:
        raise KeyError(field)
    return contributions(span, basis).get(field, 0)


def contributions(span: CoverageSpan, basis: Basis) -> dict[str, int]:
    """All that one organization adds, by field; fields left out get 0."""
    if not in_basis(span, basis):
        return {}
    cover = cover_under(span, basis)
    if not span.standing.kind.registered:
        return {"filed": 1, "filed_covered": int(cover.by_party)}
    added = dict.fromkeys(("organizations", _KIND[span.standing.kind], *_COVER[cover]), 1)
    added |= dict.fromkeys(_condition(span, cover, basis), 1)
    if span.standing.trade:
        added |= {"trade_associations": 1, "trade_covered": int(cover.by_party)}
    added["full_members"] = span.full or 0
    added["probationary_members"] = span.probationary or 0
    return added


_KIND = {
    OrganizationKind.ASSOCIATION: "associations",
    OrganizationKind.PRIVATE_UNIT: "private_units",
    OrganizationKind.FOUNDATION: "foundations",
}
_COVER: Mapping[Cover, tuple[str, ...]] = {
    Cover.INDEPENDENT: ("independent", "covered", "work_covered"),
    Cover.JOINT: ("joint", "covered", "work_covered"),
    Cover.INSTRUCTOR: ("instructor_only", "work_only", "work_covered"),
    Cover.LIAISON: ("liaison_only", "work_only", "work_covered"),
    Cover.MASS: ("mass_only", "work_only", "work_covered"),
    Cover.NONE: (),
}


def _condition(span: CoverageSpan, cover: Cover, basis: Basis) -> tuple[str, ...]:
    """Fields that say whether a legal person should have, and has, a Party organization."""
    eligible = eligible_under(span, basis)
    if cover.by_party:
        return ("eligible", "eligible_covered") if eligible else ()
    lack = lack_of(eligible, span.full, span.probationary)
    if lack is Lack.SHOULD_BUILD:
        return ("eligible", "should_build")
    if lack is Lack.NO_MEMBER and blank(span.full, span.probationary):
        return ("no_member", "unsurveyed")
    return (lack.value,)
