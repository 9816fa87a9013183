"""What the system proposes: derived from the facts, never done by itself; a person takes it up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    cast,
    func,
    literal,
    select,
    union_all,
)

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.coverage.models import CoverageSpan
from partybuild.db import db
from partybuild.enforcement import absences, conditions
from partybuild.enforcement.kinds import Measure, ProposalKind
from partybuild.enforcement.models import Listing, SetAside
from partybuild.enforcement.terms import terms
from partybuild.gates.models import SyncVerdict
from partybuild.inspections.kinds import ABSENCES
from partybuild.inspections.models import Inspection
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import Organization
from partybuild.workflow.models import WorkflowCase

PAGE = 50
Ids = Sequence[int]
LIVING = [state for state in OrganizationState if state.living]
ORDER = tuple(ProposalKind)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One organization proposed for one measure. `case_id`: the order that was not kept."""

    kind: ProposalKind
    organization_id: int
    name: str
    number: str
    since: date | None
    case_id: int | None

    @property
    def url(self) -> str:
        """The page on which it is taken up."""
        if self.case_id is not None and self.kind is ProposalKind.OVERDUE_ORDER:
            return f"/enforcement/{self.case_id}"
        about = f"organization={self.organization_id}"
        if self.kind is ProposalKind.ABSENT_YEARS:
            return f"/enforcement/batches/new?{about}"
        return f"/enforcement/new?kind={self.kind.measure.value}&{about}&ground={self.kind.ground}"


def select_of(actor: Actor, kind: ProposalKind, ids: Sequence[int] = ()) -> Select[Any]:
    """(key, id, name, code, since, case id) of the organizations proposed on this ground, of those
    with these ids only where any are named.
    """
    query = _SOURCES[kind](actor, clock.today(), ids)
    return query.where(Organization.id.in_(ids)) if ids else query


def listed(
    actor: Actor, kinds: Sequence[ProposalKind], name: str, after: int = 0, limit: int = PAGE
) -> list[Proposal]:
    """Proposals of organizations with this in their name, by key, from one key on."""
    both = _together(actor, kinds)
    query = select(both).where(both.c.key > after, _named(both, name))
    return _read(query.order_by(both.c.key).limit(limit))


def counts(actor: Actor, name: str) -> Mapping[ProposalKind, int]:
    """How many stand of organizations with this in their name, those without any left out."""
    both = _together(actor, ORDER)
    ground = (both.c.key % len(ORDER)).label("ground")
    query = select(ground, func.count()).where(_named(both, name)).group_by(ground)
    return {ORDER[place]: number for place, number in db.session.execute(query)}


