"""One row of figures: the fields of the contract, their rates and invariants. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

LABELS: Mapping[str, str] = {
    "organizations": "社会组织总数",
    "associations": "社会团体",
    "private_units": "社会服务机构",
    "foundations": "基金会",
    "filed": "备案数",
    "filed_covered": "备案已覆盖",
    "independent": "单独组建覆盖数",
    "joint": "联合组建覆盖数",
    "covered": "组织覆盖数",
    "instructor_only": "指导员覆盖数",
    "liaison_only": "联络员覆盖数",
    "mass_only": "群团覆盖数",
    "work_only": "仅工作覆盖数",
    "work_covered": "工作覆盖数",
    "eligible": "应建数",
    "eligible_covered": "应建已建数",
    "should_build": "应建未建",
    "members_no_condition": "有党员不符合条件",
    "no_member": "无党员",
    "unsurveyed": "其中未摸排",
    "party_organizations": "党组织数",
    "full_members": "正式党员数",
    "probationary_members": "预备党员数",
    "members_managed": "纳入党组织管理的党员数",
    "trade_associations": "行业协会商会",
    "trade_covered": "行业协会商会已覆盖",
}
COUNTS = tuple(LABELS)
RATES = ("rate_covered", "rate_work", "rate_eligible")
FIELDS = ("code", "name", "own", *COUNTS, *RATES)
INDICATORS = tuple(c for c in COUNTS if c not in ("party_organizations", "members_managed"))
"""The counts to which single organizations contribute."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All counts of a row; None where the count cannot be given by that breakdown."""

    organizations: int = 0
    associations: int = 0
    private_units: int = 0
    foundations: int = 0
    filed: int = 0
    filed_covered: int = 0
    independent: int = 0
    joint: int = 0
    covered: int = 0
    instructor_only: int = 0
    liaison_only: int = 0
    mass_only: int = 0
    work_only: int = 0
    work_covered: int = 0
    eligible: int = 0
    eligible_covered: int = 0
    should_build: int = 0
    members_no_condition: int = 0
    no_member: int = 0
    unsurveyed: int = 0
    party_organizations: int | None = None
    full_members: int = 0
    probationary_members: int = 0
    members_managed: int | None = None
    trade_associations: int = 0
    trade_covered: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Counts added up, rates of the sums; what either side cannot give stays None."""
        sums: dict[str, Any] = {c: _plus(getattr(self, c), getattr(other, c)) for c in COUNTS}
        return Figures(**sums)

    @property
    def rate_covered(self) -> str | None:
        """组织覆盖率, per cent of all organizations."""
        return rate(self.covered, self.organizations)

    @property
    def rate_work(self) -> str | None:
        """工作覆盖率, per cent of all organizations."""
        return rate(self.work_covered, self.organizations)

    @property
    def rate_eligible(self) -> str | None:
        """应建已建率, per cent of those with three members or more."""
        return rate(self.eligible_covered, self.eligible)

    def as_row(self, code: str | None, name: str, own: bool) -> dict[str, str | int | bool | None]:
        """The row R of the contract, keys in its order."""
        figures = {field: getattr(self, field) for field in (*COUNTS, *RATES)}
        return {"code": code, "name": name, "own": own, **figures}


def rate(n: int, d: int) -> str | None:
    """n of d in per cent, half up to one place, exact; None for a zero denominator ("—")."""
    if d == 0:
        return None
    tenths = (2000 * n + d) // (2 * d)
    return f"{tenths // 10}.{tenths % 10}"


def total(rows: Sequence[Figures]) -> Figures:
    """The row that all these rows add up to; all zero for none."""
    return reduce(add, rows) if rows else Figures()


def checks(figures: Figures) -> list[str]:
    """The invariants of the contract that this row breaks, as sentences with both numbers."""
    return [
        f"{_terms(left)}应等于{_terms(right)}，现为{_sum(figures, left)}与{_sum(figures, right)}。"
        for left, right in _INVARIANTS
        if _sum(figures, left) != _sum(figures, right)
    ]


def sum_checks(parent: Figures, parts: Sequence[Figures]) -> list[str]:
    """Where a parent is not the sum of its children and its own row, one sentence a count."""
    whole = total(parts)
    return [
        f"{LABELS[c]}：本行{getattr(parent, c)}，下级与本级合计{getattr(whole, c)}，应相等。"
        for c in COUNTS
        if getattr(parent, c) != getattr(whole, c)
    ]


_INVARIANTS: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = (
    (("organizations",), ("associations", "private_units", "foundations")),
    (("covered",), ("independent", "joint")),
    (("work_only",), ("instructor_only", "liaison_only", "mass_only")),
    (("work_covered",), ("covered", "work_only")),
    (("organizations",), ("covered", "should_build", "members_no_condition", "no_member")),
    (("eligible",), ("eligible_covered", "should_build")),
)


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _sum(figures: Figures, fields: Iterable[str]) -> int:
    return sum(getattr(figures, field) for field in fields)


def _terms(fields: Iterable[str]) -> str:
    return "＋".join(f"“{LABELS[field]}”" for field in fields)
