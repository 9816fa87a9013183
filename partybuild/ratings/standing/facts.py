"""What the live register knows of Party organizations and what they cover, for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, or_

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import OPEN, db
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Listing, Penalty
from partybuild.inspections import cutoffs
from partybuild.inspections.kinds import ABSENCES, Conclusion, Regime
from partybuild.inspections.models import Expected, Inspection, InspectionCampaign
from partybuild.organizations.models import OrganizationProfile
from partybuild.party.kinds import Formation
from partybuild.party.models import (
    CoverageLink,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.ratings.schemes.rules import Scheme
from partybuild.ratings.standing import rules
from partybuild.ratings.standing.rules import OrganizationKnown, PartyKnown, Standing
from partybuild.workflow.models import WorkflowCase

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Subject:
    """A Party organization about to be rated, with the organization that leads it."""

    party_id: int
    lead_id: int | None


def standings(
    actor: Actor,
    scheme: Scheme,
    subjects: Sequence[Subject],
    year: int,
    founded_by: date,
    day: date,
) -> Mapping[int, Standing]:
    """By Party organization what is open to it on `day` in a round of `year`."""
    party = party_known(actor, [each.party_id for each in subjects], day)
    covers = covered(actor, list(party), day)
    leads = {each.lead_id for each in subjects if each.lead_id is not None}
    known = organizations_known(actor, leads.union(*covers.values()), year, day)
    found = {}
    for each in subjects:
        if each.party_id not in party:
            continue
        others = [n for n in covers.get(each.party_id, ()) if n != each.lead_id]
        found[each.party_id] = rules.standing(
            scheme,
            rules.of_party(party[each.party_id], day, founded_by),
            _facts(known, [each.lead_id], year),
            _facts(known, others, year),
            has_lead=each.lead_id in known,
        )
    return found


def _facts(
    known: Mapping[int, OrganizationKnown], ids: Sequence[int | None], year: int
) -> list[rules.Fact]:
    held = [known[number] for number in ids if number is not None and number in known]
    return [fact for each in held for fact in rules.of_organization(each, inspected(year))]


def inspected(year: int) -> int:
    """The year whose inspection a round of `year` reads: the one done in it."""
    return year - 1


def party_known(actor: Actor, ids: Collection[int], day: date) -> dict[int, PartyKnown]:
    """What holds of the Party organizations in reach among `ids` on `day`."""
    term = PartyTerm
    ends = {
        number: extended or last
        for number, extended, last in _on(actor, term, ids, day, term.extended_to, term.last_day)
    }
    led = {
        number for number, name in _on(actor, PartySecretary, ids, day, PartySecretary.name) if name
    }
    formations = dict(_on(actor, PartyProfile, ids, day, PartyProfile.formation))
    return {
        number: PartyKnown(
            founded_on=founded,
            term_ends=ends.get(number),
            elects=formations.get(number) is not Formation.TEMPORARY,
            secretary=number in led,
        )
        for number, founded in _in(
            actor, PartyOrganization, "id", ids, PartyOrganization.founded_on
        )
    }


def _on(
    actor: Actor, model: Any, ids: Collection[int], day: date, *columns: Any
) -> Iterator[tuple[Any, ...]]:
    """Rows (Party organization, *columns) of a dated model that hold on a day."""
    holds = and_(model.known_to == OPEN, model.valid_from <= day, model.valid_to > day)
    for row in _in(actor, model, "party_organization_id", ids, *columns, where=holds):
        yield tuple(row)


def covered(actor: Actor, ids: Collection[int], day: date) -> dict[int, list[int]]:
    """The organizations in reach that each covers on `day`."""
    found: dict[int, list[int]] = defaultdict(list)
    holds = and_(
        CoverageLink.known_to == OPEN, CoverageLink.valid_from <= day, CoverageLink.valid_to > day
    )
    rows = _in(
        actor, CoverageLink, "party_organization_id", ids, CoverageLink.organization_id, where=holds
    )
    for number, organization in rows:
        found[number].append(organization)
    return found


def organizations_known(
    actor: Actor, ids: Collection[int], year: int, day: date
) -> dict[int, OrganizationKnown]:
    """What the register says of the organizations in reach among `ids`."""
    found: dict[int, OrganizationKnown] = {}
    limits = cutoffs.holding(Regime.INSPECTION, inspected(year), day).days
    profile = OrganizationProfile
    columns = (profile.name, profile.kind, profile.registered_on)
    holds = and_(profile.known_to == OPEN, profile.valid_from <= day, profile.valid_to > day)
    for number, name, kind, registered in _in(
        actor, profile, "organization_id", ids, *columns, where=holds
    ):
        last = limits.get(kind)
        due = False if last is None or registered > last else None
        found[number] = OrganizationKnown(name, due)
    _inspections(actor, found, inspected(year))
    _penalties(actor, found, date(year, 1, 1))
    _listings(actor, found)
    _orders(actor, found, day)
    return found


def _inspections(actor: Actor, found: dict[int, OrganizationKnown], year: int) -> None:
    out = _in(
        actor,
        Expected,
        "organization_id",
        found,
        Expected.reason,
        where=Expected.campaign_id.in_(_campaigns(year)),
    )
    for number, reason in out:
        found[number] = replace(found[number], expected=reason is None)
    columns = (
        Inspection.expected,
        Inspection.conclusion,
        Inspection.published_on,
        Inspection.history,
    )
    of_year = Inspection.year == year
    for number, due, concluded, published, history in _in(
        actor, Inspection, "organization_id", found, *columns, where=of_year
    ):
        stands = published is not None or history or concluded in ABSENCES
        conclusion = Conclusion(concluded) if concluded is not None and stands else None
        found[number] = replace(found[number], expected=bool(due), conclusion=conclusion)


def _campaigns(year: int) -> Sequence[int]:
    query = db.session.query(InspectionCampaign.id).filter(InspectionCampaign.year == year)
    return [row[0] for row in query]


def _penalties(actor: Actor, found: dict[int, OrganizationKnown], since: date) -> None:
    stands = and_(Penalty.decided_on >= since, Penalty.withdrawn_on.is_(None))
    columns = (Penalty.decided_on, Penalty.document)
    for number, day, document in _in(
        actor, Penalty, "organization_id", found, *columns, where=stands
    ):
        penalties = (*found[number].penalties, (day, document))
        found[number] = replace(found[number], penalties=penalties)


def _listings(actor: Actor, found: dict[int, OrganizationKnown]) -> None:
    for part in _parts(found):
        columns = (Listing.organization_id, WorkflowCase.kind, Listing.listed_on)
        query = (
            visible(actor, Listing, *columns)
            .join(WorkflowCase, WorkflowCase.id == Listing.case_id)
            .where(
                scope_of(actor, WorkflowCase),
                WorkflowCase.closed_on.is_(None),
                Listing.listed_on.is_not(None),
                Listing.organization_id.in_(part),
            )
        )
        for number, kind, day in db.session.execute(query):
            name = "dishonest_on" if kind == Measure.DISHONEST.value else "listed_on"
            found[number] = replace(found[number], **{name: day})


def _orders(actor: Actor, found: dict[int, OrganizationKnown], day: date) -> None:
    case = WorkflowCase
    late = and_(case.state.in_(("issued", "served")), case.due_on < day)
    overdue = and_(case.kind == Measure.ORDER.value, or_(late, case.state == "failed"))
    columns = (case.due_on, case.opened_on)
    for number, due, opened in _in(actor, case, "organization_id", found, *columns, where=overdue):
        found[number] = replace(found[number], order_due=due or opened)


def _in(
    actor: Actor, model: Any, key: str, ids: Collection[int], *columns: Any, where: Any = None
) -> Iterator[Any]:
    """Rows (key, *columns) of what is in reach among `ids`, some hundreds a statement."""
    column = getattr(model, key)
    for part in _parts(ids):
        query = visible(actor, model, column, *columns).where(column.in_(part))
        yield from db.session.execute(query if where is None else query.where(where))


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))
