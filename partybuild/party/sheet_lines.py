"""What 一社一档 prints of an organization's Party cover: set-based, for any number of organizations."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.organizations.queries import close_up
from partybuild.party.beyond import party_names
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    MassCover,
    PartySecretary,
    PartyTerm,
)

Line = tuple[str, str]


def lines(actor: Actor, ids: Sequence[int]) -> Mapping[int, Sequence[Line]]:
    """(label, text) lines of each organization in reach among `ids`, as things stand today."""
    today, near = clock.today(), close_up(actor, ids)
    links = _rows(near, CoverageLink, CoverageLink.organization_id, ids, today)
    told = _party({link.party_organization_id for link in links}, actor, today)
    found: dict[int, list[Line]] = defaultdict(list)
    for link in links:
        found[link.organization_id].append(("党组织", told[link.party_organization_id]))
    for sent in _rows(
        actor, InstructorAssignment, InstructorAssignment.organization_id, ids, today
    ):
        words = f"{sent.name}　{sent.workplace}　{sent.valid_from:%Y-%m-%d} 派驻"
        found[sent.organization_id].append((sent.kind.label, words))
    for cover in _rows(near, MassCover, MassCover.organization_id, ids, today):
        if cover.present:
            found[cover.organization_id].append(("群团组织", cover.kind.label))
    return found


def _party(party: set[int], actor: Actor, today: date) -> Mapping[int, str]:
    """Name, secretary and term of each; of those out of reach the name alone."""
    told = dict(party_names(party))
    key = PartySecretary.party_organization_id
    for row in _rows(actor, PartySecretary, key, party, today):
        told[row.party_organization_id] += f"　书记 {row.name}"
    for row in _rows(actor, PartyTerm, PartyTerm.party_organization_id, party, today):
        if row.last_day:
            told[row.party_organization_id] += f"　任期至 {row.extended_to or row.last_day}"
    return told


def _rows(actor: Actor, model: Any, column: Any, ids: Collection[int], day: date) -> Sequence[Any]:
    query = visible(actor, model).where(
        column.in_(sorted(set(ids))),
        model.known_to == OPEN,
        model.valid_from <= day,
        model.valid_to > day,
    )
    return db.session.scalars(query.order_by(column, model.valid_from)).all()
