"""From the facts of the database to the histories that the rules count. Set-based."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from partybuild.coverage.places import Trees, party_numbers
from partybuild.coverage.rules import alone_pieces
from partybuild.coverage.span import Headcount as Count
from partybuild.coverage.span import History, Link, Piece, Standing
from partybuild.db import FOREVER, OPEN, db
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import (
    Headcount,
    Organization,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    MassCover,
    PartyHeadcount,
    PartyProfile,
)
from partybuild.search import text

CHUNK = 5000
Days = tuple[date, date]


@dataclass
class Facts:
    """Known facts of some organizations and of every Party organization they are linked to."""

    numbers: dict[int, str] = field(default_factory=dict)
    """Organization id → code or filing number."""
    party_codes: dict[int, str] = field(default_factory=dict)
    profiles: dict[int, list[Row[Any]]] = field(default_factory=dict)
    standings: dict[int, list[Row[Any]]] = field(default_factory=dict)
    headcounts: dict[int, list[Row[Any]]] = field(default_factory=dict)
    instructors: dict[int, list[Row[Any]]] = field(default_factory=dict)
    mass: dict[int, list[Row[Any]]] = field(default_factory=dict)
    links: dict[int, list[Row[Any]]] = field(default_factory=dict)
    """Party organization id → its links."""
    party: dict[int, list[Row[Any]]] = field(default_factory=dict)
    party_headcounts: dict[int, list[Row[Any]]] = field(default_factory=dict)


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in order, in parts that fit one statement."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def rows_of(model: Any, column: Any, ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """Known rows of a dated model by the id in `column`, in order of days."""
    table = model.__table__
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for part in chunks(ids):
        query = (
            select(table)
            .where(column.in_(part), table.c.known_to == OPEN)
            .order_by(table.c.valid_from)
        )
        for row in db.session.execute(query):
            found[getattr(row, column.key)].append(row)
    return found


def neighbours(organizations: Collection[int], party: Collection[int]) -> tuple[set[int], set[int]]:
    """Widen to what the change can reach: linked Party organizations, and all they cover."""
    all_party = set(party)
    table = CoverageLink.__table__.c
    for part in chunks(organizations):
        all_party |= set(
            db.session.scalars(
                select(table.party_organization_id)
                .where(table.organization_id.in_(part), table.known_to == OPEN)
                .distinct()
            )
        )
    all_organizations = set(organizations)
    for part in chunks(all_party):
        all_organizations |= set(
            db.session.scalars(
                select(table.organization_id)
                .where(table.party_organization_id.in_(part), table.known_to == OPEN)
                .distinct()
            )
        )
    return all_organizations, all_party


def load(organizations: Collection[int], party: Collection[int]) -> Facts:
    """All known facts that decide the spans of these; links in full for every Party organization."""
    facts = Facts(
        profiles=rows_of(OrganizationProfile, OrganizationProfile.organization_id, organizations),
        standings=rows_of(
            OrganizationStanding, OrganizationStanding.organization_id, organizations
        ),
        headcounts=rows_of(Headcount, Headcount.organization_id, organizations),
        instructors=rows_of(
            InstructorAssignment, InstructorAssignment.organization_id, organizations
        ),
        mass=rows_of(MassCover, MassCover.organization_id, organizations),
        links=rows_of(CoverageLink, CoverageLink.party_organization_id, party),
        party=rows_of(PartyProfile, PartyProfile.party_organization_id, party),
        party_headcounts=rows_of(PartyHeadcount, PartyHeadcount.party_organization_id, party),
    )
    for part in chunks(party):
        facts.party_codes.update(party_numbers(set(part)))
    columns = Organization.__table__.c
    for part in chunks(organizations):
        for number, code, filing in db.session.execute(
            select(columns.id, columns.code, columns.filing_number).where(columns.id.in_(part))
        ):
            facts.numbers[number] = code or filing or ""
    return facts


def living_days(standings: Sequence[Row[Any]]) -> list[Days]:
    """The days on which an organization was alive."""
    return [
        (row.valid_from, row.valid_to) for row in standings if OrganizationState(row.state).living
    ]


def overlap(first: Days, second: Days) -> Days | None:
    """The days in both, None where there are none."""
    start, end = max(first[0], second[0]), min(first[1], second[1])
    return (start, end) if start < end else None


def covering(facts: Facts) -> dict[int, list[tuple[int, date, date]]]:
    """For each Party organization its links, cut to the days on which both ends exist."""
    found: dict[int, list[tuple[int, date, date]]] = {}
    for party_id, links in facts.links.items():
        pieces = []
        for link in links:
            for alive in living_days(facts.standings.get(link.organization_id, ())):
                for profile in facts.party.get(party_id, ()):
                    days = overlap((link.valid_from, link.valid_to), alive)
                    days = days and overlap(days, (profile.valid_from, profile.valid_to))
                    if days:
                        pieces.append((link.organization_id, *days))
        found[party_id] = pieces
    return found


def link_pieces(facts: Facts) -> dict[int, list[Piece[Link]]]:
    """For each organization its covering links with their Party organization's values of the day."""
    found: dict[int, list[Piece[Link]]] = defaultdict(list)
    for party_id, links in covering(facts).items():
        for organization_id, piece in alone_pieces(links):
            for row in facts.party[party_id]:
                days = overlap((piece.valid_from, piece.valid_to), (row.valid_from, row.valid_to))
                if days:
                    link = Link(party_id, row.formation, row.social, row.kind, piece.value)
                    found[organization_id].append(Piece(*days, link))
    return found


