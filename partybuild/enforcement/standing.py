"""Which proposals stand, by ground: told from indexes, once in a transaction.

Details of single ones are read by `proposals`, whose statements say the same; tests hold both
against each other.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.enforcement import absences, conditions, proposals
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
Ids = Callable[[Actor, date], Select[Any]]


def keys(actor: Actor) -> Mapping[ProposalKind, Sequence[int]]:
    """Keys of every proposal in reach by ground, in order; read once in a transaction."""
    session, asked = db.session(), (actor.reach, clock.today())
    kept = session.info.get(KEPT)
    if kept is not None and kept[0] is session.get_transaction() and kept[1] == asked:
        found: Mapping[ProposalKind, Sequence[int]] = kept[2]
        return found
    told = {kind: sorted(each) for kind, each in _told(actor)}
    session.info[KEPT] = (session.get_transaction(), asked, told)
    return told


def counts(actor: Actor, name: str = "") -> Mapping[ProposalKind, int]:
    """How many stand by ground, of organizations with this in their name; those without any left out."""
    if name:
        return proposals.counts(actor, name)
    return {kind: len(each) for kind, each in keys(actor).items() if each}


def count(actor: Actor, *kinds: ProposalKind) -> int:
    """How many stand on these grounds, on all where none is named."""
    found = keys(actor)
    return sum(len(found[kind]) for kind in kinds or ProposalKind)


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
    away = _away(actor, today)
    for place, kind in enumerate(proposals.ORDER):
        ids = db.session.scalars(_IDS[kind](actor, today))
        yield kind, [number * step + place for number in ids if number not in away[kind]]


def _away(actor: Actor, today: date) -> Mapping[ProposalKind, Collection[int]]:
    """By ground the organizations set aside, and those that have such a case open."""
    found: dict[ProposalKind, set[int]] = {kind: set() for kind in ProposalKind}
    aside = visible(actor, SetAside, SetAside.proposal, SetAside.organization_id)
    for kind, number in db.session.execute(aside.where(SetAside.until > today)):
        found[kind].add(number)
    taken: dict[tuple[str, str], list[int]] = {}
    for measure, ground, number in db.session.execute(_open_cases(actor)):
        taken.setdefault((measure, ground or ""), []).append(number)
    for kind in ProposalKind:
        ground = kind.ground if kind.measure is Measure.LISTING else ""
        found[kind].update(taken.get((kind.measure.value, ground), ()))
    return found


def _open_cases(actor: Actor) -> Select[Any]:
    """(kind, ground of a listing, organization id) of open cases that a proposal would lead to."""
    own = ScopeMark(Listing.case_id == Case.id, Listing.__tablename__)
    ground = (
        select(Listing.ground)
        .where(own, Case.kind == Measure.LISTING.value)
        .correlate(Case)
        .scalar_subquery()
    )
    kinds = (Measure.LISTING.value, Measure.DISHONEST.value, Measure.DORMANT.value)
    return visible(actor, Case, Case.kind, ground, Case.organization_id).where(
        Case.kind.in_(kinds), Case.closed_on.is_(None), Case.organization_id.is_not(None)
    )


def _living(query: Select[Any], model: Any) -> Select[Any]:
    own = ScopeMark(Organization.id == model.organization_id, Organization.__tablename__)
    joined = query.join(Organization, Organization.id == model.organization_id)
    return joined.where(own, Organization.state.in_(proposals.LIVING))


def _overdue(actor: Actor, today: date) -> Select[Any]:
    return _living(
        visible(actor, Case, Case.organization_id).where(conditions.overdue(today)), Case
    )


def _ripe(actor: Actor, today: date) -> Select[Any]:
    return _living(visible(actor, Case, Case.organization_id).where(conditions.ripe(today)), Case)


def _unsynced(actor: Actor, today: date) -> Select[Any]:
    query = visible(actor, SyncVerdict, SyncVerdict.organization_id)
    return _living(query.where(conditions.unsynced(today)), SyncVerdict)


def _unreported(actor: Actor, today: date) -> Select[Any]:
    query = visible(actor, Inspection, Inspection.organization_id).where(
        Inspection.year == (absences.latest_year(actor) or 0),
        Inspection.expected,
        Inspection.conclusion.in_(ABSENCES),
        ~Inspection.listed,
    )
    return _living(query, Inspection)


def _unbuilt(actor: Actor, today: date) -> Select[Any]:
    now, still = conditions.unbuilt(actor, today)
    return visible(actor, Organization, Organization.id).where(
        Organization.id.in_(now),
        Organization.id.in_(still),
        Organization.state.in_(proposals.LIVING),
    )


def _absent_years(actor: Actor, today: date) -> Select[Any]:
    year = absences.latest_year(actor) or 0
    ids = absences.absent_in_all(actor, year, max(terms().dormant_years, 1))
    return visible(actor, Organization, Organization.id).where(
        Organization.id.in_(ids), Organization.state.in_(proposals.LIVING)
    )


_IDS: Mapping[ProposalKind, Ids] = {
    ProposalKind.OVERDUE_ORDER: _overdue,
    ProposalKind.UNREPORTED: _unreported,
    ProposalKind.SYNC_MISSING: _unsynced,
    ProposalKind.UNBUILT: _unbuilt,
    ProposalKind.TWO_YEARS: _ripe,
    ProposalKind.ABSENT_YEARS: _absent_years,
}
