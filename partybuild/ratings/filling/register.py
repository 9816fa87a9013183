"""What the register says beside the items that name a fact (schemes.kinds.ItemFact)."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.party.kinds import Formation
from partybuild.party.models import OrganizationLife
from partybuild.party.standing import Facts, facts_on
from partybuild.ratings.filling import known
from partybuild.ratings.filling.known import Known
from partybuild.ratings.filling.queries import Sheet
from partybuild.ratings.schemes.kinds import ItemFact
from partybuild.ratings.standing import facts, rules
from partybuild.ratings.standing.facts import Subject
from partybuild.ratings.standing.rules import Standing

OF_PARTY = {ItemFact.TERM_VALID, ItemFact.SECRETARY, ItemFact.MEMBERS}


def standing(actor: Actor, found: Sheet) -> Standing | None:
    """What is open to the branch today; None where it is no longer in reach."""
    party = found.row.party_organization_id
    if party is None:
        return None
    subject = Subject(party, found.row.organization_id)
    held, day = found.round, clock.today()
    all_of = facts.standings(actor, found.scheme, [subject], held.year, held.founded_by, day)
    return all_of.get(party)


def beside(actor: Actor, found: Sheet, names: Collection[str]) -> Mapping[str, Known]:
    """By name of a fact what the register says of it today; only of those in `names`."""
    wanted = {fact for fact in ItemFact if fact.value in names}
    party, day = found.row.party_organization_id, clock.today()
    said: dict[str, Known] = {}
    if party is None:
        return said
    if wanted & OF_PARTY:
        said |= _of_party(facts_on(actor, [party], day)[party], day)
    if ItemFact.LIFE_COUNT in wanted:
        said[ItemFact.LIFE_COUNT.value] = _life(actor, party, found.round.year, day)
    if ItemFact.INSPECTION in wanted:
        said[ItemFact.INSPECTION.value] = _inspection(actor, found, day)
    return {name: each for name, each in said.items() if name in names}


def _of_party(held: Facts, day: date) -> dict[str, Known]:
    secretary, term, members = held.secretary, held.term, held.members
    last, extended = (term.last_day, term.extended_to) if term else (None, None)
    elects = held.formation is not Formation.TEMPORARY
    return {
        ItemFact.TERM_VALID.value: known.term(last, extended, elects, day),
        ItemFact.SECRETARY.value: known.secretary(
            secretary.name if secretary else "", secretary.valid_from if secretary else None
        ),
        ItemFact.MEMBERS.value: known.members(
            members.full if members else None, members.probationary if members else None
        ),
    }


def _life(actor: Actor, party: int, year: int, day: date) -> Known:
    query = (
        visible(actor, OrganizationLife, OrganizationLife.kind, func.count())
        .where(
            OrganizationLife.party_organization_id == party,
            OrganizationLife.held_on >= date(year, 1, 1),
            OrganizationLife.held_on <= min(day, date(year, 12, 31)),
            OrganizationLife.known_to == OPEN,
        )
        .group_by(OrganizationLife.kind)
    )
    return known.life({kind: count for kind, count in db.session.execute(query)}, year)


def _inspection(actor: Actor, found: Sheet, day: date) -> Known:
    lead, year = found.row.organization_id, found.round.year
    held = facts.organizations_known(actor, [lead] if lead else [], year, day)
    if lead is None or lead not in held:
        return Known("没有牵头单位，无法核对年检年报")
    words = rules.of_organization(held[lead], facts.inspected(year))[0].words
    return known.inspection(words, held[lead].conclusion)
