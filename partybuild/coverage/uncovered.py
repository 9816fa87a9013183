"""Who should have a Party organization and has none, told from an index of its own."""

from datetime import date
from typing import Any

from sqlalchemy import Select, literal_column

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.basis import Basis
from partybuild.coverage.counting import behind, in_basis
from partybuild.coverage.models import UNCOVERED
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.scopes import on


def organizations(actor: Actor, day: date, basis: Basis) -> Select[Any]:
    """Ids of the organizations 应建未建 at the end of a day."""
    bound = basis.on(day)
    query = visible(actor, S, S.organization_id).where(on(S, day))
    if bound.exclude_formations or bound.member_measure != "full":
        return query.where(behind("should_build", bound))  # others than the index holds
    return query.where(literal_column(UNCOVERED), in_basis(bound))
