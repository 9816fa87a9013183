"""Spans of organizations whose facts a file changes, counted before the facts are written.

For facts that move nothing: state, name, kind, unit, body and links stay, so no Party organization
and no other organization is counted otherwise.
"""

from collections.abc import Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import and_, or_, select

from partybuild.access.scope import system
from partybuild.coverage import gather, keeping
from partybuild.coverage.commands import difference, rows
from partybuild.coverage.keeping import Changes
from partybuild.coverage.models import CoverageSpan
from partybuild.coverage.places import Trees
from partybuild.db import OPEN, db
from partybuild.facts.rules import Row as Line
from partybuild.organizations.models import (
    Headcount,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.organizations.ports import Superseding
from partybuild.party.models import CoverageLink, InstructorAssignment, MassCover, PartyProfile
from partybuild.regions.models import RegionFact

REASON = "预先计算变更组织"
_COUNTED = {OrganizationProfile: "profiles", Headcount: "headcounts"}
_ABOUT_ORGANIZATIONS: Sequence[Any] = (
    *(OrganizationProfile, OrganizationStanding, Headcount),
    *(CoverageLink, InstructorAssignment, MassCover),
)


def derive(lines: Mapping[Any, Mapping[int, Sequence[Line]]]) -> Superseding:
    """What the spans of these organizations will be once their time lines are as given."""
    counted = {model: found for model, found in lines.items() if model in _COUNTED}
    ids = {number for found in counted.values() for number in found}
    with system(REASON):
        touched, parties = gather.neighbours(ids, ())
        facts = gather.load(touched, parties)
        for model, found in counted.items():
            getattr(facts, _COUNTED[model]).update((n, _as_rows(own)) for n, own in found.items())
        trees = Trees()
        wanted = [
            row for history in gather.histories(facts, trees, ids) for row in rows(trees, history)
        ]
        superseding = difference(CoverageSpan, CoverageSpan.organization_id, ids, wanted)
    return Superseding(
        CoverageSpan.__table__,
        superseding.gone,
        superseding.added,
        lambda: keeping.follow(superseding.changes, Changes()),
        lambda head: _moved(head, touched, parties),
    )


def _as_rows(lines: Sequence[Line]) -> list[Any]:
    ordered = sorted(lines, key=lambda line: line.valid_from)
    return [
        SimpleNamespace(valid_from=line.valid_from, valid_to=line.valid_to, **line.values)
        for line in ordered
    ]


def _moved(head: int, organizations: Collection[int], party: Collection[int]) -> bool:
    """Whether anything these were counted with has changed since a change number."""
    with system(REASON):
        if _since(RegionFact, RegionFact.region_id, head):
            return True
        if _since(PartyProfile, PartyProfile.party_organization_id, head):
            return True
        if not _since(CoverageLink, CoverageLink.party_organization_id, head).isdisjoint(party):
            return True
        return any(
            not _since(model, model.organization_id, head).isdisjoint(organizations)
            for model in _ABOUT_ORGANIZATIONS
        )


def _since(model: Any, column: Any, head: int) -> set[int]:
    """Whose facts have been said or ended since."""
    ended = and_(model.known_to > head, model.known_to < OPEN)
    return set(db.session.scalars(select(column).where(or_(model.known_from > head, ended))))
