"""What stands beside a term of office: the board's, the last reminder."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines.models import Reminder
from partybuild.deadlines.rules import Channel
from partybuild.organizations.models import BoardTerm, Organization
from partybuild.party.beyond import on
from partybuild.party.models import CoverageLink, PartyProfile
from partybuild.party.standing import rows_on
from partybuild.party.waiting import KIND


@dataclass(frozen=True, slots=True)
class Board:
    """The board of the organization that leads a Party organization, or is its only one."""

    organization_id: int
    name: str
    elected_on: date | None
    last_day: date | None


def boards(actor: Actor, party_ids: Sequence[int]) -> dict[int, Board]:
    """The board's term of the lead organization of each, or of the only one that it covers."""
    leads = _leads(actor, party_ids)
    wanted = sorted(set(leads.values()))
    today = clock.today()
    query = visible(actor, Organization, Organization.id, Organization.name)
    names = {n: name for n, name in db.session.execute(query.where(Organization.id.in_(wanted)))}
    held = visible(actor, BoardTerm).where(
        BoardTerm.organization_id.in_(wanted), *on(BoardTerm, today)
    )
    terms = {row.organization_id: row for row in db.session.scalars(held)}
    return {
        party: Board(
            number,
            names[number],
            terms[number].elected_on if number in terms else None,
            terms[number].last_day if number in terms else None,
        )
        for party, number in leads.items()
        if number in names
    }


def _leads(actor: Actor, party_ids: Sequence[int]) -> dict[int, int]:
    today = clock.today()
    profiles = rows_on(actor, PartyProfile, party_ids, today)
    found = {n: row.lead_organization_id for n, row in profiles.items() if row.lead_organization_id}
    rest = [number for number in party_ids if number not in found]
    covered: dict[int, list[int]] = defaultdict(list)
    links = visible(
        actor, CoverageLink, CoverageLink.party_organization_id, CoverageLink.organization_id
    ).where(CoverageLink.party_organization_id.in_(rest), *on(CoverageLink, today))
    for party, number in db.session.execute(links):
        covered[party].append(number)
    return found | {party: ids[0] for party, ids in covered.items() if len(ids) == 1}


def reminders(actor: Actor, party_ids: Sequence[int]) -> dict[int, Reminder]:
    """The last letter, call or talk about the term of each."""
    query = visible(actor, Reminder).where(
        Reminder.subject_kind == KIND,
        Reminder.subject_id.in_(party_ids),
        Reminder.channel != Channel.SYSTEM,
    )
    ordered = query.order_by(Reminder.sent_on, Reminder.id)
    return {row.subject_id: row for row in db.session.scalars(ordered)}
