"""Which proposals stand, by ground: told from indexes, once in a transaction.

Details of single ones are read by `proposals`, whose statements say the same; tests hold both
against each other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.models import CoverageSpan
from partybuild.db import db
from partybuild.enforcement import absences, conditions, proposals
from partybuild.enforcement.absences import unsought
from partybuild.enforcement.kinds import Measure, ProposalKind
from partybuild.enforcement.models import Listing, SetAside
from partybuild.enforcement.proposals import Proposal
from partybuild.enforcement.terms import terms
from partybuild.gates.models import SyncVerdict
from partybuild.inspections.kinds import ABSENCES
from partybuild.inspections.models import Inspection
from partybuild.organizations.models import Organization
from partybuild.workflow.models import WorkflowCase as Case

KEPT = "partybuild_proposals"
Told = tuple[Select[Any], Any]
"""(ids of organizations, the model that a row of them is found by)."""
Ids = Callable[[Actor, date], Told]


def keys(actor: Actor) -> Mapping[ProposalKind, Sequence[int]]:
    """Keys of every proposal in reach by ground, in order; read once in a transaction."""
    found = _read(actor)
    if found is None:
        found = {kind: sorted(each) for kind, each in _told(actor)}
        session = db.session()
        session.info[KEPT] = (session.get_transaction(), _asked(actor), found)
    return found


def _read(actor: Actor) -> Mapping[ProposalKind, Sequence[int]] | None:
    """What has been read in this transaction already."""
    session = db.session()
    kept = session.info.get(KEPT)
    if kept is None or kept[0] is not session.get_transaction() or kept[1] != _asked(actor):
        return None
    found: Mapping[ProposalKind, Sequence[int]] = kept[2]
    return found


def _asked(actor: Actor) -> tuple[Any, date]:
    return actor.reach, clock.today()


def counts(actor: Actor, name: str = "") -> Mapping[ProposalKind, int]:
    """How many stand by ground, of organizations with this in their name; those without any left out."""
    if name:
        return proposals.counts(actor, name)
    return {kind: number for kind, number in _numbers(actor).items() if number}


def count(actor: Actor, *kinds: ProposalKind) -> int:
    """How many stand on these grounds, on all where none is named."""
    found = _numbers(actor)
    return sum(found[kind] for kind in kinds or ProposalKind)


def _numbers(actor: Actor) -> Mapping[ProposalKind, int]:
    """How many stand by ground, counted in one statement where they have not been read."""
    read, today = _read(actor), clock.today()
    if read is not None:
        return {kind: len(each) for kind, each in read.items()}
    counted = (
        _free(actor, kind, today)
        .with_only_columns(func.count(), maintain_column_froms=True)
        .scalar_subquery()
        for kind in proposals.ORDER
    )
    row = db.session.execute(select(*counted)).one()
    return dict(zip(proposals.ORDER, row, strict=True))


def listed(
    actor: Actor,
    kinds: Sequence[ProposalKind],
    after: int = 0,
    limit: int = proposals.PAGE,
    name: str = "",
) -> list[Proposal]:
    """Proposals by key, from one key on."""
    if name:
        return proposals.listed(actor, kinds, name, after, limit)
    found = keys(actor)
    further = sorted(key for kind in kinds for key in found[kind] if key > after)
    return proposals.chosen(actor, further[:limit])[:limit]


def _told(actor: Actor) -> Iterator[tuple[ProposalKind, list[int]]]:
    today, step = clock.today(), len(proposals.ORDER)
    for place, kind in enumerate(proposals.ORDER):
        ids = db.session.scalars(_free(actor, kind, today))
        yield kind, [number * step + place for number in ids]


def _free(actor: Actor, kind: ProposalKind, today: date) -> Select[Any]:
    """Ids of those proposed on a ground who are neither set aside nor taken up."""
    query, model = _IDS[kind](actor, today)
    return query.where(~_aside(kind, model, today), ~_taken_up(kind, model))


def _number(model: Any) -> Any:
    return model.id if model is Organization else model.organization_id


def _aside(kind: ProposalKind, model: Any, today: date) -> ColumnElement[bool]:
    """Whether the proposal has been set aside for now."""
    own = ScopeMark(SetAside.organization_id == _number(model), SetAside.__tablename__)
    aside = select(SetAside.id).where(own, SetAside.proposal == kind, SetAside.until > today)
    return aside.correlate(model).exists()


def _taken_up(kind: ProposalKind, model: Any) -> ColumnElement[bool]:
    """Whether a case of this measure (for a listing: on this ground) is open."""
    own = ScopeMark(Case.organization_id == _number(model), Case.__tablename__)
    query = select(Case.id).where(own, Case.kind == kind.measure.value, Case.closed_on.is_(None))
    if kind.measure is Measure.LISTING:
        of_case = ScopeMark(Listing.case_id == Case.id, Listing.__tablename__)
        query = query.join(Listing, Listing.case_id == Case.id)
        query = query.where(of_case, Listing.ground == kind.ground)
    return query.correlate(model).exists()


def _living(query: Select[Any], model: Any) -> Told:
    own = ScopeMark(Organization.id == model.organization_id, Organization.__tablename__)
    joined = query.join(Organization, Organization.id == model.organization_id)
    return joined.where(own, Organization.state.in_(proposals.LIVING)), Organization


def _overdue(actor: Actor, today: date) -> Told:
    return _living(
        visible(actor, Case, Case.organization_id).where(conditions.overdue(today)), Case
    )


def _ripe(actor: Actor, today: date) -> Told:
    return _living(visible(actor, Case, Case.organization_id).where(conditions.ripe(today)), Case)


def _unsynced(actor: Actor, today: date) -> Told:
    query = visible(actor, SyncVerdict, SyncVerdict.organization_id)
    return _living(query.where(conditions.unsynced(today)), SyncVerdict)


def _unreported(actor: Actor, today: date) -> Told:
    query = visible(actor, Inspection, Inspection.organization_id).where(
        Inspection.year == (absences.latest_year(actor) or 0),
        Inspection.expected,
        Inspection.conclusion.in_(ABSENCES),
        ~Inspection.listed,
    )
    return _living(query, Inspection)


def _unbuilt(actor: Actor, today: date) -> Told:
    """Who has a span of today lives today."""
    now, still = conditions.unbuilt(actor, today)
    return now.where(
        unsought(CoverageSpan.organization_id).in_(still.correlate(None))
    ), CoverageSpan


def _absent_years(actor: Actor, today: date) -> Told:
    year = absences.latest_year(actor) or 0
    return _living(absences.absent_in_all(actor, year, max(terms().dormant_years, 1)), Inspection)


_IDS: Mapping[ProposalKind, Ids] = {
    ProposalKind.OVERDUE_ORDER: _overdue,
    ProposalKind.UNREPORTED: _unreported,
    ProposalKind.SYNC_MISSING: _unsynced,
    ProposalKind.UNBUILT: _unbuilt,
    ProposalKind.TWO_YEARS: _ripe,
    ProposalKind.ABSENT_YEARS: _absent_years,
}
