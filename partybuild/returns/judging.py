"""What a basis says of organizations, once for all that are alike."""

from dataclasses import dataclass

from partybuild.coverage.basis import Basis, cover_under, eligible_under, in_basis
from partybuild.coverage.span import CoverageSpan, blank, lack_of
from partybuild.returns.columns import short_label

JUDGED = (
    *("kind", "state", "industry", "trade", "charity", "community", "zombie"),
    *("cover", "formations", "has_instructor", "has_liaison", "has_mass"),
    *("full", "probationary", "affiliated"),
)
"""Columns of a span on which a judgement rests, beside 登记日期 where the basis asks for age."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """An organization that the basis counts, in the words of the workbook."""

    kind: str
    state: str
    cover: str
    eligible: bool
    lack: str
    """Blank where it has a Party organization or is only on file."""
    unsurveyed: bool


def judge(span: CoverageSpan, basis: Basis) -> Judgement | None:
    """What the basis says of a span, None where it does not count it."""
    if not in_basis(span, basis):
        return None
    cover, standing = cover_under(span, basis), span.standing
    eligible = eligible_under(span, basis)
    lacking = standing.kind.registered and not cover.by_party
    lack = lack_of(eligible, span.full, span.probationary) if lacking else None
    return Judgement(
        kind=short_label(standing.kind),
        state=standing.state.label,
        cover=cover.label,
        eligible=eligible,
        lack=lack.label if lack else "",
        unsurveyed=bool(lack and lack.value == "no_member" and blank(span.full, span.probationary)),
    )