def chosen(actor: Actor, keys: Collection[int]) -> list[Proposal]:
    """Those of these that still stand, by key."""
    kinds = sorted({ORDER[key % len(ORDER)] for key in keys}, key=ORDER.index)
    if not kinds:
        return []
    both = _together(actor, kinds, sorted({key // len(ORDER) for key in keys}))
    return _read(select(both).where(both.c.key.in_(sorted(keys))).order_by(both.c.key))


def _together(actor: Actor, kinds: Sequence[ProposalKind], ids: Sequence[int] = ()) -> Any:
    parts = [select_of(actor, kind, ids) for kind in kinds]
    return union_all(*(select(part.subquery()) for part in parts)).subquery()


def _named(both: Any, name: str) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = both.c.name.contains(name, autoescape=True)
    return condition


def _read(query: Select[Any]) -> list[Proposal]:
    return [
        Proposal(
            ORDER[row.key % len(ORDER)], row.id, row.name, row.code or "", row.since, row.case_id
        )
        for row in db.session.execute(query)
    ]


def key_of(proposal: Proposal) -> int:
    """Where a page begins after this one."""
    return proposal.organization_id * len(ORDER) + ORDER.index(proposal.kind)


def _base(actor: Actor, kind: ProposalKind, since: Any, case_id: Any = None) -> Select[Any]:
    key = Organization.id * len(ORDER) + ORDER.index(kind)
    number = literal(None, Organization.id.type) if case_id is None else case_id
    columns = (
        key.label("key"),
        Organization.id.label("id"),
        Organization.name.label("name"),
        func.coalesce(Organization.code, Organization.filing_number).label("code"),
        (cast(literal(None), Date) if since is None else since).label("since"),
        number.label("case_id"),
    )
    return (
        visible(actor, Organization, *columns)
        .where(Organization.state.in_(LIVING), ~_aside(actor, kind))
        .where(~_taken_up(actor, kind))
    )


def _aside(actor: Actor, kind: ProposalKind) -> ColumnElement[bool]:
    query = visible(actor, SetAside, SetAside.id).where(
        SetAside.organization_id == Organization.id,
        SetAside.proposal == kind,
        SetAside.until > clock.today(),
    )
    return query.correlate(Organization).exists()


def _taken_up(actor: Actor, kind: ProposalKind) -> ColumnElement[bool]:
    """A case of this measure (for a listing: on this ground) is open."""
    query = visible(actor, WorkflowCase, WorkflowCase.id).where(
        WorkflowCase.organization_id == Organization.id,
        WorkflowCase.kind == kind.measure.value,
        WorkflowCase.closed_on.is_(None),
    )
    if kind.measure is Measure.LISTING:
        query = query.join(Listing, Listing.case_id == WorkflowCase.id).where(
            scope_of(actor, Listing), Listing.ground == kind.ground
        )
    return query.correlate(Organization).exists()


def _overdue_orders(actor: Actor, today: date, ids: Ids) -> Select[Any]:
    case = WorkflowCase
    return (
        _base(actor, ProposalKind.OVERDUE_ORDER, case.due_on, case.id)
        .join(case, case.organization_id == Organization.id)
        .where(scope_of(actor, case), conditions.overdue(today))
    )


def _unreported(actor: Actor, today: date, ids: Ids) -> Select[Any]:
    year = absences.latest_year(actor) or 0
    return (
        _base(actor, ProposalKind.UNREPORTED, Inspection.concluded_on)
        .join(Inspection, Inspection.organization_id == Organization.id)
        .where(
            scope_of(actor, Inspection),
            Inspection.year == year,
            Inspection.expected,
            Inspection.conclusion.in_(ABSENCES),
            ~Inspection.listed,
        )
    )


def _sync_missing(actor: Actor, today: date, ids: Ids) -> Select[Any]:
    verdict = SyncVerdict
    return (
        _base(actor, ProposalKind.SYNC_MISSING, verdict.due_on)
        .join(verdict, verdict.organization_id == Organization.id)
        .where(scope_of(actor, verdict), conditions.unsynced(today))
    )


def _unbuilt(actor: Actor, today: date, ids: Ids) -> Select[Any]:
    now, still = conditions.unbuilt(actor, today)
    if ids:
        now, still = (each.where(CoverageSpan.organization_id.in_(ids)) for each in (now, still))
    return _base(actor, ProposalKind.UNBUILT, None).where(
        Organization.id.in_(now), Organization.id.in_(still)
    )


def _two_years(actor: Actor, today: date, ids: Ids) -> Select[Any]:
    case = WorkflowCase
    return (
        _base(actor, ProposalKind.TWO_YEARS, case.due_on, case.id)
        .join(case, case.organization_id == Organization.id)
        .where(scope_of(actor, case), conditions.ripe(today))
    )


def _absent_years(actor: Actor, today: date, ids: Ids) -> Select[Any]:
    year = absences.latest_year(actor) or 0
    absent = absences.absent_in_all(actor, year, max(terms().dormant_years, 1))
    return _base(actor, ProposalKind.ABSENT_YEARS, None).where(Organization.id.in_(absent))


_SOURCES = {
    ProposalKind.OVERDUE_ORDER: _overdue_orders,
    ProposalKind.UNREPORTED: _unreported,
    ProposalKind.SYNC_MISSING: _sync_missing,
    ProposalKind.UNBUILT: _unbuilt,
    ProposalKind.TWO_YEARS: _two_years,
    ProposalKind.ABSENT_YEARS: _absent_years,
}
