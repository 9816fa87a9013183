"""Organizations without Party cover as work to do, with proposals who could found a branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import asked as asking
from partybuild.coverage import lists
from partybuild.coverage.asked import Asked
from partybuild.coverage.listings import Listing
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.models import PartySpan as P
from partybuild.coverage.narrowing import Sieve
from partybuild.coverage.proposals import (
    MOST,
    Branch,
    Candidate,
    Joint,
    joint_branches,
    near,
    with_near,
)
from partybuild.coverage.scopes import on
from partybuild.db import db
from partybuild.party.kinds import Formation, PartyKind
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

KINDS: Mapping[str, tuple[str, str]] = {
    "should_build": ("should_build", "应建未建"),
    "few_members": ("members_no_condition", "有党员不符合条件"),
}
AT_MOST = 400
"""So many organizations are looked at together; in larger areas one goes down to a county first."""
SHARED = (Formation.JOINT, Formation.REGIONAL, Formation.INDUSTRY)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A joint branch that could be founded, with its number on the page."""

    number: int
    place: str
    joint: Joint


@dataclass(frozen=True, slots=True)
class Worklist:
    """All that the page shows."""

    kind: str
    title: str
    listing: Listing
    proposals: Sequence[Proposal]
    too_many: bool
    of: Mapping[int, int]
    """Organization id → number of the proposal it stands in."""
    near: Mapping[int, Sequence[Branch]]
    """Organization id → branches near by, for those that stand in no proposal."""


def worklist(actor: Actor, arguments: Mapping[str, str]) -> Worklist:
    """The worklist that an address asks for; RuleBroken where there is none such."""
    kind = asking.plain(arguments.get("kind", "")) or "should_build"
    if kind not in KINDS:
        raise RuleBroken(f"没有名为“{kind}”的工作清单，可用：{'、'.join(KINDS)}。")
    field, title = KINDS[kind]
    asked = asking.read(actor, arguments)
    sort = arguments.get("sort") or "-members"
    if sort.removeprefix("-") not in (*lists.SORTS, "planned"):
        raise RuleBroken("不能这样排序，请点表头排序。")
    found = lists.query(actor, asked, field, None, Sieve())
    back = bool(arguments.get("before"))
    cursor = arguments.get("before") or arguments.get("after") or ""
    page = lists.page(actor, asked, found, field, sort, cursor, back)
    listing = Listing(asked, field, None, Sieve(), sort, page)
    if page.count > AT_MOST:
        return Worklist(kind, title, listing, (), True, {}, {})
    return _with_proposals(actor, kind, title, listing, found)


def _with_proposals(
    actor: Actor, kind: str, title: str, listing: Listing, found: Select[Any]
) -> Worklist:
    candidates, places = _candidates(found)
    branches = _branches(actor, listing.asked, {one.county for one in candidates})
    joints, rest = joint_branches(candidates)
    proposals = [
        Proposal(number, places.get(joint.place, ""), joint)
        for number, joint in enumerate(with_near(joints, branches), 1)
    ]
    return Worklist(
        kind,
        title,
        listing,
        proposals,
        False,
        {one.id: p.number for p in proposals for one in p.joint.members},
        {one.id: near(one, branches)[:3] for one in rest},
    )


def _candidates(found: Select[Any]) -> tuple[list[Candidate], dict[int, str]]:
    """The organizations of the list, placed by where they are, and the names of those places."""
    columns = (S.organization_id, S.name, S.full, S.region_id, S.industry)
    query = found.with_only_columns(*columns, maintain_column_froms=True)
    rows = db.session.execute(query.order_by(S.sort_key, S.organization_id)).all()
    seats = regions.named([row.region_id for row in rows])
    places = [(_place(seat), _county(seat)) for seat in seats.values()]
    names = regions.named([number for both in places for number in both])
    candidates = [
        Candidate(
            row.organization_id,
            row.name,
            row.full or 0,
            _place(seats[row.region_id]),
            _county(seats[row.region_id]),
            row.industry,
        )
        for row in rows
    ]
    return candidates, {number: unit.name for number, unit in names.items()}


def _place(seat: Region) -> int:
    """The street of a place, else its county, else itself."""
    return seat.level4_id or _county(seat)


def _county(seat: Region) -> int:
    """The county of a place, else itself."""
    return seat.level3_id or seat.id


def _branches(actor: Actor, asked: Asked, counties: set[int]) -> list[Branch]:
    """Living branches with room that were set up for several organizations, in these counties."""
    query = visible(actor, P).where(
        on(P, asked.day),
        P.level3_id.in_(sorted(counties)),
        P.kind == PartyKind.BRANCH,
        P.social,
        P.formation.in_(SHARED),
        P.covered < MOST,
    )
    return [
        Branch(
            row.party_organization_id,
            row.name,
            row.code,
            row.level4_id or row.level3_id or row.unit_id,
            row.level3_id or row.unit_id,
            row.covered,
        )
        for row in db.session.scalars(query.order_by(P.sort_key))
    ]
