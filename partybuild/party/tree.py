"""The tree of Party organizations as far as it is in reach, unfolded where somebody asks."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, scope_of, under, visible
from partybuild.db import db
from partybuild.organizations.models import Organization
from partybuild.party import rules
from partybuild.party.beyond import LIVING, on
from partybuild.party.kinds import PartyKind
from partybuild.party.models import CoverageLink, PartyOrganization
from partybuild.party.narrowing import standing
from partybuild.party.paging import Turned, turned
from partybuild.party.standing import Facts, facts_on

CHILDREN = 100
"""So many a node of the tree unfolds; the rest is in the list."""
BY_NAME = (PartyOrganization.sort_key, PartyOrganization.id)


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree or of the list."""

    id: int
    code: str
    name: str
    kind: PartyKind
    dissolved_on: date | None
    facts: Facts
    warnings: Sequence[rules.Warning]
    superior: str = ""
    depth: int = 0
    children: int = 0
    below: int | None = None
    """Organizations in reach covered by it and by all below it, each once; None for a leaf."""
    unfolded: bool = False
    left: int = 0
    """Children that the tree does not show."""


def tree(actor: Actor, unfolded: Collection[int]) -> list[Node]:
    """The tops of what is in reach, and below each unfolded one its children; living ones only."""
    tops = list(db.session.scalars(_tops(actor).order_by(*BY_NAME)))
    below = _children(actor, unfolded)
    shown: list[tuple[PartyOrganization, int]] = []

    def lay(rows: Sequence[PartyOrganization], depth: int) -> None:
        for row in rows:
            shown.append((row, depth))
            if row.id in below:
                lay(below[row.id], depth + 1)

    lay(tops, 0)
    return nodes(actor, shown, set(below), with_below=True)


def _living(actor: Actor) -> Select[Any]:
    return visible(actor, PartyOrganization).where(standing(clock.today()))


def _tops(actor: Actor) -> Select[Any]:
    """Living ones whose superior is none, dissolved or out of reach."""
    seen = _living(actor).with_only_columns(PartyOrganization.id).correlate(None)
    top = or_(PartyOrganization.parent_id.is_(None), PartyOrganization.parent_id.not_in(seen))
    return _living(actor).where(top).limit(CHILDREN * 3)


def _children(actor: Actor, parents: Collection[int]) -> dict[int, list[PartyOrganization]]:
    rank = (
        func.row_number()
        .over(partition_by=PartyOrganization.parent_id, order_by=BY_NAME)
        .label("rank")
    )
    ranked = (
        visible(actor, PartyOrganization, PartyOrganization.id, rank)
        .where(
            PartyOrganization.parent_id.in_(sorted(parents)),
            standing(clock.today()),
        )
        .subquery()
    )
    ids = select(ranked.c.id).where(ranked.c.rank <= CHILDREN)
    found: dict[int, list[PartyOrganization]] = defaultdict(list)
    query = visible(actor, PartyOrganization).where(PartyOrganization.id.in_(ids))
    for row in db.session.scalars(query.order_by(*BY_NAME)):
        found[row.parent_id].append(row)
    return found


def nodes(
    actor: Actor,
    shown: Sequence[tuple[PartyOrganization, int]],
    unfolded: Collection[int] = (),
    with_below: bool = False,
) -> list[Node]:
    """The lines of these Party organizations with their depth, in so many reads however many."""
    today = clock.today()
    rows = [row for row, _ in shown]
    facts = facts_on(actor, [row.id for row in rows], today)
    children = _child_counts(actor, [row.id for row in rows])
    below = _below(actor, children) if with_below else {}
    return [
        Node(
            row.id,
            row.code,
            row.name,
            row.kind,
            row.dissolved_on,
            facts[row.id],
            facts[row.id].warnings(today),
            depth=depth,
            children=children.get(row.id, 0),
            below=below.get(row.id),
            unfolded=row.id in unfolded,
            left=max(0, children.get(row.id, 0) - CHILDREN) if row.id in unfolded else 0,
        )
        for row, depth in shown
    ]


def _child_counts(actor: Actor, ids: Sequence[int]) -> dict[int, int]:
    query = (
        visible(actor, PartyOrganization, PartyOrganization.parent_id, func.count())
        .where(PartyOrganization.parent_id.in_(ids), standing(clock.today()))
        .group_by(PartyOrganization.parent_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _below(actor: Actor, wanted: Collection[int]) -> dict[int, int]:
    """Organizations in reach covered at or below each of these, each organization once.

    One walk over the links in reach: what stands below is told from the paths.
    """
    if not wanted:
        return {}
    query = (
        select(PartyOrganization.body_path, CoverageLink.organization_id)
        .join(CoverageLink, CoverageLink.party_organization_id == PartyOrganization.id)
        .join(Organization, Organization.id == CoverageLink.organization_id)
        .where(
            scope_of(actor, PartyOrganization),
            # A link belongs to an organization, and that one is in reach.
            ScopeMark(CoverageLink.organization_id == Organization.id, CoverageLink.__tablename__),
            scope_of(actor, Organization),
            Organization.state.in_(LIVING),
            *on(CoverageLink, clock.today()),
        )
    )
    found: dict[int, set[int]] = {number: set() for number in wanted}
    tops: dict[str, list[set[int]]] = {}
    for path, organization_id in db.session.execute(query):
        if path not in tops:
            tops[path] = [found[n] for n in map(int, path.strip("/").split("/")) if n in found]
        for covered in tops[path]:
            covered.add(organization_id)
    return {number: len(covered) for number, covered in found.items()}


def covered_below(
    actor: Actor, row: PartyOrganization, after: int | None, before: int | None
) -> Turned:
    """The organizations that `Node.below` counts, by name and page by page."""
    link = (
        exists()
        .where(
            ScopeMark(CoverageLink.organization_id == Organization.id, CoverageLink.__tablename__),
            scope_of(actor, PartyOrganization),
            PartyOrganization.id == CoverageLink.party_organization_id,
            under(PartyOrganization.body_path, row.body_path),
            *on(CoverageLink, clock.today()),
        )
        .correlate(Organization)
    )
    query = visible(actor, Organization).where(Organization.state.in_(LIVING), link)
    return turned(actor, Organization, query, after, before)
