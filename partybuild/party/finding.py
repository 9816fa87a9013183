"""Organizations and Party organizations as the search knows them: two sources, one subscriber."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from partybuild import clock
from partybuild.access.actor import Actor, Reach
from partybuild.access.scope import system, under, visible
from partybuild.db import OPEN, db
from partybuild.organizations.models import Organization, OrganizationProfile
from partybuild.party.models import PartyOrganization, PartyProfile, PartySecretary, of_own
from partybuild.regions import queries as regions
from partybuild.search import commands as search
from partybuild.search.models import SearchEntry
from partybuild.search.ports import Findable, Shown

CHUNK = 5000


class Organizations:
    """Social organizations, found by name, former names, code and filing number."""

    thing = "organization"
    place = 0
    label = "社会组织"
    endpoint = "organizations.show"
    argument = "organization_id"
    list_endpoint = "search.organizations"
    ended_state = "ended"

    def findable(self, ids: Collection[int]) -> Iterator[Findable]:
        """These organizations as they are today."""
        table = Organization.__table__
        for part in _chunks(ids):
            former = _former(OrganizationProfile, "organization_id", part)
            for row in db.session.execute(select(table).where(table.c.id.in_(part))):
                codes = [code for code in (row.code, row.filing_number) if code]
                words = codes + sorted(former[row.id] - {row.name})
                yield _findable(row, codes[0] if codes else "", words, not row.state.living)

    def every_id(self) -> Sequence[int]:
        """All organizations, in order of names."""
        return _every(Organization)

    def of_own(self, reach: Reach) -> Sequence[int]:
        """The reach's own organizations."""
        return sorted(reach.organization_ids)

    def shown(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
        """Those in reach: kind, an end, and where they count."""
        query = visible(actor, Organization).where(Organization.id.in_(sorted(ids)))
        rows = db.session.scalars(query).all()
        units = regions.named([row.unit_id for row in rows])
        return {row.id: _organization(row, units[row.unit_id].name) for row in rows}


class PartyOrganizations:
    """Party organizations, found by name, former names, code and secretary."""

    thing = "party"
    place = 1
    label = "党组织"
    endpoint = "party.show"
    argument = "party_id"
    list_endpoint = "search.party_organizations"
    ended_state = "dissolved"

    def findable(self, ids: Collection[int]) -> Iterator[Findable]:
        """These Party organizations as they are today; secretaries of today and to come."""
        table = PartyOrganization.__table__
        for part in _chunks(ids):
            former = _former(PartyProfile, "party_organization_id", part)
            secretaries = _secretaries(part)
            for row in db.session.execute(select(table).where(table.c.id.in_(part))):
                others = (former[row.id] - {row.name}) | secretaries[row.id]
                gone = row.dissolved_on is not None and row.dissolved_on <= clock.today()
                yield _findable(row, row.code, [row.code, *sorted(others)], gone)

    def every_id(self) -> Sequence[int]:
        """All Party organizations, in order of names."""
        return _every(PartyOrganization)

    def of_own(self, reach: Reach) -> Select[Any]:
        """Those that cover one of the reach's own organizations."""
        return of_own(reach)

    def shown(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
        """Those in reach: kind, an end, where they count, and today's secretary."""
        today = clock.today()
        query = visible(actor, PartyOrganization).where(PartyOrganization.id.in_(sorted(ids)))
        rows = db.session.scalars(query).all()
        units = regions.named([row.unit_id for row in rows])
        posts = visible(actor, PartySecretary).where(
            PartySecretary.party_organization_id.in_([row.id for row in rows]),
            PartySecretary.known_to == OPEN,
            PartySecretary.valid_from <= today,
            PartySecretary.valid_to > today,
        )
        names = {post.party_organization_id: post.name for post in db.session.scalars(posts)}
        return {
            row.id: _party(row, units[row.unit_id].name, names.get(row.id, ""), today)
            for row in rows
        }


ORGANIZATIONS = Organizations()
PARTY_ORGANIZATIONS = PartyOrganizations()


def refresh(organizations: Collection[int], party: Collection[int], first_day: date) -> None:
    """Bring the search up to what has changed; stands after the recount among the subscribers."""
    with system("更新查找索引"):
        led, below = _moved(party)
    search.index(PARTY_ORGANIZATIONS, {*party, *below})
    search.index(ORGANIZATIONS, {*organizations, *led})


def _moved(party: Collection[int]) -> tuple[set[int], set[int]]:
    """What stands below Party organizations that have moved in their tree: (led, below)."""
    found: tuple[set[int], set[int]] = (set(), set())
    for part in _chunks(party):
        query = (
            select(PartyOrganization.body_path)
            .join(SearchEntry, SearchEntry.thing_id == PartyOrganization.id)
            .where(
                PartyOrganization.id.in_(part),
                SearchEntry.thing == PARTY_ORGANIZATIONS.thing,
                SearchEntry.body_path != PartyOrganization.body_path,
            )
        )
        paths = db.session.scalars(query).all()
        if paths:
            found[0].update(db.session.scalars(_at_or_below(Organization, paths)))
            found[1].update(db.session.scalars(_at_or_below(PartyOrganization, paths)))
    return found


def _at_or_below(model: Any, paths: Sequence[str]) -> Any:
    return select(model.id).where(or_(*(under(model.body_path, path) for path in paths)))


def _findable(row: Any, number: str, words: Collection[str], ended: bool) -> Findable:
    levels = [getattr(row, f"level{n}_id") for n in range(1, 6)]
    return Findable(row.id, row.name, row.sort_key, number, words, levels, row.body_path, ended)


def _former(model: Any, key: str, ids: Sequence[int]) -> defaultdict[int, set[str]]:
    """All names a thing is known to have had, by its id."""
    column = getattr(model, key)
    found: defaultdict[int, set[str]] = defaultdict(set)
    query = select(column, model.name).where(column.in_(ids), model.known_to == OPEN).distinct()
    for number, name in db.session.execute(query):
        found[number].add(name)
    return found


def _secretaries(ids: Sequence[int]) -> defaultdict[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    query = select(PartySecretary.party_organization_id, PartySecretary.name).where(
        PartySecretary.party_organization_id.in_(ids),
        PartySecretary.known_to == OPEN,
        PartySecretary.valid_to > clock.today(),
    )
    for number, name in db.session.execute(query):
        found[number].add(name)
    return found


def _every(model: Any) -> Sequence[int]:
    return db.session.scalars(select(model.id).order_by(model.sort_key, model.id)).all()


def _organization(row: Organization, unit: str) -> Shown:
    chips = [(row.kind.label, "neutral")]
    if not row.state.living:
        chips.append((row.state.label, "late"))
    return Shown(row.id, row.name, row.number, chips, [unit])


def _party(row: PartyOrganization, unit: str, secretary: str, today: date) -> Shown:
    chips = [(row.kind.label, "neutral")]
    if row.dissolved_on is not None and row.dissolved_on <= today:
        chips.append(("已撤销", "late"))
    details = [unit, f"书记 {secretary}"] if secretary else [unit]
    return Shown(row.id, row.name, row.code, chips, details)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