def histories(facts: Facts, trees: Trees, organizations: Collection[int]) -> Iterator[History]:
    """The history of each organization, ready to be counted."""
    links = link_pieces(facts)
    for number in organizations:
        yield History(
            number,
            standing_pieces(facts, trees, number),
            [
                Piece(
                    r.valid_from, r.valid_to, Count(r.staff, r.full, r.probationary, r.affiliated)
                )
                for r in facts.headcounts.get(number, ())
            ],
            links.get(number, []),
            [Piece(r.valid_from, r.valid_to, r.kind) for r in facts.instructors.get(number, ())],
            [
                Piece(r.valid_from, r.valid_to, r.kind)
                for r in facts.mass.get(number, ())
                if r.present
            ],
        )


def standing_pieces(facts: Facts, trees: Trees, number: int) -> list[Piece[Standing]]:
    """What an organization was, cut wherever its profile, its state or a tree above it changed."""
    code = facts.numbers[number]
    pieces: list[Piece[Standing]] = []
    for state in facts.standings.get(number, ()):
        for row in facts.profiles.get(number, ()):
            days = overlap((state.valid_from, state.valid_to), (row.valid_from, row.valid_to))
            if not days:
                continue
            for start, end, unit_path, body_path in trees.pieces(days, row.unit_id, row.body_id):
                pieces.append(
                    Piece(start, end, _standing(row, state.state, code, unit_path, body_path))
                )
    return pieces


def _standing(
    row: Row[Any], state: OrganizationState, code: str, unit_path: str, body_path: str
) -> Standing:
    return Standing(
        name=row.name,
        sort_key=text.sort_key(row.name),
        code=code,
        kind=row.kind,
        state=state,
        unit_id=row.unit_id,
        unit_path=unit_path,
        body_id=row.body_id,
        body_path=body_path,
        industry=row.industry,
        supervisor=row.supervisor,
        registration_way=row.registration_way,
        level=row.level,
        trade=row.trade,
        charity=row.charity,
        community=row.community,
        zombie=row.zombie,
        region_id=row.region_id,
        registered_on=row.registered_on,
    )


def row_on(rows: Sequence[Row[Any]], day: date) -> Row[Any] | None:
    """The row that holds on `day`; after the last, the last; before the first, the first."""
    holding = [row for row in rows if row.valid_from <= day]
    return holding[-1] if holding else (rows[0] if rows else None)


def end_of(rows: Sequence[Mapping[str, Any]] | Sequence[Row[Any]]) -> date | None:
    """The day on which a time line stops, None while it goes on."""
    last: date = max(row.valid_to for row in rows)  # type: ignore[union-attr]
    return None if last == FOREVER else last
